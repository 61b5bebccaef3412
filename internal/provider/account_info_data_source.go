// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

var (
	_ datasource.DataSourceWithConfigure      = (*accountInfoDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*accountInfoDataSource)(nil)
)

type accountInfoDataSource struct {
	provider *providerData
	// forbidden tells of forbid_secrets_in_state before the provider is configured.
	forbidden func() bool
}

func (d *accountInfoDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account_info"
}

func (d *accountInfoDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the four values that KMC shows under Settings > Integrations > Account info. **The state holds both secrets in clear " +
			"text.** The ephemeral resource `kaltura_account_info` has the same attributes and stores nothing.",
		Attributes: map[string]schema.Attribute{
			"partner_id": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: accountInfoPartnerID,
				Validators:          partnerIDValidators(),
			},
			"sub_partner_id": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: accountInfoSubPartnerID,
			},
			"admin_secret": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoAdminSecret,
			},
			"user_secret": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoUserSecret,
			},
		},
	}
}

func (d *accountInfoDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *accountInfoDataSource) ValidateConfig(_ context.Context, _ datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	if d.forbidden() {
		refuseSecretsInState(&resp.Diagnostics)
	}
}

func refuseSecretsInState(diags *diag.Diagnostics) {
	diags.AddError("Secrets in State Are Forbidden", "The data source kaltura_account_info would store both secrets of the account in "+
		"the state, which forbid_secrets_in_state (KALTURA_FORBID_SECRETS_IN_STATE) forbids. Use the ephemeral resource "+
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
