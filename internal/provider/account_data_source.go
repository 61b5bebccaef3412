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

type accountDataSource struct {
	provider *providerData
}

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

// NewAccountDataSource makes the data source kaltura_account.
func NewAccountDataSource() datasource.DataSource { return &accountDataSource{} }

func (d *accountDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account"
}

func (d *accountDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads an account without its secrets: they are not even sent by the API. Needs the permission `ACCOUNT_BASE`, " +
			"`ADMIN_BASE` or `INTEGRATION_BASE`, or `KMC_READ_ONLY` together with `KMC_ACCESS`; for a child account `ADMIN_PUBLISHER_MANAGE`. " +
			"An attribute is null if the account has no such value or the session's role may not see it.",
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
			"name":        text("Name of the account."),
			"description": text("Description of the account."),
			"website":     text("Website of the account's owner."),
			"status":      text(statusDescription),
			"created_at":  text("When the account was created, in RFC 3339 (UTC)."),
			"admin_email": text("Email address of the account's owner. Personal data."),
			"parent_partner_id": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "Partner ID of the parent account, if it has one.",
			},
			"reference_id":        text("ID that the owner gave the account."),
			"host":                text("Service host of this account alone. Usually null: the region's host."),
			"cdn_host":            text("CDN host of this account alone. Usually null: the region's host."),
			"authentication_type": text("How users sign in to KMC: `password_only`, `two_factor` or `sso`; `unknown_` and a number for others."),
			"direct_login_blocked": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the account allows single sign-on only.",
			},
		},
	}
}

const statusDescription = "Status of the account: `active`, `read_only`, `blocked` (content), `full_block` or `deleted`; `unknown_` and a number for others."

func (d *accountDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *accountDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model accountModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.ready()...)
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
