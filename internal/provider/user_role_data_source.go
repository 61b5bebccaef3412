// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var (
	_ datasource.DataSourceWithConfigure        = (*userRoleDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*userRoleDataSource)(nil)
)

type userRoleDataSource struct{ configuredDataSource }

// foundRoleModel is a role and whether it is one of Kaltura's own.
type foundRoleModel struct {
	userRoleModel
	Global          types.Bool `tfsdk:"global"`
	AssignableNames types.Set  `tfsdk:"assignable_permission_names"`
}

// NewUserRoleDataSource returns the data source kaltura_user_role.
func NewUserRoleDataSource() datasource.DataSource { return &userRoleDataSource{} }

func (d *userRoleDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_role"
}

func (d *userRoleDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	filled := []validator.String{quietString{stringvalidator.LengthAtLeast(1)}}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a role of the account, or one of Kaltura's own roles, by exactly one of `id`, `system_name` and `name`. " +
			"Requires the permission `ADMIN_BASE` or `ACCOUNT_BASE`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "ID of the role, a number.",
				Validators:          []validator.String{quietString{stringvalidator.RegexMatches(wholeID, "must be a number, such as 12345")}},
			},
			"system_name": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "System name of the role, ignoring case.", Validators: filled,
			},
			"name": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Name of the role as KMC shows it.", Validators: filled,
			},
			"description": computedString("What the role is for; null if not set."),
			"permission_names": schema.SetAttribute{
				CustomType: nameSet,
				Computed:   true, ElementType: types.StringType,
				MarkdownDescription: "Names of the permissions.",
			},
			"assignable_permission_names": schema.SetAttribute{
				CustomType: nameSet,
				Computed:   true, ElementType: types.StringType,
				MarkdownDescription: "Those of `permission_names` that can be given to another role. Kaltura's own roles also contain features and plug-ins of the account, which no other role can contain. " +
					"Null if the session is not allowed to read permissions (`ADMIN_BASE`).",
			},
			"reaches_secrets": computedBool(fmt.Sprintf(reachesSecretsOf, "a holder of the role")),
			"partner_id":      optionalPartnerID(childPartnerID),
			"global":          computedBool("Whether it is one of Kaltura's own roles, which no account can change."),
		},
	}
}

func (d *userRoleDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("system_name"), path.MatchRoot("name")),
	}
}

func (d *userRoleDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model foundRoleModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	filter := kaltura.UserRoleFilter{ID: model.number(), SystemName: model.SystemName.ValueString(), Name: model.Name.ValueString()}
	account := d.provider.inAccount(model.PartnerID)
	roles, err := account.client.UserRoles(ctx, filter)
	if err != nil {
		resp.Diagnostics.Append(account.diagnostic(err))
		return
	}
	if resp.Diagnostics.Append(account.requireOne(roles)...); resp.Diagnostics.HasError() {
		return
	}
	model.set(roles[0])
	reaches, diags := account.roleReach(ctx, roles[0].PermissionNames)
	resp.Diagnostics.Append(diags...)
	model.ReachesSecrets = reaches
	model.Global = types.BoolValue(roles[0].PartnerID == 0)
	if model.Global.ValueBool() {
		model.PartnerID = partnerIDOf(account.client)
	}
	known, diags := account.permissions(ctx)
	resp.Diagnostics.Append(diags...)
	model.AssignableNames = assignableNames(roles[0].PermissionNames, known)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func assignableNames(names []string, known kaltura.Permissions) types.Set {
	if known == nil {
		return types.SetNull(types.StringType)
	}
	return textSetOf(slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		permission, _ := known.Named(name)
		return !permission.Assignable()
	}))
}

// requireOne requires exactly one role: a cloned role keeps the system name of the
// other (wire case userRole_clone_own).
func (p *providerData) requireOne(roles []kaltura.UserRole) diag.Diagnostics {
	var diags diag.Diagnostics
	var ids []string
	for _, role := range roles {
		ids = append(ids, strconv.FormatInt(role.ID, 10))
	}
	switch len(roles) {
	case 0:
		diags.AddError("No Such Kaltura Role", fmt.Sprintf("Neither account %s nor Kaltura has such a role. "+
			"Write a name exactly as KMC shows it. Roles of other accounts are not found.", p.account()))
	case 1:
	default:
		diags.AddError("Several Kaltura Roles", fmt.Sprintf("Account %s has more than one such role: %s. Select one by its id.", p.account(), strings.Join(ids, ", ")))
	}
	return diags
}
