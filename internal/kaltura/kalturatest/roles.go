// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Permissions that the actions of this package ask for.
const (
	everyPermission = "*"
	integrationBase = "INTEGRATION_BASE" // also opens secret and adminSecret in KalturaPartner
)

// Statuses of a role (KalturaUserRoleStatus). Blocked roles still work
// (`setrole_blocked`).
const (
	roleActive  = 1
	roleDeleted = 3
)

// Role is a named set of permissions (KalturaUserRole); the permission "*"
// stands for all.
type Role struct {
	ID          int64
	Name        string // empty means the same as SystemName
	SystemName  string
	Description *string
	Tags        *string
	Permissions []string
	Status      int // 0 means active
	// CreatedAt and UpdatedAt are Unix seconds.
	CreatedAt, UpdatedAt int64
}

// globalRoles exist in every account; the real server has 23.
var globalRoles = []Role{
	{ID: 1, Name: "Basic User Session Role", Permissions: []string{"BASE_USER_SESSION_PERMISSION"}, Description: pointer("Allowed actions for a basic user with no special permissions")},
	{ID: 2, Name: "Publisher Administrator", Permissions: []string{everyPermission}, Description: pointer("Full control over publisher account and user management functionalities"), Tags: pointer("kmc,partner_admin")},
	{ID: 3, Name: "No Session", Permissions: []string{"ALWAYS_ALLOWED_ACTIONS", "ALWAYS_ALLOWED_PERMISSION_HYBRID_ECDN"}, Description: pointer("Only always allowed actions")},
	{ID: 4, Name: "Bulk Log Viewer Role", SystemName: "BULK_LOG_VIEWER", Permissions: []string{"BULK_LOG_DOWNLOAD_EMAIL"}, Description: pointer("Bulk Log Viewer Role")},
	{ID: 5, SystemName: "PLAYBACK_BASE_ROLE", Permissions: []string{"PLAYBACK_BASE_PERMISSION"}},
	{ID: 6, SystemName: "KMS_RESTRICTED_ROLE", Permissions: []string{"ADMIN_BASE", "KMC_READ_ONLY"}},
}

func init() {
	for i := range globalRoles {
		r := &globalRoles[i]
		r.SystemName, r.CreatedAt, r.UpdatedAt = cmp.Or(r.SystemName, r.Name), 1795579764, 1795579764
	}
}

func (r *Role) name() string { return cmp.Or(r.Name, r.SystemName) }

func (r *Role) permissionNames() string {
	if slices.Contains(r.Permissions, everyPermission) {
		return strings.Join(allPermissions, ",")
	}
	return strings.Join(r.Permissions, ",")
}

func (r *Role) object(partnerID int64) *object {
	return newObject("KalturaUserRole", field{"id", r.ID}, field{"name", r.name()}, field{"systemName", orNil(r.SystemName)},
		field{"description", deref(r.Description)}, field{"status", cmp.Or(r.Status, roleActive)}, field{"partnerId", partnerID},
		field{"permissionNames", r.permissionNames()}, field{"tags", deref(r.Tags)},
		field{"createdAt", cmp.Or(r.CreatedAt, fixtureTime)}, field{"updatedAt", cmp.Or(r.UpdatedAt, fixtureTime)})
}

// fixtureTime is when objects that were not made by a request were created.
const fixtureTime = int64(1700000000)

// findRole looks for what setrole names: the number or the system name in any
// letter case, spaces around it or not (`setrole_system_name_lower`,
// `setrole_space_before`), never the name (`setrole_name`).
func (a *Account) findRole(name string) *Role {
	name = strings.TrimSpace(name)
	for _, roles := range [][]Role{globalRoles, a.Roles} { // `setrole_system_name_spaces`
		for i, r := range roles {
			if r.Status != roleDeleted && (r.SystemName != "" && strings.EqualFold(r.SystemName, name) || strconv.FormatInt(r.ID, 10) == name) {
				return &roles[i]
			}
		}
	}
	return nil
}

// permissionsOf resolves the role of a session: the setrole privilege, then
// the roles of its user, then the default of its type, `partner_getInfo_setrole`,
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

// permits: KMC_READ_ONLY counts only together with KMC_ACCESS, on which it
// depends (`permission_list_depends`). Letter case does not count
// (`userRole_add_permission_lowercase`).
func permits(have []string, anyOf ...string) bool {
	holds := func(list []string, name string) bool {
		return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, name) })
	}
	return slices.ContainsFunc(have, func(p string) bool {
		if strings.EqualFold(p, "KMC_READ_ONLY") && !holds(have, "KMC_ACCESS") {
			return false
		}
		return p == everyPermission || holds(anyOf, p)
	})
}
