// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestReach: what each permission opens alone, and the pairs that open more, as
// they were tried on a real server.
func TestReach(t *testing.T) {
	const tokens = "reads app tokens"
	opens := map[string][]string{
		integrationBase: {readsSecrets}, "APP_TOKEN_BASE": {tokens}, "KMC_READ_ONLY+KMC_ACCESS": {tokens},
		"APP_TOKEN_ADD": {"creates an app token"}, "APP_TOKEN_UPDATE": {"updates its app token"}, "ADMIN_ROLE_UPDATE": {"updates its role"},
		"ADMIN_USER_ADD": {"adds a user"}, "ADMIN_USER_UPDATE": {"updates a user"},
		"ADMIN_PERMISSION_ADD+ADMIN_BASE": {"adds a permission"}, "ADMIN_PERMISSION_ADD": {"adds a permission"}, "ADMIN_PERMISSION_UPDATE": {"updates a permission"},
	}
	combinations := []string{"KMC_READ_ONLY+KMC_ACCESS", "ADMIN_PERMISSION_ADD+ADMIN_BASE", "ADMIN_ROLE_ADD+ADMIN_ROLE_DELETE", "ADMIN_PUBLISHER_MANAGE+ADMIN_BASE"}
	for _, p := range usual {
		if p.Kind == NormalPermission {
			combinations = append(combinations, p.Name)
		}
	}
	account := NewAccount(30000094, "Reached")
	for i, names := range combinations {
		account.Roles = append(account.Roles, Role{ID: 500 + int64(i), Name: names, Permissions: strings.Split(names, "+")})
	}
	s := NewServer(t, account)
	for i, names := range combinations {
		ks := s.StartSession(account.ID, SessionOptions{Type: AdminSession, Privileges: fmt.Sprintf("setrole:%d", 500+i)})
		if got := s.Reach(ks); !slices.Equal(got, opens[names]) {
			t.Errorf("%s: %v, want %v", names, got, opens[names])
		}
	}
	if got := s.Reach(s.StartSession(account.ID, SessionOptions{Type: AdminSession})); !slices.Equal(got, []string{readsSecrets}) {
		t.Errorf("an administrator: %v", got)
	}
}

// TestReach_changesNothing: each way is tried on a copy.
func TestReach_changesNothing(t *testing.T) {
	s := NewServer(t)
	s.Update(Acme.ID, func(a *Account) {
		names := slices.DeleteFunc(a.expand([]string{everyPermission}), func(name string) bool { return name == integrationBase || name[:4] == "FEAT" })
		a.Roles = append(a.Roles, Role{ID: 107, Name: "Almost", Permissions: names})
	})
	before, _ := s.Account(Acme.ID)
	got := s.Reach(s.StartSession(Acme.ID, SessionOptions{Type: AdminSession, Privileges: "setrole:107"}))
	if len(got) != len(ways)-1 {
		t.Errorf("a role with everything but INTEGRATION_BASE: %v", got)
	}
	after, _ := s.Account(Acme.ID)
	if fmt.Sprintf("%+v", before) != fmt.Sprintf("%+v", after) {
		t.Errorf("changed from\n%+v to\n%+v", before, after)
	}
}

func TestReachOfToken(t *testing.T) {
	s := NewServer(t)
	for _, c := range []struct {
		token   AppToken
		reaches bool
	}{
		{TokenSHA256, true},
		{TokenWithoutSecrets, false},
		{TokenUploadOnly, false},
		{AppToken{SessionType: pointer(UserSession)}, true}, // names an administrator
		{AppToken{SessionPrivileges: "setrole:*"}, true},
		{AppToken{SessionPrivileges: "setrole:105"}, false},
		{AppToken{SessionPrivileges: "setrole:106"}, true}, // reads app tokens
		{AppToken{SessionUserID: &Viewer.ID}, false},
		{AppToken{SessionUserID: pointer("plainuser")}, true},
		{AppToken{SessionUserID: pointer("plainuser"), SessionType: pointer(UserSession)}, false},
	} {
		c.token.ID, c.token.Token = "0_held", "fa4e70"
		if got := s.ReachOfToken(Acme.ID, c.token); (len(got) > 0) != c.reaches {
			t.Errorf("%+v: %v", c.token, got)
		}
	}
}
