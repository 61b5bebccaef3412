// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
func NewUserRoleResource() resource.Resource { return &userRoleResource{} }

func (r *userRoleResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_role"
}

func (r *userRoleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a role of the account: a named set of permissions that limits a user, session or app token.\n\n" +
			"Requires the permissions `ADMIN_ROLE_ADD`, `ADMIN_ROLE_UPDATE` and `ADMIN_ROLE_DELETE`; to read, " +
			"`ADMIN_BASE`, or `KMC_READ_ONLY` with `KMC_ACCESS`.\n\n" +
			"Several permissions let their holder get the account's secrets; see below.\n\n" +
			"A role of a user cannot be deleted, and the provider refuses to delete one that an app token names.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "ID of the role, a number.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the role as KMC shows it, at most 100 characters. Must be unique among the account's and Kaltura's own roles.",
				Validators:          []validator.String{quietString{stringvalidator.UTF8LengthAtMost(maxRoleName)}, plainText{oneLine: true}},
			},
			"system_name": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(""),
				MarkdownDescription: "Name for programs, which the privilege `setrole` accepts instead of the ID. Must be unique among the account's roles, " +
					"ignoring case. If omitted, the role has none.",
				Validators: []validator.String{roleReference{isSystemName: true}},
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "What the role is for.",
				Validators:          []validator.String{plainText{}},
			},
			"permission_names": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "Names of the permissions, such as `INTEGRATION_BASE`, ignoring case. Unknown names are an error at plan. `*` is not " +
					"allowed: Kaltura would replace it by the permissions of that day.",
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(
					quietString{stringvalidator.RegexMatches(permissionName, `must hold names of permissions, such as ACCOUNT_BASE; "*" is not allowed, because the API replaces it by the permissions of that day, so that the role would always differ from its configuration`)})},
			},
			"reaches_secrets": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: fmt.Sprintf(reachesSecretsOf, "whoever has the role"),
			},
			"partner_id": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "Partner ID of the role's account.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
		},
	}
}

// maxRoleName is where the API silently cuts a name.
const maxRoleName = 100

func (r *userRoleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.provider == nil || r.provider.client == nil {
		return
	}
	var planned, before userRoleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
		resp.Diagnostics.Append(r.provider.owns(before.PartnerID)...)
	}
	if resp.Diagnostics.HasError() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	resp.Diagnostics.Append(r.provider.checkPermissions(ctx, before.settings().PermissionNames, planned.settings().PermissionNames)...)
	if name := planned.SystemName; name.ValueString() != "" && !name.Equal(before.SystemName) {
		resp.Diagnostics.Append(r.provider.checkSystemName(ctx, name.ValueString())...)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.planReach(ctx, &planned)...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("reaches_secrets"), planned.ReachesSecrets)...)
	}
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

// judge keeps a verdict of the plan: the next refresh shows a change.
func (r *userRoleResource) judge(ctx context.Context, model *userRoleModel, role kaltura.UserRole) (diags diag.Diagnostics) {
	if model.ReachesSecrets.IsUnknown() {
		model.ReachesSecrets, diags = r.provider.roleReach(ctx, role.PermissionNames)
	}
	return diags
}

func (r *userRoleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model userRoleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	role, err := r.provider.client.AddUserRole(ctx, model.settings())
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	model.set(role)
	resp.Diagnostics.Append(r.judge(ctx, &model, role)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(identified(ctx, resp.Identity, model.ID, model.PartnerID)...)
}

func (r *userRoleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model userRoleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.provider.owns(model.PartnerID)...)
	id := model.number()
	if id < 1 {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Invalid Kaltura Role ID",
			"Import a role by its ID, a number such as 12345. The data source kaltura_user_role finds it by name.")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	role, err := r.provider.client.UserRole(ctx, id)
	switch {
	case kaltura.FailureOf(err) == kaltura.RoleGone:
		resp.State.RemoveResource(ctx)
		// The framework also requires the identity of a deleted object.
		resp.Diagnostics.Append(identified(ctx, resp.Identity, model.ID, model.PartnerID)...)
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
	resp.Diagnostics.Append(r.judge(ctx, &model, role)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(identified(ctx, resp.Identity, model.ID, model.PartnerID)...)
}

func (r *userRoleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, before userRoleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.provider.owns(before.PartnerID)...)
	if old := before.SystemName.ValueString(); old != "" && old != planned.SystemName.ValueString() {
		// Tokens that name the role by its ID are not affected.
		resp.Diagnostics.Append(r.provider.checkUnnamed(ctx, kaltura.UserRole{UserRoleSettings: before.settings()})...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	role, err := r.provider.client.UpdateUserRole(ctx, before.number(), before.settings(), planned.settings())
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	planned.set(role)
	resp.Diagnostics.Append(r.judge(ctx, &planned, role)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &planned)...)
	resp.Diagnostics.Append(identified(ctx, resp.Identity, planned.ID, planned.PartnerID)...)
}

func (r *userRoleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model userRoleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.provider.ready()...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.provider.owns(model.PartnerID)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.provider.checkUnnamed(ctx, kaltura.UserRole{ID: model.number(), UserRoleSettings: model.settings()})...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.provider.client.DeleteUserRole(ctx, model.number()); err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
	}
}
