// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var _ datasource.DataSourceWithConfigure = (*secretAccessDataSource)(nil)

type secretAccessDataSource struct{ configuredDataSource }

type secretAccessModel struct {
	PartnerID types.Int64        `tfsdk:"partner_id"`
	Roles     []roleAccessModel  `tfsdk:"roles"`
	AppTokens []tokenAccessModel `tfsdk:"app_tokens"`
	Users     []userAccessModel  `tfsdk:"users"`
	Complete  types.Bool         `tfsdk:"complete"`
	Unread    []string           `tfsdk:"unread"`
}

type roleAccessModel struct {
	ID     types.String `tfsdk:"id"`
	Name   types.String `tfsdk:"name"`
	Global types.Bool   `tfsdk:"global"`
	Reason types.String `tfsdk:"reason"`
}

type tokenAccessModel struct {
	ID            types.String `tfsdk:"id"`
	Description   types.String `tfsdk:"description"`
	Role          types.String `tfsdk:"role"`
	SessionUserID types.String `tfsdk:"session_user_id"`
	Reason        types.String `tfsdk:"reason"`
}

type userAccessModel struct {
	ID          types.String `tfsdk:"id"`
	Admin       types.Bool   `tfsdk:"admin"`
	HasPassword types.Bool   `tfsdk:"has_password"`
	Reason      types.String `tfsdk:"reason"`
}

// NewSecretAccessDataSource returns the data source kaltura_secret_access.
func NewSecretAccessDataSource() datasource.DataSource { return &secretAccessDataSource{} }

func (d *secretAccessDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_secret_access"
}

func (d *secretAccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	list := func(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
		attributes["reason"] = computedString("Why: the name of a permission, or the missing limit, such as `no role`.")
		return schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists who can get the account's secrets: the roles, app tokens and users that can read them, or create, change or read a credential that can. " +
			"The list has no secrets.\n\n" +
			"Requires `ADMIN_BASE` to read roles, permissions and users, and `APP_TOKEN_BASE` to list app tokens. What the session is not allowed to read is missing, and listed in `unread`.",
		Attributes: map[string]schema.Attribute{
			"partner_id": optionalPartnerID(childPartnerID),
			"roles": list("Roles of the account and Kaltura's own, in the order of their IDs.", map[string]schema.Attribute{
				"id":     computedString("ID of the role."),
				"name":   computedString("Name of the role as KMC shows it."),
				"global": computedBool("Whether it is one of Kaltura's own roles."),
			}),
			"app_tokens": list("App tokens, oldest first, except disabled and expired ones.", map[string]schema.Attribute{
				"id":              computedString("ID of the app token."),
				"description":     computedString("Who holds the token and why; null if not set."),
				"role":            computedString("Role of the token's sessions, as ID or system name; null if none."),
				"session_user_id": computedString("User of the token's sessions; null if the holder chooses."),
			}),
			"users": list("Users, oldest first, except blocked ones.", map[string]schema.Attribute{
				"id":           computedString("User ID. **Often an email address**, which the state stores."),
				"admin":        computedBool("Whether the user is an administrator."),
				"has_password": computedBool("Whether the user can sign in to KMC with a password. Others can get sessions through single sign-on, or from a site that creates sessions for them."),
			}),
			"complete": computedBool("Whether everything could be read."),
			"unread": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "What could not be read: `app tokens`, `permissions`, `roles`, `users`. Empty if `complete`.",
			},
		},
	}
}

func (d *secretAccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var partnerID types.Int64
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("partner_id"), &partnerID)...)
	if resp.Diagnostics.Append(d.provider.checkReady()...); resp.Diagnostics.HasError() {
		return
	}
	account := d.provider.inAccount(partnerID)
	found, err := account.client.SecretAccess(ctx)
	if err != nil {
		resp.Diagnostics.Append(account.diagnostic(err))
		return
	}
	model := secretAccessModel{
		PartnerID: partnerIDOf(account.client),
		Roles:     []roleAccessModel{}, AppTokens: []tokenAccessModel{}, Users: []userAccessModel{},
		Complete: types.BoolValue(len(found.Unread) == 0), Unread: append([]string{}, found.Unread...),
	}
	model.add(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (m *secretAccessModel) add(found kaltura.SecretAccess) {
	for _, role := range found.Roles {
		m.Roles = append(m.Roles, roleAccessModel{
			ID: types.StringValue(strconv.FormatInt(role.ID, 10)), Name: types.StringValue(role.Name),
			Global: types.BoolValue(role.PartnerID == 0), Reason: types.StringValue(role.Reason),
		})
	}
	for _, token := range found.AppTokens {
		m.AppTokens = append(m.AppTokens, tokenAccessModel{
			ID: types.StringValue(token.ID), Description: textValue(&token.Description), Role: textValue(&token.Role),
			SessionUserID: textValue(&token.SessionUserID), Reason: types.StringValue(token.Reason),
		})
	}
	for _, user := range found.Users {
		m.Users = append(m.Users, userAccessModel{
			ID: types.StringValue(user.ID), Admin: types.BoolValue(user.Admin), HasPassword: types.BoolValue(user.SignsIn),
			Reason: types.StringValue(user.Reason),
		})
	}
}
