// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// watched is an account with holders of each kind.
func watched() kalturatest.Account {
	account := kalturatest.NewAccount(30000301, "Watched")
	account.Roles = []kalturatest.Role{
		{ID: 300, Name: "Secrets", Permissions: []string{"INTEGRATION_BASE"}},
		{ID: 301, Name: "Info", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 302, Name: "Half", Permissions: []string{"Kmc_Read_Only"}},
		{ID: 303, Name: "Other half", Permissions: []string{"KMC_ACCESS"}},
		{ID: 304, Name: "Own", Permissions: []string{"LAB_OWN"}},
		{ID: 305, Name: "Auditor", Permissions: []string{"ADMIN_BASE", "APP_TOKEN_BASE"}},
	}
	account.Permissions = []kalturatest.Permission{{Name: "LAB_OWN"}}
	past, soon, plain := time.Now().Add(-time.Hour).Unix(), time.Now().Add(time.Hour).Unix(), "plain"
	account.AppTokens = []kalturatest.AppToken{
		{ID: "0_none"},
		{ID: "0_info", SessionPrivileges: "setrole:301"},
		{ID: "0_access", SessionPrivileges: "setrole:303"},
		{ID: "0_secrets", SessionPrivileges: "setrole:300"},
		{ID: "0_expired", Expiry: &past},
		{ID: "0_soon", Expiry: &soon},
		{ID: "0_disabled", Disabled: true},
		{ID: "0_plain", SessionUserID: &plain},
	}
	account.Users = []kalturatest.User{
		{ID: "owner@example.com", LoginID: "owner@example.com", Admin: true, Roles: []string{"2"}},
		{ID: "reader", CreatedAt: 1500000000, Roles: []string{"301", "300"}},
		{ID: "halves", Roles: []string{"302", "303"}},
		{ID: "half", Roles: []string{"302"}},
		{ID: "blocked", Blocked: true, Roles: []string{"300"}},
		{ID: "bare", Admin: true},
		{ID: plain},
		{ID: "info", Admin: true, Roles: []string{"301"}},
	}
	return account
}

func TestSecretAccess(t *testing.T) {
	account := watched()
	server := kalturatest.NewServer(t, account)
	server.SetClock(func() time.Time { return time.Now().Add(2 * time.Hour) }) // by which 0_soon has expired
	found, err := newClient(t, server.URL, adminOf(account)).SecretAccess(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for _, role := range found.Roles {
		if role.PartnerID != 0 || role.ID == 2 {
			reasons[fmt.Sprint(role.ID)] = role.Reason
		}
	}
	for _, token := range found.AppTokens {
		reasons[token.ID] = token.Reason
	}
	for _, user := range found.Users {
		reasons[user.ID] = user.Reason
	}
	if len(found.Users) != 4 || found.Users[0].ID != "reader" {
		t.Errorf("found %+v, not each user once, the oldest one first", found.Users)
	}
	want := map[string]string{
		"2": "INTEGRATION_BASE", "300": "INTEGRATION_BASE", "304": "LAB_OWN", "305": "APP_TOKEN_BASE",
		"0_none": kaltura.ReasonNoRole, "0_secrets": "INTEGRATION_BASE", "0_plain": kaltura.ReasonUserNoRole,
		"owner@example.com": "INTEGRATION_BASE", "reader": "INTEGRATION_BASE", "halves": kaltura.ReasonReadsTokens, "bare": kaltura.ReasonNoRole,
	}
	if !maps.Equal(reasons, want) || len(found.Unread) > 0 {
		t.Errorf("found %v, want %v; unread %q", reasons, want, found.Unread)
	}
	wantCount(t, server, "user.list", 8) // once for each role that matters
}

// TestSecretAccess_incomplete: what a session may not read is named, and what it
// can read is found.
func TestSecretAccess_incomplete(t *testing.T) {
	account := watched()
	server := kalturatest.NewServer(t, account)
	for _, test := range []struct {
		permissions []string
		unread      []string
		found       int // app tokens and users
	}{
		{[]string{"ADMIN_BASE", "APP_TOKEN_BASE"}, nil, 7},
		{[]string{"ADMIN_BASE"}, []string{"app tokens"}, 4},
		{[]string{"ACCOUNT_BASE", "APP_TOKEN_BASE"}, []string{"permissions"}, 7},
		{[]string{"APP_TOKEN_BASE"}, []string{"permissions", "roles", "users"}, 1},
		{[]string{"KMC_ACCESS"}, []string{"app tokens", "permissions", "roles", "users"}, 0},
	} {
		server.Update(account.ID, func(a *kalturatest.Account) { a.Roles[1].Permissions = test.permissions })
		ks := server.StartSession(account.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:301"})
		found, err := newClient(t, server.URL, givenKS(ks)).SecretAccess(t.Context())
		got := len(found.AppTokens) + len(found.Users)
		if err != nil || !slices.Equal(found.Unread, test.unread) || got < test.found {
			t.Errorf("%v: %d found, %q unread, %v", test.permissions, got, found.Unread, err)
		}
	}
}

// TestSecretAccess_manyUsers: the limit of users is one for all roles.
func TestSecretAccess_manyUsers(t *testing.T) {
	account := watched()
	for i := range kaltura.MaxObjects {
		account.Users = append(account.Users, kalturatest.User{ID: fmt.Sprintf("user%d", i), Roles: []string{[]string{"300", "305"}[i%2]}, CreatedAt: int64(1700000000 + i)})
	}
	server := kalturatest.NewServer(t, account)
	found, err := newClient(t, server.URL, adminOf(account)).SecretAccess(t.Context())
	if err != nil || len(found.Users) != kaltura.MaxObjects || !slices.Equal(found.Unread, []string{"users"}) {
		t.Errorf("%d users, %q unread, %v", len(found.Users), found.Unread, err)
	}
}

// TestSecretAccess_userUnknown: a token whose user could not be read is missing.
func TestSecretAccess_userUnknown(t *testing.T) {
	account := watched()
	server := kalturatest.NewServer(t, account)
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":"a"}]}`).On("user", "list").For(-1))
	found, err := newClient(t, server.URL, adminOf(account)).SecretAccess(t.Context())
	if err != nil || !slices.Equal(found.Unread, []string{"users"}) {
		t.Errorf("%q unread, %v", found.Unread, err)
	}
}

// TestUsers_filter sends a filter and repeats it, because the server may ignore
// it.
func TestUsers_filter(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	for filter, want := range map[kaltura.UserFilter][2]string{{RoleID: 5}: {"a", "roleIdEqual"}, {Admins: true}: {"b", "isAdminEqual"}} {
		server.Inject(kalturatest.AnswerJSON(`{"totalCount":2,"objects":[{"id":"a","roleIds":"4,5","isAdmin":false,"status":1},{"id":"b","roleIds":"55","isAdmin":true,"status":1}]}`).On("user", "list"))
		if users, err := client.Users(t.Context(), filter); err != nil || len(users) != 1 || users[0].ID != want[0] {
			t.Errorf("%+v: %+v, %v", filter, users, err)
		}
		requests := server.Requests()
		if sent := requests[len(requests)-1].Params["filter"].(map[string]any); sent[want[1]] == nil {
			t.Errorf("%+v: sent %v", filter, sent)
		}
	}
}

// TestUsers_incomplete: a user of whom it is not known whether they are an
// administrator or blocked, or what the ID is, would be missing from those who reach the secrets.
func TestUsers_incomplete(t *testing.T) {
	for _, user := range []string{`"id":"a","isAdmin":true`, `"id":"a","status":1`, `"isAdmin":true,"status":1`} {
		_, client := start(t, adminOf(kalturatest.Acme), kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{`+user+`}]}`).On("user", "list"))
		_, err := client.Users(t.Context(), kaltura.UserFilter{Admins: true})
		wantFailure(t, err, kaltura.UnexpectedAnswer)
	}
}

// TestUsers_manyPages lists more users than the API pages through: 10,000 from
// one start.
func TestUsers_manyPages(t *testing.T) {
	account := kalturatest.NewAccount(30000302, "Many users")
	for i := range 10_600 {
		account.Users = append(account.Users, kalturatest.User{ID: fmt.Sprintf("user%d", i), Admin: true, CreatedAt: int64(1700000000 + i/700)})
	}
	server := kalturatest.NewServer(t, account)
	client := newClient(t, server.URL, adminOf(account))
	users, err := client.Users(t.Context(), kaltura.UserFilter{Admins: true})
	distinct := map[string]bool{}
	for _, user := range users {
		distinct[user.ID] = true
	}
	if err != nil || len(users) != 10_600 || len(distinct) != 10_600 {
		t.Errorf("%d users, %d distinct, %v", len(users), len(distinct), err)
	}
}

// TestTokenReaches_users: one page of users answers for all tokens of a small
// account; of a large one, the others are asked for together, and once more those that are still missing.
func TestTokenReaches_users(t *testing.T) {
	for others, requests := range map[int]int{10: 1, 900: 4} {
		account := kalturatest.NewAccount(30000303, "Users")
		account.Roles = []kalturatest.Role{{ID: 300, Permissions: []string{"ACCOUNT_BASE"}}}
		for i := range others {
			account.Users = append(account.Users, kalturatest.User{ID: fmt.Sprintf("other%d", i)})
		}
		kind := kaltura.SessionTypeUser
		missing := kaltura.AppTokenSettings{SessionUserID: "missing", SessionType: &kind}
		tokens := []kaltura.AppTokenSettings{missing}
		for i := range 50 {
			id := fmt.Sprintf("Job%d@example.com", i)
			if i == 7 {
				id = "Job,7@example.com" // no list can name it
			}
			account.Users = append(account.Users, kalturatest.User{ID: id, Roles: []string{"300"}, CreatedAt: 1800000000})
			tokens = append(tokens, kaltura.AppTokenSettings{SessionUserID: "j" + id[1:]})
		}
		server := kalturatest.NewServer(t, account)
		client := newClient(t, server.URL, adminOf(account))
		reaches, err := client.TokenReaches(t.Context(), append(tokens, missing), nil)
		if err != nil || slices.ContainsFunc(reaches, func(r kaltura.Reach) bool { return r.Verdict != kaltura.ReachesNothing }) {
			t.Errorf("%d others: %v, %v", others, reaches, err)
		}
		wantCount(t, server, "user.list", requests)
	}
}
