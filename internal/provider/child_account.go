// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// inAccount returns what to call the API with in an account: p itself for the signed-in
// account, which is the default, otherwise a copy that acts as the child account.
// All calls for one child share a session; calls for an account that is not a
// child fail.
func (p *providerData) inAccount(partnerID types.Int64) *providerData {
	if !p.connected() || p.client.PartnerID() == 0 {
		return p
	}
	client := p.client.ForAccount(partnerID.ValueInt64())
	if client == p.client {
		return p
	}
	child := *p
	child.client = client
	return &child
}

// useAccount makes this call of the resource act in the account of an existing
// object. The framework creates a managedResource for each call.
func (r *managedResource) useAccount(ctx context.Context, recorded types.Int64) diag.Diagnostics {
	diags := r.provider.checkReady()
	if diags.HasError() {
		return diags
	}
	signedIn := r.provider
	err := r.signInTo(ctx, recorded)
	switch {
	case err == nil:
	case kaltura.FailureOf(err) == kaltura.CannotCreateSession:
		diags.Append(signedIn.checkOwner(recorded)...)
	default:
		diags.Append(signedIn.diagnostic(err))
	}
	return diags
}

// usePlannedAccount does so for an object that is about to be created.
func (r *managedResource) usePlannedAccount(ctx context.Context, config tfsdk.Config, planned types.Int64) diag.Diagnostics {
	diags := r.provider.checkReady()
	if !diags.HasError() {
		diags.Append(r.useConfiguredAccount(ctx, config, r.provider.checkPlannedAccount(planned))...)
	}
	return diags
}

// useConfiguredAccount does so with the account that the configuration names.
// Without one it is the signed-in account, unless that is refused. While it is
// unknown, the call makes no requests.
func (r *managedResource) useConfiguredAccount(ctx context.Context, config tfsdk.Config, refused diag.Diagnostics) diag.Diagnostics {
	var configured types.Int64
	diags := config.GetAttribute(ctx, path.Root("partner_id"), &configured)
	switch {
	case diags.HasError():
		return diags
	case configured.IsNull():
		return refused
	case configured.IsUnknown() && r.provider.connected():
		unconnected := *r.provider
		unconnected.client = nil
		r.provider = &unconnected
		return nil
	}
	if err := r.signInTo(ctx, configured); err != nil {
		diags.Append(r.provider.diagnostic(err))
	}
	return diags
}

// signInTo fails at once for an account that cannot be reached, also where the
// call would make no request.
func (r *managedResource) signInTo(ctx context.Context, partnerID types.Int64) error {
	signedIn := r.provider
	r.provider = signedIn.inAccount(partnerID)
	if r.provider == signedIn {
		return nil
	}
	return r.provider.client.SignIn(ctx)
}

// checkOwner rejects an object of another account than the signed-in one, which would
// otherwise look deleted and be created again.
func (p *providerData) checkOwner(recorded types.Int64) diag.Diagnostics {
	var diags diag.Diagnostics
	if owner := recorded.ValueInt64(); p.isAnother(owner) {
		diags.AddError("Kaltura Object of Another Account", fmt.Sprintf(
			"The object belongs to account %[1]d, but the provider signs in to account %[2]s. Sign in to account %[1]d, for example "+
				"with a provider alias. If it is a child of account %[2]s, sign in with the Administrator Secret of account %[2]s and set partner_id = %[1]d in the object's block. "+
				"If the configuration now manages another account, remove the object "+
				"from the state with terraform state rm; it then stays in its account.", owner, p.account()))
	}
	return diags
}

// checkPlannedAccount rejects the creation of an object that was planned for another account.
func (p *providerData) checkPlannedAccount(partnerID types.Int64) diag.Diagnostics {
	var diags diag.Diagnostics
	if planned := partnerID.ValueInt64(); p.isAnother(planned) {
		diags.AddError("Kaltura Plan of Another Account", fmt.Sprintf(
			"The plan is for account %[1]d, but the provider signs in to account %[2]s. Nothing was created. Apply with the credentials of account %[1]d, "+
				"or plan again. Set partner_id in the provider block, so that the environment cannot change the account.", planned, p.account()))
	}
	return diags
}

// isAnother reports whether an account is known to be another one than the
// signed-in one.
func (p *providerData) isAnother(partnerID int64) bool {
	return partnerID != 0 && p.connected() && p.client.PartnerID() != 0 && partnerID != p.client.PartnerID()
}
