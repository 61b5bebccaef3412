// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"strings"
	"unicode"
)

// The control characters that a text may contain.
const (
	oneLine = ""
	lines   = "\n\t"
)

// plainText replaces bidirectional controls, and control characters except
// those allowed, with U+FFFD: engines print these texts to a terminal, which
// would interpret them.
func plainText(text, allowed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) && !strings.ContainsRune(allowed, r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// IsPlainText reports whether a text reads back as it was written. It may have
// line breaks and tabs unless it must be one line.
func IsPlainText(text string, onlyOneLine bool) bool {
	allowed := lines
	if onlyOneLine {
		allowed = oneLine
	}
	return plainText(text, allowed) == text
}

// plain returns the plain text, or nil if the answer has none.
func (s *lenientString) plain(allowed string) *string {
	if s == nil {
		return nil
	}
	text := plainText(string(*s), allowed)
	return &text
}

// plainOrEmpty returns the plain text, or "" if the answer has none.
func (s *lenientString) plainOrEmpty(allowed string) string {
	if s == nil {
		return ""
	}
	return plainText(string(*s), allowed)
}
