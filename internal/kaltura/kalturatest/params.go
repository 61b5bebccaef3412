// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// params are the decoded parameters of a request: strings, JSON scalars, and
// nested params.
type params map[string]any

// text casts a parameter to a string as PHP does; "" when there is none.
func (p params) text(name string) string {
	switch v := p[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "1"
		}
	case params:
		return "Array"
	}
	return ""
}

func (p params) has(name string) bool {
	_, ok := p[name]
	return ok
}

// given is has without null and without the empty string.
func (p params) given(name string) bool { return p.text(name) != "" }

func (p params) object(name string) params {
	sub, _ := p[name].(params)
	return sub
}

// number casts to an integer as PHP does: leading digits count, anything else
// is 0 (`partner_get_id_not_numeric`). fallback is for a parameter not given.
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

// merge lets the other parameters win, level by level, as URL parameters win
// over the body (`session_start_query_overrides_body`).
func (p params) merge(over params) {
	for name, value := range over {
		old, oldOK := p[name].(params)
		sub, subOK := value.(params)
		if oldOK && subOK {
			old.merge(sub)
			continue
		}
		p[name] = value
	}
}

// set stores a value under a path, making the levels between.
func (p params) set(path []string, value any) {
	for len(path) > 1 {
		sub, ok := p[path[0]].(params)
		if !ok {
			sub = params{}
			p[path[0]] = sub
		}
		p, path = sub, path[1:]
	}
	name := path[0]
	if name == "" {
		name = strconv.Itoa(len(p))
	}
	if sub, ok := value.(params); ok && p.object(name) != nil {
		p.object(name).merge(sub)
		return
	}
	p[name] = value
}

// setKey stores a value under a form key: `obj:field`, `obj[field]` or `list[]`
// (`appToken_add_form`, `appToken_add_form_brackets`).
func (p params) setKey(key string, value any) {
	head, brackets, _ := strings.Cut(key, "[")
	path := strings.Split(head, ":")
	for brackets != "" {
		var name string
		name, brackets, _ = strings.Cut(brackets, "]")
		path = append(path, name)
		brackets = strings.TrimPrefix(brackets, "[")
	}
	p.set(path, value)
}

// fromJSON turns a decoded JSON object into params; flat keys such as
// `1:service` become levels (`multirequest_start_getInfo_json_flat`).
func fromJSON(decoded map[string]any) params {
	p := params{}
	for key, value := range decoded {
		p.setKey(key, jsonValue(value))
	}
	return p
}

func jsonValue(value any) any {
	switch v := value.(type) {
	case map[string]any:
		return fromJSON(v)
	case []any:
		list := params{}
		for i, item := range v {
			list[strconv.Itoa(i)] = jsonValue(item)
		}
		return list
	}
	return value
}
