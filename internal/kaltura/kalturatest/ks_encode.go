// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
)

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
// leaves the master partner and additional data fields in place, empty
// (`session_start_v1_partner`).
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
