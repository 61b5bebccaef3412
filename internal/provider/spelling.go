// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Some values can be written in several ways that mean the same. Of these, the
// state keeps the one that the configuration chose, and another one in the
// configuration or at the API is no difference. A text "" and a list [] mean
// that there is none, as null does.

// sameTime reports whether two texts are the same time, in any time zone.
func sameTime(a, b string) bool {
	at, errA := time.Parse(time.RFC3339, a)
	other, errB := time.Parse(time.RFC3339, b)
	return errA == nil && errB == nil && at.Unix() == other.Unix()
}

// asWritten returns a text of the API as it was written before, if that means the
// same.
func asWritten(before types.String, text string, same func(a, b string) bool) types.String {
	written := before.ValueString()
	switch {
	case text == "" && written == "" && !before.IsUnknown():
		return before
	case text == "":
		return types.StringNull()
	case written == text, written != "" && same(written, text):
		return before
	}
	return types.StringValue(text)
}

// asBefore returns a planned text as it was written before, if that means the
// same. The engine allows this unless one of them is null.
func asBefore(before, planned types.String, same func(a, b string) bool) types.String {
	if a, b := before.ValueString(), planned.ValueString(); a != "" && b != "" && same(a, b) {
		return before
	}
	return planned
}

// sameText is for texts with a single spelling.
func sameText(a, b string) bool { return a == b }

// sameNames reports whether two lists hold the same names, ignoring letter case,
// order and repetitions.
func sameNames(a, b []string) bool {
	return strings.Join(upperNames(a), ",") == strings.Join(upperNames(b), ",")
}
