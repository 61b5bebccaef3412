// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// providerData is what Configure hands to each object.
type providerData struct {
	// client is nil where unready says why.
	client  *kaltura.Client
	unready diag.Diagnostics
	// explained says that an object was told.
	explained  atomic.Bool
	doubts     map[kaltura.Failure]string
	serviceURL string
	// forbidsSecretsInState makes whatever would store one fail.
	forbidsSecretsInState bool
	sessions              *openSessions
	rolesFound            foundRoles
}

// providerDataFrom is called by each object's Configure. Nothing is handed over
// while the engine only validates.
func providerDataFrom(handed any, diags *diag.Diagnostics) *providerData {
	if handed == nil {
		return nil
	}
	data, ok := handed.(*providerData)
	if !ok {
		diags.AddError("Unexpected Provider Data", fmt.Sprintf(
			"The provider handed over %T instead of its own data. This is a defect of the provider; please report it.", handed))
	}
	return data
}

// ready says why nothing can be read: the configuration is not known, or it
// names no sign-in method. One explanation is enough for the run.
func (p *providerData) ready() diag.Diagnostics {
	if p == nil {
		return unknownConfiguration(nil)
	}
	if !p.unready.HasError() || p.explained.CompareAndSwap(false, true) {
		return slices.Clone(p.unready)
	}
	var again diag.Diagnostics
	again.AddError(p.unready.Errors()[0].Summary(), "Another object of this run failed for the same reason. Its error says what to do.")
	return again
}

func unknownConfiguration(names []string) diag.Diagnostics {
	var diags diag.Diagnostics
	diags.AddError("Unknown Provider Configuration", fmt.Sprintf(
		"The Kaltura account cannot be read yet, because the provider block depends on values that are known only "+
			"after apply:\n\n  %s\n\n"+
			"Apply what these values come from first (with -target=ADDRESS), or give them by environment variable or input "+
			"variable. A data source may also wait with depends_on; an ephemeral resource is opened at plan in any case.",
		strings.Join(names, ", ")))
	return diags
}
