// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var (
	_ resource.ResourceWithConfigure      = (*appTokenResource)(nil)
	_ resource.ResourceWithImportState    = (*appTokenResource)(nil)
	_ resource.ResourceWithIdentity       = (*appTokenResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*appTokenResource)(nil)
	_ resource.ResourceWithValidateConfig = (*appTokenResource)(nil)
)

type appTokenResource struct{ managedResource }

// NewAppTokenResource makes the resource kaltura_app_token.
func NewAppTokenResource() resource.Resource { return &appTokenResource{} }

func (r *appTokenResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_app_token"
}

func (r *appTokenResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model appTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.checkReach()...)
		resp.Diagnostics.Append(model.checkPrivileges()...)
	}
}

// ModifyPlan checks what is new in the plan: an expiry of old may have passed.
func (r *appTokenResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.provider == nil || r.provider.client == nil {
		return
	}
	var planned, before appTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !planned.ExpiresAt.Equal(before.ExpiresAt) {
		resp.Diagnostics.Append(planned.checkExpiry(time.Now())...)
	}
	if role := planned.Role.ValueString(); role != "" && !planned.Role.Equal(before.Role) {
		resp.Diagnostics.Append(r.provider.checkRole(ctx, role)...)
	}
}

func (r *appTokenResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model appTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	// What was unknown at validate is known now.
	if resp.Diagnostics.Append(model.checkReach().Errors()...); resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(model.checkExpiry(time.Now())...); resp.Diagnostics.HasError() {
		return
	}
	token, err := r.provider.client.AddAppToken(ctx, model.settings())
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	model.set(token)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(identified(ctx, resp.Identity, model.ID, model.PartnerID)...)
}

func (r *appTokenResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model appTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(r.provider.owns(model.PartnerID)...); resp.Diagnostics.HasError() {
		return
	}
	token, err := r.provider.client.AppToken(ctx, model.ID.ValueString())
	switch {
	case kaltura.FailureOf(err) == kaltura.AppTokenGone:
		resp.State.RemoveResource(ctx)
		// The framework wants an identity of what is gone, too.
		resp.Diagnostics.Append(identified(ctx, resp.Identity, model.ID, model.PartnerID)...)
		return
	case err != nil:
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	model.set(token)
	resp.Diagnostics.Append(model.warnExpired(time.Now())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(identified(ctx, resp.Identity, model.ID, model.PartnerID)...)
}

func (r *appTokenResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, before appTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.provider.owns(before.PartnerID)...)
	resp.Diagnostics.Append(planned.checkReach().Errors()...)
	if !planned.ExpiresAt.Equal(before.ExpiresAt) {
		resp.Diagnostics.Append(planned.checkExpiry(time.Now())...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	token, err := r.provider.client.UpdateAppToken(ctx, before.ID.ValueString(), before.settings(), planned.settings())
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	planned.set(token)
	resp.Diagnostics.Append(resp.State.Set(ctx, &planned)...)
	resp.Diagnostics.Append(identified(ctx, resp.Identity, planned.ID, planned.PartnerID)...)
}

func (r *appTokenResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model appTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(r.provider.owns(model.PartnerID)...); resp.Diagnostics.HasError() {
		return
	}
	if err := r.provider.client.DeleteAppToken(ctx, model.ID.ValueString()); err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
	}
}
