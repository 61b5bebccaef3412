// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// providerData is what Configure passes to each object.
type providerData struct {
	// client is nil if unready has errors.
	client  *kaltura.Client
	unready diag.Diagnostics
	// explained reports that an object has already shown unready.
	explained      *atomic.Bool
	possibleCauses map[kaltura.Failure]string
	serviceURL     string
	// forbidsSecretsInState makes objects that would store a secret fail.
	forbidsSecretsInState bool
	sessions              *openSessions
	// managedRoles are the roles that the configuration manages, as far as the
	// engine has shown them.
	managedRoles *rolesByID[bool]
	// plannedRoles are the permissions that the plan gives to roles: a token that
	// is planned with its role is judged by them.
	plannedRoles *rolesByID[[]string]
	// rolesUnread reports that a warning has said that roles cannot be listed.
	rolesUnread *atomic.Bool
}

// rolesByID is what concurrent calls know about roles.
type rolesByID[T any] struct {
	mu    sync.Mutex
	roles map[int64]T
}

func (r *rolesByID[T]) add(id int64, role T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.roles == nil {
		r.roles = map[int64]T{}
	}
	r.roles[id] = role
}

func (r *rolesByID[T]) all() map[int64]T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.roles)
}

// configuredDataSource is the common part of the data sources.
type configuredDataSource struct{ provider *providerData }

func (d *configuredDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// configuredEphemeralResource is the common part of the ephemeral resources.
type configuredEphemeralResource struct{ provider *providerData }

func (e *configuredEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.provider = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// providerDataFrom is called by each object's Configure. It returns nil while
// the engine only validates.
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

// checkReady reports why nothing can be read: the configuration is unknown, or it
// has no sign-in method. Only the first object shows the full explanation.
func (p *providerData) checkReady() diag.Diagnostics {
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
			"Apply the resources that these values come from first (with -target=ADDRESS), or set them by environment variable or input "+
			"variable. A data source can also wait with depends_on; an ephemeral resource is always opened at plan.",
		strings.Join(names, ", ")))
	return diags
}
