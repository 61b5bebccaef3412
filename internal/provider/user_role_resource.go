// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var (
	_ resource.ResourceWithConfigure   = (*userRoleResource)(nil)
	_ resource.ResourceWithImportState = (*userRoleResource)(nil)
	_ resource.ResourceWithIdentity    = (*userRoleResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*userRoleResource)(nil)
)

type userRoleResource struct{ managedResource }

// NewUserRoleResource returns the resource kaltura_user_role.
func NewUserRoleResource() resource.Resource {
	return &userRoleResource{managedResource{id: userRoleID}}
}

func (r *userRoleResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_role"
}

func (r *userRoleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a role of the account: a named set of permissions that limits a user, session or app token.\n\n" +
			"Requires the permissions `ADMIN_ROLE_ADD`, `ADMIN_ROLE_UPDATE` and `ADMIN_ROLE_DELETE`; to read, " +
			"`ADMIN_BASE`, or `KMC_READ_ONLY` with `KMC_ACCESS`.\n\n" +
			"Several permissions let their holder get the account's secrets; see below.\n\n" +
			"A role that is assigned to a user cannot be deleted, and the provider refuses to delete one that an app token uses. " +
			"Set `create_before_destroy` from the start: without it, the engine deletes a role before it gives its tokens another one.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "ID of the role, a number.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the role as KMC shows it, at most 100 bytes. Must be unique among the account's and Kaltura's own roles.",
				Validators:          []validator.String{plainText{oneLine: true, maxBytes: 100}},
			},
			"system_name": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Name for programs, which the privilege `setrole` accepts instead of the ID. Must be unique among the account's roles, " +
					"ignoring case. At most 128 bytes. If omitted, a new role has none; removing the argument later keeps the value, and `\"\"` removes it.",
				Validators:    []validator.String{plainText{oneLine: true, maxBytes: 128}},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "What the role is for.",
				Validators:          []validator.String{plainText{maxBytes: 65_535}},
			},
			"permission_names": schema.SetAttribute{
				CustomType: nameSet,
				Required:   true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues()},
				MarkdownDescription: "Names of the permissions, such as `INTEGRATION_BASE`, ignoring case. Unknown names are an error at plan. `*` is not " +
					"allowed: Kaltura would replace it with the permissions that exist at that time.",
			},
			"reaches_secrets": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: fmt.Sprintf(reachesSecretsOf, "a holder of the role"),
			},
			"partner_id": managedPartnerID(),
		},
	}
}

// setReach keeps a verdict of the plan: the next refresh shows a change.
func (r *userRoleResource) setReach(ctx context.Context, model *userRoleModel, role kaltura.UserRole) (diags diag.Diagnostics) {
	if model.ReachesSecrets.IsUnknown() {
		model.ReachesSecrets, diags = r.provider.roleReach(ctx, role.PermissionNames)
	}
	return diags
}

func (r *userRoleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model userRoleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.usePlannedAccount(ctx, req.Config, model.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	role, err := r.provider.client.AddUserRole(ctx, model.settings())
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	model.set(role)
	resp.Diagnostics.Append(r.setReach(ctx, &model, role)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, model.ID, model.PartnerID)...)
	created, _ := r.provider.client.Now().MarshalJSON() // fails only after the year 9999
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, createdKey, created)...)
	resp.Diagnostics.Append(r.provider.confirm(ctx, tftypes.NewValue(req.Plan.Raw.Type(), nil), req.Plan.Raw, &resp.State,
		model.readBy(func() (kaltura.UserRole, error) { return r.provider.client.AddedUserRole(ctx, role) }))...)
}

// createdKey is the key of the time of creation, by the server's clock, in the
// private data of a role.
const createdKey = "created"

// readBy returns a function that reads the role into a copy of the model.
func (m userRoleModel) readBy(get func() (kaltura.UserRole, error)) func() (any, error) {
	return func() (any, error) {
		role, err := get()
		read := m
		read.set(role)
		return &read, err
	}
}

func (r *userRoleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model userRoleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.useAccount(ctx, model.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := model.number()
	created, diags := req.Private.GetKey(ctx, createdKey)
	resp.Diagnostics.Append(diags...)
	if at := (time.Time{}); at.UnmarshalJSON(created) == nil && r.provider.isNew(at) {
		r.provider.client.ExpectUserRole(id)
	}
	r.provider.managedRoles.add(id, true)
	role, err := r.provider.client.UserRole(ctx, id)
	switch {
	case kaltura.FailureOf(err) == kaltura.RoleGone:
		resp.State.RemoveResource(ctx)
		// The framework also requires the identity of a deleted object.
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, model.ID, model.PartnerID)...)
		return
	case err != nil:
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	case role.PartnerID == 0:
		resp.Diagnostics.AddError("Kaltura's Own Role", fmt.Sprintf(
			"Role %d is one of Kaltura's own roles, which no account can change. Read it with the data source kaltura_user_role.", role.ID))
		return
	}
	model.set(role)
	model.ReachesSecrets = types.BoolUnknown()
	resp.Diagnostics.Append(r.setReach(ctx, &model, role)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, model.ID, model.PartnerID)...)
}

func (r *userRoleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, before userRoleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	resp.Diagnostics.Append(r.useAccount(ctx, before.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if old := before.SystemName.ValueString(); old != "" && !strings.EqualFold(old, planned.SystemName.ValueString()) {
		// Tokens that name the role by its ID are not affected.
		resp.Diagnostics.Append(r.provider.checkNotNamedByTokens(ctx, before.ID.ValueString(), kaltura.UserRole{UserRoleSettings: before.settings()}, roleRenamed)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, before.ID, before.PartnerID)...)
	if planned.settings().Same(before.settings()) {
		resp.State.Raw = withKnown(req.Plan.Raw, req.State.Raw)
		return
	}
	role, err := r.provider.client.UpdateUserRole(ctx, before.number(), before.settings(), planned.settings())
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	planned.set(role)
	resp.Diagnostics.Append(r.setReach(ctx, &planned, role)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &planned)...)
	resp.Diagnostics.Append(r.provider.confirm(ctx, req.State.Raw, req.Plan.Raw, &resp.State,
		planned.readBy(func() (kaltura.UserRole, error) { return r.provider.client.UserRole(ctx, role.ID) }))...)
}

func (r *userRoleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model userRoleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.useAccount(ctx, model.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	role := kaltura.UserRole{ID: model.number(), UserRoleSettings: model.settings()}
	if resp.Diagnostics.Append(r.provider.checkNotNamedByTokens(ctx, model.ID.ValueString(), role, roleDeleted)...); resp.Diagnostics.HasError() {
		return
	}
	if err := r.provider.client.DeleteUserRole(ctx, model.number()); err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
	}
}
