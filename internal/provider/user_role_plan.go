// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ModifyPlan completes the plan of a role. It checks what the plan alone shows,
// then asks the API about what the plan changes.
func (r *userRoleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var planned, before, config userRoleModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
		if r.provider.connected() {
			r.provider.managedRoles.add(before.number(), true)
		}
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(r.useConfiguredAccount(ctx, req.Config, r.provider.checkOwner(before.PartnerID))...)
	if resp.Diagnostics.HasError() {
		return
	}
	planned.keepSpelling(before)
	if req.State.Raw.IsNull() && config.SystemName.IsNull() {
		planned.SystemName = types.StringValue("")
	}
	r.completePlan(ctx, req, resp, &planned, &planned.PartnerID)
	resp.Diagnostics.Append(faultDiagnostics(planned.faults(before))...)
	if resp.Diagnostics.HasError() || !r.provider.connected() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if planned.settings().Same(before.settings()) && req.Config.Raw.IsFullyKnown() {
		resp.Plan.Raw = withKnown(resp.Plan.Raw, req.State.Raw)
		return
	}
	resp.Diagnostics.Append(r.checkChange(ctx, &planned, before)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.planReach(ctx, &planned)...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("reaches_secrets"), planned.ReachesSecrets)...)
	}
}

// checkChange asks the API whether it has the permissions that the role gets, and
// whether another role has its new names.
func (r *userRoleResource) checkChange(ctx context.Context, planned *userRoleModel, before userRoleModel) diag.Diagnostics {
	diags := r.provider.checkPermissions(ctx, before.settings().PermissionNames, planned.settings().PermissionNames)
	if name := planned.Name; name.ValueString() != "" && !name.Equal(before.Name) {
		diags.Append(r.provider.checkRoleName(ctx, planned.ID.ValueString(), name.ValueString())...)
	}
	if name := planned.SystemName; name.ValueString() != "" && !name.Equal(before.SystemName) {
		diags.Append(r.provider.checkSystemName(ctx, name.ValueString())...)
	}
	return diags
}

// planReach judges the role by its planned permissions, and lets tokens of this
// plan be judged by them.
func (r *userRoleResource) planReach(ctx context.Context, planned *userRoleModel) (diags diag.Diagnostics) {
	planned.ReachesSecrets = types.BoolUnknown()
	names := planned.settings().PermissionNames
	if planned.PermissionNames.IsUnknown() || len(names) < len(planned.PermissionNames.Elements()) {
		return nil
	}
	if id := planned.number(); id != 0 {
		r.provider.plannedRoles.add(id, names)
	}
	planned.ReachesSecrets, diags = r.provider.roleReach(ctx, names)
	return diags
}
