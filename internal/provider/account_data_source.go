// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var _ datasource.DataSourceWithConfigure = (*accountDataSource)(nil)

type accountDataSource struct{ configuredDataSource }

type accountModel struct {
	PartnerID          types.Int64  `tfsdk:"partner_id"`
	SubPartnerID       types.Int64  `tfsdk:"sub_partner_id"`
	Name               types.String `tfsdk:"name"`
	Description        types.String `tfsdk:"description"`
	Website            types.String `tfsdk:"website"`
	Status             types.String `tfsdk:"status"`
	CreatedAt          types.String `tfsdk:"created_at"`
	AdminEmail         types.String `tfsdk:"admin_email"`
	ParentPartnerID    types.Int64  `tfsdk:"parent_partner_id"`
	ReferenceID        types.String `tfsdk:"reference_id"`
	Host               types.String `tfsdk:"host"`
	CDNHost            types.String `tfsdk:"cdn_host"`
	AuthenticationType types.String `tfsdk:"authentication_type"`
	DirectLoginBlocked types.Bool   `tfsdk:"direct_login_blocked"`
}

func (m *accountModel) set(account kaltura.Account) {
	*m = accountModel{
		PartnerID:          types.Int64Value(account.PartnerID),
		SubPartnerID:       types.Int64Value(kaltura.SubPartnerID(account.PartnerID)),
		Name:               textValue(account.Name),
		Description:        textValue(account.Description),
		Website:            textValue(account.Website),
		Status:             wordFor(statusWords, account.Status),
		CreatedAt:          timeValue(account.CreatedAt),
		AdminEmail:         textValue(account.AdminEmail),
		ParentPartnerID:    parentValue(account),
		ReferenceID:        textValue(account.ReferenceID),
		Host:               textValue(account.Host),
		CDNHost:            textValue(account.CDNHost),
		AuthenticationType: wordFor(authenticationWords, account.AuthenticationType),
		DirectLoginBlocked: types.BoolPointerValue(account.DirectLoginBlocked),
	}
}

// NewAccountDataSource returns the data source kaltura_account.
func NewAccountDataSource() datasource.DataSource { return &accountDataSource{} }

func (d *accountDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account"
}

func (d *accountDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads an account without its secrets, which the API does not send. Requires the permission `ACCOUNT_BASE`, " +
			"`ADMIN_BASE` or `INTEGRATION_BASE`, or `KMC_READ_ONLY` with `KMC_ACCESS`; for a child account also `ADMIN_PUBLISHER_MANAGE`. " +
			"An attribute is null if the account has no value or the role is not allowed to read it.",
		Attributes: map[string]schema.Attribute{
			"partner_id":           optionalPartnerID(partnerIDDescription),
			"sub_partner_id":       computedInt64(accountInfoSubPartnerID),
			"name":                 computedString("Name of the account."),
			"description":          computedString("Description of the account."),
			"website":              computedString("Website of the owner."),
			"status":               computedString(statusDescription),
			"created_at":           computedString("Time of creation, in RFC 3339 (UTC)."),
			"admin_email":          computedString("Email address of the owner. Personal data."),
			"parent_partner_id":    computedInt64("Partner ID of the parent account, if any."),
			"reference_id":         computedString("ID that the owner chose."),
			"host":                 computedString("Service host, if it is not the region's; usually null."),
			"cdn_host":             computedString("CDN host, if it is not the region's; usually null."),
			"authentication_type":  computedString("How users sign in to KMC: `password_only`, `two_factor` or `sso`; otherwise `unknown_` and a number."),
			"direct_login_blocked": computedBool("Whether the account allows single sign-on only."),
		},
	}
}

const statusDescription = "Status: `active`, `read_only`, `blocked` (content), `full_block` or `deleted`; otherwise `unknown_` and a number."

func (d *accountDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model accountModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	account, err := d.provider.client.Account(ctx, model.PartnerID.ValueInt64())
	if err != nil {
		resp.Diagnostics.Append(d.provider.diagnostic(err))
		return
	}
	model.set(account)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Words for the API's status numbers (API enum KalturaPartnerStatus).
var statusWords = []word{
	{0, "deleted"}, {1, "active"}, {2, "blocked"}, {3, "full_block"}, {4, "read_only"},
}

// Words for KalturaPartnerAuthenticationType.
var authenticationWords = []word{
	{0, "password_only"}, {1, "two_factor"}, {2, "sso"},
}

// parentValue omits 0, which the API also uses for "no parent".
func parentValue(account kaltura.Account) types.Int64 {
	if account.ParentPartnerID == nil || *account.ParentPartnerID == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(*account.ParentPartnerID)
}
