// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// accountInfoModel serves the data source and the ephemeral resource alike.
type accountInfoModel struct {
	PartnerID    types.Int64  `tfsdk:"partner_id"`
	SubPartnerID types.Int64  `tfsdk:"sub_partner_id"`
	AdminSecret  types.String `tfsdk:"admin_secret"`
	UserSecret   types.String `tfsdk:"user_secret"`
}

// The descriptions of both twins.
const (
	accountInfoPartnerID    = "Partner ID: the account that the provider signs in to (default), or a child account."
	accountInfoSubPartnerID = "Sub Partner ID: the partner ID times 100. Deprecated by Kaltura."
	accountInfoAdminSecret  = "Administrator Secret. Gives full control of the account."
	accountInfoUserSecret   = "User Secret, the key for users of the API."
)

// read fills the model from the API. Both twins call it, and nothing else.
func (m *accountInfoModel) read(ctx context.Context, data *providerData) diag.Diagnostics {
	diags := data.ready()
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
