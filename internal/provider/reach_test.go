// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// items returns the objects of a computed list.
func items(t *testing.T, list tftypes.Value) (objects []map[string]tftypes.Value) {
	t.Helper()
	var values []tftypes.Value
	if err := list.As(&values); err != nil {
		t.Fatal(err)
	}
	for _, value := range values {
		object := map[string]tftypes.Value{}
		if err := value.As(&object); err != nil {
			t.Fatal(err)
		}
		objects = append(objects, object)
	}
	return objects
}

// verdict is "true", "false" or "null".
func verdict(t *testing.T, value tftypes.Value) string {
	t.Helper()
	var reaches *bool
	switch err := value.As(&reaches); {
	case err != nil:
		t.Fatal(err)
	case reaches == nil:
		return "null"
	}
	return fmt.Sprint(*reaches)
}

// formsOfLimits are privileges as an account's app tokens may have them.
var formsOfLimits = []string{
	"", "sview:*", "*", "all:*", "setrole", "setrole:", "setrole:0", "SetRole:300", "setrole:*", "setrole:300,setrole:*",
	"setrole:300", "setrole:301", "setrole:2", "setrole:0300", "setrole:+301", "setrole:301.0", "setrole: 3e2", "setrole:2e0", "setrole:2:300", "setrole:300:2",
	"setrole:info", "setrole:SECRETS ", "setrole:publisher administrator", "setrole:BULK_LOG_VIEWER", "setrole:TWIN", "setrole:BLOCKED",
	"setrole:9999", "setrole:NOPE", "setrole: INFO", "setrole:null", "setrole:-5", "setrole:300,setrole:301", "setrole:301,setrole:301",
	"*,setrole:300", "setrole:300,all:*", "list:*,setrole:301,edit:1_a",
}

// limited has an app token for each form of limit, fixed user and type.
func limited() kalturatest.Account {
	account := kalturatest.NewAccount(30000095, "Limits")
	account.Roles = []kalturatest.Role{
		{ID: 300, SystemName: "INFO", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 301, SystemName: "SECRETS", Permissions: []string{"INTEGRATION_BASE"}},
		{ID: 302, SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 303, SystemName: "BULK_LOG_VIEWER", Permissions: []string{"INTEGRATION_BASE"}},
		{ID: 305, SystemName: "twin", Permissions: []string{"INTEGRATION_BASE"}},
		{ID: 304, SystemName: "TWIN", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 306, SystemName: "BLOCKED", Status: 2, Permissions: []string{"APP_TOKEN_ADD"}},
		{ID: 307, SystemName: "2e0", Permissions: []string{"ACCOUNT_BASE"}},
	}
	account.Users = []kalturatest.User{
		{ID: "info", Roles: []string{"300"}},
		{ID: "both", Admin: true, Roles: []string{"300", "301"}},
		{ID: "plain"},
		{ID: "admin", Admin: true},
		{ID: "owner", Admin: true, Roles: []string{"2"}},
	}
	admin, user := kalturatest.AdminSession, kalturatest.UserSession
	for _, privileges := range formsOfLimits {
		for _, userID := range []string{"", "info", "both", "plain", "admin", "owner"} {
			if userID != "" && (privileges == "setrole" || privileges == "setrole:" || privileges == "setrole:0") {
				continue // not tried on a real server, and counts as no limit
			}
			if userID != "" && userID != "both" && strings.Contains(privileges, "setrole:") {
				continue // the role comes first
			}
			for _, kind := range []*int{nil, &admin, &user} {
				token := kalturatest.AppToken{
					ID: fmt.Sprintf("0_%08d", len(account.AppTokens)), Token: fmt.Sprintf("fa4e70%026d", len(account.AppTokens)),
					SessionPrivileges: privileges, SessionType: kind,
				}
				if userID != "" {
					token.SessionUserID = &userID
				}
				account.AppTokens = append(account.AppTokens, token)
			}
		}
	}
	return account
}

// TestReachesSecrets_agreesWithTheServer makes an app token of each form of
// limit, signs in with it as every user, in each type and with each role, and
// compares what its holder gets with reaches_secrets.
func TestReachesSecrets_agreesWithTheServer(t *testing.T) {
	t.Parallel()
	account := limited()
	server := kalturatest.NewServer(t, account)
	e := configured(t, administrator(server, account))
	listed := items(t, e.mustRead("kaltura_app_tokens", nil)["app_tokens"])
	if len(listed) != len(account.AppTokens) || len(listed) < 250 {
		t.Fatalf("%d of %d tokens are listed", len(listed), len(account.AppTokens))
	}
	agreed := 0
	for _, object := range listed {
		token := account.AppToken(textOf(t, object["id"]))
		gets := server.ReachOfToken(account.ID, token)
		if got := verdict(t, object["reaches_secrets"]); got != fmt.Sprint(len(gets) > 0) {
			user := "nobody"
			if token.SessionUserID != nil {
				user = *token.SessionUserID
			}
			t.Errorf("%q of user %s, type %v: reaches_secrets is %s, but the holder %v", token.SessionPrivileges, user, token.SessionType, got, gets)
			continue
		}
		agreed++
	}
	t.Logf("%d app tokens: reaches_secrets agrees with what their holders get", agreed)
	if n := server.Count("userRole", "list") + server.Count("permission", "list") + server.Count("user", "list"); n > 3 {
		t.Errorf("it took %d look-ups", n)
	}
}

// rolePermissions are the permissions that a role can have.
func rolePermissions(t *testing.T) (names []string) {
	t.Helper()
	address, err := kaltura.ParseServiceURL(kalturatest.NewServer(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := kaltura.New(kaltura.Config{ServiceURL: address, Credentials: kaltura.AdminSecret{
		PartnerID: kalturatest.Acme.ID, Secret: kaltura.NewSecret(kalturatest.Acme.AdminSecret),
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	known, err := client.Permissions(t.Context())
	if err != nil || len(known) < 200 {
		t.Fatalf("%d permissions, %v", len(known), err)
	}
	for _, permission := range known {
		if permission.Type == kaltura.PermissionNormal {
			names = append(names, permission.Name)
		}
	}
	slices.Sort(names)
	return names
}

// words matches texts that the engine may have wrapped.
func words(texts ...string) *regexp.Regexp {
	for i, text := range texts {
		texts[i] = strings.ReplaceAll(regexp.QuoteMeta(text), " ", `\s+`)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(texts, ".*"))
}

// interesting are the permissions that were found to reach the secrets, alone
// or in a pair, and those next to them.
var interesting = []string{
	"INTEGRATION_BASE", "APP_TOKEN_BASE", "KMC_READ_ONLY", "KMC_ACCESS", "APP_TOKEN_ADD", "APP_TOKEN_UPDATE", "APP_TOKEN_DELETE", "ADMIN_ROLE_ADD",
	"ADMIN_ROLE_UPDATE", "ADMIN_ROLE_DELETE", "ADMIN_USER_ADD", "ADMIN_USER_UPDATE", "ADMIN_USER_DELETE", "ADMIN_PERMISSION_ADD", "ADMIN_PERMISSION_UPDATE",
	"ADMIN_PUBLISHER_MANAGE", "ACCOUNT_BASE", "ADMIN_BASE", "ACCOUNT_UPDATE_SETTINGS", "INTEGRATION_UPDATE_SETTINGS",
}

// TestReachesSecrets_ofPermissions compares reaches_secrets with what the holder
// of a role gets: for each permission alone, and for pairs.
func TestReachesSecrets_ofPermissions(t *testing.T) {
	account := kalturatest.NewAccount(30000096, "Permissions")
	add := func(permissions ...string) {
		account.Roles = append(account.Roles, kalturatest.Role{ID: 1000 + int64(len(account.Roles)), Name: strings.Join(permissions, "+"), Permissions: permissions})
	}
	for _, name := range rolePermissions(t) {
		add(name)
	}
	add("*")
	alone := len(account.Roles)
	for i, one := range interesting {
		for _, other := range interesting[i+1:] {
			add(one, other)
		}
	}
	server := kalturatest.NewServer(t, account)
	e := configured(t, administrator(server, account))
	names, objects, diags := e.query(aRole, nil, 0)
	if len(diags) > 0 || len(names) != len(account.Roles) {
		t.Fatalf("%d roles: %s", len(names), diags)
	}
	for i, object := range objects {
		ks := server.StartSession(account.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:" + textOf(t, object["id"])})
		gets := server.Reach(ks)
		if got := verdict(t, object["reaches_secrets"]); got != fmt.Sprint(len(gets) > 0) {
			t.Errorf("%s: reaches_secrets is %s, but its holder %v", names[i], got, gets)
		}
	}
	t.Logf("%d permissions alone and %d pairs agree", alone, len(names)-alone)
}

// TestReachesSecrets_ofAnOwnPermission: it may contain anything, also if it has
// a name of Kaltura's.
func TestReachesSecrets_ofAnOwnPermission(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	if got := verdict(t, e.mustRead(aRole, arguments{"id": "105"})["reaches_secrets"]); got != "false" {
		t.Errorf("ACCOUNT_BASE: %s", got)
	}
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Permissions = append(a.Permissions, kalturatest.Permission{Name: "ACCOUNT_BASE"}, kalturatest.Permission{Name: "OWN_1234"})
		a.Roles = append(a.Roles, kalturatest.Role{ID: 150, Permissions: []string{"OWN_1234"}})
	})
	e = configured(t, administrator(server, kalturatest.Acme))
	if got := verdict(t, e.mustRead(aRole, arguments{"id": "105"})["reaches_secrets"]); got != "true" {
		t.Errorf("ACCOUNT_BASE with one of the account's own: %s", got)
	}
	// A name could be a secret.
	e.apply(t.Context(), aToken, nil, arguments{"role": "150"}).expectOnly(t, "Kaltura App Token Reaches the Account's Secrets",
		"the permission (not shown), which was created by the account")
	if own := items(t, e.mustRead("kaltura_permissions", arguments{"contains": "own_1234"})["permissions"]); len(own) != 1 || !own[0]["label"].IsNull() {
		t.Errorf("a permission without a label is %v", own)
	}
	// Without permission to list permissions, only some verdicts are certain.
	for id, want := range map[string]string{"105": "null", "104": "true"} {
		viewer := configured(t, withPermissionsAt(server, "ACCOUNT_BASE"))
		if got := verdict(t, viewer.mustRead(aRole, arguments{"id": id})["reaches_secrets"]); got != want {
			t.Errorf("role %s, read without the list of permissions: %s, want %s", id, got, want)
		}
	}
}

// TestReachesSecrets_unread: a session that lists app tokens, but no roles,
// does not know what they reach.
func TestReachesSecrets_unread(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, token := range items(t, configured(t, withPermissionsAt(server, "APP_TOKEN_BASE")).mustRead("kaltura_app_tokens", nil)["app_tokens"]) {
		if got := verdict(t, token["reaches_secrets"]); got != "null" {
			t.Errorf("%s: %s", textOf(t, token["id"]), got)
		}
	}
}
