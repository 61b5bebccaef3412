// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func fullRole() kaltura.UserRoleSettings {
	return kaltura.UserRoleSettings{
		Name: "CI", SystemName: "CI_ROLE", Description: "for the\npipeline", PermissionNames: []string{"INTEGRATION_BASE", "ACCOUNT_BASE"},
	}
}

func TestUserRole_life(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Acme))
	made, err := client.AddUserRole(t.Context(), fullRole())
	if err != nil || !reflect.DeepEqual(made.UserRoleSettings, fullRole()) || made.PartnerID != kalturatest.Acme.ID {
		t.Fatalf("%v: %+v", err, made)
	}
	bare := kaltura.UserRoleSettings{Name: "CI 2", PermissionNames: []string{"ACCOUNT_BASE"}}
	for _, step := range [][2]kaltura.UserRoleSettings{{fullRole(), bare}, {bare, fullRole()}, {fullRole(), fullRole()}} {
		updated, err := client.UpdateUserRole(t.Context(), made.ID, step[0], step[1])
		if err != nil || !reflect.DeepEqual(updated.UserRoleSettings, step[1]) {
			t.Errorf("%v: %+v", err, updated)
		}
		if read, err := client.UserRole(t.Context(), made.ID); err != nil || !reflect.DeepEqual(read, updated) {
			t.Errorf("%v: read %+v", err, read)
		}
	}
	for range 2 {
		if err := client.DeleteUserRole(t.Context(), made.ID); err != nil {
			t.Error(err)
		}
	}
	_, err = client.UserRole(t.Context(), made.ID)
	wantFailure(t, err, kaltura.RoleGone)
	_, err = client.UpdateUserRole(t.Context(), 2, fullRole(), bare)
	wantFailure(t, err, kaltura.RoleGone)
}

func TestUserRole_refusals(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	role := func(name, systemName string, permissions ...string) kaltura.UserRoleSettings {
		return kaltura.UserRoleSettings{Name: name, SystemName: systemName, PermissionNames: permissions}
	}
	for _, test := range []struct {
		settings kaltura.UserRoleSettings
		want     kaltura.Failure
	}{
		{role("VIEWER_ROLE", ""), kaltura.RoleNameTaken},
		{role("Publisher Administrator", ""), kaltura.RoleNameTaken},
		{role("new", "VIEWER_ROLE"), kaltura.RoleSystemNameTaken},
		{role("new", "", "NO_SUCH"), kaltura.PermissionUnknown},
	} {
		_, err := client.AddUserRole(t.Context(), test.settings)
		wantFailure(t, err, test.want)
	}
	wantFailure(t, client.DeleteUserRole(t.Context(), 102), kaltura.RoleInUse)
	viewer := newClient(t, server.URL, loginOf(kalturatest.Viewer))
	_, err := viewer.AddUserRole(t.Context(), role("x", ""))
	wantFailure(t, err, kaltura.ActionForbidden)
}

func TestUserRoles_finds(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	for _, test := range []struct {
		filter kaltura.UserRoleFilter
		id     int64
	}{
		{kaltura.UserRoleFilter{ID: 102}, 102},
		{kaltura.UserRoleFilter{ID: 2}, 2},
		{kaltura.UserRoleFilter{SystemName: "viewer_role"}, 102},
		{kaltura.UserRoleFilter{Name: "Publisher Administrator"}, 2},
		{kaltura.UserRoleFilter{Name: "publisher administrator"}, 0},
		{kaltura.UserRoleFilter{ID: 99}, 0},
	} {
		roles, err := client.UserRoles(t.Context(), test.filter)
		if err != nil || (len(roles) == 1) != (test.id != 0) || test.id != 0 && roles[0].ID != test.id {
			t.Errorf("%+v: %v, %+v", test.filter, err, roles)
		}
	}
	// The client rejects the answer of a server that ignores the filter.
	for _, filter := range []kaltura.UserRoleFilter{{ID: 102}, {SystemName: "VIEWER_ROLE"}, {Name: "Viewer"}} {
		server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":7,"name":"x","systemName":"y"}]}`))
		if roles, err := client.UserRoles(t.Context(), filter); err != nil || len(roles) != 0 {
			t.Errorf("%+v: %v, %+v", filter, err, roles)
		}
	}
}

// TestPermissions: one request answers all callers.
func TestPermissions(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	for range 2 {
		known, err := client.Permissions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]kaltura.Permission{
			"kmc_read_only": {Name: "KMC_READ_ONLY", Label: "KMC read only access", Type: kaltura.PermissionNormal, Requires: []string{"KMC_ACCESS"}},
			"FEATURE_LIKE":  {Name: "FEATURE_LIKE", Label: "Like", Description: "Like", Type: kaltura.PermissionFeature},
		} {
			if got, _ := known.Named(name); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if _, exists := known.Named("NO_SUCH"); exists {
			t.Error("a permission that does not exist is known")
		}
	}
	wantCount(t, server, "permission.list", 1)
}

// TestPermissions_own: a permission of the account is told from its features, and
// remembered beside the API's own one of that name.
func TestPermissions_own(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Acme), kalturatest.AnswerJSON(`{"totalCount":4,"objects":[
		{"name":"OWN","type":1,"status":1,"partnerId":30000001,"description":"a\nb"},
		{"name":"FEATURE_OWN","type":2,"status":2,"partnerId":30000001},
		{"name":"Twice","type":1,"status":1,"partnerId":30000001,"friendlyName":"of the account"},
		{"name":"TWICE","type":1,"status":1,"partnerId":0,"friendlyName":"of the API"}]}`))
	known, err := client.Permissions(t.Context())
	want := kaltura.Permissions{
		"OWN":         {Name: "OWN", Description: "a\nb", Type: kaltura.PermissionNormal, Own: true},
		"FEATURE_OWN": {Name: "FEATURE_OWN", Type: kaltura.PermissionFeature, Blocked: true},
		"TWICE":       {Name: "TWICE", Label: "of the API", Type: kaltura.PermissionNormal, Own: true},
	}
	if err != nil || !reflect.DeepEqual(known, want) {
		t.Errorf("%+v, %v", known, err)
	}
}

// TestRolesNamed: one request answers all callers, what the client changes is
// seen, and what somebody else makes is found if it is asked for.
func TestRolesNamed(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	named := func(reference string, fresh bool, want ...int64) {
		t.Helper()
		roles, err := client.RolesNamed(t.Context(), reference, fresh)
		var got []int64
		for _, role := range roles {
			got = append(got, role.ID)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: roles %v, want %v, %v", reference, got, want, err)
		}
	}
	for _, err := range parallel(20, func() error {
		_, err := client.RolesNamed(t.Context(), "102", false)
		return err
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	named("102", true, 102)
	named("viewer_role", true, 102)
	named("Publisher Administrator", true, 2)
	named("nobody", true)
	named("VIEWER_ROLE ", true, 102)
	wantCount(t, server, "userRole.list", 2)
	made, err := client.AddUserRole(t.Context(), fullRole())
	if err != nil {
		t.Fatal(err)
	}
	named("ci_role", false, made.ID)
	if err := client.DeleteUserRole(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	named("CI_ROLE", false)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 150, SystemName: "NEW"})
	})
	named("NEW", false)
	named("NEW", true, 150)
	named("150", false, 150)
	before := kaltura.UserRoleSettings{Name: "Viewer", SystemName: "VIEWER_ROLE"}
	after := before
	after.SystemName = "WATCHER"
	if _, err := client.UpdateUserRole(t.Context(), 102, before, after); err != nil {
		t.Fatal(err)
	}
	named("102", false, 102)
	named("watcher", false, 102)
	named("VIEWER_ROLE", false)
	// The last role of a KS counts, and only a system name can mean several.
	for privileges, want := range map[string]int{"setrole:2,setrole:watcher": 1, "setrole:watcher,setrole:2": 0, "setrole:102": 0} {
		if roles, err := client.RolesOfSession(t.Context(), strings.Split(privileges, ",")); err != nil || len(roles) != want {
			t.Errorf("%s: %+v, %v", privileges, roles, err)
		}
	}
}

// TestAppTokensOf: the tokens are listed once, one that the client changes has
// its role once, one that it deletes no longer has it, and one without a role has
// none that has no system name.
func TestAppTokensOf(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.AppTokens = append(a.AppTokens, kalturatest.AppToken{ID: "0_norole00"})
	})
	if tokens, err := client.AppTokensOf(t.Context(), kaltura.UserRole{ID: 150}); err != nil || len(tokens) != 0 {
		t.Errorf("%+v, %v", tokens, err)
	}
	from, to := kaltura.AppTokenSettings{}, kaltura.AppTokenSettings{Description: "changed"}
	if _, err := client.UpdateAppToken(t.Context(), kalturatest.TokenWithoutSecrets.ID, from, to); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		tokens, err := client.AppTokensOf(t.Context(), kaltura.UserRole{UserRoleSettings: kaltura.UserRoleSettings{SystemName: "ACCOUNT_ONLY_ROLE"}})
		if err != nil || len(tokens) != want || want == 1 && tokens[0].Description != "changed" {
			t.Errorf("%+v, want %d, as changed: %v", tokens, want, err)
		}
		if err := client.DeleteAppToken(t.Context(), strings.ToUpper(kalturatest.TokenWithoutSecrets.ID)); err != nil {
			t.Fatal(err)
		}
	}
	wantCount(t, server, "appToken.list", 1)
}

// TestOwnRolePages deletes roles of the first page after it was read. Kaltura's
// own roles are left out, and every other role is listed once.
func TestOwnRolePages(t *testing.T) {
	for _, test := range []struct{ deleted, requests int }{{0, 4}, {1, 6}, {470, 5}} {
		account := kalturatest.NewAccount(30000099, "Many Roles")
		for id := range int64(1600) {
			account.Roles = append(account.Roles, kalturatest.Role{ID: 1000 + id, SystemName: "ROLE_" + strconv.FormatInt(id, 10)})
		}
		server := kalturatest.NewServer(t, account)
		var ids []int64
		for page, err := range newClient(t, server.URL, adminOf(account)).OwnRolePages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if len(ids) == 0 {
				server.Update(account.ID, func(a *kalturatest.Account) { a.Roles = a.Roles[test.deleted:] })
			}
			for _, role := range page {
				ids = append(ids, role.ID)
			}
		}
		if len(ids) != 1600 || !slices.IsSorted(ids) || len(slices.Compact(ids)) != 1600 {
			t.Errorf("%d deleted: %d roles", test.deleted, len(ids))
		}
		wantCount(t, server, roles, test.requests)
	}
}
