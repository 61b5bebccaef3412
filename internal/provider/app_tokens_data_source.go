// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var _ datasource.DataSourceWithConfigure = (*appTokensDataSource)(nil)

type appTokensDataSource struct{ configuredDataSource }

type appTokensModel struct {
	appTokenFilterModel
	AppTokens []listedAppToken `tfsdk:"app_tokens"`
}

// appTokenFilterModel holds the filter arguments of the data source and of the
// list resource.
type appTokenFilterModel struct {
	PartnerID     types.Int64  `tfsdk:"partner_id"`
	SessionUserID types.String `tfsdk:"session_user_id"`
	CreatedAfter  types.String `tfsdk:"created_after"`
}

const (
	filterSessionUserID = "Only tokens whose sessions act as this user."
	filterCreatedAfter  = "Only tokens created at or after this time, in RFC 3339, such as `2026-01-01T00:00:00Z`."
)

func (m appTokenFilterModel) filter() kaltura.AppTokenFilter {
	return kaltura.AppTokenFilter{SessionUserID: m.SessionUserID.ValueString(), CreatedAfter: timeOf(m.CreatedAfter)}
}

type listedAppToken struct {
	appTokenModel
	Disabled types.Bool `tfsdk:"disabled"`
}

// NewAppTokensDataSource returns the data source kaltura_app_tokens.
func NewAppTokensDataSource() datasource.DataSource { return &appTokensDataSource{} }

func (d *appTokensDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_app_tokens"
}

func (d *appTokensDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the app tokens of the account without their values, oldest first. Omits deleted tokens. To list those of a child account, set `partner_id`. Requires the " +
			"permission `APP_TOKEN_BASE`, or `KMC_READ_ONLY` with `KMC_ACCESS`.\n\n" +
			"**A role with that permission can read the values of all app tokens through the API**, although this data source omits them: such a role holds every key to the " +
			"account. `reaches_secrets` also requires `ADMIN_BASE`; without it, the attribute is null for most tokens.",
		Attributes: map[string]schema.Attribute{
			"partner_id": optionalPartnerID(childPartnerID),
			"session_user_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: filterSessionUserID,
				Validators: []validator.String{quietString{stringvalidator.LengthAtLeast(1)}},
			},
			"created_after": schema.StringAttribute{
				Optional: true, MarkdownDescription: filterCreatedAfter,
				Validators: []validator.String{rfc3339{}},
			},
			"app_tokens": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The app tokens.",
				NestedObject: schema.NestedAttributeObject{Attributes: listedAppTokenAttributes()},
			},
		},
	}
}

func listedAppTokenAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":          computedString("ID of the app token."),
		"description": computedString("Who holds the token and why; null if not set."),
		"role":        computedString("Role of the token's sessions, as ID or system name; null if none."),
		"session_privileges": schema.ListAttribute{
			Computed: true, ElementType: types.StringType, MarkdownDescription: "Other privileges of the token's sessions, without the values of custom ones; null if none.",
		},
		"session_type":     computedString("Type of the token's sessions: `user` or `admin`; null if the holder chooses."),
		"session_user_id":  computedString("User of the token's sessions; null if the holder chooses."),
		"session_duration": computedInt64("Maximum lifetime of the token's sessions in seconds."),
		"expires_at":       computedString("When the token expires, in RFC 3339 (UTC); null if never."),
		"hash_type":        computedString("Hash type of the token."),
		"reaches_secrets":  computedBool(fmt.Sprintf(reachesSecretsOf, "the holder of the token")),
		"disabled":         computedBool("Whether Kaltura has disabled the token."),
		"partner_id":       computedInt64("Partner ID of the token's account."),
		"created_at":       computedString("Time of creation, in RFC 3339 (UTC)."),
	}
}

func (d *appTokensDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model appTokensModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	account := d.provider.inAccount(model.PartnerID)
	tokens, err := account.client.AppTokens(ctx, model.filter())
	if err != nil {
		resp.Diagnostics.Append(account.diagnostic(err))
		return
	}
	reaches, diags := account.tokenReaches(ctx, nil, settingsOf(tokens)...)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	model.PartnerID = partnerIDOf(account.client)
	model.AppTokens = make([]listedAppToken, len(tokens))
	for i, token := range tokens {
		for item, privilege := range token.Privileges {
			token.Privileges[item] = kaltura.ShownPrivilege(privilege)
		}
		model.AppTokens[i].set(token)
		model.AppTokens[i].ReachesSecrets = reachValue(reaches[i])
		model.AppTokens[i].Disabled = types.BoolValue(token.Disabled)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
