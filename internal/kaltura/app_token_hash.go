// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
)

// HashType is the hash that an app token is proved with (API enum
// KalturaAppTokenHashType).
type HashType string

// HashTypes lists what an app token can have, most likely first. The API's
// default for a token made without one is SHA1.
var HashTypes = []HashType{"SHA256", "SHA1", "SHA512", "MD5"}

// HashAppToken proves that the caller holds the token: the lower-case hex hash
// of the KS followed by the token. An unknown hash type gives "".
func HashAppToken(hashType HashType, ks, token Secret) string {
	text := []byte(ks.Reveal() + token.Reveal())
	switch hashType {
	case "SHA256":
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:])
	case "SHA1":
		sum := sha1.Sum(text)
		return hex.EncodeToString(sum[:])
	case "SHA512":
		sum := sha512.Sum512(text)
		return hex.EncodeToString(sum[:])
	case "MD5":
		sum := md5.Sum(text)
		return hex.EncodeToString(sum[:])
	}
	return ""
}
