// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"slices"
	"strings"
)

func init() {
	for _, a := range []*action{
		{name: "add", run: addUserRole, anyOf: []string{"ADMIN_ROLE_ADD"}, params: []param{must("userRole")}},
		{name: "get", run: getUserRole, anyOf: []string{"ADMIN_BASE", "KMC_READ_ONLY"}, params: []param{must("userRoleId")}},
		{name: "update", run: updateUserRole, anyOf: []string{"ADMIN_ROLE_UPDATE"}, params: []param{must("userRoleId"), must("userRole")}},
		{name: "delete", run: deleteUserRole, anyOf: []string{"ADMIN_ROLE_DELETE"}, params: []param{must("userRoleId")}},
		{name: "list", run: listUserRoles, anyOf: []string{"ADMIN_BASE", "ACCOUNT_BASE"}},
	} {
		a.service, a.needsKS = "userRole", true
		register(a)
	}
}

var roleProperties = []writable[Role]{
	{"name", func(r *Role, value *string) { r.Name, _ = textOf(value) }},
	{"systemName", func(r *Role, value *string) { r.SystemName, _ = textOf(value) }},
	{"description", func(r *Role, value *string) { r.Description = value }},
	{"tags", func(r *Role, value *string) { r.Tags = value }},
	{"status", func(r *Role, value *string) { text, _ := textOf(value); r.Status = int(leadingNumber(text)) }},
	{"permissionNames", func(r *Role, value *string) { r.Permissions = storedPermissions(value) }},
}

// storedPermissions: spaces after commas vanish, duplicates and a trailing
// comma stay (`userRole_add_permission_spaces`, `_duplicate`, `_trailing_comma`).
func storedPermissions(value *string) []string {
	text, _ := textOf(value)
	if text == "" {
		return nil
	}
	names := strings.Split(text, ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
	}
	if slices.Contains(names, everyPermission) {
		return allPermissions // this day's list, which does not grow
	}
	return names
}

// writeRole checks what is written in the server's order.
func (c *call) writeRole(r *Role) error {
	given := c.params.object("userRole")
	if err := checkEnum(given, "status", "KalturaUserRoleStatus", "1", "2", "3"); err != nil {
		return err
	}
	if given.has("systemName__null") {
		return newError("INTERNAL_SERVERL_ERROR", "Internal server error occurred") // `userRole_update_systemname_null_suffix`
	}
	if given.has("name") && given.text("name") == "" {
		return newError("PROPERTY_VALIDATION_MIN_LENGTH", `The property "KalturaUserRole::name" must have a min length of 1 characters`,
			"PROP_NAME", "KalturaUserRole::name", "MIN_LEN", "1")
	}
	changed := *r
	if err := write(&changed, "KalturaUserRole", roleProperties, given); err != nil {
		return err
	}
	if err := c.checkRole(&changed); err != nil {
		return err
	}
	changed.UpdatedAt = c.now.Unix()
	*r = changed
	return nil
}

// checkRole: names are unique among the account's and the global roles, system
// names among the account's (`userRole_add_name_of_global_role`,
// `userRole_add_systemname_of_global_role`).
func (c *call) checkRole(r *Role) error {
	a := c.own()
	everything := slices.Equal(r.Permissions, allPermissions)
	for _, name := range r.Permissions {
		if name != "" && !everything && !isPermission(name) {
			text := "Permission [" + name + "] was not found for partner [" + itoa(a.ID) + "]"
			return newError("PERMISSION_NOT_FOUND", text, "ERR_TEXT", text)
		}
	}
	taken := func(roles []Role, same func(*Role) bool) bool {
		return slices.ContainsFunc(roles, func(o Role) bool { return o.ID != r.ID && o.Status != roleDeleted && same(&o) })
	}
	sameName := func(o *Role) bool { return strings.EqualFold(o.name(), r.name()) }
	switch {
	case taken(a.Roles, sameName) || taken(globalRoles, sameName):
		return newError("ROLE_NAME_ALREADY_EXISTS", "A role with the same name already exists")
	case r.SystemName != "" && taken(a.Roles, func(o *Role) bool { return strings.EqualFold(o.SystemName, r.SystemName) }):
		return newError("SYSTEM_NAME_ALREADY_EXISTS", "System name ["+r.SystemName+"] already exists", "SYS_NAME", r.SystemName)
	}
	return nil
}

func (c *call) own() *Account { return c.server.accounts[c.session.partnerID] }

// maxRoleName is where the database cuts a name without a word.
const maxRoleName = 100

func addUserRole(c *call) (any, error) {
	given := c.params.object("userRole")
	if !given.has("name") {
		return nil, newError("PROPERTY_VALIDATION_CANNOT_BE_NULL", `The property "KalturaUserRole::name" cannot be null`, "PROP_NAME", "KalturaUserRole::name")
	}
	a := c.own()
	r := Role{ID: c.server.newRoleID(a), Status: roleActive, CreatedAt: c.now.Unix()}
	if err := c.writeRole(&r); err != nil {
		return nil, err
	}
	o := r.object(a.ID)
	o.set("systemName", r.SystemName) // shown even where it is not set
	r.Name = r.Name[:min(len(r.Name), maxRoleName)]
	a.Roles = append(a.Roles, r)
	return c.profiled(o), nil
}

func (s *Server) newRoleID(a *Account) int64 {
	if s.next.id != "" {
		return leadingNumber(s.newIdentifiers().id)
	}
	id := int64(1000)
	for _, r := range a.Roles {
		id = max(id, r.ID)
	}
	return id + 1
}

// ownRole finds a role that may be changed; others count as unknown
// (`userRole_update_global`, `userRole_delete_foreign`).
func (c *call) ownRole() (*Role, error) {
	id := itoa(c.params.number("userRoleId", 0))
	r := c.own().findRole(id)
	if r == nil || itoa(r.ID) != id || !slices.ContainsFunc(c.own().Roles, func(o Role) bool { return o.ID == r.ID }) {
		return nil, invalidObject(id)
	}
	return r, nil
}

func getUserRole(c *call) (any, error) {
	id := c.params.number("userRoleId", 0)
	for owner, roles := range map[int64][]Role{c.session.partnerID: c.own().Roles, 0: globalRoles} {
		for _, r := range roles {
			if r.ID == id && r.Status != roleDeleted {
				return c.profiled(r.object(owner)), nil
			}
		}
	}
	return nil, invalidObject(itoa(id))
}

func updateUserRole(c *call) (any, error) {
	r, err := c.ownRole()
	if err != nil {
		return nil, err
	}
	if err := c.writeRole(r); err != nil {
		return nil, err
	}
	return c.profiled(r.object(c.session.partnerID)), nil
}

// deleteUserRole does not mind tokens that name the role
// (`appToken_session_role_deleted_getinfo`), only users
// (`userRole_delete_in_use_by_user`).
func deleteUserRole(c *call) (any, error) {
	r, err := c.ownRole()
	if err != nil {
		return nil, err
	}
	for _, u := range c.own().Users {
		if slices.Contains(u.Roles, itoa(r.ID)) || r.SystemName != "" && slices.Contains(u.Roles, r.SystemName) {
			return nil, newError("ROLE_IS_BEING_USED", "Role is being used")
		}
	}
	r.Status, r.UpdatedAt = roleDeleted, c.now.Unix()
	return c.profiled(r.object(c.session.partnerID)), nil
}

// roleFilters are the properties of KalturaUserRoleFilter that the stand-in
// knows; systemNameEqual ignores letter case (`userRole_list_system_name_case`).
var roleFilters = map[string]func(r *Role, owner int64, want string) bool{
	"idEqual":         func(r *Role, _ int64, want string) bool { return r.ID == leadingNumber(want) },
	"idIn":            func(r *Role, _ int64, want string) bool { return anyText(want, itoa(r.ID)) },
	"nameEqual":       func(r *Role, _ int64, want string) bool { return strings.EqualFold(r.name(), want) },
	"systemNameEqual": func(r *Role, _ int64, want string) bool { return strings.EqualFold(r.SystemName, want) },
	"systemNameIn":    func(r *Role, _ int64, want string) bool { return anyText(want, r.SystemName) },
	"statusEqual":     func(r *Role, _ int64, want string) bool { return itoa(int64(max(r.Status, roleActive))) == want },
	"partnerIdEqual":  func(_ *Role, owner int64, want string) bool { return itoa(owner) == want },
	"tagsMultiLikeOr": func(r *Role, _ int64, want string) bool {
		tags, _ := textOf(r.Tags)
		return strings.Contains(tags, want)
	},
}

// listUserRoles: own and global roles by id.
func listUserRoles(c *call) (any, error) {
	filter := c.params.object("filter")
	owners := map[*Role]int64{}
	var found []*Role
	for owner, roles := range map[int64][]Role{c.session.partnerID: c.own().Roles, 0: globalRoles} {
		for i := range roles {
			r := &roles[i]
			owners[r] = owner
			if r.Status != roleDeleted && matchesRole(r, owner, filter) {
				found = append(found, r)
			}
		}
	}
	slices.SortFunc(found, func(a, b *Role) int {
		if filter.text("orderBy") == "-id" {
			a, b = b, a
		}
		return int(a.ID - b.ID)
	})
	return listed(c, "KalturaUserRoleListResponse", found, func(r *Role) *object { return r.object(owners[r]) }), nil
}

func matchesRole(r *Role, owner int64, filter params) bool {
	for name, matches := range roleFilters {
		if filter.has(name) && !matches(r, owner, filter.text(name)) {
			return false
		}
	}
	return true
}
