// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// TOTP returns the six-digit one-time password of a base32 seed at a moment
// (RFC 6238, SHA-1, 30 seconds), as an authenticator app would show it.
func TOTP(seed string, at time.Time) string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(strings.ToUpper(seed), "="))
	if err != nil || len(key) == 0 {
		return ""
	}
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(at.Unix()/30))
	mac := hmac.New(sha1.New, key)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 15
	value := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf("%06d", value%1000000)
}

// validTOTP accepts the neighbouring windows too; a code may be used again
// within its window (`user_loginByLoginId_2fa_good_otp_reuse`).
func validTOTP(seed, code string, now time.Time) bool {
	for _, drift := range []time.Duration{0, -30 * time.Second, 30 * time.Second} {
		if want := TOTP(seed, now.Add(drift)); want != "" && want == code {
			return true
		}
	}
	return false
}
