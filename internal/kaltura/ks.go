// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// SessionType is the type of a Kaltura Session.
type SessionType int

// The session types of session.start (API enum KalturaSessionType).
const (
	SessionTypeUser  SessionType = 0
	SessionTypeAdmin SessionType = 2
)

// String returns the word for the type in configurations.
func (t SessionType) String() string {
	if t == SessionTypeAdmin {
		return "admin"
	}
	return "user"
}

// KSFields are the fields that a KS carries.
type KSFields struct {
	PartnerID int64
	// UserID may be empty. The API creates a user that does not exist when the KS
	// is first used, and limits the KS to the role of a user that does.
	UserID string
	Type   SessionType
	// Expiry has a resolution of one second. The API does not limit it for a KS
	// signed here (wire case localks_getInfo_v2_ten_years).
	Expiry time.Time
	// Privileges are items such as "setrole:PLAYBACK_BASE_ROLE"; see
	// [CheckPrivilege].
	Privileges []string
}

const (
	ksV2Prefix      = "v2|"
	ksV2RandomBytes = 16
)

// SignKS creates a KS version 2 locally, reading 16 bytes from random. The
// secret must be the Administrator Secret, even for a user session: the API
// verifies a KS against nothing else (wire case
// localks_getInfo_v2_type0_signed_with_user_secret).
//
// It fails if [CheckPrivileges] rejects the privileges, if the secret is
// absent, or if random fails.
func SignKS(fields KSFields, adminSecret Secret, random io.Reader) (Secret, error) {
	if !adminSecret.Present() {
		return Secret{}, errors.New("a KS cannot be signed without an administrator secret")
	}
	if err := CheckPrivileges(fields.Privileges); err != nil {
		return Secret{}, err
	}
	body := make([]byte, ksV2RandomBytes, 256)
	if _, err := io.ReadFull(random, body); err != nil {
		return Secret{}, fmt.Errorf("reading random bytes for a KS: %w", err)
	}
	body = append(body, encodeKSFields(fields)...)

	digest := sha1.Sum(body)
	sealed, err := encryptKS(append(digest[:], body...), adminSecret)
	if err != nil {
		return Secret{}, err
	}
	head := ksV2Prefix + strconv.FormatInt(fields.PartnerID, 10) + "|"
	return NewSecret(base64.URLEncoding.EncodeToString(append([]byte(head), sealed...))), nil
}

func encodeKSFields(fields KSFields) string {
	var text strings.Builder
	for _, item := range fields.Privileges {
		name, value, _ := splitPrivilege(item)
		text.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value) + "&")
	}
	fmt.Fprintf(&text, "_e=%d&_t=%d&_u=%s", fields.Expiry.Unix(), int(fields.Type), url.QueryEscape(fields.UserID))
	return text.String()
}

// encryptKS pads with zero bytes, and only unaligned text: the API strips zeros
// instead of reading a padding length.
func encryptKS(plain []byte, adminSecret Secret) ([]byte, error) {
	key := sha1.Sum([]byte(adminSecret.Reveal()))
	block, err := aes.NewCipher(key[:aes.BlockSize])
	if err != nil {
		return nil, fmt.Errorf("preparing KS encryption: %w", err)
	}
	if rest := len(plain) % aes.BlockSize; rest != 0 {
		plain = append(plain, make([]byte, aes.BlockSize-rest)...)
	}
	sealed := make([]byte, len(plain))
	// Kaltura's format has a fixed zero vector, and random bytes before the
	// fields instead.
	cipher.NewCBCEncrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(sealed, plain)
	return sealed, nil
}

// KSPartnerID returns the partner ID that a KS of version 1 or 2 claims,
// without verifying it. ok is false if the text is not a KS.
func KSPartnerID(ks string) (partnerID int64, ok bool) {
	raw, err := decodeKSBase64(ks)
	if err != nil {
		return 0, false
	}
	text := string(raw)
	if rest, isV2 := strings.CutPrefix(text, ksV2Prefix); isV2 {
		text, _, ok = strings.Cut(rest, "|")
	} else {
		// Version 1 is hex(SHA-1)|partner id;partner id;expiry;…
		_, rest, _ := strings.Cut(text, "|")
		text, _, ok = strings.Cut(rest, ";")
	}
	if !ok {
		return 0, false
	}
	if partnerID, err = strconv.ParseInt(text, 10, 64); err != nil {
		return 0, false
	}
	return partnerID, true
}

var ksAlphabet = strings.NewReplacer("-", "+", "_", "/", "=", "", " ", "", "\t", "", "\r", "", "\n", "")

// decodeKSBase64 accepts what the API accepts: either alphabet, any padding,
// and white space anywhere (wire cases localks_getInfo_v2_std_base64,
// _unpadded).
func decodeKSBase64(ks string) ([]byte, error) {
	return base64.RawStdEncoding.DecodeString(ksAlphabet.Replace(ks))
}
