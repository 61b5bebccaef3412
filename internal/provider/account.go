// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// Words for the API's status numbers (API enum KalturaPartnerStatus).
var statusWords = []word{
	{0, "deleted"}, {1, "active"}, {2, "blocked"}, {3, "full_block"}, {4, "read_only"},
}

// Words for KalturaPartnerAuthenticationType.
var authenticationWords = []word{
	{0, "password_only"}, {1, "two_factor"}, {2, "sso"},
}

// word is a number of the API and what configurations call it.
type word struct {
	number int64
	text   string
}

// wordFor keeps a number without a word readable: "unknown_7".
func wordFor(words []word, number *int64) types.String {
	if number == nil {
		return types.StringNull()
	}
	for _, w := range words {
		if w.number == *number {
			return types.StringValue(w.text)
		}
	}
	return types.StringValue(fmt.Sprintf("unknown_%d", *number))
}

// numberFor is the way back, for filters.
func numberFor(words []word, text string) *int64 {
	for _, w := range words {
		if w.text == text {
			return &w.number
		}
	}
	return nil
}

// wordTexts lists the words, for validators and descriptions.
func wordTexts(words []word) []string {
	var texts []string
	for _, w := range words {
		texts = append(texts, w.text)
	}
	return texts
}

// timeValue writes a time as RFC 3339 in UTC.
func timeValue(at *time.Time) types.String {
	if at == nil {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}

// textValue leaves out "", which the API sends for a description that nobody
// wrote.
func textValue(text *string) types.String {
	if text == nil || *text == "" {
		return types.StringNull()
	}
	return types.StringValue(*text)
}

// parentValue leaves out 0, which the API also uses for "no parent".
func parentValue(account kaltura.Account) types.Int64 {
	if account.ParentPartnerID == nil || *account.ParentPartnerID == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(*account.ParentPartnerID)
}
