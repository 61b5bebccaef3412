// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// reaching are the permissions whose holder got the account's secrets on a real
// server, where each was tried alone. KMC_READ_ONLY with KMC_ACCESS did as well.
var reaching = []string{
	"*", "INTEGRATION_BASE", "APP_TOKEN_BASE", "APP_TOKEN_ADD", "APP_TOKEN_UPDATE", "ADMIN_ROLE_UPDATE", "ADMIN_USER_ADD",
	"ADMIN_USER_UPDATE", "ADMIN_PERMISSION_ADD", "ADMIN_PERMISSION_UPDATE",
}

// everyPermission returns the names that a role of the account can have.
func everyPermission(t *testing.T) []string {
	t.Helper()
	_, client := start(t, adminOf(kalturatest.Acme))
	known, err := client.Permissions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"*"}
	for _, permission := range known {
		if permission.Type == kaltura.PermissionNormal {
			names = append(names, permission.Name)
		}
	}
	if len(names) < 150 {
		t.Fatalf("only %d permissions", len(names))
	}
	slices.Sort(names)
	return names
}

// shouldReach repeats what was found on the real server for a set of
// permissions of which at most two matter.
func shouldReach(names ...string) bool {
	for _, name := range names {
		if slices.Contains(reaching, name) {
			return true
		}
	}
	return slices.Contains(names, "KMC_READ_ONLY") && slices.Contains(names, "KMC_ACCESS")
}

// TestReachOfPermissions judges each permission alone and each pair.
func TestReachOfPermissions(t *testing.T) {
	names, judged := everyPermission(t), 0
	for i, one := range names {
		for _, other := range names[i:] {
			want := kaltura.ReachesNothing
			if shouldReach(one, other) {
				want = kaltura.ReachesSecrets
			}
			got := kaltura.ReachOfPermissions([]string{" " + strings.ToLower(one), other + " "}, kaltura.Permissions{})
			if got.Verdict != want || (got.Reason != "") != (want == kaltura.ReachesSecrets) {
				t.Errorf("%s and %s: %+v", one, other, got)
			}
			judged++
		}
	}
	t.Logf("%d permissions and pairs", judged)

	own := kaltura.Permissions{"LAB_OWN": {Name: "LAB_OWN", Own: true}, "ACCOUNT_BASE": {Name: "ACCOUNT_BASE", Own: true}}
	for _, test := range []struct {
		names   []string
		catalog kaltura.Permissions
		want    kaltura.Reach
	}{
		{nil, nil, kaltura.Reach{Verdict: kaltura.ReachesNothing}},
		{[]string{"KMC_ACCESS", "lab_own"}, own, kaltura.Reach{Verdict: kaltura.ReachesSecrets, Reason: "lab_own"}},
		{[]string{"ACCOUNT_BASE"}, own, kaltura.Reach{Verdict: kaltura.ReachesSecrets, Reason: "ACCOUNT_BASE"}},
		{[]string{"KMC_ACCESS"}, own, kaltura.Reach{Verdict: kaltura.ReachesNothing}},
		{[]string{"KMC_ACCESS"}, nil, kaltura.Reach{}}, // the account may have its own
		{[]string{"INTEGRATION_BASE"}, nil, kaltura.Reach{Verdict: kaltura.ReachesSecrets, Reason: "INTEGRATION_BASE"}},
		{[]string{"KMC_ACCESS", "ADMIN_PUBLISHER_MANAGE", "KMC_READ_ONLY"}, own, kaltura.Reach{Verdict: kaltura.ReachesSecrets, Reason: kaltura.ReasonReadsTokens}},
	} {
		if got := kaltura.ReachOfPermissions(test.names, test.catalog); got != test.want {
			t.Errorf("%v: %+v, want %+v", test.names, got, test.want)
		}
	}
}

// accessOfTests has powerful roles (2, 20, 40) and harmless ones.
func accessOfTests() kaltura.Access {
	role := func(id, owner int64, systemName string, permissions ...string) kaltura.UserRole {
		return kaltura.UserRole{ID: id, PartnerID: owner, UserRoleSettings: kaltura.UserRoleSettings{SystemName: systemName, PermissionNames: permissions}}
	}
	return kaltura.Access{
		Roles: []kaltura.UserRole{
			role(2, 0, "Publisher Administrator", "*"), role(4, 0, "BULK_LOG_VIEWER", "ACCOUNT_BASE"),
			role(10, 1, "HARMLESS", "ACCOUNT_BASE"), role(20, 1, "POWERFUL", "INTEGRATION_BASE"),
			role(30, 1, "PUBLISHER administrator", "ACCOUNT_BASE"), role(40, 1, "BULK_LOG_VIEWER", "INTEGRATION_BASE"),
			role(51, 1, "TWICE", "INTEGRATION_BASE"), role(50, 1, "twice", "ACCOUNT_BASE"), role(60, 1, "2e0", "ACCOUNT_BASE"),
			role(70, 1, "A/B", "INTEGRATION_BASE"), role(80, 1, "null", "INTEGRATION_BASE"),
			role(91, 1, "", "KMC_READ_ONLY"), role(92, 1, "", "KMC_ACCESS"),
			// Kaltura's own role comes first although its ID does not, in any order of the list.
			role(93, 1, "BEFORE", "INTEGRATION_BASE"), role(95, 0, "BEFORE", "ACCOUNT_BASE"),
			role(96, 0, "AFTER", "ACCOUNT_BASE"), role(94, 1, "AFTER", "INTEGRATION_BASE"), role(97, 1, "SPACES  ", "INTEGRATION_BASE"),
		},
		Permissions: kaltura.Permissions{},
		Users: map[string]*kaltura.User{
			"harmless": {RoleIDs: []int64{10}}, "powerful": {RoleIDs: []int64{10, 20}}, "owner": {RoleIDs: []int64{2}, Admin: true},
			"bare": {}, "admin": {Admin: true}, "halves": {RoleIDs: []int64{91, 92}}, "lost": {RoleIDs: []int64{99}}, "unknown": nil,
		},
	}
}

// TestTokenReach has each form of limit as it was tried on a real server. What
// was not tried counts as no limit.
func TestTokenReach(t *testing.T) {
	const nothing = ""
	user, admin := kaltura.SessionTypeUser, kaltura.SessionTypeAdmin
	for _, test := range []struct {
		privileges string
		userID     string
		kind       *kaltura.SessionType
		reason     string
	}{
		{"setrole:10", "", nil, nothing},
		{"setrole:20", "", nil, "INTEGRATION_BASE"},
		{"setrole:2", "", &user, "*"},
		{"sview:*,setrole:10,disableentitlement", "", nil, nothing},
		// A system name in any letter case: Kaltura's own role, else the lowest ID.
		{"setrole:harmless", "", nil, nothing},
		{"setrole:Powerful", "", nil, "INTEGRATION_BASE"},
		{"setrole:POWERFUL ", "", nil, "INTEGRATION_BASE"},
		{"setrole:publisher administrator", "", nil, "*"},
		{"setrole:BULK_LOG_VIEWER", "", nil, nothing},
		{"setrole:TWICE", "", nil, nothing},
		{"setrole:before", "", nil, nothing},
		{"setrole:AFTER", "", nil, nothing},
		{"setrole:spaces", "", nil, "INTEGRATION_BASE"},
		// Whatever the API takes for a number is an ID.
		{"setrole:02", "", nil, "*"},
		{"setrole:+2", "", nil, "*"},
		{"setrole:2.0", "", nil, "*"},
		{"setrole:2e0", "", nil, "*"},
		{"setrole: 2", "", nil, "*"},
		{"setrole:2 ", "", nil, "*"},
		{"setrole:.2e1", "", nil, "*"},
		{"setrole: 10", "", nil, nothing},
		{"setrole:1e1", "", nil, nothing},
		{"setrole:2:5", "", nil, "*"},
		{"setrole:10:2", "", nil, nothing},
		// No role at all.
		{"", "", nil, kaltura.ReasonNoRole},
		{"", "", &user, kaltura.ReasonNoRole},
		{"", "", &admin, kaltura.ReasonNoRole},
		{"sview:*", "", &user, kaltura.ReasonNoRole},
		{"*", "", nil, kaltura.ReasonNoRole},
		{"all:*", "", nil, kaltura.ReasonNoRole},
		{"setrole", "", nil, kaltura.ReasonNoRole},
		{"setrole:", "", nil, kaltura.ReasonNoRole},
		{"setrole:0", "", nil, kaltura.ReasonNoRole},
		{"SetRole:10", "", nil, kaltura.ReasonNoRole},
		{" setrole:10", "", nil, kaltura.ReasonNoRole},
		{"setrole :10", "", nil, kaltura.ReasonNoRole},
		{"setroles:10", "", nil, kaltura.ReasonNoRole},
		{"*,setrole:10", "", nil, nothing},
		{"setrole:10,all:*", "", nil, nothing},
		// The holder chooses.
		{"setrole:*", "", nil, kaltura.ReasonRoleChosen},
		{"setrole:10,setrole:*", "", nil, kaltura.ReasonRoleChosen},
		{"setrole:10/*", "", nil, kaltura.ReasonRoleChosen},
		{"setrole: *", "", nil, kaltura.ReasonRoleChosen},
		{"setrole:*", "harmless", nil, kaltura.ReasonRoleChosen},
		// Sessions that can do nothing, or that the API refuses.
		{"setrole:null", "", nil, nothing},
		{"setrole:2,setrole:20", "", nil, nothing},
		{"setrole:2,setrole:2", "", nil, nothing},
		{"setrole:99", "", nil, nothing},
		{"setrole:NOPE", "", nil, nothing},
		{"setrole:-5", "", nil, nothing},
		{"setrole:-1", "", nil, nothing},
		{"setrole:2147483647", "", nil, nothing},
		{"setrole: POWERFUL", "", nil, nothing},
		// Not tried, or not readable.
		{"setrole:00", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole:10.5", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole:1e400", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole:-1e400", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole:2147483648", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole:10,setrole:", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole:NULL", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole: null", "", nil, kaltura.ReasonRoleUnreadable},
		{"setrole:HARM\ufffdLESS", "", nil, kaltura.ReasonRoleUnreadable},
		// A fixed user limits a token without a role, if it has one itself.
		{"", "harmless", nil, nothing},
		{"", "HARMLESS", &admin, nothing},
		{"sview:*", "powerful", &user, "INTEGRATION_BASE"},
		{"", "owner", &user, "*"},
		{"", "halves", nil, kaltura.ReasonReadsTokens},
		{"", "lost", nil, kaltura.ReasonRoleUnreadable},
		{"", "bare", nil, kaltura.ReasonUserNoRole},
		{"", "bare", &admin, kaltura.ReasonUserNoRole},
		{"", "bare", &user, nothing},
		{"", "admin", &admin, kaltura.ReasonUserNoRole},
		{"", "admin", &user, nothing},
		{"", "unknown", &admin, kaltura.ReasonUserNoRole},
		{"*", "unknown", nil, kaltura.ReasonUserNoRole},
		{"", "unknown", &user, nothing},
		{"", "0", &user, kaltura.ReasonNoRole},
		{"setrole:0", "harmless", &user, kaltura.ReasonNoRole},
		// The token's role comes first.
		{"setrole:10", "owner", nil, nothing},
		{"setrole:20", "harmless", nil, "INTEGRATION_BASE"},
	} {
		settings := kaltura.AppTokenSettings{SessionUserID: test.userID, SessionType: test.kind}
		if test.privileges != "" {
			settings.Privileges = strings.Split(test.privileges, ",")
		}
		got := accessOfTests().TokenReach(settings)
		if want := test.reason != nothing; (got.Verdict == kaltura.ReachesSecrets) != want || got.Verdict == kaltura.ReachUnknown || got.Reason != test.reason {
			t.Errorf("%q of user %q: %+v, want %q", test.privileges, test.userID, got, test.reason)
		}
	}
}

// TestTokenReach_unread: what the session may not read leaves open only what it
// would decide.
func TestTokenReach_unread(t *testing.T) {
	withRole, withUser := kaltura.AppTokenSettings{Role: "10"}, kaltura.AppTokenSettings{SessionUserID: "harmless"}
	for _, test := range []struct {
		settings kaltura.AppTokenSettings
		hide     func(*kaltura.Access)
		want     kaltura.ReachVerdict
	}{
		{withRole, func(a *kaltura.Access) { a.Roles = nil }, kaltura.ReachUnknown},
		{withRole, func(a *kaltura.Access) { a.Permissions = nil }, kaltura.ReachUnknown},
		{withRole, func(a *kaltura.Access) { a.Users = nil }, kaltura.ReachesNothing},
		{kaltura.AppTokenSettings{Role: "20"}, func(a *kaltura.Access) { a.Permissions = nil }, kaltura.ReachesSecrets},
		{withUser, func(a *kaltura.Access) { a.Users = nil }, kaltura.ReachUnknown},
		{withUser, func(a *kaltura.Access) { a.Roles = nil }, kaltura.ReachUnknown},
		{kaltura.AppTokenSettings{}, func(a *kaltura.Access) { *a = kaltura.Access{} }, kaltura.ReachesSecrets},
	} {
		access := accessOfTests()
		test.hide(&access)
		if got := access.TokenReach(test.settings); got.Verdict != test.want {
			t.Errorf("%+v: %+v", test.settings, got)
		}
	}
}

func TestCheckRoleReference(t *testing.T) {
	for text, id := range map[string]bool{"1": true, "2147483647": true, "HARMLESS": false, "My role (2)": false, "2x": false, "0x2": false, "rôle": false} {
		if err := kaltura.CheckRoleReference(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if err := kaltura.CheckRoleSystemName(text); (err == nil) == id {
			t.Errorf("system name %q: %v", text, err)
		}
	}
	for _, text := range []string{
		"", " ", " 2", "2 ", "0", "00", "02", "+2", "-2", "2.0", "2.", ".2", "2e0", "2E+1", "99999999999", "\t2",
		" name", "name ", "null", "Null", "a,b", "a:b", "A/B", "*", "a\x00b", "a\nb",
	} {
		if kaltura.CheckRoleReference(text) == nil {
			t.Errorf("%q is taken for a role", text)
		}
	}
}

// TestLimited: only a role limits a session of type admin.
func TestLimited(t *testing.T) {
	for privileges, want := range map[string]bool{
		"": false, "sview:1_a": false, "*": false, "setrole:0": false, "setrole": false, "SetRole:5": false, "setrole:*": false,
		"setrole:5": true, "setrole:NAME": true, "setrole:null": true, "edit:1_a,setrole:5": true, "setrole:0,setrole:5": true, "setrole:5,setrole:0": false,
		"setrole:-5": true, "setrole:NULL": false, "setrole:10.5": false,
	} {
		if got := kaltura.Limited(strings.Split(privileges, ",")); got != want {
			t.Errorf("%q: %v", privileges, got)
		}
	}
}
