// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"reflect"
	"strconv"
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
		{kaltura.RoleReference("102"), 102},
		{kaltura.RoleReference("VIEWER_ROLE"), 102},
		{kaltura.RoleReference("nobody"), 0},
		{kaltura.UserRoleFilter{ID: 99}, 0},
	} {
		roles, err := client.UserRoles(t.Context(), test.filter)
		if err != nil || (len(roles) == 1) != (test.id != 0) || test.id != 0 && roles[0].ID != test.id {
			t.Errorf("%+v: %v, %+v", test.filter, err, roles)
		}
	}
	// The client rejects the answer of a server that ignores the filter.
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":7,"name":"x","systemName":"y"}]}`))
	if roles, err := client.UserRoles(t.Context(), kaltura.RoleReference("VIEWER_ROLE")); err != nil || len(roles) != 0 {
		t.Errorf("%v: %+v", err, roles)
	}
}

func TestPermissions(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Acme))
	known, err := client.Permissions(t.Context(), []string{"kmc_read_only", "adCuePoint.MANAGE", "NO_SUCH", "FEATURE_LIKE"})
	want := map[string][]string{"KMC_READ_ONLY": {"KMC_ACCESS"}, "ADCUEPOINT.MANAGE": {"CONTENT_MANAGE_BASE"}}
	if err != nil || !reflect.DeepEqual(known, want) {
		t.Errorf("%v: %v", err, known)
	}
}

func TestOwnUserRoles_pagesAndLeavesOutKalturasOwn(t *testing.T) {
	account := kalturatest.NewAccount(30000099, "Many Roles")
	for id := range int64(700) {
		account.Roles = append(account.Roles, kalturatest.Role{ID: 1000 + id, SystemName: "ROLE_" + strconv.FormatInt(id, 10)})
	}
	server := kalturatest.NewServer(t, account)
	roles, err := newClient(t, server.URL, adminOf(account)).OwnUserRoles(t.Context())
	if err != nil || len(roles) != 700 || server.Count("userRole", "list") != 2 {
		t.Fatalf("%d roles in %d requests, %v", len(roles), server.Count("userRole", "list"), err)
	}
	for i, role := range roles {
		if role.ID != 1000+int64(i) || role.PartnerID != account.ID {
			t.Fatalf("role %d is %+v", i, role)
		}
	}
}
