// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// A fault is a value that nobody should write, although the API may hold it in
// an object that was made elsewhere. Faults are errors at plan, not at validate,
// where the values of the object are not known: what the state already holds
// has to be writable, or no object with such a value could be imported.
type fault struct {
	// attribute is "" for a text that could be a secret: the engine would quote
	// its line.
	attribute       string
	summary, detail string
	// held reports that the state already has the value.
	held bool
}

// faultDiagnostics returns an error for each fault, and a warning for what is
// held.
func faultDiagnostics(faults []fault) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, f := range faults {
		switch {
		case f.held:
			diags.AddWarning("Questionable Kaltura Value Kept", fmt.Sprintf(
				"The object already has this value in Kaltura, so the provider accepts it. In a new or changed object, it would be an error: %s", f.detail))
		case f.attribute == "":
			diags.AddError(f.summary, f.detail)
		default:
			diags.AddAttributeError(path.Root(f.attribute), f.summary, f.detail)
		}
	}
	return diags
}
