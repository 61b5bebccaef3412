// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// User is a user of one account. A LoginID can occur in several accounts, with
// the same password (`user_loginByLoginId_multi_without_partner`).
type User struct {
	ID              string
	LoginID         string // email address; empty: the user cannot log in
	Password        string
	PasswordExpired bool // `user_loginByLoginId_expired_password`
	TOTPSeed        string
	Admin           bool
	Owner           bool // isAccountOwner
	Blocked         bool
	Roles           []string // system names or IDs of roles
	Email           string   // of a user that cannot log in
	FullName        string
	// CreatedAt and LastLogin are Unix seconds; LastLogin is 0 before the first
	// login.
	CreatedAt, LastLogin int64
}

func (u *User) created() int64 { return cmp.Or(u.CreatedAt, fixtureTime) }

func (u *User) status() int {
	if u.Blocked {
		return 0
	}
	return 1
}

// nobody is the user that every account lists for sessions without a user
// (`user_list_default`).
const nobody = "0"

// users are the users that an account lists.
func (a *Account) users() (all []*User) {
	if find(a.Users, func(u *User) bool { return u.ID == nobody }) == nil {
		all = append(all, &User{ID: nobody, FullName: nobody, CreatedAt: a.CreatedAt.Unix()})
	}
	for i := range a.Users {
		all = append(all, &a.Users[i])
	}
	return all
}

func userObject(c *call, u *User) object {
	var ids, names []string
	for _, r := range c.own().userRoles(u) {
		ids, names = append(ids, itoa(r.ID)), append(names, r.name())
	}
	return c.profiled(object{
		"objectType": "KalturaUser", "id": u.ID, "partnerId": c.session.partnerID, "status": u.status(),
		"email": orNil(cmp.Or(u.LoginID, u.Email)), "fullName": u.FullName, "createdAt": u.created(), "updatedAt": u.created(),
		"lastLoginTime": orNil(u.LastLogin), "isAdmin": u.Admin, "isAccountOwner": u.Owner, "loginEnabled": u.LoginID != "",
		"roleIds": strings.Join(ids, ","), "roleNames": strings.Join(names, ","),
	})
}

// foundUser is a user with its position and the IDs of its roles.
type foundUser struct {
	*User
	index int
	roles []string
}

func truth(want string) bool { return leadingNumber(want) == 1 || want == "true" }

var userListing = &listing[foundUser]{
	class: "KalturaUserListResponse", object: func(c *call, u foundUser) object { return userObject(c, u.User) },
	filters: map[string]func(u foundUser, want string) bool{
		"idEqual":           func(u foundUser, want string) bool { return strings.EqualFold(u.ID, want) },
		"idIn":              func(u foundUser, want string) bool { return containsFold(strings.Split(want, ","), u.ID) },
		"isAdminEqual":      func(u foundUser, want string) bool { return u.Admin == truth(want) },
		"loginEnabledEqual": func(u foundUser, want string) bool { return (u.LoginID != "") == truth(want) },
		"statusEqual":       func(u foundUser, want string) bool { return int64(u.status()) == leadingNumber(want) },
		"statusIn": func(u foundUser, want string) bool {
			return containsFold(strings.Split(want, ","), itoa(int64(u.status())))
		},
		"roleIdEqual":                 func(u foundUser, want string) bool { return slices.Contains(u.roles, want) },
		"createdAtGreaterThanOrEqual": func(u foundUser, want string) bool { return u.created() >= leadingNumber(want) },
		"createdAtLessThanOrEqual":    func(u foundUser, want string) bool { return u.created() <= leadingNumber(want) },
	},
	orders: map[string]func(a, b foundUser) int{
		"": func(a, b foundUser) int { return cmp.Compare(a.index, b.index) },
		"+createdAt": func(a, b foundUser) int {
			return cmp.Or(cmp.Compare(a.created(), b.created()), cmp.Compare(a.index, b.index))
		},
		"-createdAt": func(a, b foundUser) int {
			return cmp.Or(cmp.Compare(b.created(), a.created()), cmp.Compare(a.index, b.index))
		},
		"+id": func(a, b foundUser) int { return strings.Compare(a.ID, b.ID) },
		"-id": func(a, b foundUser) int { return strings.Compare(b.ID, a.ID) },
	},
}

// Limits of the search behind user.list.
const (
	maxUsersByID = 1000  // what an order by ID finds (`user_list_many_order_id`)
	maxMatches   = 10000 // how far pages reach
)

func listUsers(c *call) (any, error) {
	a, pager := c.own(), c.params.object("pager")
	size := min(pager.number("pageSize", defaultPageSize), maxPageSize)
	if (pager.number("pageIndex", 1)-1)*size >= maxMatches {
		return nil, newError("QUERY_EXCEEDED_MAX_MATCHES_ALLOWED", "Unable to generate list. max matches value was reached")
	}
	var all []foundUser
	for i, u := range a.users() {
		found := foundUser{User: u, index: i}
		for _, r := range a.userRoles(u) {
			found.roles = append(found.roles, itoa(r.ID))
		}
		all = append(all, found)
	}
	if order := c.params.object("filter").text("orderBy"); strings.HasSuffix(order, "id") {
		return userListing.capped(c, all, maxUsersByID)
	}
	return userListing.page(c, all)
}

// findUserByID ignores letter case (`user_get_case`).
func findUserByID(c *call) (*User, error) {
	id := c.params.text("userId")
	for _, u := range c.own().users() {
		if strings.EqualFold(u.ID, id) {
			return u, nil
		}
	}
	return nil, newError("INVALID_USER_ID", "Invalid user id")
}

func getUser(c *call, u *User) (any, error) { return userObject(c, u), nil }

var userProperties = []property[User]{
	{"fullName", func(u *User, value *string) { u.FullName, _ = textOf(value) }},
	{"isAdmin", func(u *User, value *string) { text, _ := textOf(value); u.Admin = truth(text) }},
	{"loginEnabled", func(*User, *string) {}},
	{"email", func(u *User, value *string) { u.LoginID, _ = textOf(value) }},
	{"password", func(u *User, value *string) { u.Password, _ = textOf(value) }},
	{"roleIds", func(u *User, value *string) {
		text, _ := textOf(value)
		u.Roles = strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
	}},
}

// addUser is user.add. A user with an email address can log in.
func addUser(c *call) (any, error) {
	given := maps.Clone(c.params.object("user"))
	u := User{ID: given.text("id"), CreatedAt: c.now.Unix()}
	if a := c.own(); a.findUser(u.ID) != nil {
		return nil, newError("DUPLICATE_USER_BY_ID", "User with id ["+u.ID+"] already exists in system", "USER_ID", u.ID)
	}
	delete(given, "id")
	if err := write(&u, "KalturaUser", userProperties, given); err != nil {
		return nil, err
	}
	c.own().Users = append(c.own().Users, u)
	return userObject(c, &u), nil
}

func updateUser(c *call, u *User) (any, error) {
	if err := write(u, "KalturaUser", userProperties, c.params.object("user")); err != nil {
		return nil, err
	}
	return userObject(c, u), nil
}

// deleteUser also deletes the user's app tokens, but not the sessions that were
// started with them (`user_delete_of_app_token_user`,
// `appToken_get_user_deleted`).
func deleteUser(c *call, u *User) (any, error) {
	a, shown := c.own(), userObject(c, u)
	for i := range a.AppTokens {
		if t := &a.AppTokens[i]; t.SessionUserID != nil && strings.EqualFold(*t.SessionUserID, u.ID) {
			t.Deleted = true
		}
	}
	a.Users = slices.DeleteFunc(a.Users, func(other User) bool { return other.ID == u.ID })
	if _, shows := shown["status"]; shows {
		shown["status"] = 2
	}
	return shown, nil
}
