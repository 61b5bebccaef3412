// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"log/slog"
	"math"
	"regexp"
)

// redacted replaces a Secret in any formatted output.
const redacted = "(secret)"

// Secret holds a value that must not reach a log, an error or a terminal: an
// Administrator Secret or User Secret, a KS, an app token, a password or an
// OTP. Formatting, JSON and slog show a placeholder, even if the Secret is in
// an unexported field of a struct printed with %+v. The zero value is an absent
// secret.
type Secret struct {
	// A pointer, because fmt prints unexported fields without calling their
	// methods and would otherwise print the text.
	value *string
}

// NewSecret wraps text. The empty string is the absent secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{value: &text}
}

// Reveal returns the wrapped text, or "" for the absent secret. The result is
// no longer protected.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Present reports whether there is a value.
func (s Secret) Present() bool { return s.value != nil }

// Equal compares two secrets in time that depends only on their lengths.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// keyPattern matches the secrets and app tokens that the API makes.
var keyPattern = regexp.MustCompile(`^[0-9A-Fa-f]{32}$`)

// Guessable reports whether the secret is not one that the API makes: 128 random
// bits in hexadecimal digits. The administrator of an on-premises server can set
// any, such as a word.
func (s Secret) Guessable() bool { return !keyPattern.MatchString(s.Reveal()) }

// Version is a number from 1 to 2147483647 that changes when the secret is
// replaced (except for one replacement in two billion) and differs between
// accounts. It is taken from an HMAC with the secret as the key, which reveals
// nothing to anyone who cannot guess 128 random bits; see [Secret.Guessable].
func (s Secret) Version(partnerID int64) int64 {
	mac := hmac.New(sha256.New, []byte(s.Reveal()))
	fmt.Fprintf(mac, "terraform-provider-kaltura secret version %d", partnerID)
	return versionNumber(mac.Sum(nil))
}

// SecretsVersion is like Version for both secrets: it changes when either is
// replaced.
func (a AccountInfo) SecretsVersion() int64 {
	mac := hmac.New(sha256.New, []byte(a.AdminSecret.Reveal()))
	fmt.Fprintf(mac, "terraform-provider-kaltura secrets version %d ", a.PartnerID)
	mac.Write([]byte(a.UserSecret.Reveal()))
	return versionNumber(mac.Sum(nil))
}

// versionNumber returns a number from 1 to 2147483647: providers hold a version
// in 32 bits, and older ones take 0 for none.
func versionNumber(sum []byte) int64 {
	return int64(binary.BigEndian.Uint32(sum))%math.MaxInt32 + 1
}

// Format implements fmt.Formatter with the placeholder for every verb.
func (s Secret) Format(state fmt.State, _ rune) { fmt.Fprint(state, redacted) }

// MarshalJSON implements json.Marshaler with the placeholder.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// LogValue implements slog.LogValuer with the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
