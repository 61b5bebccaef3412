// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import "strings"

// Reach says whether someone can get the account's secrets: read them, or make,
// change or read a credential that can.
type Reach struct {
	Verdict ReachVerdict
	// Reason is the permission or the missing limit that is the reason for
	// ReachesSecrets, such as "INTEGRATION_BASE" or [ReasonNoRole].
	Reason string
}

// ReachVerdict is the answer of a [Reach].
type ReachVerdict int

// ReachUnknown means that the session may not read what decides.
const (
	ReachUnknown ReachVerdict = iota
	ReachesSecrets
	ReachesNothing
)

// The missing limits of a token, user or session.
const (
	ReasonNoRole         = "no role"
	ReasonRoleChosen     = "role chosen by the holder"
	ReasonRoleUnreadable = "unclear role"
	ReasonUserNoRole     = "user without a role"
	// ReasonReadsTokens is a pair of permissions of which neither suffices alone.
	ReasonReadsTokens = "KMC_READ_ONLY with KMC_ACCESS" //nolint:gosec // names of permissions
)

// reachingPermissions each suffice to get the account's secrets (tried one by
// one on a real server).
var reachingPermissions = []string{
	"*", "INTEGRATION_BASE", "APP_TOKEN_BASE", "APP_TOKEN_ADD", "APP_TOKEN_UPDATE", "ADMIN_ROLE_UPDATE",
	"ADMIN_USER_ADD", "ADMIN_USER_UPDATE", "ADMIN_PERMISSION_ADD", "ADMIN_PERMISSION_UPDATE",
}

// ReachOfPermissions says whether a role with these permissions reaches the
// account's secrets. catalog is nil if the session may not read it: the account
// may then have permissions of its own, which may contain anything, also under
// the names of Kaltura's.
func ReachOfPermissions(names []string, catalog Permissions) Reach {
	have := map[string]bool{}
	for _, name := range names {
		have[permissionKey(name)] = true
	}
	for _, name := range reachingPermissions {
		if have[name] {
			return Reach{ReachesSecrets, name}
		}
	}
	if have["KMC_READ_ONLY"] && have["KMC_ACCESS"] {
		return Reach{ReachesSecrets, ReasonReadsTokens}
	}
	if catalog == nil && len(names) > 0 {
		return Reach{}
	}
	for _, name := range names {
		if catalog[permissionKey(name)].Own {
			return Reach{ReachesSecrets, name}
		}
	}
	return Reach{Verdict: ReachesNothing}
}

// permissionKey is a name as the API compares it.
func permissionKey(name string) string { return strings.ToUpper(strings.TrimSpace(name)) }

// Access is what decides who reaches the secrets of an account.
type Access struct {
	// Roles are those of the account and the API's own; nil if the session may
	// not read them.
	Roles []UserRole
	// Permissions is nil if the session may not read them.
	Permissions Permissions
	// Users are by ID in lower case, nil for one that does not exist. The map is
	// nil if the session may not read users.
	Users map[string]*User
}

// TokenReach says whether the holder of an app token reaches the account's
// secrets. Neither the type nor any other privilege than setrole limits a
// session; without a role, a fixed user's roles do.
func (a Access) TokenReach(settings AppTokenSettings) Reach {
	role := settings.role()
	if role.kind == noRole && fixesUser(settings.SessionUserID) {
		return a.userReach(settings.SessionUserID, settings.SessionType)
	}
	return a.roleReach(role)
}

// fixesUser: user 0 is that of sessions without a user, which the API may take
// for none.
func fixesUser(id string) bool { return id != "" && id != "0" }

func (a Access) roleReach(role sessionRole) Reach {
	switch role.kind {
	case noRole, ignoredRole:
		return Reach{ReachesSecrets, ReasonNoRole}
	case chosenRole:
		return Reach{ReachesSecrets, ReasonRoleChosen}
	case unreadableRole:
		return Reach{ReachesSecrets, ReasonRoleUnreadable}
	case namedRole:
		if a.Roles == nil {
			return Reach{}
		}
		if found := role.in(a.Roles); found != nil {
			return ReachOfPermissions(found.PermissionNames, a.Permissions)
		}
	}
	return Reach{Verdict: ReachesNothing}
}

// userReach: a session has the permissions of all roles of its user. Without
// one, it is limited only if its type is fixed to user. The API creates a user
// that does not exist, without a role.
func (a Access) userReach(id string, kind *SessionType) Reach {
	user, known := a.Users[strings.ToLower(id)]
	switch {
	case !known:
		return Reach{}
	case user != nil && len(user.RoleIDs) > 0:
		return a.rolesReach(user.RoleIDs)
	case kind != nil && *kind == SessionTypeUser:
		return Reach{Verdict: ReachesNothing}
	}
	return Reach{ReachesSecrets, ReasonUserNoRole}
}

func (a Access) rolesReach(ids []int64) Reach {
	var all []string
	if a.Roles == nil {
		return Reach{}
	}
	for _, id := range ids {
		role := sessionRole{kind: namedRole, id: id}.in(a.Roles)
		if role == nil {
			return Reach{ReachesSecrets, ReasonRoleUnreadable}
		}
		all = append(all, role.PermissionNames...)
	}
	return ReachOfPermissions(all, a.Permissions)
}

// Limited reports whether the privileges limit the permissions of a session of
// type admin: only a role does.
func Limited(privileges []string) bool {
	switch roleOfKS(privileges).kind {
	case namedRole, emptyRole, refusedRole:
		return true
	}
	return false
}
