// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
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

// object is an API object: an ordered list of properties. A nil value is an
// unset property, which is omitted.
type object []field

type field struct {
	name  string
	value any // nil, a scalar, []any, object
}

// newObject adds the class last, as the real server does.
func newObject(class string, fields ...field) object {
	return append(fields, field{"objectType", class})
}

// set replaces a property that the object has.
func (o object) set(name string, value any) {
	for i := range o {
		if o[i].name == name {
			o[i].value = value
		}
	}
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
	Args    []ErrorArg
}

// ErrorArg is one named argument of an APIError.
type ErrorArg struct{ Name, Value string }

// Error implements error.
func (e *APIError) Error() string { return e.Code + ": " + e.Message }

// newError takes the arguments as name, value, name, value.
func newError(code, message string, args ...string) *APIError {
	e := &APIError{Code: code, Message: message}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args = append(e.Args, ErrorArg{args[i], args[i+1]})
	}
	return e
}

// object returns the args after objectType, as a list if there are none
// (`user_loginByLoginId_bad_password_json`).
func (e *APIError) object() object {
	var args any = []any{}
	if len(e.Args) > 0 {
		named := object{}
		for _, arg := range e.Args {
			named = append(named, field{arg.Name, arg.Value})
		}
		args = named
	}
	return object{{"code", e.Code}, {"message", e.Message}, {"objectType", "KalturaAPIException"}, {"args", args}}
}

// unsupported is not an error of the real server: it tells the author of a test
// that the stand-in does not support the request.
func unsupported(feature string) *APIError {
	return newError("KALTURATEST_UNSUPPORTED", "kalturatest has no "+feature)
}

// appendJSON writes a value as PHP's json_encode does: `\/`, `\uXXXX`, unset
// properties omitted (`partner_getInfo_other_partner_ks`).
func appendJSON(b []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendJSONString(b, v)
	case *APIError:
		return appendJSON(b, v.object())
	case object:
		separator := byte('{')
		for _, f := range v {
			if f.value != nil {
				b = append(appendJSONString(append(b, separator), f.name), ':')
				b = appendJSON(b, f.value)
				separator = ','
			}
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item)
		}
		return append(b, ']')
	}
	return fmt.Append(b, value) // a number or a truth value
}

var jsonEscapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '/': `\/`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`,
}

// appendJSONString writes false for text that is not valid UTF-8
// (`partner_getInfo_name_cut`).
func appendJSONString(b []byte, text string) []byte {
	if !utf8.ValidString(text) {
		return append(b, "false"...)
	}
	b = append(b, '"')
	for _, r := range text {
		if escape, special := jsonEscapes[r]; special {
			b = append(b, escape...)
		} else if r >= 0x20 && r <= 0x7f {
			b = append(b, byte(r))
		} else {
			for _, unit := range utf16.Encode([]rune{r}) {
				b = fmt.Appendf(b, `\u%04x`, unit)
			}
		}
	}
	return append(b, '"')
}
