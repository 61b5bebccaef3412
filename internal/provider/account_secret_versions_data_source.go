// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var _ datasource.DataSourceWithConfigure = (*accountSecretVersionsDataSource)(nil)

type accountSecretVersionsDataSource struct{ configuredDataSource }

type accountSecretVersionsModel struct {
	PartnerID          types.Int64 `tfsdk:"partner_id"`
	AdminSecretVersion types.Int64 `tfsdk:"admin_secret_version"`
	UserSecretVersion  types.Int64 `tfsdk:"user_secret_version"`
	SecretsVersion     types.Int64 `tfsdk:"secrets_version"`
}

// NewAccountSecretVersionsDataSource returns the data source
// kaltura_account_secret_versions.
func NewAccountSecretVersionsDataSource() datasource.DataSource {
	return &accountSecretVersionsDataSource{}
}

func (d *accountSecretVersionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account_secret_versions"
}

func (d *accountSecretVersionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	version := func(when string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: "Changes with " + when + "; 1 to 2147483647."}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads numbers that change when a secret of the account changes, for the version argument of a write-only argument. If both secrets " +
			"are written together, use `secrets_version`. Each number is 31 bits of an HMAC with the secret as the key: it does not reveal the secret, but anyone with a candidate value can check it. " +
			"A secret that does not consist of 32 hexadecimal digits could be guessed, and is an error. " +
			"Requires the permission `INTEGRATION_BASE`; for a child account also `ADMIN_PUBLISHER_MANAGE`.",
		Attributes: map[string]schema.Attribute{
			"partner_id":           optionalPartnerID(partnerIDDescription),
			"admin_secret_version": version("the Administrator Secret"),
			"user_secret_version":  version("the User Secret"),
			"secrets_version":      version("either secret"),
		},
	}
}

func (d *accountSecretVersionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model accountSecretVersionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	info, err := d.provider.client.AccountInfo(ctx, model.PartnerID.ValueInt64())
	if err != nil {
		resp.Diagnostics.Append(d.provider.diagnostic(err))
		return
	}
	for _, secret := range []struct {
		name string
		kaltura.Secret
	}{{"Administrator Secret", info.AdminSecret}, {"User Secret", info.UserSecret}} {
		if secret.Guessable() {
			resp.Diagnostics.AddError("Guessable Kaltura Secret", fmt.Sprintf(
				"The %s of account %d does not consist of 32 hexadecimal digits, as the API's own secrets do. The state would store a number made from it, "+
					"and whoever reads the state could find a word or a short text by trying. Replace the secret with a random one, or set the version of "+
					"the write-only argument by hand.", secret.name, info.PartnerID))
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &accountSecretVersionsModel{
		PartnerID:          types.Int64Value(info.PartnerID),
		AdminSecretVersion: types.Int64Value(info.AdminSecret.Version(info.PartnerID)),
		UserSecretVersion:  types.Int64Value(info.UserSecret.Version(info.PartnerID)),
		SecretsVersion:     types.Int64Value(info.SecretsVersion()),
	})...)
}
