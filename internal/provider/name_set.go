// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// nameSetType is a set of strings that is checked in linear time. The
// framework's compares each item with each other one, several times in a plan:
// a role with 2,000 permissions takes seconds, one with 20,000 minutes.
type nameSetType struct{ basetypes.SetType }

var nameSet = nameSetType{basetypes.SetType{ElemType: types.StringType}}

// Equal also accepts the framework's type, which its values have.
func (t nameSetType) Equal(other attr.Type) bool {
	if same, ok := other.(nameSetType); ok {
		other = same.SetType
	}
	return t.SetType.Equal(other)
}

// Validate rejects a value that occurs twice, as the framework's type does.
func (t nameSetType) Validate(_ context.Context, value tftypes.Value, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	var items []tftypes.Value
	if !value.IsKnown() || value.IsNull() || value.As(&items) != nil {
		return diags
	}
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		var text string
		if !item.IsKnown() || item.IsNull() || item.As(&text) != nil {
			continue
		}
		if seen[text] {
			diags.AddAttributeError(at, "Duplicate Set Element", "A value occurs twice in the set.")
		}
		seen[text] = true
	}
	return diags
}
