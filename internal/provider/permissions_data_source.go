// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var _ datasource.DataSourceWithConfigure = (*permissionsDataSource)(nil)

type permissionsDataSource struct{ configuredDataSource }

type permissionsModel struct {
	PartnerID   types.Int64       `tfsdk:"partner_id"`
	Contains    types.String      `tfsdk:"contains"`
	Permissions []permissionModel `tfsdk:"permissions"`
}

type permissionModel struct {
	Name           types.String `tfsdk:"name"`
	Label          types.String `tfsdk:"label"`
	Description    types.String `tfsdk:"description"`
	Requires       types.List   `tfsdk:"requires"`
	Assignable     types.Bool   `tfsdk:"assignable"`
	Enabled        types.Bool   `tfsdk:"enabled"`
	Own            types.Bool   `tfsdk:"own"`
	ReachesSecrets types.Bool   `tfsdk:"reaches_secrets"`
}

func (m *permissionModel) set(permission kaltura.Permission, all kaltura.Permissions) {
	*m = permissionModel{
		Name:           types.StringValue(permission.Name),
		Label:          textValue(&permission.Label),
		Description:    textValue(&permission.Description),
		Requires:       types.ListValueMust(types.StringType, textValues(permission.Requires)),
		Assignable:     types.BoolValue(permission.Assignable()),
		Enabled:        types.BoolValue(!permission.Blocked),
		Own:            types.BoolValue(permission.Own),
		ReachesSecrets: reachValue(kaltura.ReachOfPermissions([]string{permission.Name}, all)),
	}
}

// NewPermissionsDataSource returns the data source kaltura_permissions.
func NewPermissionsDataSource() datasource.DataSource { return &permissionsDataSource{} }

func (d *permissionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_permissions"
}

func (d *permissionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the permissions that `permission_names` of a role accepts, and the features and plug-ins of the account that some of them require. " +
			"Requires the permission `ADMIN_BASE`, or `KMC_READ_ONLY` with `KMC_ACCESS`.",
		Attributes: map[string]schema.Attribute{
			"partner_id": optionalPartnerID(childPartnerID),
			"contains": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only permissions whose name, label or description contains this text, ignoring case.",
				Validators: []validator.String{quietString{stringvalidator.LengthAtLeast(1)}},
			},
			"permissions": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The permissions, by name.",
				NestedObject: schema.NestedAttributeObject{Attributes: permissionAttributes()},
			},
		},
	}
}

func permissionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name":        computedString("Name, for `permission_names`."),
		"label":       computedString("Name as KMC shows it."),
		"description": computedString("What it permits; null if not set."),
		"requires": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Names of what it requires to have an effect: other permissions of the role, or features and plug-ins of the account.",
		},
		"assignable":      computedBool("Whether it can be given to a role. Features and plug-ins cannot: only Kaltura enables them for an account."),
		"enabled":         computedBool("Whether it is enabled. An account does not have a feature that is disabled or not listed."),
		"own":             computedBool("Whether the account created it, or another permission with the same name. It may permit anything."),
		"reaches_secrets": computedBool(fmt.Sprintf(reachesSecretsOf, "the holder of a role with only this permission")),
	}
}

func (d *permissionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model permissionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	account := d.provider.inAccount(model.PartnerID)
	all, err := account.client.Permissions(ctx)
	if err != nil {
		resp.Diagnostics.Append(account.diagnostic(err))
		return
	}
	model.PartnerID, model.Permissions = partnerIDOf(account.client), []permissionModel{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		permission := all[name]
		texts := strings.ToLower(permission.Name + "\n" + permission.Label + "\n" + permission.Description)
		if strings.Contains(texts, strings.ToLower(model.Contains.ValueString())) {
			var shown permissionModel
			shown.set(permission, all)
			model.Permissions = append(model.Permissions, shown)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
