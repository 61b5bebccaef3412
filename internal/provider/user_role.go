// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// userRoleModel is a role, for the resource, the data source and the list.
type userRoleModel struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	SystemName      types.String `tfsdk:"system_name"`
	Description     types.String `tfsdk:"description"`
	PermissionNames types.Set    `tfsdk:"permission_names"`
	PartnerID       types.Int64  `tfsdk:"partner_id"`
	ReachesSecrets  types.Bool   `tfsdk:"reaches_secrets"`
}

func (m *userRoleModel) number() int64 {
	id, _ := strconv.ParseInt(m.ID.ValueString(), 10, 64) // no role has ID 0
	return id
}

func (m *userRoleModel) settings() kaltura.UserRoleSettings {
	return kaltura.UserRoleSettings{
		Name: m.Name.ValueString(), SystemName: m.SystemName.ValueString(), Description: m.Description.ValueString(),
		PermissionNames: knownTexts(m.PermissionNames.Elements()),
	}
}

func (m *userRoleModel) set(role kaltura.UserRole) {
	m.ID = types.StringValue(strconv.FormatInt(role.ID, 10))
	m.PartnerID = types.Int64Value(role.PartnerID)
	m.Name = types.StringValue(role.Name)
	if m.SystemName.IsUnknown() || !strings.EqualFold(m.SystemName.ValueString(), role.SystemName) || m.SystemName.IsNull() {
		m.SystemName = types.StringValue(role.SystemName)
	}
	m.Description = asWritten(m.Description, role.Description, sameText)
	if m.PermissionNames.IsNull() || m.PermissionNames.IsUnknown() || !sameNames(m.settings().PermissionNames, role.PermissionNames) {
		m.PermissionNames = textSetOf(role.PermissionNames)
	}
}

// keepSpelling takes over what means the same in the state.
func (m *userRoleModel) keepSpelling(before userRoleModel) {
	m.SystemName = asBefore(before.SystemName, m.SystemName, strings.EqualFold)
	if !before.PermissionNames.IsNull() && !m.PermissionNames.IsUnknown() && sameNames(before.settings().PermissionNames, m.settings().PermissionNames) &&
		len(knownTexts(m.PermissionNames.Elements())) == len(m.PermissionNames.Elements()) {
		m.PermissionNames = before.PermissionNames
	}
}

// faults checks what the API would accept, but nobody should write.
func (m *userRoleModel) faults(before userRoleModel) []fault {
	var faults []fault
	if name := m.Name; !name.IsUnknown() && name.ValueString() == "" {
		faults = append(faults, fault{
			attribute: "name", summary: "Invalid Kaltura Role Name", held: name.Equal(before.Name),
			detail: "The name is empty. The API also reports an empty name if its database truncated the name in the middle of a character.",
		})
	}
	if system := m.SystemName.ValueString(); system != "" {
		if err := kaltura.CheckRoleSystemName(system); err != nil {
			faults = append(faults, fault{
				attribute: "system_name", summary: "Invalid Kaltura Role System Name", held: m.SystemName.Equal(before.SystemName),
				detail: fmt.Sprintf("The API would accept this text, but a session or app token could not refer to the role by it: %s.", err),
			})
		}
	}
	names, held := knownTexts(m.PermissionNames.Elements()), knownTexts(before.PermissionNames.Elements())
	if !m.PermissionNames.IsUnknown() && len(m.PermissionNames.Elements()) == 0 {
		faults = append(faults, fault{
			attribute: "permission_names", summary: "Kaltura Role Without Permissions", held: m.PermissionNames.Equal(before.PermissionNames),
			detail: "permission_names is empty. Name at least one permission.",
		})
	}
	for _, name := range names {
		if why := wrongPermissionName(name); why != "" {
			faults = append(faults, fault{
				attribute: "permission_names", summary: "Invalid Kaltura Permission Name", held: slices.Contains(held, name),
				detail: "permission_names " + why + ".",
			})
		}
	}
	return faults
}

// wrongPermissionName returns what is wrong with the name of a permission, or "".
func wrongPermissionName(name string) string {
	switch {
	case permissionName.MatchString(name):
		return ""
	case name == "*":
		return "contains *, which the API would replace with the permissions that exist at that time, so the role would always differ from its configuration. List the permissions"
	case strings.Contains(name, ","):
		return "contains an item with a comma. Write one name per item"
	case strings.Contains(name, ":"):
		return "contains an item with a colon, which looks like a privilege. List names of permissions, such as ACCOUNT_BASE; privileges belong to a session or an app token"
	}
	return "must contain names of permissions, such as ACCOUNT_BASE"
}

// permissionName matches permission names; those of plug-ins start with the
// plug-in's name.
var permissionName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]*$`)
