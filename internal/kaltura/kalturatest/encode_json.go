// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"strconv"
	"unicode/utf16"
)

// appendJSON writes a value as PHP's json_encode does: `\/`, `\uXXXX`, unset
// properties left out, objectType last (`partner_getInfo_other_partner_ks`).
func appendJSON(b []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case string:
		return appendJSONString(b, v)
	case []any:
		return appendJSONList(b, v)
	case *object:
		return appendJSONObject(b, v)
	case *APIError:
		return appendJSONError(b, v)
	}
	encoded, err := json.Marshal(value) // of Account.Extra
	if err != nil {
		panic("kalturatest: " + err.Error())
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
// are a list when there are none (`partner_getSecrets_bad_password_form`).
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

func appendJSONString(b []byte, text string) []byte {
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
			b = appendUnit(appendUnit(b, high), low)
		default:
			b = appendUnit(b, r)
		}
	}
	return append(b, '"')
}

func appendUnit(b []byte, unit rune) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[unit>>12&15], digits[unit>>8&15], digits[unit>>4&15], digits[unit&15])
}
