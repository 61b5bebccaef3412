// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// isOwn reports whether the provider signs in with the token.
func (p *providerData) isOwn(m *managedAppTokenModel) bool {
	return p.connected() && p.client.OwnAppTokenID() != "" && strings.EqualFold(p.client.OwnAppTokenID(), m.ID.ValueString()) &&
		m.PartnerID.ValueInt64() == p.client.PartnerID()
}

// warnOwn warns about a plan that deletes the token that signs in, or changes
// what it can do.
func (p *providerData) warnOwn(before, planned *managedAppTokenModel) diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case !p.isOwn(before):
	case planned == nil:
		diags.AddWarning("Kaltura App Token Signs In", signsIn+" The apply will refuse to delete it. "+laterRun)
	default:
		now, later := before.settings(), planned.settings()
		now.Description, later.Description = "", ""
		if !now.Same(later) {
			diags.AddWarning("Kaltura App Token Signs In", "The provider signs in with this app token, and the plan changes what its sessions may do, when it expires or "+
				"how it is hashed. The rest of the run, or the next one, may fail to sign in or lack permissions: have another credential ready.")
		}
	}
	return diags
}

// refuseOwn refuses to delete the token that signs in.
func (p *providerData) refuseOwn(m *managedAppTokenModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if p.isOwn(m) {
		diags.AddError("Kaltura App Token Signs In", signsIn+" The token was not deleted. "+laterRun+" To delete it now, sign in with another credential.")
	}
	return diags
}

// signsIn says why the token that signs in is not deleted.
const signsIn = "The provider signs in with this app token, and deleting it would end its sessions in the middle of the run."

// laterRun says how a run replaces the token that it signs in with.
const laterRun = "To rotate it, let one run create and store the new token (create_before_destroy); the next run signs in with that one and deletes this one."
