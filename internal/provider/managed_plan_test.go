// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestAccOwnToken: a run does not delete the token that it signs in with, and a
// rotation in two runs never loses its credential.
func TestAccOwnToken(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.AppTokens = append(a.AppTokens, kalturatest.AppToken{ID: "0_ownownow", Token: "first", HashType: "SHA256", CreatedAt: 1700000000})
	})
	w := newWorkspace(t, "")
	signIn := func(id, value string) {
		w.write("provider.tf", arguments{
			"service_url": server.URL, "partner_id": kalturatest.Acme.ID, "app_token_id": id, "app_token": value, "max_retries": 0,
		}.hcl())
	}
	token := func(lines ...string) {
		w.write("token.tf", tokenBlock(append(lines, "full_administrator = true", "lifecycle {", "create_before_destroy = true", "}")...))
	}
	said := func(text, what string) {
		t.Helper()
		if !strings.Contains(text, what) {
			t.Errorf("no %q:\n%s", what, text)
		}
	}
	signIn("0_ownownow", "first")
	token()
	w.run("import", "-no-color", ciToken, "0_ownownow")
	token(`role = 2`)
	said(w.run("plan", "-no-color"), "Warning: Kaltura App Token Signs In")
	token(`rotate_when_changed = "1"`)
	w.run("apply", "-no-color", "-auto-approve")
	token(`rotate_when_changed = "2"`)
	said(w.run("plan", "-no-color"), "Warning: Kaltura App Token Signs In")
	token(`description = "renamed"`)
	if plan := w.run("plan", "-no-color"); strings.Contains(plan, "Signs In") {
		t.Errorf("a description narrows nothing:\n%s", plan)
	}
	said(w.run("plan", "-no-color", "-destroy"), "Warning: Kaltura App Token Signs In")

	complaints, err := w.try("apply", "-no-color", "-auto-approve", "-replace="+ciToken)
	if err == nil {
		t.Error("the token that signs in was deleted")
	}
	said(complaints, "Error: Kaltura App Token Signs In")
	said(complaints, "create_before_destroy")
	tokens := tokensOf(server, kalturatest.Acme.ID)
	if len(tokens) != 2 {
		t.Fatalf("%d tokens", len(tokens))
	}
	signIn(tokens[1].ID, tokens[1].Token)
	w.run("apply", "-no-color", "-auto-approve")
	if left := tokensOf(server, kalturatest.Acme.ID); len(left) != 1 || left[0].ID != tokens[1].ID {
		t.Errorf("left are %+v", left)
	}
	w.run("plan", "-no-color", "-detailed-exitcode")
}

// TestAccRole_leavesItsTokens: a role with create_before_destroy can be dropped
// while its token moves to another, and without it the message says how.
func TestAccRole_leavesItsTokens(t *testing.T) {
	t.Parallel()
	for _, lifecycle := range []string{"lifecycle {\n create_before_destroy = true\n}", ""} {
		server := kalturatest.NewServer(t)
		w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl())
		role := func(name string) string {
			return strings.NewReplacer(`"ci"`, `"`+name+`"`, `"CI"`, `"`+name+`"`, `"INTEGRATION_BASE", `, "").Replace(roleBlock(lifecycle))
		}
		w.write("objects.tf", role("old")+tokenBlock("role = kaltura_user_role.old.id"))
		w.run("apply", "-no-color", "-auto-approve")
		w.write("objects.tf", role("new")+tokenBlock("role = kaltura_user_role.new.id"))
		if lifecycle == "" {
			complaints, err := w.try("apply", "-no-color", "-auto-approve")
			if err == nil || !strings.Contains(complaints, "-target=ADDRESS") {
				t.Errorf("%v: %s", err, complaints)
			}
			w.run("apply", "-no-color", "-auto-approve", "-target="+ciToken)
		}
		w.run("apply", "-no-color", "-auto-approve")
		w.run("plan", "-no-color", "-detailed-exitcode")
		if roleOf(server, "old") != nil {
			t.Error("the old role is left")
		}
	}
}

// TestUserRole_nameTaken: the plan says whose role has the name, and its ID.
func TestUserRole_nameTaken(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 150, Name: "Twin ", SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}})
	})
	e := configured(t, administrator(server, kalturatest.Acme))
	for name, says := range map[string]string{
		"twin":                    "Role 150 of account 30000001 has this name",
		"viewer_role ":            "Role 102 of account 30000001 has this name",
		"publisher administrator": "Kaltura's own role 2 has this name",
	} {
		e.apply(t.Context(), aRole, nil, newRole.with("name", name)).expectOnly(t, "Kaltura Role Name Taken", says)
	}
	// A role of this configuration may be about to lose its name, for example
	// because it is replaced.
	e.refresh(aRole, oldRole).expectNone(t)
	e.apply(t.Context(), aRole, nil, newRole.with("name", "VIEWER_ROLE")).expectOnly(t, "Kaltura Role Name Taken", "swap names")
	if n := server.Count("userRole", "add"); n != 1 {
		t.Errorf("%d requests", n)
	}
	// A role may keep a system name that it should not have got.
	twin := oldRole.with("id", "150").with("name", "Twin ").with("system_name", "Publisher Administrator")
	e.apply(t.Context(), aRole, twin, twin.with("description", "x")).expectNone(t)
}

// TestAppToken_refreshWarns about tokens that create no sessions, or soon will
// not, by the server's clock.
func TestAppToken_refreshWarns(t *testing.T) {
	server := kalturatest.NewServer(t)
	inDays := func(days int) *int64 {
		at := time.Now().Add(time.Duration(days) * 24 * time.Hour).Unix()
		return &at
	}
	ahead := func() time.Time { return time.Now().Add(23 * time.Hour) }
	server.SetClock(ahead)
	for i, test := range []struct {
		token kalturatest.AppToken
		want  string
	}{
		{kalturatest.AppToken{Disabled: true}, "Kaltura App Token Is Disabled"},
		{kalturatest.AppToken{Expiry: inDays(13)}, "Kaltura App Token Expires Soon"},
		{kalturatest.AppToken{Expiry: inDays(16)}, ""},
		{kalturatest.AppToken{Expiry: inDays(-1)}, "Kaltura App Token Has Expired"},
		{kalturatest.AppToken{Expiry: func() *int64 { at := time.Now().Add(22 * time.Hour).Unix(); return &at }()}, "Kaltura App Token Has Expired"},
		{kalturatest.AppToken{SessionPrivileges: "setrole:4711"}, "Kaltura Role of App Token Is Gone"},
	} {
		test.token.ID = fmt.Sprintf("0_warned%02d", i)
		if test.token.SessionPrivileges == "" {
			test.token.SessionPrivileges = "setrole:102"
		}
		server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.AppTokens = append(a.AppTokens, test.token) })
		e := configured(t, administrator(server, kalturatest.Acme))
		state := arguments{"id": test.token.ID, "partner_id": kalturatest.Acme.ID, "full_administrator": true}
		if diags := e.refresh(aToken, state); test.want == "" {
			diags.expectNone(t)
		} else {
			diags.expectOnly(t, test.want, test.token.ID)
		}
	}
}

// TestAppTokenResource_checkedTwice: plan and apply each refuse a time that has
// passed at the server, though not on this machine, a role that is not there, and
// one that reaches the secrets.
func TestAppTokenResource_checkedTwice(t *testing.T) {
	now, later := kalturatest.NewServer(t), kalturatest.NewServer(t)
	later.SetClock(func() time.Time { return time.Now().Add(23 * time.Hour) })
	haveRoles := func(server *kalturatest.Server, roles ...kalturatest.Role) {
		server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.Roles = append(a.Roles, roles...) })
	}
	haveRoles(now, kalturatest.Role{ID: 151, SystemName: "GROWN", Permissions: []string{"ACCOUNT_BASE"}})
	haveRoles(later, kalturatest.Role{ID: 150, SystemName: "NEW", Permissions: []string{"ACCOUNT_BASE"}},
		kalturatest.Role{ID: 151, SystemName: "GROWN", Permissions: []string{"INTEGRATION_BASE"}})
	const passed, noRole, reaches = "Kaltura App Token Expiry Is in the Past", "Kaltura Role of App Token Not Found", "Kaltura App Token Reaches the Account's Secrets"
	changed := arguments{"role": "INTEGRATION_ONLY_ROLE", "full_administrator": true}
	soon := time.Now().Add(22 * time.Hour).UTC().Format(time.RFC3339)
	for name, test := range map[string]struct {
		planner, applier *kalturatest.Server
		before, config   arguments
		want             string
	}{
		"expiry, plan":   {later, now, nil, newToken.with("expires_at", soon), passed},
		"expiry, create": {now, later, nil, newToken.with("expires_at", soon), passed},
		"expiry, update": {now, later, oldToken, changed.with("expires_at", soon), passed},
		"role, plan":     {now, later, nil, arguments{"role": "150"}, noRole},
		"role, create":   {later, now, nil, arguments{"role": "150"}, noRole},
		"role, update":   {later, now, oldToken, changed.with("role", "150"), noRole},
		"reach, plan":    {later, now, nil, arguments{"role": "151"}, reaches},
		"reach, create":  {now, later, nil, arguments{"role": "151"}, reaches},
		"reach, update":  {now, later, oldToken, arguments{"role": "151"}, reaches},
	} {
		t.Run(name, func(t *testing.T) {
			planner, applier := configured(t, administrator(test.planner, kalturatest.Acme)), configured(t, administrator(test.applier, kalturatest.Acme))
			planner.change(t.Context(), applier, aToken, test.before, test.config).expectOnly(t, test.want)
			if n := test.applier.Count("appToken", "add") + test.applier.Count("appToken", "update"); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// TestManaged_held: a value that nobody should write stays if the object has it,
// but none like it may be added.
func TestManaged_held(t *testing.T) {
	e := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Acme))
	token := arguments{"role": "INTEGRATION_ONLY_ROLE", "full_administrator": true}
	role := arguments{"name": "VIEWER_ROLE", "permission_names": []any{"ACCOUNT_BASE"}}
	for _, test := range []struct {
		object         string
		before, config arguments
		attribute      string
		held, added    any
		want           string
	}{
		{aToken, oldToken, token, "session_privileges", []any{"iprestrict"}, []any{"iprestrict", "urirestrict"}, "Item 2 of session_privileges cannot be used"},
		{aToken, oldToken, token, "session_privileges", []any{"SetRole:2"}, []any{"SetRole:2", "setrole:*"}, "Item 2 of session_privileges is the privilege setrole"},
		{aToken, oldToken, token, "session_duration", 0, -1, "Invalid Kaltura Session Duration"},
		{aToken, oldToken, token, "role", "0", "2e0", "Invalid Kaltura Role Reference"},
		{aToken, oldToken, token, "description", strings.Repeat("x", 30_001), strings.Repeat("x", 30_002), "description has 30002 bytes"},
		{aRole, oldRole, role, "system_name", "42", "43", "Invalid Kaltura Role System Name"},
		{aRole, oldRole, role, "permission_names", []any{"a:b"}, []any{"a:b", "a,b"}, "Write one name per item"},
	} {
		t.Run(test.want, func(t *testing.T) {
			before := test.before.with(test.attribute, test.held)
			kept := test.config.with("description", "x").with(test.attribute, test.held)
			e.apply(t.Context(), test.object, before, kept).expectOnly(t, "Questionable Kaltura Value Kept")
			diags := slices.DeleteFunc(e.apply(t.Context(), test.object, before, kept.with(test.attribute, test.added)), func(d *tfprotov6.Diagnostic) bool {
				return d.Severity == tfprotov6.DiagnosticSeverityWarning
			})
			if len(diags) != 1 || !strings.Contains(diags.String(), test.want) {
				t.Errorf("no error %q: %s", test.want, diags)
			}
		})
	}
}

// TestAppTokens_hideCustomPrivileges: values of custom privileges may hold
// anything, and so may long ones.
func TestAppTokens_hideCustomPrivileges(t *testing.T) {
	server := kalturatest.NewServer(t)
	long := "edit:" + strings.Repeat("1_abcdefgh/", 10)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.AppTokens = append(a.AppTokens, kalturatest.AppToken{ID: "0_custom00", SessionPrivileges: "setrole:102,custom:canary,sview:1_a," + long})
	})
	listed := configured(t, administrator(server, kalturatest.Acme)).mustRead("kaltura_app_tokens", nil)["app_tokens"].String()
	for text, shown := range map[string]bool{`"custom"`: true, "canary": false, `"sview:1_a"`: true, `"edit"`: true, "1_abcdefgh": false} {
		if strings.Contains(listed, text) != shown {
			t.Errorf("%s is shown: %t", text, !shown)
		}
	}
}

// TestAccPlan_saysItOnce: engines validate again at plan, and show a diagnostic
// of both twice.
func TestAccPlan_saysItOnce(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl())
	for objects, summary := range map[string]string{
		tokenBlock():                        "Error: Kaltura App Token Without Limits",
		tokenBlock(`session_type = "none"`): "Error: Invalid Attribute Value",
		tokenBlock(`session_user_id = "someone"`, `session_type = "user"`):                          "Warning: User Decides What the Kaltura App Token Can Do",
		"ephemeral \"kaltura_session\" \"s\" {\n type = \"admin\"\n privileges = [\"edit:*\"]\n}\n": "Warning: Kaltura Session Not Limited by Its Privileges",
		tokenBlock(`role = "102"`, `session_privileges = ["iprestrict"]`):                           "Error: Invalid Kaltura Privilege",
	} {
		w.write("objects.tf", objects)
		result, _ := w.Run(t.Context(), "plan", "-no-color") // errors are expected
		if n := strings.Count(result.Stdout+result.Stderr, summary); n != 1 {
			t.Errorf("%d times %q:\n%s%s", n, summary, result.Stdout, result.Stderr)
		}
	}
}

// TestAccStateRemoved follows the advice of two messages: of a destroy whose
// account is gone, and of a role that the state has lost.
func TestAccStateRemoved(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+roleBlock(`description = "kept"`)+tokenBlock(`role = "102"`))
	w.run("apply", "-no-color", "-auto-approve")

	w.run("state", "rm", ciRole)
	complaints, err := w.try("apply", "-no-color", "-auto-approve")
	advice := regexp.MustCompile(`terraform\s+import\s+ADDRESS\s+([0-9]+)`).FindStringSubmatch(complaints)
	if err == nil || len(advice) == 0 {
		t.Fatalf("%v: %s", err, complaints)
	}
	w.run("import", "-no-color", ciRole, advice[1])
	w.run("plan", "-no-color", "-detailed-exitcode")

	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.Status = kalturatest.StatusDeleted })
	complaints, err = w.try("destroy", "-no-color", "-auto-approve")
	if err == nil || !regexp.MustCompile(`terraform\s+state\s+rm`).MatchString(complaints) {
		t.Fatalf("%v: %s", err, complaints)
	}
	w.run("state", "rm", ciRole, ciToken)
	w.run("destroy", "-no-color", "-auto-approve")
}
