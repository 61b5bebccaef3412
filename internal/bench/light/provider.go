// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package light is a provider that does nothing, for measuring what the engine,
// the plugin protocol and the framework take by themselves. Its data source
// has the attributes of kaltura_account_info and fills them without a request.
package light

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type lightProvider struct{}

// New makes the provider.
func New() provider.Provider { return lightProvider{} }

func (lightProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "light"
}

func (lightProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (lightProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (lightProvider) Resources(context.Context) []func() resource.Resource { return nil }

func (lightProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return accountInfo{} }}
}

type accountInfo struct{}

type accountInfoModel struct {
	PartnerID    types.Int64  `tfsdk:"partner_id"`
	SubPartnerID types.Int64  `tfsdk:"sub_partner_id"`
	AdminSecret  types.String `tfsdk:"admin_secret"`
	UserSecret   types.String `tfsdk:"user_secret"`
}

func (accountInfo) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "light_account_info"
}

func (accountInfo) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"partner_id":     schema.Int64Attribute{Optional: true, Computed: true},
		"sub_partner_id": schema.Int64Attribute{Computed: true},
		"admin_secret":   schema.StringAttribute{Computed: true, Sensitive: true},
		"user_secret":    schema.StringAttribute{Computed: true, Sensitive: true},
	}}
}

func (accountInfo) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model accountInfoModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.SubPartnerID = types.Int64Value(model.PartnerID.ValueInt64() * 100)
	model.AdminSecret = types.StringValue("00000000000000000000000000000000")
	model.UserSecret = types.StringValue("11111111111111111111111111111111")
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
