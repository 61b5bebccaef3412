// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"regexp"
	"strconv"
	"strings"
)

// topLevelParams are taken from the top level where a part has none of its own
// (`multirequest_common_ks`).
var topLevelParams = []string{"ks", "partnerId", "p", "language", "clientTag", "responseProfile"}

// multirequest runs the parts 1, 2, 3… up to the first gap (`multirequest_gap`);
// errors stand in the place of their part (`multirequest_second_fails`).
func (s *Server) multirequest(in *incoming, notes *notes) []any {
	results := []any{}
	for i := 1; ; i++ {
		part := in.params.object(strconv.Itoa(i))
		if part == nil {
			return results
		}
		part = resolve(part, results).(params)
		for _, name := range topLevelParams {
			if value, ok := in.params[name]; ok && !part.has(name) {
				part[name] = value
			}
		}
		c := s.newCall(in, part)
		result, err := c.run()
		if err != nil {
			result = err
		}
		notes.take(c)
		results = append(results, result)
	}
}

var reference = regexp.MustCompile(`\{(\d+):result((?::\w+)*)\}`)

// resolve replaces references such as {1:result} or {1:result:ks}; one to a
// part that failed becomes an empty string (`multirequest_first_fails_json`).
func resolve(value any, results []any) any {
	switch v := value.(type) {
	case params:
		copied := params{}
		for name, item := range v {
			copied[name] = resolve(item, results)
		}
		return copied
	case string:
		return reference.ReplaceAllStringFunc(v, func(found string) string {
			match := reference.FindStringSubmatch(found)
			i, _ := strconv.Atoi(match[1])
			if i < 1 || i > len(results) {
				return ""
			}
			return follow(results[i-1], strings.Split(match[2], ":")[1:])
		})
	}
	return value
}

func follow(value any, path []string) string {
	for _, name := range path {
		switch v := value.(type) {
		case *object:
			value = v.get(name)
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(v) {
				return ""
			}
			value = v[i]
		default:
			return ""
		}
	}
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return ""
}
