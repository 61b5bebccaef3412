// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var errNotUTF8 = errors.New("the text is not UTF-8")

// decodeJSON is json.Unmarshal for text that must be valid UTF-8: the standard
// decoder replaces invalid bytes, which would change a secret.
func decodeJSON(data []byte, into any) error {
	if !utf8.Valid(data) {
		return errNotUTF8
	}
	return json.Unmarshal(data, into)
}

// lenientInt is a number that the API sends as a number or as a string
// (wire case session_get_current_json: "expiry":"1795422747").
type lenientInt int64

// UnmarshalJSON implements json.Unmarshaler. It rejects fractions and numbers
// that do not fit into 64 bits.
func (n *lenientInt) UnmarshalJSON(data []byte) error {
	number, err := strconv.ParseInt(string(bytes.Trim(data, `"`)), 10, 64)
	if err != nil {
		return errors.New("a whole number was expected")
	}
	*n = lenientInt(number)
	return nil
}

// lenientBool is a truth value that the API sends as such, as 0 or 1, or as a
// string of either (wire case partner_getInfo_admin_json: "adultContent":0).
type lenientBool bool

// UnmarshalJSON implements json.Unmarshaler.
func (b *lenientBool) UnmarshalJSON(data []byte) error {
	switch string(bytes.Trim(data, `"`)) {
	case "true", "1":
		*b = true
	case "false", "0", "":
		*b = false
	default:
		return errors.New("true or false was expected")
	}
	return nil
}

// time returns a time in Unix seconds, or nil if the answer has none.
func (n *lenientInt) time() *time.Time {
	if n == nil {
		return nil
	}
	at := time.Unix(int64(*n), 0).UTC()
	return &at
}

// lenientString is text that the API may send as a number (wire case
// partner_getInfo_admin_json: defConversionProfileType), or as false if it is
// not valid UTF-8 (wire case partner_getInfo_name_cut), which is decoded as "".
type lenientString string

// UnmarshalJSON implements json.Unmarshaler.
func (s *lenientString) UnmarshalJSON(data []byte) error {
	if string(data) == "false" {
		*s = ""
		return nil
	}
	if len(data) > 0 && data[0] != '"' {
		var number json.Number
		if err := json.Unmarshal(data, &number); err != nil {
			return errors.New("a string was expected")
		}
		*s = lenientString(number)
		return nil
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return errors.New("a string was expected")
	}
	*s = lenientString(text)
	return nil
}

// secretString is decoded directly as a [Secret], so that no struct holds a
// plain copy that could be printed.
type secretString struct{ Secret }

// UnmarshalJSON implements json.Unmarshaler. Numbers are decoded as their
// digits.
func (s *secretString) UnmarshalJSON(data []byte) error {
	var text lenientString
	if err := text.UnmarshalJSON(data); err != nil {
		return err
	}
	// The decoder replaces half a surrogate pair with U+FFFD, which would change
	// the secret.
	if strings.ContainsRune(string(text), utf8.RuneError) {
		return errNotUTF8
	}
	s.Secret = NewSecret(string(text))
	return nil
}

// MarshalJSON keeps the placeholder of the embedded Secret.
func (s secretString) MarshalJSON() ([]byte, error) { return s.Secret.MarshalJSON() }

// nothing is the answer of an action that returns no value.
type nothing struct{}

// UnmarshalJSON implements json.Unmarshaler.
func (*nothing) UnmarshalJSON(data []byte) error {
	if string(data) != "null" {
		return errors.New("null was expected")
	}
	return nil
}

// answerFailure recognizes answers other than JSON by their first bytes.
func answerFailure(body []byte) Failure {
	text := bytes.TrimLeft(body, " \t\r\n\ufeff")
	switch {
	case len(text) == 0:
		return EmptyAnswer
	case bytes.HasPrefix(text, []byte("<?xml")), bytes.HasPrefix(text, []byte("<xml")):
		return XMLAnswer
	case text[0] == '<':
		return HTMLAnswer
	case !utf8.Valid(body) || !json.Valid(body):
		return MalformedAnswer
	}
	return UnexpectedAnswer
}

// decodeAnswer decodes a successful HTTP answer into value, or returns the
// exception it holds. A failure is EmptyAnswer, HTMLAnswer, XMLAnswer,
// MalformedAnswer, UnexpectedAnswer or AnswerTooLarge. Without a value, only null
// is expected (wire case appToken_delete).
func decodeAnswer(body []byte, value any) (*exception, Failure) {
	// Only an exception names its type, so most answers are parsed once.
	if bytes.Contains(body, []byte(exceptionType)) {
		var thrown exception
		if decodeJSON(body, &thrown) == nil && thrown.ObjectType == exceptionType {
			return &thrown, ""
		}
	}
	if value == nil {
		value = &nothing{}
	}
	switch err := decodeJSON(body, value); {
	case errors.Is(err, errTooManyItems):
		return nil, AnswerTooLarge
	case err != nil:
		return nil, answerFailure(body)
	}
	return nil, ""
}
