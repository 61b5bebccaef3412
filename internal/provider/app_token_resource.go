// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

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

// NewAppTokenResource returns the resource kaltura_app_token.
func NewAppTokenResource() resource.Resource {
	return &appTokenResource{managedResource{id: appTokenID}}
}

func (r *appTokenResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_app_token"
}

func (r *appTokenResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	stays := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages an app token: the credential to hand to a program instead of the account's secrets. The program creates short sessions " +
			"with it, limited to the token's role. Deleting the token ends its sessions.\n\n" +
			"**This resource never receives the value of the token**, so no plan, state or log holds it. The ephemeral resource " +
			"`kaltura_app_token` reads it where it is needed. [App tokens](https://registry.terraform.io/providers/kaltura/kaltura/latest/docs/guides/app-tokens) shows how to store, " +
			"rotate and revoke it.\n\n" +
			"Requires the permissions `APP_TOKEN_ADD`, `APP_TOKEN_UPDATE` and `APP_TOKEN_DELETE`; to read, " +
			"`APP_TOKEN_BASE`, or `KMC_READ_ONLY` with `KMC_ACCESS`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the app token, such as `0_a1b2c3d4`.", PlanModifiers: stays},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Who holds the token and why, at most 30,000 bytes.",
				Validators:          []validator.String{plainText{maxBytes: 65_000}},
			},
			"role": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Role of the token's sessions, by ID or system name. Always recommended, by ID: a system name that two roles share is an error. A change between the ID and the system name of one role changes nothing. " +
					"Sets the privilege `setrole`. An unknown role is an error. If omitted, see `full_administrator`.",
			},
			"session_privileges": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Other privileges of the token's sessions, one per item, such as `sview:1_abcd1234`. Write several values as `edit:1_a/1_b`. " +
					"The state stores them, including custom ones: do not put a secret in a privilege. Set the role with `role`.",
			},
			"session_type": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Type of the token's sessions: `user` or `admin`. If omitted, the holder chooses. The type alone does not limit a session.",
				Validators:          []validator.String{quietString{stringvalidator.OneOf(sessionTypes[0].String(), sessionTypes[1].String(), "")}},
			},
			"session_user_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "User of the token's sessions. **If the user does not exist, the API creates it**, without a role. Without `role`, the token can do " +
					"what the roles of this user permit; a user without a role does not limit sessions of type admin. If omitted, the holder chooses. " +
					"Deleting the user deletes the token, but not its running sessions: delete the token first.",
				Validators: []validator.String{plainText{oneLine: true, maxBytes: 100}},
			},
			"session_duration": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Maximum lifetime of the token's sessions in seconds, at least `1`; `900` suits a pipeline. Default: the account's " +
					"maximum, usually `86400`. Removing the argument later keeps the value.",
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"expires_at": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "When the token expires, in RFC 3339, such as `2027-06-30T00:00:00Z`. Must be in the future when set or changed, " +
					"and not after `2038-01-19T03:14:07Z`. If omitted, the token does not expire.",
				Validators: []validator.String{rfc3339{latest: kaltura.MaxExpiry}},
			},
			"hash_type": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Hash type: `SHA256`, `SHA1`, `SHA512` or `MD5`. After a change, the holder must use the new one. Default for a new token: " +
					"`SHA256`. Removing the argument later keeps the value, as does importing a token without it.",
				Validators:    []validator.String{quietString{stringvalidator.OneOf(append(hashTypeTexts(), "")...)}},
				PlanModifiers: stays,
			},
			"full_administrator": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Must be `true` for a new or changed token whose holder can get the account's secrets (`reaches_secrets`). " +
					"Does not change by itself; an import sets it to `reaches_secrets`. Default: `false`.",
			},
			"reaches_secrets": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: fmt.Sprintf(reachesSecretsOf, "the holder of the token") + " Changes with the token, its role and its user, and never replaces the token.",
			},
			"partner_id": managedPartnerID(),
			"created_at": schema.StringAttribute{Computed: true, MarkdownDescription: "Time of creation, in RFC 3339 (UTC).", PlanModifiers: stays},
			"rotate_when_changed": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Any text, such as a number or a date. A change replaces the token. Adding the argument to an existing token, or removing it, " +
					"does not.",
				PlanModifiers: []planmodifier.String{replacedByRotation},
			},
			"version": schema.Int64Attribute{
				Computed: true, MarkdownDescription: "Changes when the token is replaced, for the version argument of a write-only argument; 1 to 2147483647.",
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
		},
	}
}

var replacedByRotation = stringplanmodifier.RequiresReplaceIf(
	func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = rotates(req.StateValue, req.PlanValue)
	}, "Replaces the token after a change.", "Replaces the token after a change.")

// rotates leaves a token alone that is imported, or that gets or loses the
// argument.
func rotates(before, planned types.String) bool {
	return !before.IsNull() && !planned.IsNull() && !planned.Equal(before)
}

func hashTypeTexts() []string {
	var texts []string
	for _, hash := range kaltura.HashTypes {
		texts = append(texts, string(hash))
	}
	return texts
}

func (r *appTokenResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model managedAppTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.usePlannedAccount(ctx, req.Config, model.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(r.checkKnown(ctx, &model, managedAppTokenModel{})...); resp.Diagnostics.HasError() {
		return
	}
	settings := model.settings()
	settings.HashType = cmp.Or(settings.HashType, kaltura.HashTypes[0])
	token, err := r.provider.client.AddAppToken(ctx, settings)
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	model.set(token)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, model.ID, model.PartnerID)...)
	resp.Diagnostics.Append(r.provider.confirm(ctx, tftypes.NewValue(req.Plan.Raw.Type(), nil), req.Plan.Raw, &resp.State,
		model.readBy(func() (kaltura.AppTokenInfo, error) { return r.provider.client.AddedAppToken(ctx, token) }))...)
}

// readBy returns a function that reads the token into a copy of the model.
func (m managedAppTokenModel) readBy(get func() (kaltura.AppTokenInfo, error)) func() (any, error) {
	return func() (any, error) {
		token, err := get()
		read := m
		read.set(token)
		return &read, err
	}
}

func (r *appTokenResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model managedAppTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.useAccount(ctx, model.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if r.provider.isNew(timeOf(model.CreatedAt)) {
		r.provider.client.ExpectAppToken(model.ID.ValueString())
	}
	token, err := r.provider.client.AppToken(ctx, model.ID.ValueString())
	switch {
	case kaltura.FailureOf(err) == kaltura.AppTokenGone:
		resp.State.RemoveResource(ctx)
		// The framework also requires the identity of a deleted object.
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, model.ID, model.PartnerID)...)
		return
	case err != nil:
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	model.set(token)
	resp.Diagnostics.Append(r.refreshReach(ctx, &model)...)
	resp.Diagnostics.Append(model.warnUnusable(token, r.provider.now())...)
	resp.Diagnostics.Append(r.provider.warnRoleGone(ctx, &model.appTokenModel)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, model.ID, model.PartnerID)...)
}

// refreshReach takes full_administrator over from the truth at import only.
func (r *appTokenResource) refreshReach(ctx context.Context, model *managedAppTokenModel) diag.Diagnostics {
	reaches, diags := r.provider.tokenReaches(ctx, nil, model.settings())
	model.ReachesSecrets = reachValue(reaches[0])
	if model.FullAdministrator.IsNull() {
		model.FullAdministrator = types.BoolValue(model.ReachesSecrets.ValueBool())
	}
	return append(diags, model.warnReach(reaches[0])...)
}

func (r *appTokenResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, before managedAppTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	resp.Diagnostics.Append(r.useAccount(ctx, before.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, before.ID, before.PartnerID)...)
	if planned.changesNothing(before) {
		resp.State.Raw = withKnown(req.Plan.Raw, req.State.Raw)
		return
	}
	if resp.Diagnostics.Append(r.checkKnown(ctx, &planned, before)...); resp.Diagnostics.HasError() {
		return
	}
	if planned.settings().Same(before.settings()) {
		resp.Diagnostics.Append(resp.State.Set(ctx, &planned)...)
		resp.State.Raw = withKnown(resp.State.Raw, req.State.Raw)
		return
	}
	token, err := r.provider.client.UpdateAppToken(ctx, before.ID.ValueString(), before.settings(), planned.settings())
	if err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
		return
	}
	planned.set(token)
	resp.Diagnostics.Append(resp.State.Set(ctx, &planned)...)
	resp.Diagnostics.Append(r.provider.confirm(ctx, req.State.Raw, req.Plan.Raw, &resp.State,
		planned.readBy(func() (kaltura.AppTokenInfo, error) { return r.provider.client.AppToken(ctx, token.ID) }))...)
}

func (r *appTokenResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model managedAppTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	resp.Diagnostics.Append(r.useAccount(ctx, model.PartnerID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(r.provider.refuseOwn(&model)...); resp.Diagnostics.HasError() {
		return
	}
	if err := r.provider.client.DeleteAppToken(ctx, model.ID.ValueString()); err != nil {
		resp.Diagnostics.Append(r.provider.diagnostic(err))
	}
}
