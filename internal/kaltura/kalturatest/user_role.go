// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"slices"
	"strings"
)

// Statuses of a role (KalturaUserRoleStatus). Blocked roles still work
// (`setrole_blocked`).
const (
	roleActive  = 1
	roleDeleted = 3
)

// Role is a named set of permissions (KalturaUserRole); the permission "*"
// means all.
type Role struct {
	ID          int64
	Name        string // empty means SystemName
	SystemName  string
	Description *string
	Tags        *string
	Permissions []string
	Status      int // 0 means active
	// CreatedAt and UpdatedAt are Unix seconds.
	CreatedAt, UpdatedAt int64

	late *late[Role]
}

func (r *Role) name() string { return cmp.Or(r.Name, r.SystemName) }

// ownedRole is a role of an account, or of all accounts (0).
type ownedRole struct {
	*Role
	owner int64
}

// roles returns the account's and the global roles, without deleted ones.
func (c *call) roles() []ownedRole { return c.rolesBy(func(r *Role) *Role { return r }) }

// seenRoles is roles as the replica shows them.
func (c *call) seenRoles() []ownedRole {
	return c.rolesBy(func(r *Role) *Role { return seen(r, r.late) })
}

func (c *call) rolesBy(show func(*Role) *Role) (all []ownedRole) {
	for owner, roles := range map[int64][]Role{c.session.partnerID: c.own().Roles, 0: globalRoles} {
		for i := range roles {
			if r := show(&roles[i]); r != nil && r.Status != roleDeleted {
				all = append(all, ownedRole{r, owner})
			}
		}
	}
	return all
}

func roleObject(c *call, r ownedRole) object { return c.profiled(c.roleObject(r)) }

func (c *call) roleObject(r ownedRole) object {
	return object{
		"objectType": "KalturaUserRole", "id": r.ID, "name": r.name(), "systemName": orNil(r.SystemName),
		"description": deref(r.Description), "status": cmp.Or(r.Status, roleActive), "partnerId": r.owner,
		"permissionNames": strings.Join(c.own().expand(r.Permissions), ","), "tags": deref(r.Tags),
		"createdAt": cmp.Or(r.CreatedAt, fixtureTime), "updatedAt": cmp.Or(r.UpdatedAt, fixtureTime),
	}
}

var roleProperties = []property[Role]{
	{"name", func(r *Role, value *string) { r.Name, _ = textOf(value) }},
	{"systemName", func(r *Role, value *string) { r.SystemName, _ = textOf(value) }},
	{"description", func(r *Role, value *string) { r.Description = value }},
	{"tags", func(r *Role, value *string) { r.Tags = value }},
	{"status", func(r *Role, value *string) { text, _ := textOf(value); r.Status = int(leadingNumber(text)) }},
	{"permissionNames", func(r *Role, value *string) { r.Permissions = storedPermissions(value) }},
}

// storedPermissions drops spaces after commas and keeps duplicates and a
// trailing comma (`userRole_add_permission_spaces`, `_duplicate`,
// `_trailing_comma`).
func storedPermissions(value *string) []string {
	text, _ := textOf(value)
	if text == "" {
		return nil
	}
	names := strings.Split(text, ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
	}
	return names
}

// writeRole checks the properties in the server's order, and returns the role
// as it was written, which is not always how it is stored. before is nil for a
// new role.
func (c *call) writeRole(r, before *Role) (Role, error) {
	given := c.params.object("userRole")
	if err := checkEnum(given, "status", "KalturaUserRoleStatus", "1", "2", "3"); err != nil {
		return Role{}, err
	}
	if given.has("systemName__null") {
		return Role{}, internalError() // `userRole_update_systemname_null_suffix`
	}
	if given.has("name") && given.text("name") == "" {
		return Role{}, newError("PROPERTY_VALIDATION_MIN_LENGTH", `The property "KalturaUserRole::name" must have a min length of 1 characters`,
			"PROP_NAME", "KalturaUserRole::name", "MIN_LEN", "1")
	}
	changed := *r
	if err := write(&changed, "KalturaUserRole", roleProperties, given); err != nil {
		return Role{}, err
	}
	if err := c.checkRole(&changed); err != nil {
		return Role{}, err
	}
	changed.UpdatedAt = c.now.Unix()
	*r = changed.stored()
	r.late = written(c.server, before)
	return changed, nil
}

// checkRole: names are unique among the account's and the global roles, system
// names among the account's (`userRole_add_name_of_global_role`,
// `userRole_add_systemname_of_global_role`).
func (c *call) checkRole(r *Role) error {
	known := slices.DeleteFunc(c.own().permissions(), func(p Permission) bool { return p.Kind != NormalPermission })
	for _, name := range r.Permissions {
		if name != "" && name != everyPermission && !slices.ContainsFunc(known, func(p Permission) bool { return strings.EqualFold(p.Name, name) }) {
			text := "Permission [" + name + "] was not found for partner [" + itoa(c.session.partnerID) + "]"
			return newError("PERMISSION_NOT_FOUND", text, "ERR_TEXT", text)
		}
	}
	taken := func(same func(ownedRole) bool) bool {
		return slices.ContainsFunc(c.roles(), func(o ownedRole) bool { return o.ID != r.ID && same(o) })
	}
	if taken(func(o ownedRole) bool { return sameText(o.name(), r.name()) }) {
		return newError("ROLE_NAME_ALREADY_EXISTS", "A role with the same name already exists")
	}
	if r.SystemName != "" && taken(func(o ownedRole) bool { return o.owner != 0 && sameText(o.SystemName, r.SystemName) }) {
		return newError("SYSTEM_NAME_ALREADY_EXISTS", "System name ["+r.SystemName+"] already exists", "SYS_NAME", r.SystemName)
	}
	return nil
}

func addUserRole(c *call) (any, error) {
	if !c.params.object("userRole").has("name") {
		return nil, newError("PROPERTY_VALIDATION_CANNOT_BE_NULL", `The property "KalturaUserRole::name" cannot be null`, "PROP_NAME", "KalturaUserRole::name")
	}
	a := c.own()
	r := Role{ID: leadingNumber(c.server.next.id), Status: roleActive, CreatedAt: c.now.Unix()}
	if c.server.next = (identifiers{}); r.ID == 0 {
		r.ID = 1001 // the accounts of a server share one sequence
		for _, account := range c.server.accounts {
			for _, other := range account.Roles {
				r.ID = max(r.ID, other.ID+1)
			}
		}
	}
	shown, err := c.writeRole(&r, nil)
	if err != nil {
		return nil, err
	}
	made := c.roleObject(ownedRole{&shown, a.ID})
	made["systemName"] = shown.SystemName // returned even if unset
	a.Roles = append(a.Roles, r)
	return c.profiled(made), nil
}

func findSeenRole(c *call) (ownedRole, error) { return c.findRoleIn(c.seenRoles()) }

func (c *call) findRoleIn(roles []ownedRole) (ownedRole, error) {
	id := c.params.number("userRoleId", 0)
	if r := find(roles, func(r *ownedRole) bool { return r.ID == id }); r != nil {
		return *r, nil
	}
	return ownedRole{}, invalidObject(itoa(id))
}

// findOwnRole finds a role that can be changed; others are unknown
// (`userRole_update_global`, `userRole_delete_foreign`).
func findOwnRole(c *call) (ownedRole, error) {
	r, err := c.findRoleIn(c.roles())
	if err == nil && r.owner == 0 {
		err = invalidObject(itoa(r.ID))
	}
	return r, err
}

func getUserRole(c *call, r ownedRole) (any, error) { return roleObject(c, r), nil }

func updateUserRole(c *call, r ownedRole) (any, error) {
	before := *r.Role
	shown, err := c.writeRole(r.Role, &before)
	if err != nil {
		return nil, err
	}
	return roleObject(c, ownedRole{&shown, r.owner}), nil
}

// deleteUserRole ignores tokens that name the role
// (`appToken_session_role_deleted_getinfo`), but not users
// (`userRole_delete_in_use_by_user`).
func deleteUserRole(c *call, r ownedRole) (any, error) {
	for _, u := range c.own().Users {
		if slices.Contains(u.Roles, itoa(r.ID)) || r.SystemName != "" && slices.Contains(u.Roles, r.SystemName) {
			return nil, newError("ROLE_IS_BEING_USED", "Role is being used")
		}
	}
	before := *r.Role
	r.Status, r.UpdatedAt, r.late = roleDeleted, c.now.Unix(), written(c.server, &before)
	return roleObject(c, r), nil
}

// roleListing lists own and global roles; systemNameEqual ignores letter case
// (`userRole_list_system_name_case`).
var roleListing = &listing[ownedRole]{
	class: "KalturaUserRoleListResponse", object: roleObject,
	filters: map[string]func(r ownedRole, want string) bool{
		"idEqual":         func(r ownedRole, want string) bool { return r.ID == leadingNumber(want) },
		"nameEqual":       func(r ownedRole, want string) bool { return sameText(r.name(), want) },
		"systemNameEqual": func(r ownedRole, want string) bool { return sameText(r.SystemName, want) },
	},
	orders: map[string]func(a, b ownedRole) int{"": byRoleID, "+id": byRoleID},
}

func byRoleID(a, b ownedRole) int { return cmp.Compare(a.ID, b.ID) }

func listUserRoles(c *call) (any, error) { return roleListing.page(c, c.seenRoles()) }
