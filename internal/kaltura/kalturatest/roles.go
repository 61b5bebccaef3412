// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"slices"
	"strconv"
	"strings"
)

// Permissions that the actions of this package ask for.
const (
	everyPermission = "*"
	integrationBase = "INTEGRATION_BASE" // also opens secret and adminSecret in KalturaPartner
)

// globalRoles exist in every account (`partner_getInfo_user_ks_setrole_admin` uses 2).
var globalRoles = []Role{
	{ID: 2, SystemName: "PARTNER_ADMIN_ROLE", Permissions: []string{everyPermission}},
	{ID: 3, SystemName: "BASE_USER_SESSION_ROLE", Permissions: []string{"BASE_USER_SESSION_PERMISSION"}},
	{ID: 4, SystemName: "WIDGET_SESSION_ROLE", Permissions: []string{"WIDGET_SESSION_PERMISSION"}},
	{ID: 5, SystemName: "PLAYBACK_BASE_ROLE", Permissions: []string{"PLAYBACK_BASE_PERMISSION"}},
	{ID: 6, SystemName: "KMS_RESTRICTED_ROLE", Permissions: []string{"ADMIN_BASE", "KMC_READ_ONLY"}},
}

// findRole takes the number or the system name of a role, in any letter case and
// with spaces around it (`setrole_system_name_lower`, `setrole_space_before`).
func (a *Account) findRole(name string) *Role {
	name = strings.TrimSpace(name)
	for _, roles := range [][]Role{a.Roles, globalRoles} {
		for i, r := range roles {
			if strings.EqualFold(r.SystemName, name) || strconv.FormatInt(r.ID, 10) == name {
				return &roles[i]
			}
		}
	}
	return nil
}

// permissionsOf resolves the role of a session: the setrole privilege unless it
// is empty (`setrole_empty`), then
// the roles of its user, then the default of its type, `partner_getInfo_setrole`,
// `partner_getInfo_user_ks_for_owner`, `partner_getInfo_admin_unknown_user`.
func permissionsOf(a *Account, k *session) ([]string, error) {
	if name, ok := k.privilege("setrole"); ok && name != "" {
		role := a.findRole(name)
		if role == nil {
			return nil, newError("INVALID_OBJECT_ID", "Invalid object id [N/A]", "ID", "N/A")
		}
		return role.Permissions, nil
	}
	if u := a.findUser(k.userID); u != nil && len(u.Roles) > 0 {
		var all []string
		for _, name := range u.Roles {
			if role := a.findRole(name); role != nil {
				all = append(all, role.Permissions...)
			}
		}
		return all, nil
	}
	if k.admin() {
		return []string{everyPermission}, nil
	}
	return nil, nil
}

// permits: KMC_READ_ONLY counts only together with KMC_ACCESS, on which it
// depends (`permission_list_depends`).
func permits(have []string, anyOf ...string) bool {
	return slices.ContainsFunc(have, func(p string) bool {
		if p == "KMC_READ_ONLY" && !slices.Contains(have, "KMC_ACCESS") {
			return false
		}
		return p == everyPermission || slices.Contains(anyOf, p)
	})
}
