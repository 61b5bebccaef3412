// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

func (r *appTokenResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model managedAppTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.checkLimits()...)
	}
}

// ModifyPlan completes the plan of a token. It checks what the plan alone shows,
// then asks the API about what the plan changes.
func (r *appTokenResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var planned, before, config managedAppTokenModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(r.provider.warnOwn(&before, nil)...)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(r.useConfiguredAccount(ctx, req.Config, r.provider.checkOwner(before.PartnerID))...)
	if resp.Diagnostics.HasError() {
		return
	}
	planned.keepSpelling(before.appTokenModel, r.provider.sameRole(ctx))
	if req.State.Raw.IsNull() && config.HashType.IsNull() {
		planned.HashType = types.StringValue(string(kaltura.HashTypes[0]))
	}
	r.completePlan(ctx, req, resp, &planned, &planned.PartnerID)
	resp.Diagnostics.Append(faultDiagnostics(planned.faults(before.appTokenModel))...)
	resp.Diagnostics.Append(r.checkNewExpiry(ctx, &planned, before)...)
	if !resp.Diagnostics.HasError() && r.provider.connected() && !resp.Plan.Raw.Equal(req.State.Raw) {
		r.checkChange(ctx, req, resp, &planned, before)
	}
}

// checkChange asks the API whether the token's new role exists, warns about a
// change of the token that signs in, and judges what the token reaches, unless
// the plan changes none of that.
func (r *appTokenResource) checkChange(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, planned *managedAppTokenModel, before managedAppTokenModel) {
	if role := planned.Role.ValueString(); role != "" && !planned.Role.Equal(before.Role) {
		if resp.Diagnostics.Append(r.provider.checkRole(ctx, role, true)...); resp.Diagnostics.HasError() {
			return
		}
	}
	after := planned
	if rotates(before.RotateWhenChanged, planned.RotateWhenChanged) {
		after = nil
	}
	resp.Diagnostics.Append(r.provider.warnOwn(&before, after)...)
	if planned.changesNothing(before) && req.Config.Raw.IsFullyKnown() {
		resp.Plan.Raw = withKnown(resp.Plan.Raw, req.State.Raw)
		return
	}
	resp.Diagnostics.Append(r.planReach(ctx, planned)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(planned.warnUserDecides()...)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("reaches_secrets"), planned.ReachesSecrets)...)
}

// planReach judges a token that the plan creates or changes by what it is going
// to be, as far as that is known.
func (r *appTokenResource) planReach(ctx context.Context, planned *managedAppTokenModel) diag.Diagnostics {
	planned.ReachesSecrets = types.BoolUnknown()
	if !planned.limitsKnown() {
		return nil
	}
	if role := planned.Role.ValueString(); role != "" {
		// A role that does not exist yet may get any permission.
		if named, err := r.provider.client.RolesNamed(ctx, role, false); err == nil && len(named) == 0 {
			return nil
		}
	}
	reaches, diags := r.provider.tokenReaches(ctx, r.provider.plannedRoles.all(), planned.settings())
	planned.ReachesSecrets = reachValue(reaches[0])
	return append(diags, planned.checkReach(reaches[0])...)
}

// checkKnown repeats at apply what the plan could not check for values that were
// unknown: a new role, what the role lets the holder do, and the expiry. It keeps
// a verdict of the plan: the next refresh shows a change.
func (r *appTokenResource) checkKnown(ctx context.Context, model *managedAppTokenModel, before managedAppTokenModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if role := model.Role.ValueString(); role != "" && !model.Role.Equal(before.Role) {
		diags.Append(r.provider.checkRole(ctx, role, false)...)
	}
	if !diags.HasError() {
		reaches, unread := r.provider.tokenReaches(ctx, nil, model.settings())
		if model.ReachesSecrets.IsUnknown() {
			model.ReachesSecrets = reachValue(reaches[0])
		}
		diags.Append(append(unread, model.checkReach(reaches[0])...)...)
	}
	return append(diags, r.checkNewExpiry(ctx, model, before)...)
}

// checkNewExpiry leaves an expiry alone that was set before and may have passed.
func (r *appTokenResource) checkNewExpiry(ctx context.Context, planned *managedAppTokenModel, before managedAppTokenModel) diag.Diagnostics {
	if planned.ExpiresAt.Equal(before.ExpiresAt) {
		return nil
	}
	return planned.checkExpiry(r.provider.serverTime(ctx))
}
