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
	"strconv"
	"strings"
)

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
