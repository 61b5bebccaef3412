// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*appTokenEphemeralResource)(nil)

type appTokenEphemeralResource struct{ configuredEphemeralResource }

type appTokenValueModel struct {
	ID        types.String `tfsdk:"id"`
	Token     types.String `tfsdk:"token"`
	HashType  types.String `tfsdk:"hash_type"`
	PartnerID types.Int64  `tfsdk:"partner_id"`
}

// NewAppTokenEphemeralResource returns the ephemeral resource
// kaltura_app_token.
func NewAppTokenEphemeralResource() ephemeral.EphemeralResource { return &appTokenEphemeralResource{} }

func (e *appTokenEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_app_token"
}

func (e *appTokenEphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the value of an app token for the run, without storing it in plan or state. Pass it to a write-only argument of a " +
			"secret store, or to a `kaltura` provider block. The token can be created in the same run. Requires the permission " +
			"`APP_TOKEN_BASE`, or `KMC_READ_ONLY` with `KMC_ACCESS`, and Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "ID of the app token, such as `0_a1b2c3d4`.",
				Validators:          []validator.String{quietString{stringvalidator.LengthAtLeast(1)}},
			},
			"token": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: "Value of the token, for `app_token` of a provider block.",
			},
			"hash_type": schema.StringAttribute{Computed: true, MarkdownDescription: "Hash type of the token, for `app_token_hash_type` of a provider block."},
			"partner_id": schema.Int64Attribute{
				Optional: true, Computed: true, MarkdownDescription: childPartnerID, Validators: partnerIDValidators(),
			},
		},
	}
}

func (e *appTokenEphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model appTokenValueModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(e.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	if id := model.ID.ValueString(); !appTokenID.form.MatchString(id) {
		resp.Diagnostics.AddError(appTokenID.summary, appTokenID.detail+" Nothing was sent.")
		return
	}
	account := e.provider.inAccount(model.PartnerID)
	value, err := account.client.AppTokenValue(ctx, model.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(account.diagnostic(err))
		return
	}
	model.Token = types.StringValue(value.Token.Reveal())
	model.HashType, model.PartnerID = types.StringValue(string(value.HashType)), types.Int64Value(value.PartnerID)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
