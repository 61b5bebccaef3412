// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// canary is a value that must not appear outside its allowed places. The table
// of allowed places refers to it by name.
type canary struct{ name, value string }

// The canaries. None is a real secret. All are too long to occur by chance, and
// the password contains characters that encodings treat differently.
const (
	canaryAdminSecret  = "9d3ac1f07be24586a1d5c3e8f6b7091e"
	canaryUserSecret   = "7c41d9e0b2af4357961e8d20c5fa63b8"
	canaryChildAdmin   = "e5b8073f1c9d4a62b07f8e41d6a3925c"
	canaryChildUser    = "20f6a9d4c73b4e1598ad0b7c6e3f8415"
	canaryToken        = "b16e92d07f3a4c85a94d7be0f2c83156"
	canaryPassword     = `Kn0ck "<kn0ck>" & \w+ché/canary`
	canaryOTP          = "otp-canary-480913-x7Qz"
	canaryOldSecret    = "8be1f05d37c24a96bf20e7d4915ca3d6"
	canaryWrong        = "4f0c8a6e2b7d4931ae5d9c03f8b6e271"
	canaryLogin        = "owner@canary.example.com"
	canaryTokenID      = "0_canary01"
	canaryParentID     = 31000001
	canaryChildID      = 31000002
	canaryTwoFactorID  = 31000003
	canaryTwoFactorTOP = "KALTURATESTSEED2"
)

var staticCanaries = []canary{
	{"admin secret", canaryAdminSecret},
	{"user secret", canaryUserSecret},
	{"admin secret", canaryChildAdmin},
	{"user secret", canaryChildUser},
	{"app token", canaryToken},
	{"password", canaryPassword},
	{"one-time password", canaryOTP},
	{"old admin secret", canaryOldSecret},
	{"wrong secret", canaryWrong},
}

// pieceLength is the length of a fragment that counts as the canary, to find
// truncated and wrapped values.
const pieceLength = 16

// pieces cuts a long value. It skips what precedes the account's number in a KS
// of version 2, which is the same in every KS.
func (c canary) pieces() []string {
	value := c.value
	if head := ksHead(value); head > 0 {
		value = value[head:]
	}
	if len(value) < 2*pieceLength {
		return []string{value}
	}
	var pieces []string
	for start := 0; start+pieceLength <= len(value); start += pieceLength {
		pieces = append(pieces, value[start:start+pieceLength])
	}
	return append(pieces, value[len(value)-pieceLength:])
}

// ksHead returns the length of the public prefix of a KS of version 2.
func ksHead(value string) int {
	raw, err := base64.URLEncoding.DecodeString(value)
	if err != nil || !bytes.HasPrefix(raw, []byte("v2|")) {
		return 0
	}
	head := 3 + bytes.IndexByte(raw[3:], '|') + 1
	return (head + 2) / 3 * 4
}

// form is an encoding of a value.
type form struct {
	name  string
	write func(string) []string
}

func one(write func(string) string) func(string) []string {
	return func(text string) []string { return []string{write(text)} }
}

// forms are all the encodings that the scanner searches for.
var forms = []form{
	{"as it is", one(func(s string) string { return s })},
	{"JSON", one(jsonText)},
	{"JSON in JSON", one(func(s string) string { return jsonText(jsonText(s)) })},
	{"JSON without HTML escapes", one(func(s string) string { return strings.Trim(strconv.Quote(s), "`\"") })},
	{"JSON, every character escaped", one(func(s string) string { return eachRune(s, "\\u%04x") })},
	{"URL query", one(url.QueryEscape)},
	{"URL path", one(url.PathEscape)},
	{"URL, every byte escaped", func(s string) []string { return []string{eachByte(s, "%%%02X"), eachByte(s, "%%%02x")} }},
	{"Go or shell escapes", func(s string) []string { return []string{eachByte(s, "\\x%02x"), eachByte(s, "\\%03o")} }},
	{"hexadecimal", func(s string) []string {
		return []string{hex.EncodeToString([]byte(s)), strings.ToUpper(hex.EncodeToString([]byte(s))), strings.TrimSuffix(eachByte(s, "%02x "), " ")}
	}},
	{"decimal bytes", one(func(s string) string { return strings.Trim(fmt.Sprintf("%d", []byte(s)), "[]") })},
	{"base64", base64Forms},
	{"upper case", one(strings.ToUpper)},
	{"backwards", one(backwards)},
}

func jsonText(text string) string {
	quoted, _ := json.Marshal(text) // a string always marshals
	return string(quoted[1 : len(quoted)-1])
}

func eachByte(text, verb string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, verb, text[i])
	}
	return b.String()
}

func eachRune(text, verb string) string {
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, verb, r)
	}
	return b.String()
}

func backwards(text string) string {
	runes := []rune(text)
	slices.Reverse(runes)
	return string(runes)
}

// base64Forms returns the letters that encode text inside a longer base64 text,
// at each alignment and in both alphabets.
func base64Forms(text string) []string {
	var written []string
	for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			letters := alphabet.EncodeToString(append(make([]byte, shift), text...))
			first := []int{0, 2, 3}[shift]
			written = append(written, letters[first:(shift+len(text))*8/6])
		}
	}
	return written
}
