// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var (
	_ datasource.DataSourceWithConfigure       = (*accountInfoDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig  = (*accountInfoDataSource)(nil)
	_ ephemeral.EphemeralResourceWithConfigure = (*accountInfoEphemeralResource)(nil)
)

// accountInfoModel is the model of both the data source and the ephemeral
// resource.
type accountInfoModel struct {
	PartnerID    types.Int64  `tfsdk:"partner_id"`
	SubPartnerID types.Int64  `tfsdk:"sub_partner_id"`
	AdminSecret  types.String `tfsdk:"admin_secret"`
	UserSecret   types.String `tfsdk:"user_secret"`
}

// Descriptions in both schemas.
const (
	accountInfoSubPartnerID = "Sub Partner ID: the partner ID times 100. Deprecated by Kaltura."
	accountInfoAdminSecret  = "Administrator Secret. Gives full control of the account."
	accountInfoUserSecret   = "User Secret. Signs sessions of type `user`, for any user." //nolint:gosec // a description
)

// read fills the model from the API, for both the data source and the ephemeral
// resource.
func (m *accountInfoModel) read(ctx context.Context, data *providerData) diag.Diagnostics {
	diags := data.checkReady()
	if diags.HasError() {
		return diags
	}
	info, err := data.client.AccountInfo(ctx, m.PartnerID.ValueInt64())
	if err != nil {
		diags.Append(data.diagnostic(err))
		return diags
	}
	if info.AnotherAdminSecret {
		diags.AddWarning("Kaltura Administrator Secret Is Being Rotated",
			"The Administrator Secret that the provider signs in with is still accepted, but it is no longer the "+
				"account's primary one: KMC shows another. Replace it in admin_secret (KALTURA_ADMIN_SECRET) before "+
				"Kaltura disables the old one. The secret returned here is the new one.")
	}
	m.PartnerID = types.Int64Value(info.PartnerID)
	m.SubPartnerID = types.Int64Value(kaltura.SubPartnerID(info.PartnerID))
	m.AdminSecret = types.StringValue(info.AdminSecret.Reveal())
	m.UserSecret = types.StringValue(info.UserSecret.Reveal())
	return diags
}

type accountInfoDataSource struct {
	configuredDataSource
	// forbidden reports forbid_secrets_in_state before the provider is
	// configured.
	forbidden func() bool
}

func (d *accountInfoDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account_info"
}

func (d *accountInfoDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{
		MarkdownDescription: "Reads the four values that KMC shows under Settings > Integrations > Account info. **The state holds both secrets in clear " +
			"text.** The ephemeral resource `kaltura_account_info` has the same attributes and stores nothing.",
		Attributes: map[string]dataschema.Attribute{
			"partner_id":     optionalPartnerID(partnerIDDescription),
			"sub_partner_id": computedInt64(accountInfoSubPartnerID),
			"admin_secret": dataschema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoAdminSecret,
			},
			"user_secret": dataschema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoUserSecret,
			},
		},
	}
}

func (d *accountInfoDataSource) ValidateConfig(_ context.Context, _ datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	if d.forbidden() {
		refuseSecretsInState(&resp.Diagnostics)
	}
}

func refuseSecretsInState(diags *diag.Diagnostics) {
	diags.AddError("Secrets in State Are Forbidden", "The data source kaltura_account_info would store both secrets of the account in "+
		"the state, which forbid_secrets_in_state in the provider block or KALTURA_FORBID_SECRETS_IN_STATE in the environment forbids. Use the ephemeral resource "+
		"kaltura_account_info: it has the same attributes and stores nothing. For an account without its secrets use the data source "+
		"kaltura_account.")
}

func (d *accountInfoDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if d.provider != nil && d.provider.forbidsSecretsInState {
		refuseSecretsInState(&resp.Diagnostics)
		return
	}
	var model accountInfoModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.read(ctx, d.provider)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

type accountInfoEphemeralResource struct{ configuredEphemeralResource }

// NewAccountInfoEphemeralResource returns the ephemeral resource
// kaltura_account_info.
func NewAccountInfoEphemeralResource() ephemeral.EphemeralResource {
	return &accountInfoEphemeralResource{}
}

func (e *accountInfoEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account_info"
}

func (e *accountInfoEphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{
		MarkdownDescription: "Reads the four values that KMC shows under Settings > Integrations > Account info, without storing them in plan or state. " +
			"The engine reads them at plan and at apply. Requires Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]ephemeralschema.Attribute{
			"partner_id": ephemeralschema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: partnerIDDescription,
				Validators:          partnerIDValidators(),
			},
			"sub_partner_id": ephemeralschema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: accountInfoSubPartnerID,
			},
			"admin_secret": ephemeralschema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoAdminSecret,
			},
			"user_secret": ephemeralschema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoUserSecret,
			},
		},
	}
}

// Open only reads, because the engine also calls it at plan.
func (e *accountInfoEphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model accountInfoModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.read(ctx, e.provider)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
