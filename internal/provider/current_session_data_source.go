// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ datasource.DataSourceWithConfigure = (*currentSessionDataSource)(nil)

type currentSessionDataSource struct{ configuredDataSource }

type currentSessionModel struct {
	PartnerID       types.Int64  `tfsdk:"partner_id"`
	UserID          types.String `tfsdk:"user_id"`
	Type            types.String `tfsdk:"type"`
	ExpiresAt       types.String `tfsdk:"expires_at"`
	Privileges      types.List   `tfsdk:"privileges"`
	PermissionNames types.Set    `tfsdk:"permission_names"`
	SignInMethod    types.String `tfsdk:"sign_in_method"`
}

// NewCurrentSessionDataSource returns the data source kaltura_current_session.
func NewCurrentSessionDataSource() datasource.DataSource { return &currentSessionDataSource{} }

func (d *currentSessionDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_current_session"
}

func (d *currentSessionDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads who the provider is signed in as and what it is allowed to do, without the Kaltura Session (KS) itself. " +
			"An attribute is null if the role lacks `SESSION_READ_PERMISSION` and `KMC_ACCESS`.",
		Attributes: map[string]schema.Attribute{
			"partner_id": computedInt64("Partner ID of the signed-in account."),
			"user_id":    computedString("User of the session; empty if none."),
			"type":       computedString("Type of the session: `user` or `admin`."),
			"expires_at": computedString("When the session expires, in RFC 3339 (UTC). With `admin_secret`, it differs at each read, because each request has its own KS, which expires after ten minutes."),
			"privileges": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Privileges of the session, such as `setrole:PLAYBACK_BASE_ROLE`, without the values of custom ones.",
			},
			"permission_names": schema.SetAttribute{
				CustomType: nameSet,
				Computed:   true, ElementType: types.StringType,
				MarkdownDescription: "Permissions of the session's role.",
			},
			"sign_in_method": computedString("Sign-in method: `admin_secret`, `ks`, `app_token` or `login`."),
		},
	}
}

func (d *currentSessionDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	current, err := d.provider.client.CurrentSession(ctx)
	if err != nil {
		resp.Diagnostics.Append(d.provider.diagnostic(err))
		return
	}
	model := currentSessionModel{
		PartnerID:    types.Int64Value(current.PartnerID),
		UserID:       types.StringPointerValue(current.UserID),
		ExpiresAt:    timeValue(current.ExpiresAt),
		SignInMethod: types.StringValue(d.provider.client.SignInMethod()),
	}
	if current.PartnerID == 0 {
		model.PartnerID = types.Int64Null()
	}
	if current.Type != nil {
		model.Type = types.StringValue(current.Type.String())
	}
	// A nil slice becomes null.
	privileges, diags := types.ListValueFrom(ctx, types.StringType, current.Privileges)
	resp.Diagnostics.Append(diags...)
	permissions, diags := types.SetValueFrom(ctx, types.StringType, current.Permissions)
	resp.Diagnostics.Append(diags...)
	model.Privileges, model.PermissionNames = privileges, permissions
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
