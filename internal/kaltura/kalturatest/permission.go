// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	_ "embed"
	"slices"
	"strings"
)

// Permissions that the actions of this package require.
const (
	everyPermission = "*"
	integrationBase = "INTEGRATION_BASE" // also reveals secret and adminSecret in KalturaPartner
)

// findRole resolves the value of setrole: the number or the system name in any
// letter case, with or without surrounding spaces (`setrole_system_name_lower`,
// `setrole_space_before`), but not the name (`setrole_name`).
func (a *Account) findRole(name string) *Role {
	name = strings.TrimSpace(name)
	for _, roles := range [][]Role{globalRoles, a.Roles} { // `setrole_system_name_spaces`
		r := find(roles, func(r *Role) bool {
			return r.Status != roleDeleted && (r.SystemName != "" && strings.EqualFold(r.SystemName, name) || itoa(r.ID) == name)
		})
		if r != nil {
			return r
		}
	}
	return nil
}

// permissionsOf resolves the role of a session: the setrole privilege, then the
// roles of its user, then the default of its type, `partner_getInfo_setrole`,
// `partner_getInfo_user_ks_for_owner`, `partner_getInfo_admin_unknown_user`.
func permissionsOf(a *Account, k *session) ([]string, error) {
	if name, ok := k.privilege("setrole"); ok && name != "" { // `setrole_empty`
		role := a.findRole(name)
		if role == nil {
			return nil, invalidObject("N/A")
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

// permits: KMC_READ_ONLY only has an effect with KMC_ACCESS, on which it
// depends (`permission_list_depends`). Letter case is ignored
// (`userRole_add_permission_lowercase`).
func permits(have []string, anyOf ...string) bool {
	return slices.ContainsFunc(have, func(p string) bool {
		if strings.EqualFold(p, "KMC_READ_ONLY") && !containsFold(have, "KMC_ACCESS") {
			return false
		}
		return p == everyPermission || containsFold(anyOf, p)
	})
}

func containsFold(list []string, name string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, name) })
}

// normalPermissions are the permissions that a role can have; special ones
// enable features of the account (`userRole_get_global`,
// `userRole_add_permission_feature`). The files keep the server's order.
var (
	//go:embed permissions_normal.txt
	normalText        string
	normalPermissions = strings.Fields(normalText)

	//go:embed permissions_special.txt
	specialText        string
	specialPermissions = strings.Fields(specialText)
)

// allPermissions is the expansion of "*".
var allPermissions = slices.Concat([]string{"FEATURE_MOBILE_FLAVORS"}, normalPermissions, specialPermissions)

// dependencies are the other permissions that a role requires
// (`permission_list_depends`).
var dependencies = map[string]string{"KMC_READ_ONLY": "KMC_ACCESS"}

// permission is a KalturaPermission.
type permission struct {
	name string
	kind int64 // 1 normal, 2 special
}

var permissionListing = &listing[permission]{
	class: "KalturaPermissionListResponse", object: permissionObject,
	filters: map[string]func(p permission, want string) bool{
		"typeEqual":                           func(p permission, want string) bool { return itoa(p.kind) == want },
		"nameIn":                              func(p permission, want string) bool { return containsFold(strings.Split(want, ","), p.name) },
		"dependsOnPermissionNamesMultiLikeOr": func(p permission, want string) bool { return dependencies[p.name] == want },
	},
	orders: map[string]func(a, b permission) int{"": byName, "+name": byName},
}

func byName(a, b permission) int { return strings.Compare(a.name, b.name) }

func listPermissions(c *call) (any, error) {
	var all []permission
	for kind, names := range map[int64][]string{1: normalPermissions, 2: specialPermissions} {
		for _, name := range names {
			all = append(all, permission{name, kind})
		}
	}
	return permissionListing.page(c, all)
}

func permissionObject(c *call, p permission) object {
	return c.profiled(object{
		"objectType": "KalturaPermission", "type": p.kind, "name": p.name, "status": 1,
		"partnerId": 0, "dependsOnPermissionNames": dependencies[p.name],
	})
}

// getCurrentPermissions returns one comma-separated text
// (`permission_getCurrentPermissions_user`,
// `permission_getCurrentPermissions_viewer`).
func getCurrentPermissions(c *call) (any, error) {
	names := c.permissions
	switch {
	case len(names) == 0:
		names = []string{"BASE_USER_SESSION_PERMISSION"}
	case names[0] == everyPermission:
		names = []string{"ACCOUNT_BASE", "ADMIN_BASE", "ADMIN_PUBLISHER_MANAGE", integrationBase, "KMC_ACCESS"}
	}
	return strings.Join(names, ",") + ",ALWAYS_ALLOWED_ACTIONS", nil
}
