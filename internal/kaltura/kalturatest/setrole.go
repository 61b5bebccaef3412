// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// globalRoles are Kaltura's own, which every account has, with the IDs 1 to 23.
var globalRoles = readGlobalRoles()

//go:embed roles.txt
var globalRolesText string

// readGlobalRoles reads lines of system name, name, permissions, tags and
// description.
func readGlobalRoles() (roles []Role) {
	for line := range strings.Lines(globalRolesText) {
		f := strings.Split(strings.TrimSpace(line), "|")
		r := Role{ID: int64(len(roles)) + 1, SystemName: f[0], Name: f[1], Permissions: strings.Split(f[2], ","), Description: &f[4]}
		if f[3] != "" {
			r.Tags = &f[3]
		}
		roles = append(roles, r)
	}
	return roles
}

// The IDs of the global roles that sessions without another role have.
const (
	userSessionRole   = 1
	adminSessionRole  = 2 // "Publisher Administrator"
	widgetSessionRole = 6
)

// numeric is what PHP takes for a number, and the server for an ID
// (`setrole_space_before`).
var numeric = regexp.MustCompile(`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`)

// findRole resolves the value of setrole. A number is an ID, however it is
// written, and never a system name. A system name is compared without letter
// case and trailing spaces (`setrole_system_name_lower`); Kaltura's own roles
// come first (`appToken_session_role_ambiguous_getinfo`), then the account's by
// their ID. Blocked roles still work (`setrole_blocked`); a name is none
// (`setrole_name`).
func (a *Account) findRole(value string) *Role {
	id, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	isID := numeric.MatchString(value)
	matches := func(r *Role) bool {
		if r.Status == roleDeleted {
			return false
		}
		if isID {
			return err == nil && float64(r.ID) == id
		}
		return r.SystemName != "" && sameText(r.SystemName, value)
	}
	if r := find(globalRoles, matches); r != nil {
		return r
	}
	var first *Role
	for i := range a.Roles {
		if r := &a.Roles[i]; matches(r) && (first == nil || r.ID < first.ID) {
			first = r
		}
	}
	return first
}

// sameText compares as the database does.
func sameText(a, b string) bool {
	return strings.EqualFold(strings.TrimRight(a, " "), strings.TrimRight(b, " "))
}

// rolesOf resolves the roles of a session: the setrole privilege, then the roles
// of its user, whatever the type of the session, then the default of its type
// (`partner_getInfo_setrole`, `partner_getInfo_user_ks_for_owner`,
// `partner_getInfo_admin_unknown_user`). No role at all (setrole:null) leaves
// what every session may do.
func (a *Account) rolesOf(k *session) ([]*Role, error) {
	value, _ := k.privilege("setrole")
	value, _, _ = strings.Cut(value, ":")
	if value == "null" {
		return nil, nil
	}
	if value != "" && value != "0" { // `setrole_empty`, `appToken_session_role_0_getinfo`
		if numeric.MatchString(value) && strings.HasPrefix(strings.TrimSpace(value), "-") {
			return nil, newError("INVALID_SET_ROLE", "Invalid set role id")
		}
		r := a.findRole(value)
		if r == nil {
			return nil, invalidObject("N/A")
		}
		return []*Role{r}, nil
	}
	if u := a.findUser(k.userID); u != nil && len(u.Roles) > 0 {
		return a.userRoles(u), nil
	}
	id := userSessionRole
	switch {
	case k.admin():
		id = adminSessionRole
	case k.widget():
		id = widgetSessionRole
	}
	return []*Role{&globalRoles[id-1]}, nil
}

// userRoles are the roles of a user, without deleted ones.
func (a *Account) userRoles(u *User) (roles []*Role) {
	for _, name := range u.Roles {
		if r := a.findRole(name); r != nil {
			roles = append(roles, r)
		}
	}
	return roles
}

// permissionsOf returns the names of the permissions in force for a session
// (`permission_getCurrentPermissions_dotted`). Those of several roles count
// together.
func permissionsOf(a *Account, k *session) ([]string, error) {
	roles, err := a.rolesOf(k)
	var all []string
	for _, r := range roles {
		all = append(all, r.Permissions...)
	}
	if all = a.catalog().inForce(all); len(all) == 0 && len(roles) > 0 {
		all = []string{""} // `permission_getCurrentPermissions_leading_comma`
	}
	return all, err
}

// permits reports whether the session has one of the permissions, or one of the
// account's own with the content of one of them.
func (c *call) permits(anyOf ...string) bool {
	return slices.ContainsFunc(c.permissions, func(name string) bool {
		return containsFold(anyOf, name) || slices.ContainsFunc(anyOf, func(wanted string) bool { return c.own().opens(name, wanted) })
	})
}

func containsFold(list []string, name string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, name) })
}
