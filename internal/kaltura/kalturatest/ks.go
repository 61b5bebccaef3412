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
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Session types (KalturaSessionType). The server treats every type from 1 on as
// admin (`localks_getInfo_v2_type1`).
const (
	UserSession  = 0
	AdminSession = 2
)

// session is a Kaltura Session (KS) with a verified signature.
type session struct {
	version    int
	partnerID  int64
	userID     string
	kind       int
	expiry     int64 // 0, which is expired, if the KS has none
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

// formatPrivileges is the inverse of parsePrivileges. Only `all:*` alone
// becomes `*` again (`user_loginByLoginId_then_session_get`).
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

// setPrivilege replaces an earlier value of the same name (`setrole_two`).
func (k *session) setPrivilege(name, value string) {
	for i, p := range k.privileges {
		if p.name == name {
			k.privileges[i].value = value
			return
		}
	}
	k.privileges = append(k.privileges, privilege{name, value})
}

func (k *session) admin() bool { return k.kind >= 1 }

func (k *session) widget() bool {
	_, ok := k.privilege("widget")
	return ok
}

// setFields reads the URL-encoded fields of a KS v2. Names are rewritten as by
// PHP's parse_str.
func (k *session) setFields(query string) {
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, _ = url.QueryUnescape(name)
		value, _ = url.QueryUnescape(value)
		switch name {
		case "_e":
			k.expiry = leadingNumber(value)
		case "_t":
			k.kind = int(leadingNumber(value))
		case "_u":
			k.userID = value
		case "_m":
			k.master = leadingNumber(value)
		default:
			k.setPrivilege(strings.NewReplacer(".", "_", " ", "_").Replace(name), value)
		}
	}
}

// fields returns the URL-encoded fields of a KS v2,
// `session_impersonate_child_ok`.
func (k *session) fields() string {
	var b strings.Builder
	for _, p := range k.privileges {
		b.WriteString(url.QueryEscape(p.name) + "=" + url.QueryEscape(p.value) + "&")
	}
	fmt.Fprintf(&b, "_e=%d&_t=%d&_u=%s", k.expiry, k.kind, url.QueryEscape(k.userID))
	if k.master != 0 {
		fmt.Fprintf(&b, "&_m=%d", k.master)
	}
	return b.String()
}

// encodeKSv2 writes `v2
// <partner>
// ` and the encrypted fields. random has 16 bytes. Only unaligned text is
// padded, with zeros.
func encodeKSv2(secret string, k *session, random []byte) string {
	message := append(slices.Clone(random), k.fields()...)
	digest := sha1.Sum(message)
	plain := append(digest[:], message...)
	plain = append(plain, make([]byte, -len(plain)&(aes.BlockSize-1))...)
	cipher.NewCBCEncrypter(ksCipher(secret), make([]byte, aes.BlockSize)).CryptBlocks(plain, plain)
	return base64.URLEncoding.EncodeToString(append([]byte("v2|"+itoa(k.partnerID)+"|"), plain...))
}

func ksCipher(secret string) cipher.Block {
	key := sha1.Sum([]byte(secret))
	block, err := aes.NewCipher(key[:aes.BlockSize])
	if err != nil {
		panic(err) // a 16-byte key is always valid
	}
	return block
}

// encodeKSv1 writes the readable form after its SHA-1. The fields for a master
// partner and additional data are present but empty, as in the request of
// `partner_list_var`.
func encodeKSv1(secret string, k *session, random string) string {
	info := fmt.Sprintf("%d;%d;%d;%d;%s;%s;%s;;", k.partnerID, k.partnerID, k.expiry, k.kind, random, k.userID, formatPrivileges(k.privileges))
	return base64.StdEncoding.EncodeToString([]byte(signV1(secret, info) + "|" + info))
}

func signV1(secret, info string) string {
	digest := sha1.Sum([]byte(secret + info))
	return hex.EncodeToString(digest[:])
}

// parseKS decodes a KS and verifies its signature with one of its partner's
// secrets. It accepts both base64 alphabets, missing padding and white space
// (`localks_getInfo_v2_std_base64`, `_unpadded`), and nothing else outside the
// alphabet (`partner_getInfo_ks_quoted`).
func parseKS(text string, secretsOf func(partnerID int64) []string) *session {
	text = strings.Join(strings.Fields(text), "")
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	if rest, isV2 := bytes.CutPrefix(raw, []byte("v2|")); isV2 {
		return parseKSv2(rest, secretsOf)
	}
	return parseKSv1(string(raw), secretsOf)
}

func parseKSv2(rest []byte, secretsOf func(int64) []string) *session {
	partner, sealed, _ := bytes.Cut(rest, []byte("|"))
	partnerID := leadingNumber(string(partner))
	if len(sealed) < sha1.Size+aes.BlockSize || len(sealed)%aes.BlockSize != 0 {
		return nil
	}
	for _, secret := range secretsOf(partnerID) {
		plain := make([]byte, len(sealed))
		cipher.NewCBCDecrypter(ksCipher(secret), make([]byte, aes.BlockSize)).CryptBlocks(plain, sealed)
		signature, message := plain[:sha1.Size], bytes.TrimRight(plain[sha1.Size:], "\x00")
		if digest := sha1.Sum(message); !bytes.Equal(digest[:], signature) || len(message) < aes.BlockSize {
			continue
		}
		k := &session{version: 2, partnerID: partnerID, id: hex.EncodeToString(signature)}
		k.setFields(string(message[aes.BlockSize:]))
		return k
	}
	return nil
}

func parseKSv1(raw string, secretsOf func(int64) []string) *session {
	signature, info, _ := strings.Cut(raw, "|")
	part := append(strings.Split(info, ";"), make([]string, 7)...)
	partnerID := leadingNumber(part[0])
	for _, secret := range secretsOf(partnerID) {
		if signV1(secret, info) == signature {
			return &session{
				version: 1, partnerID: partnerID, id: signature, userID: part[5], privileges: parsePrivileges(part[6]),
				expiry: leadingNumber(part[2]), kind: int(leadingNumber(part[3])),
			}
		}
	}
	return nil
}
