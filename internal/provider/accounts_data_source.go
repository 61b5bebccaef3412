// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var _ datasource.DataSourceWithConfigure = (*accountsDataSource)(nil)

type accountsDataSource struct{ configuredDataSource }

type accountsModel struct {
	Status       types.String     `tfsdk:"status"`
	NameContains types.String     `tfsdk:"name_contains"`
	IncludeSelf  types.Bool       `tfsdk:"include_self"`
	PartnerIDs   []types.Int64    `tfsdk:"partner_ids"`
	Accounts     []accountSummary `tfsdk:"accounts"`
}

// accountSummary is the short form of an account in a list.
type accountSummary struct {
	PartnerID       types.Int64  `tfsdk:"partner_id"`
	SubPartnerID    types.Int64  `tfsdk:"sub_partner_id"`
	Name            types.String `tfsdk:"name"`
	Status          types.String `tfsdk:"status"`
	CreatedAt       types.String `tfsdk:"created_at"`
	ParentPartnerID types.Int64  `tfsdk:"parent_partner_id"`
	ReferenceID     types.String `tfsdk:"reference_id"`
}

func (m *accountsModel) set(accounts []kaltura.Account) {
	m.PartnerIDs = make([]types.Int64, 0, len(accounts))
	m.Accounts = make([]accountSummary, 0, len(accounts))
	for _, account := range accounts {
		m.PartnerIDs = append(m.PartnerIDs, types.Int64Value(account.PartnerID))
		m.Accounts = append(m.Accounts, accountSummary{
			PartnerID:       types.Int64Value(account.PartnerID),
			SubPartnerID:    types.Int64Value(kaltura.SubPartnerID(account.PartnerID)),
			Name:            textValue(account.Name),
			Status:          wordFor(statusWords, account.Status),
			CreatedAt:       timeValue(account.CreatedAt),
			ParentPartnerID: parentValue(account),
			ReferenceID:     textValue(account.ReferenceID),
		})
	}
}

// NewAccountsDataSource returns the data source kaltura_accounts.
func NewAccountsDataSource() datasource.DataSource { return &accountsDataSource{} }

func (d *accountsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_accounts"
}

func (d *accountsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the child accounts of the signed-in account, without their secrets. " +
			"Requires the permission `ADMIN_PUBLISHER_MANAGE`. If the account is not a parent, the list is empty.",
		Attributes: map[string]schema.Attribute{
			"status": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only accounts with this status: `active`, `read_only`, `blocked`, `full_block` or `deleted`.",
				Validators:          []validator.String{quietString{stringvalidator.OneOf(wordTexts(statusWords)...)}},
			},
			"name_contains": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only accounts whose name contains this text, ignoring case.",
				Validators:          []validator.String{quietString{stringvalidator.LengthAtLeast(1)}},
			},
			"include_self": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Include the signed-in account. Default: `false`.",
			},
			"partner_ids": schema.ListAttribute{
				Computed: true, ElementType: types.Int64Type,
				MarkdownDescription: "Partner IDs of the accounts, ascending. Convert them to strings for `for_each`.",
			},
			"accounts": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The accounts, by partner ID.",
				NestedObject:        schema.NestedAttributeObject{Attributes: accountSummaryAttributes()},
			},
		},
	}
}

func accountSummaryAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"partner_id":        computedInt64("Partner ID."),
		"sub_partner_id":    computedInt64(accountInfoSubPartnerID),
		"name":              computedString("Name of the account."),
		"status":            computedString(statusDescription),
		"created_at":        computedString("Time of creation, in RFC 3339 (UTC)."),
		"parent_partner_id": computedInt64("Partner ID of the parent account, if any."),
		"reference_id":      computedString("ID that the owner chose."),
	}
}

func (d *accountsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model accountsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	accounts, err := d.provider.client.Accounts(ctx, kaltura.AccountFilter{
		Status:       numberFor(statusWords, model.Status.ValueString()),
		NameContains: model.NameContains.ValueString(),
		IncludeSelf:  model.IncludeSelf.ValueBool(),
	})
	if err != nil {
		resp.Diagnostics.Append(d.provider.diagnostic(err))
		return
	}
	model.set(accounts)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
