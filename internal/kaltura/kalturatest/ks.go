// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
)

// Session types (KalturaSessionType). The server counts every type of 1 and
// more as admin (`localks_getInfo_v2_type1`).
const (
	UserSession  = 0
	AdminSession = 2
)

// session is a Kaltura Session (KS) with its signature verified.
type session struct {
	version    int
	partnerID  int64
	userID     string
	kind       int
	expiry     int64 // 0 when the KS names none, so that it counts as expired
	privileges []privilege
	master     int64
	id         string // what session.end revokes
}

type privilege struct{ name, value string }

// parsePrivileges reads the comma-separated form.
func parsePrivileges(text string) []privilege {
	var list []privilege
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		switch item {
		case "":
		case "*":
			list = append(list, privilege{"all", "*"})
		default:
			name, value, _ := strings.Cut(item, ":")
			list = append(list, privilege{name, value})
		}
	}
	return list
}

// formatPrivileges is the inverse; only a lone `all:*` becomes `*` again
// (`user_loginByLoginId_then_session_get`).
func formatPrivileges(list []privilege) string {
	if len(list) == 1 && list[0] == (privilege{"all", "*"}) {
		return "*"
	}
	items := make([]string, len(list))
	for i, p := range list {
		items[i] = p.name
		if p.value != "" {
			items[i] += ":" + p.value
		}
	}
	return strings.Join(items, ",")
}

func (k *session) privilege(name string) (string, bool) {
	for _, p := range k.privileges {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}

func (k *session) admin() bool { return k.kind >= 1 }

func (k *session) widget() bool {
	_, ok := k.privilege("widget")
	return ok
}

// setField takes one field of a KS v2. Names are rewritten as PHP's parse_str
// does, and a repeated name keeps its first place and its last value.
func (k *session) setField(name, value string) {
	switch name {
	case "_e":
		k.expiry, _ = strconv.ParseInt(value, 10, 64)
	case "_t":
		k.kind, _ = strconv.Atoi(value)
	case "_u":
		k.userID = value
	case "_m":
		k.master, _ = strconv.ParseInt(value, 10, 64)
	case "_d", "":
	default:
		name = strings.NewReplacer(".", "_", " ", "_").Replace(name)
		for i := range k.privileges {
			if k.privileges[i].name == name {
				k.privileges[i].value = value
				return
			}
		}
		k.privileges = append(k.privileges, privilege{name, value})
	}
}

func (k *session) setFields(query string) {
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		k.setField(unescape(name), unescape(value))
	}
}

// unescape leaves a broken escape as it stands, as PHP does.
func unescape(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return plain
}

// fields is the URL-encoded form inside a KS v2, `session_impersonate_child_ok`.
func (k *session) fields() string {
	var b strings.Builder
	for _, p := range k.privileges {
		b.WriteString(url.QueryEscape(p.name) + "=" + url.QueryEscape(p.value) + "&")
	}
	b.WriteString("_e=" + strconv.FormatInt(k.expiry, 10))
	b.WriteString("&_t=" + strconv.Itoa(k.kind))
	b.WriteString("&_u=" + url.QueryEscape(k.userID))
	if k.master != 0 {
		b.WriteString("&_m=" + strconv.FormatInt(k.master, 10))
	}
	return b.String()
}

// encodeKSv2 writes `v2|<partner>|` and the encrypted fields; random is 16
// bytes. Padding is with zeros and only where needed.
func encodeKSv2(secret string, k *session, random []byte) string {
	message := append(append([]byte{}, random...), k.fields()...)
	digest := sha1.Sum(message)
	plain := append(digest[:], message...)
	if rest := len(plain) % aes.BlockSize; rest != 0 {
		plain = append(plain, make([]byte, aes.BlockSize-rest)...)
	}
	cipher.NewCBCEncrypter(ksCipher(secret), make([]byte, aes.BlockSize)).CryptBlocks(plain, plain)
	head := "v2|" + strconv.FormatInt(k.partnerID, 10) + "|"
	return base64.URLEncoding.EncodeToString(append([]byte(head), plain...))
}

func ksCipher(secret string) cipher.Block {
	key := sha1.Sum([]byte(secret))
	block, err := aes.NewCipher(key[:aes.BlockSize])
	if err != nil {
		panic(err) // a 16-byte key is always accepted
	}
	return block
}

// encodeKSv1 writes the readable form with its SHA-1 in front. The server
// leaves the master partner and additional data fields in place, empty, as in
// the request of `partner_list_var`.
func encodeKSv1(secret string, k *session, random string) string {
	partner := strconv.FormatInt(k.partnerID, 10)
	master := ""
	if k.master != 0 {
		master = strconv.FormatInt(k.master, 10)
	}
	info := strings.Join([]string{
		partner, partner, strconv.FormatInt(k.expiry, 10), strconv.Itoa(k.kind), random,
		k.userID, formatPrivileges(k.privileges), master, "",
	}, ";")
	return base64.StdEncoding.EncodeToString([]byte(signV1(secret, info) + "|" + info))
}

func signV1(secret, info string) string {
	digest := sha1.Sum([]byte(secret + info))
	return hex.EncodeToString(digest[:])
}

// parseKS decodes a KS and verifies its signature with one of the secrets that
// the look-up names for its partner. Both base64 alphabets, missing padding
// and white space are accepted (`localks_getInfo_v2_std_base64`, `_unpadded`);
// anything else outside the alphabet is not (`partner_getInfo_ks_quoted`).
func parseKS(text string, secretsOf func(partnerID int64) []string) *session {
	raw, ok := decodeBase64(text)
	if !ok {
		return nil
	}
	if rest, isV2 := bytes.CutPrefix(raw, []byte("v2|")); isV2 {
		return parseKSv2(rest, secretsOf)
	}
	return parseKSv1(string(raw), secretsOf)
}

func decodeBase64(text string) ([]byte, bool) {
	text = strings.Join(strings.Fields(text), "")
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	raw, err := base64.RawStdEncoding.DecodeString(text)
	return raw, err == nil
}

func parseKSv2(rest []byte, secretsOf func(int64) []string) *session {
	partner, sealed, found := bytes.Cut(rest, []byte("|"))
	partnerID, err := strconv.ParseInt(string(partner), 10, 64)
	if !found || err != nil || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil
	}
	for _, secret := range secretsOf(partnerID) {
		plain := make([]byte, len(sealed))
		cipher.NewCBCDecrypter(ksCipher(secret), make([]byte, aes.BlockSize)).CryptBlocks(plain, sealed)
		plain = bytes.TrimRight(plain, "\x00")
		if len(plain) < sha1.Size+aes.BlockSize {
			continue
		}
		digest := sha1.Sum(plain[sha1.Size:])
		if !bytes.Equal(digest[:], plain[:sha1.Size]) {
			continue
		}
		k := &session{version: 2, partnerID: partnerID, id: hex.EncodeToString(digest[:])}
		k.setFields(string(plain[sha1.Size+aes.BlockSize:]))
		return k
	}
	return nil
}

func parseKSv1(raw string, secretsOf func(int64) []string) *session {
	signature, info, found := strings.Cut(raw, "|")
	part := strings.Split(info, ";")
	if !found || len(part) < 5 {
		return nil
	}
	part = append(part, "", "", "")
	partnerID, err := strconv.ParseInt(part[0], 10, 64)
	if err != nil {
		return nil
	}
	for _, secret := range secretsOf(partnerID) {
		if signV1(secret, info) != signature {
			continue
		}
		k := &session{version: 1, partnerID: partnerID, id: signature, userID: part[5], privileges: parsePrivileges(part[6])}
		k.expiry, _ = strconv.ParseInt(part[2], 10, 64)
		k.kind, _ = strconv.Atoi(part[3])
		k.master, _ = strconv.ParseInt(part[7], 10, 64)
		return k
	}
	return nil
}
