// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

const jsonType = "application/json"

// params are the decoded parameters of a request.
type params map[string]any

// readParams reads a body of JSON. Anything but an object means no parameters,
// as on the real server, and so does another Content-Type, even with a charset
// (`session_start_content_type_charset_noformat`).
func readParams(r *http.Request, body []byte) params {
	if r.Method != http.MethodPost || r.URL.RawQuery != "" || r.Header.Get("Content-Type") != jsonType || !json.Valid(body) {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var decoded params
	if decoder.Decode(&decoded) != nil {
		return nil
	}
	return decoded
}

// text casts a scalar parameter to a string as PHP does; "" if there is none.
func (p params) text(name string) string {
	switch v := p[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool: // `user_list_login_enabled_false_bool`
		if v {
			return "1"
		}
		return "0"
	}
	return ""
}

func (p params) has(name string) bool {
	_, ok := p[name]
	return ok
}

// given reports whether the parameter is neither null nor the empty string.
func (p params) given(name string) bool { return p.text(name) != "" }

func (p params) object(name string) params {
	sub, _ := p[name].(map[string]any)
	return sub
}

// number casts to an integer as PHP does: leading digits count, anything else
// is 0 (`partner_get_id_not_numeric`). fallback is for a missing parameter.
func (p params) number(name string, fallback int64) int64 {
	if !p.given(name) {
		return fallback
	}
	return leadingNumber(p.text(name))
}

var numberPrefix = regexp.MustCompile(`^\s*[+-]?\d+`)

func leadingNumber(text string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(numberPrefix.FindString(text)), 10, 64)
	return n
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// object is an API object: its properties by name. A nil value is an unset
// property.
type object map[string]any

// MarshalJSON implements json.Marshaler. It omits unset properties
// (`partner_getInfo_other_partner_ks`). Text that is not valid UTF-8 becomes false
// in an account and null elsewhere (`partner_getInfo_name_cut`,
// `userRole_get_name_cjk_120_bytes_stored`).
func (o object) MarshalJSON() ([]byte, error) {
	shown := map[string]any{}
	var invalid any
	if o["objectType"] == "KalturaPartner" {
		invalid = false
	}
	for name, value := range o {
		switch text, isText := value.(string); {
		case isText && !utf8.ValidString(text):
			shown[name] = invalid
		case value != nil:
			shown[name] = value
		}
	}
	return json.Marshal(shown)
}

// orNil turns an unset value into an unset property.
func orNil[T comparable](value T) any {
	var unset T
	if value == unset {
		return nil
	}
	return value
}

// deref turns an unset pointer into an unset property.
func deref[T any](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}

func pointer[T any](value T) *T { return &value }

// APIError is a KalturaAPIException. Most are sent with HTTP status 200.
type APIError struct {
	Code    string
	Message string
	Args    map[string]string
}

// Error implements error.
func (e *APIError) Error() string { return e.Code + ": " + e.Message }

// newError takes the arguments as name, value, name, value.
func newError(code, message string, args ...string) *APIError {
	e := &APIError{Code: code, Message: message, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args[args[i]] = args[i+1]
	}
	return e
}

// MarshalJSON implements json.Marshaler. Without arguments, args is a list
// (`user_loginByLoginId_bad_password_json`).
func (e *APIError) MarshalJSON() ([]byte, error) {
	var args any = []any{}
	if len(e.Args) > 0 {
		args = e.Args
	}
	return json.Marshal(object{"objectType": "KalturaAPIException", "code": e.Code, "message": e.Message, "args": args})
}

// unsupported is not an error of the real server: it tells the author of a test
// that the stand-in does not support the request.
func unsupported(feature string) *APIError {
	return newError("KALTURATEST_UNSUPPORTED", "kalturatest has no "+feature)
}
