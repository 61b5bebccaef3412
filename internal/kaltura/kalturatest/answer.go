// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// object is an API object: an ordered list of properties with its class. A nil
// value is a property that is not set, and left out.
type object struct {
	class  string
	fields []field
}

type field struct {
	name  string
	value any // nil, bool, int, int64, string, []any, *object
}

func newObject(class string, fields ...field) *object {
	return &object{class: class, fields: fields}
}

func (o *object) set(name string, value any) {
	for i := range o.fields {
		if o.fields[i].name == name {
			o.fields[i].value = value
			return
		}
	}
	o.fields = append(o.fields, field{name, value})
}

func listResponse(class string, total int, objects []any) *object {
	return newObject(class, field{"totalCount", total}, field{"objects", objects})
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

// APIError is a KalturaAPIException. Most are sent with HTTP status 200.
type APIError struct {
	Code    string
	Message string
	Args    []ErrorArg
}

// ErrorArg is one named argument of an APIError.
type ErrorArg struct{ Name, Value string }

// Error makes APIError an error.
func (e *APIError) Error() string { return e.Code + ": " + e.Message }

// newError takes the arguments as name, value, name, value.
func newError(code, message string, args ...string) *APIError {
	e := &APIError{Code: code, Message: message}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args = append(e.Args, ErrorArg{args[i], args[i+1]})
	}
	return e
}

// unsupported is no error of the real server: it tells the author of a test
// that the stand-in cannot do what was asked.
func unsupported(feature string) *APIError {
	return newError("KALTURATEST_UNSUPPORTED", "kalturatest has no "+feature)
}

// invalidKS: the second argument is the reason, or the whole KS where it could
// not be decoded (`partner_getInfo_garbage_ks_json`).
func invalidKS(reason string) *APIError {
	return newError("INVALID_KS", fmt.Sprintf(`Invalid KS "%s", Error "-1,INVALID_STR"`, reason),
		"KSID", reason, "ERR_CODE", "-1", "ERR_DESC", "INVALID_STR")
}

func missingParameter(name string) *APIError {
	return newError("MISSING_MANDATORY_PARAMETER", fmt.Sprintf(`Missing parameter "%s"`, name), "PARAM_NAME", name)
}

func invalidEnum(value, name, enum string) *APIError {
	return newError("INVALID_ENUM_VALUE",
		fmt.Sprintf(`Invalid enumeration value "%s" for parameter "%s", expecting enumeration type "%s"`, value, name, enum),
		"ENUM_VAL", value, "PARAM_NAME", name, "ENUM_TYPE", enum)
}

func invalidPartnerID(id string) *APIError {
	return newError("INVALID_PARTNER_ID", fmt.Sprintf(`Invalid partner id "%s"`, id), "PID", id)
}

func startSessionError(partnerID string) *APIError {
	return newError("START_SESSION_ERROR", fmt.Sprintf("Error while starting session for partner [%s]", partnerID), "PID", partnerID)
}

func partnerBlocked() *APIError {
	return newError("SERVICE_FORBIDDEN_CONTENT_BLOCKED",
		"The access to this service is forbidden since the specified partner is blocked")
}

// appendJSON writes a value as PHP's json_encode does: `\/`, `\uXXXX`, unset
// properties left out, objectType last (`partner_getInfo_other_partner_ks`).
func appendJSON(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendJSONString(b, v)
	case []any:
		return appendJSONList(b, v)
	case *object:
		return appendJSONObject(b, v)
	case *APIError:
		return appendJSONError(b, v)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		panic("kalturatest: " + err.Error()) // only Account.Extra can hold such a value
	}
	return append(b, encoded...)
}

func appendJSONList(b []byte, list []any) []byte {
	b = append(b, '[')
	for i, item := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, item)
	}
	return append(b, ']')
}

func appendJSONObject(b []byte, o *object) []byte {
	b = append(b, '{')
	for _, f := range o.fields {
		if f.value == nil {
			continue
		}
		b = append(appendJSONString(b, f.name), ':')
		b = append(appendJSON(b, f.value), ',')
	}
	b = append(b, `"objectType":`...)
	return append(appendJSONString(b, o.class), '}')
}

// appendJSONError keeps the order of the wire: args come after objectType, and
// are a list when there are none (`user_loginByLoginId_bad_password_json`).
func appendJSONError(b []byte, e *APIError) []byte {
	b = appendJSONString(append(b, `{"code":`...), e.Code)
	b = appendJSONString(append(b, `,"message":`...), e.Message)
	b = append(b, `,"objectType":"KalturaAPIException","args":`...)
	if len(e.Args) == 0 {
		return append(b, "[]}"...)
	}
	separator := byte('{')
	for _, arg := range e.Args {
		b = append(appendJSONString(append(b, separator), arg.Name), ':')
		b = appendJSONString(b, arg.Value)
		separator = ','
	}
	return append(b, "}}"...)
}

var jsonEscapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '/': `\/`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`,
}

// appendJSONString: a text that is not UTF-8 becomes false (`partner_getInfo_name_cut`).
func appendJSONString(b []byte, text string) []byte {
	if !utf8.ValidString(text) {
		return append(b, "false"...)
	}
	b = append(b, '"')
	for _, r := range text {
		escape, special := jsonEscapes[r]
		switch {
		case special:
			b = append(b, escape...)
		case r >= 0x20 && r <= 0x7f:
			b = append(b, byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		default:
			b = fmt.Appendf(b, `\u%04x`, r)
		}
	}
	return append(b, '"')
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
