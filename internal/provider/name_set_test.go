// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// TestNameSet: comparing each of 100,000 names with each other one would take
// hours.
func TestNameSet(t *testing.T) {
	check := func(names ...tftypes.Value) diag.Diagnostics {
		return provider.NameSet.Validate(t.Context(), tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, names), path.Root("permission_names"))
	}
	var names []tftypes.Value
	for i := range 100_000 {
		names = append(names, tftypes.NewValue(tftypes.String, fmt.Sprint("NAME_", i)))
	}
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	if diags := check(append(names, unknown, unknown)...); len(diags) > 0 {
		t.Error(diags)
	}
	if diags := check(names[0], names[1], names[0]); len(diags) != 1 || diags[0].Summary() != "Duplicate Set Element" {
		t.Error(diags)
	}
}
