// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"slices"
)

// RoleReach says whether a role with these permissions reaches the account's
// secrets, asking for permissions only if the names do not decide.
func (c *Client) RoleReach(ctx context.Context, permissionNames []string) (Reach, error) {
	if reach := ReachOfPermissions(permissionNames, nil); reach.Verdict != ReachUnknown {
		return reach, nil
	}
	permissions, err := readable(c.Permissions(ctx))
	return ReachOfPermissions(permissionNames, permissions), err
}

// TokenReaches says which of the app tokens reach the account's secrets. It
// reads what decides, once for all tokens and callers. planned has the
// permissions that roles are about to have, by ID.
func (c *Client) TokenReaches(ctx context.Context, tokens []AppTokenSettings, planned map[int64][]string) ([]Reach, error) {
	var access Access
	judge := func() (reaches []Reach, open bool) {
		for _, token := range tokens {
			reaches = append(reaches, access.TokenReach(token))
		}
		return reaches, slices.ContainsFunc(reaches, func(r Reach) bool { return r.Verdict == ReachUnknown })
	}
	for _, read := range []func() error{
		func() (err error) {
			access.Users, err = c.usersOf(ctx, tokens)
			return err
		},
		func() (err error) {
			access.Roles, err = readable(c.Roles(ctx))
			access.Roles = plannedRoles(access.Roles, planned)
			return err
		},
		func() (err error) {
			access.Permissions, err = readable(c.Permissions(ctx))
			return err
		},
	} {
		reaches, open := judge()
		if !open {
			return reaches, nil
		}
		if err := read(); err != nil {
			return nil, err
		}
	}
	reaches, _ := judge()
	return reaches, nil
}

// usersOf finds the fixed users of tokens without a role.
func (c *Client) usersOf(ctx context.Context, tokens []AppTokenSettings) (map[string]*User, error) {
	var ids []string
	for _, token := range tokens {
		if token.role().kind == noRole && fixesUser(token.SessionUserID) {
			ids = append(ids, token.SessionUserID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return readable(c.usersByID(ctx, ids))
}

func plannedRoles(roles []UserRole, planned map[int64][]string) []UserRole {
	if len(planned) == 0 {
		return roles
	}
	roles = slices.Clone(roles)
	for i := range roles {
		if names, isPlanned := planned[roles[i].ID]; isPlanned {
			roles[i].PermissionNames = names
		}
	}
	return roles
}

// readable drops the failure of a list that the session may not read, which has
// no value then.
func readable[T any](value T, err error) (T, error) {
	if isUnreadable(err) {
		err = nil
	}
	return value, err
}
