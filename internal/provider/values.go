// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// word is a number of the API and its word in configurations.
type word struct {
	number int64
	text   string
}

// wordFor returns "unknown_7" for a number without a word.
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

// numberFor is the inverse of wordFor, for filters.
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

// timeValue formats a time as RFC 3339 in UTC.
func timeValue(at *time.Time) types.String {
	if at == nil {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}

// textValue omits "", which the API sends for an unset text.
func textValue(text *string) types.String {
	if text == nil || *text == "" {
		return types.StringNull()
	}
	return types.StringValue(*text)
}

// partnerIDOf returns the account that a client calls, or null if a given KS does
// not reveal it.
func partnerIDOf(client *kaltura.Client) types.Int64 {
	if client.PartnerID() == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(client.PartnerID())
}

// knownTexts returns the known items of a list or set of strings.
func knownTexts[T fmt.Stringer](elements []T) []string {
	var texts []string
	for _, element := range elements {
		if text, ok := any(element).(types.String); ok && !text.IsNull() && !text.IsUnknown() {
			texts = append(texts, text.ValueString())
		}
	}
	return texts
}

func textSetOf(texts []string) types.Set {
	return types.SetValueMust(types.StringType, textValues(slices.Compact(slices.Sorted(slices.Values(texts)))))
}

func textValues(texts []string) []attr.Value {
	values := make([]attr.Value, len(texts))
	for i, text := range texts {
		values[i] = types.StringValue(text)
	}
	return values
}
