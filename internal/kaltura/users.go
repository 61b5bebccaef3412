// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// User is a user of the account (API object KalturaUser). IDs ignore letter case
// and are often email addresses.
type User struct {
	ID      string
	RoleIDs []int64
	// Admin users have sessions of type admin when they sign in.
	Admin bool
	// SignsIn reports whether the user has a password.
	SignsIn   bool
	Blocked   bool
	CreatedAt time.Time
}

func (u User) created() (string, time.Time) { return u.ID, u.CreatedAt }
func (u User) weight() weight               { return weight{items: 1, bytes: len(u.ID) + 8*len(u.RoleIDs)} }

type wireUser struct {
	ID        lenientString `json:"id"`
	RoleIDs   *itemsText    `json:"roleIds"`
	Admin     *lenientBool  `json:"isAdmin"`
	SignsIn   lenientBool   `json:"loginEnabled"`
	Status    *lenientInt   `json:"status"`
	CreatedAt lenientInt    `json:"createdAt"`
}

func (w wireUser) user() User {
	user := User{
		ID: w.ID.plainOrEmpty(oneLine), Admin: bool(*w.Admin), SignsIn: bool(w.SignsIn), Blocked: *w.Status == 0,
		CreatedAt: time.Unix(int64(w.CreatedAt), 0).UTC(),
	}
	for _, text := range w.RoleIDs.names() {
		// A role that cannot be read counts as one that no list has.
		id, _ := strconv.ParseInt(text, 10, 64)
		user.RoleIDs = append(user.RoleIDs, id)
	}
	return user
}

// UserFilter selects users. Deleted ones never appear.
type UserFilter struct {
	// RoleID selects users with this role, among others.
	RoleID int64
	// Admins selects administrators.
	Admins bool
}

// maxUsers limits [Client.Users]. Users are small, and only a few of them become
// values of attributes.
const maxUsers = 2 * MaxObjects

// Users lists users, oldest first (user.list, permission ACCOUNT_BASE or
// ADMIN_BASE). It fails with ListTooLong above twice [MaxObjects].
func (c *Client) Users(ctx context.Context, filter UserFilter) ([]User, error) {
	return wholeList(where(byCreation(ctx, userList, 0, maxUsers, func(since int64, index int) ([]User, error) {
		match := map[string]any{}
		if filter.RoleID != 0 {
			match["roleIdEqual"] = strconv.FormatInt(filter.RoleID, 10)
		}
		if filter.Admins {
			match["isAdminEqual"] = 1
		}
		if since > 0 {
			match["createdAtGreaterThanOrEqual"] = since
		}
		page, err := c.userPage(ctx, match, index)
		return page.users, err
	}), filter.matches))
}

// matches repeats the filter, because the server ignores filters that it does
// not know.
func (f UserFilter) matches(user User) bool {
	return (f.RoleID == 0 || slices.Contains(user.RoleIDs, f.RoleID)) && (!f.Admins || user.Admin)
}

var userList = apiAction{service: "user", name: "list"}

// userPage is a page of users. whole reports that there are no others.
type userPage struct {
	users []User
	whole bool
}

func (p userPage) weight() weight { return objects[User](p.users).weight() }

// userPage orders by time of creation: in the order of IDs, the API silently
// ends a list after 1,000 (wire case user_list_many_order_id).
func (c *Client) userPage(ctx context.Context, match map[string]any, index int) (userPage, error) {
	match["objectType"], match["orderBy"] = "KalturaUserFilter", "+createdAt"
	out, err := readPage[wireUser](ctx, c, userList, match, index)
	if err != nil {
		return userPage{}, err
	}
	var page userPage
	for _, object := range out.Objects {
		// Without these, it would not be known what the user can do.
		if object.ID == "" || object.Admin == nil || object.Status == nil {
			return userPage{}, userList.failed(UnexpectedAnswer)
		}
		page.users = append(page.users, object.user())
	}
	page.whole = len(page.users) < pageSize && index == 1
	return page, nil
}

// usersByID finds users for [Access]. One page, read once for all callers,
// answers for most accounts; others are asked for what the page does not have,
// many at a time.
func (c *Client) usersByID(ctx context.Context, ids []string) (map[string]*User, error) {
	first, err := c.lookUps.firstUsers.get(ctx, c.lookUps.memory, func(ctx context.Context) (userPage, error) {
		return c.userPage(ctx, map[string]any{}, 1)
	})
	if err != nil {
		return nil, err
	}
	found := map[string]*User{}
	take := func(users []User) {
		for _, user := range users {
			found[strings.ToLower(user.ID)] = &user
		}
	}
	take(first.users)
	missing := missingUsers(found, ids)
	if !first.whole {
		for batch := range slices.Chunk(missing, maxUsersAsked) {
			page, err := c.userPage(ctx, map[string]any{"idIn": strings.Join(batch, ",")}, 1)
			if err != nil {
				return nil, err
			}
			take(page.users)
		}
		// Unlike idIn, idEqual certainly ignores letter case.
		for _, id := range missingUsers(found, missing) {
			page, err := c.userPage(ctx, map[string]any{"idEqual": id}, 1)
			if err != nil {
				return nil, err
			}
			take(page.users)
		}
	}
	for _, id := range missingUsers(found, ids) {
		found[strings.ToLower(id)] = nil
	}
	return found, nil
}

const maxUsersAsked = 200

func missingUsers(found map[string]*User, ids []string) []string {
	var missing []string
	for _, id := range ids {
		if _, known := found[strings.ToLower(id)]; !known {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}
