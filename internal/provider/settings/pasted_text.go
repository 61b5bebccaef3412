// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// textForm says what the text of a setting may contain.
type textForm int

const (
	// oneWord has no white space, quotation marks or invisible characters.
	oneWord textForm = iota
	// someWords may contain blanks and quotation marks inside
	// (o'neill@example.com).
	someWords
	// asTyped may contain them anywhere: a password.
	asTyped
	// severalLines is not checked here.
	severalLines
)

const quotationMarks = "\"'`“”„‘’"

// trimmed removes white space around a text. A password keeps its blanks.
func (f textForm) trimmed(text string) string {
	if f == asTyped && strings.TrimSpace(text) != "" {
		return strings.TrimRight(text, "\r\n")
	}
	return strings.TrimSpace(text)
}

// fault describes what pasting added to a text, or returns "".
func (f textForm) fault(text string) string {
	word := strings.Trim(text, quotationMarks)
	switch {
	case f == severalLines:
	case f == oneWord && strings.HasPrefix(word, "{"), f == oneWord && strings.HasPrefix(word, "<"):
		return "is JSON or XML, such as an error response of the API. Set the value itself."
	case f == oneWord && strings.ContainsAny(text, quotationMarks), f == someWords && inQuotationMarks(text):
		return "contains quotation marks. Remove them: they are not part of the value."
	case f == oneWord && strings.ContainsFunc(text, unicode.IsSpace), strings.ContainsFunc(text, isInvisible):
		return "contains white space, a line break or an invisible character. Copy it again as one piece."
	}
	return ""
}

// isInvisible matches control characters and characters that web pages hide in
// text, such as a zero-width space. Joiners are part of some scripts and of
// emoji.
func isInvisible(r rune) bool { return !unicode.IsGraphic(r) && r != '\u200c' && r != '\u200d' }

func inQuotationMarks(text string) bool {
	return strings.TrimLeft(text, quotationMarks) != text && strings.TrimRight(text, quotationMarks) != text
}

// possibleCauses says why unusual-looking credentials may have been rejected,
// without quoting them. It is not an error: accounts of on-premises servers can
// have any secret.
func possibleCauses(resolved resolvedSettings) map[kaltura.Failure]string {
	found := map[kaltura.Failure]string{}
	if secret := resolved["admin_secret"].text; secret != "" {
		found[kaltura.WrongAdminSecret] = unusualKey("Administrator Secret", secret)
		found[kaltura.AdminSecretRefused] = found[kaltura.WrongAdminSecret]
	}
	if token := resolved["app_token"].text; token != "" {
		found[kaltura.AppTokenRefused] = unusualKey("app token", token)
	}
	if password := resolved["password"].text; inQuotationMarks(password) {
		found[kaltura.PasswordRefused] = "The given password is in quotation marks; remove them unless they are part of it."
	} else if strings.TrimSpace(password) != password {
		found[kaltura.PasswordRefused] = "The given password begins or ends with a space; remove it unless it is part of it."
	}
	return found
}

func unusualKey(name, text string) string {
	if !kaltura.NewSecret(text).Guessable() {
		return ""
	}
	cause := "were other characters copied with it?"
	switch length := len(text); {
	case length == 44 || length == 43: // 32 bytes
		cause = "is it base64?"
	case length < 32:
		cause = "was it cut short?"
	}
	return fmt.Sprintf("The given %s has %d characters instead of the usual 32 hexadecimal digits: %s", name, len(text), cause)
}
