// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"slices"
)

// SecretAccess lists who can get the secrets of an account, besides those who
// have its secrets already, or a session of one who could.
type SecretAccess struct {
	Roles     []RoleAccess
	AppTokens []TokenAccess
	Users     []UserAccess
	// Unread names the lists that the session may not read, or not to the end:
	// the answer is then incomplete.
	Unread []string
}

// RoleAccess is a role with the reason for [ReachesSecrets].
type RoleAccess struct {
	UserRole
	Reason string
}

// TokenAccess is an app token with the reason for [ReachesSecrets].
type TokenAccess struct {
	AppTokenInfo
	Reason string
}

// UserAccess is a user with the reason for [ReachesSecrets].
type UserAccess struct {
	User
	Reason string
}

// The lists of [SecretAccess.Unread].
const (
	UnreadRoles       = "roles"
	UnreadPermissions = "permissions"
	UnreadAppTokens   = "app tokens"
	UnreadUsers       = "users"
)

// SecretAccess finds all roles, app tokens and users that reach the account's
// secrets, users up to [MaxObjects]. It leaves out tokens that are disabled or
// have expired, and blocked users.
func (c *Client) SecretAccess(ctx context.Context) (SecretAccess, error) {
	var found SecretAccess
	for _, read := range []func(context.Context, *SecretAccess) error{c.rolesThatReach, c.tokensThatReach, c.usersThatReach} {
		if err := read(ctx, &found); err != nil {
			return SecretAccess{}, err
		}
	}
	slices.SortFunc(found.Users, func(a, b UserAccess) int { return a.CreatedAt.Compare(b.CreatedAt) })
	slices.Sort(found.Unread)
	found.Unread = slices.Compact(found.Unread)
	return found, nil
}

// missing records a list that cannot be read.
func (s *SecretAccess) missing(list string, err error) error {
	if isUnreadable(err) {
		s.Unread = append(s.Unread, list)
		return nil
	}
	return err
}

func (c *Client) rolesThatReach(ctx context.Context, found *SecretAccess) error {
	permissions, err := c.Permissions(ctx)
	if err := found.missing(UnreadPermissions, err); err != nil {
		return err
	}
	roles, err := c.Roles(ctx)
	if err := found.missing(UnreadRoles, err); err != nil {
		return err
	}
	for _, role := range roles {
		if reach := ReachOfPermissions(role.PermissionNames, permissions); reach.Verdict == ReachesSecrets {
			found.Roles = append(found.Roles, RoleAccess{role, reach.Reason})
		}
	}
	return nil
}

func (c *Client) tokensThatReach(ctx context.Context, found *SecretAccess) error {
	tokens, err := c.AppTokens(ctx, AppTokenFilter{})
	if err := found.missing(UnreadAppTokens, err); err != nil {
		return err
	}
	var settings []AppTokenSettings
	for _, token := range tokens {
		settings = append(settings, token.AppTokenSettings)
	}
	reaches, err := c.TokenReaches(ctx, settings, nil)
	if err != nil {
		return err
	}
	for i, token := range tokens {
		if reaches[i].Verdict == ReachUnknown && len(found.Unread) == 0 {
			// Roles and permissions were read, so it is the token's user that was not.
			found.Unread = append(found.Unread, UnreadUsers)
		}
		expired := !token.ExpiresAt.IsZero() && !token.ExpiresAt.After(c.clock.server())
		if reaches[i].Verdict == ReachesSecrets && !token.Disabled && !expired {
			found.AppTokens = append(found.AppTokens, TokenAccess{token, reaches[i].Reason})
		}
	}
	return nil
}

// usersThatReach asks for the users of each role that reaches the secrets, and
// for administrators without a role.
func (c *Client) usersThatReach(ctx context.Context, found *SecretAccess) error {
	permissions, err := readable(c.Permissions(ctx))
	if err != nil {
		return err
	}
	roles, err := readable(c.Roles(ctx))
	if err != nil {
		return err
	}
	access := Access{Roles: roles, Permissions: permissions}
	seen, total := map[string]bool{}, amount{most: MaxObjects}
	filters := []UserFilter{{Admins: true}}
	for _, id := range rolesOfReachingUsers(found.Roles, roles) {
		filters = append(filters, UserFilter{RoleID: id})
	}
	for _, filter := range filters {
		users, err := c.Users(ctx, filter)
		if err := found.missing(UnreadUsers, err); err != nil {
			return err
		}
		for _, user := range users {
			reach := access.loginReach(user)
			if reach.Verdict != ReachesSecrets || user.Blocked || seen[user.ID] {
				continue
			}
			if total.add(weightOf(nil, user.ID)); total.exceeded() {
				return found.missing(UnreadUsers, userList.failed(ListTooLong))
			}
			seen[user.ID] = true
			found.Users = append(found.Users, UserAccess{user, reach.Reason})
		}
	}
	return nil
}

// rolesOfReachingUsers returns the IDs of roles whose users may reach the secrets:
// roles that do, and roles that do together with another role of the user.
func rolesOfReachingUsers(reaching []RoleAccess, all []UserRole) []int64 {
	var ids []int64
	for _, role := range reaching {
		ids = append(ids, role.ID)
	}
	for _, role := range all {
		isHalf := slices.ContainsFunc(role.PermissionNames, func(name string) bool { return permissionKey(name) == "KMC_READ_ONLY" })
		if isHalf && !slices.Contains(ids, role.ID) {
			ids = append(ids, role.ID)
		}
	}
	return ids
}

// loginReach is about the sessions that a user gets by signing in, or that a
// site creates for the user: of type admin for administrators.
func (a Access) loginReach(user User) Reach {
	switch {
	case len(user.RoleIDs) > 0:
		return a.rolesReach(user.RoleIDs)
	case user.Admin:
		return Reach{ReachesSecrets, ReasonNoRole}
	}
	return Reach{Verdict: ReachesNothing}
}
