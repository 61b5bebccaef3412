// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const ciToken = "kaltura_app_token.ci"

// tokenBlock returns the resource with these arguments.
func tokenBlock(lines ...string) string {
	return "resource \"kaltura_app_token\" \"ci\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// tokensOf returns the existing tokens that the tests created.
func tokensOf(server *kalturatest.Server, partnerID int64) []kalturatest.AppToken {
	account, _ := server.Account(partnerID)
	var made []kalturatest.AppToken
	for _, token := range account.AppTokens {
		if token.CreatedAt != 0 && !token.Deleted {
			made = append(made, token)
		}
	}
	return made
}

func changeToken(server *kalturatest.Server, change func(*kalturatest.AppToken)) func() {
	return func() {
		server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
			for i := range a.AppTokens {
				if a.AppTokens[i].CreatedAt != 0 && !a.AppTokens[i].Deleted {
					change(&a.AppTokens[i])
				}
			}
		})
	}
}

// tokenSession creates a KS like a session of the token, without a request.
func tokenSession(server *kalturatest.Server, token kalturatest.AppToken) string {
	return server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{
		Type: kalturatest.AdminSession, Privileges: fmt.Sprintf("sessionid:%s,apptoken:%s,%s", token.ID, token.ID, token.SessionPrivileges),
	})
}

func acts(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(ciToken, action)}}
}

func TestAccAppTokenResource(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := func(lines ...string) string { return asAdmin(server, kalturatest.Acme) + tokenBlock(lines...) }
	updated := func(lines []string, want values) resource.TestStep {
		return resource.TestStep{Config: config(lines...), ConfigPlanChecks: acts(plancheck.ResourceActionUpdate), ConfigStateChecks: expectAll(ciToken, want)}
	}
	full := []string{
		`description = "nightly job"`, `role = "VIEWER_ROLE"`, `session_privileges = ["sview:*", "disableentitlement"]`, `session_type = "admin"`,
		`session_user_id = "plainuser"`, `session_duration = 900`, `expires_at = "2099-01-01T01:00:00+01:00"`, `hash_type = "SHA512"`,
	}
	var session string
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy: func(*terraform.State) error {
			if left := tokensOf(server, kalturatest.Acme.ID); len(left) > 0 {
				return fmt.Errorf("%d tokens are left", len(left))
			}
			if why := refusal(t, server, session); why != "LOGOUT" {
				return fmt.Errorf("a session of the token is refused as %q", why)
			}
			return nil
		},
		Steps: []resource.TestStep{
			{Config: config(full...), ConfigStateChecks: expectAll(ciToken, values{
				"description": "nightly job", "role": "VIEWER_ROLE", "session_privileges": []any{"sview:*", "disableentitlement"},
				"session_type": "admin", "session_user_id": "plainuser", "session_duration": 900,
				"expires_at": "2099-01-01T01:00:00+01:00", "hash_type": "SHA512",
				"full_administrator": false, "partner_id": kalturatest.Acme.ID, "created_at": knownvalue.NotNull(),
			})},
			{ResourceName: ciToken, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"expires_at"}},
			// The same time in another zone updates only the state.
			{Config: config(append([]string{`expires_at = "2099-01-01T00:00:00Z"`}, append(full[:6:6], full[7])...)...)},
			updated([]string{`description = "weekly job"`, `role = 102`, `session_privileges = ["sview:1_a"]`, `session_type = "user"`, `session_user_id = "student"`, `session_duration = 60`, `expires_at = "2098-01-01T00:00:00Z"`, `hash_type = "MD5"`},
				values{
					"description": "weekly job", "role": "102", "session_privileges": []any{"sview:1_a"}, "session_type": "user",
					"session_user_id": "student", "session_duration": 60, "expires_at": "2098-01-01T00:00:00Z", "hash_type": "MD5",
				}),
			updated([]string{`role = 102`}, values{
				"description": nil, "session_privileges": nil, "session_type": nil, "session_user_id": nil,
				"expires_at": nil, "hash_type": "SHA256", "session_duration": 60,
			}),
			{ResourceName: ciToken, ImportState: true, ImportStateVerify: true},
			updated([]string{`full_administrator = true`}, values{"role": nil}),
			{ResourceName: ciToken, ImportState: true, ImportStateVerify: true},
			{ // changed outside Terraform: corrected, above all the role
				PreConfig: changeToken(server, func(t *kalturatest.AppToken) {
					t.Description, t.SessionPrivileges, t.HashType = "?", "setrole:2,edit:*", "SHA1"
				}),
				Config: config(`role = "VIEWER_ROLE"`), ConfigPlanChecks: acts(plancheck.ResourceActionUpdate),
			},
			{ // deleted outside Terraform: created again
				PreConfig: changeToken(server, func(t *kalturatest.AppToken) { t.Deleted = true }),
				Config:    config(`role = "VIEWER_ROLE"`), ConfigPlanChecks: acts(plancheck.ResourceActionCreate),
				Check: func(*terraform.State) error {
					session = tokenSession(server, tokensOf(server, kalturatest.Acme.ID)[0])
					if why := refusal(t, server, session); why != "" {
						return fmt.Errorf("a session of the token is refused: %s", why)
					}
					return nil
				},
			},
		},
	})
}

// TestAppTokenResource_refused: the API would accept these, but the token would
// be useless or could do more than its author expects.
func TestAppTokenResource_refused(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	for title, test := range map[string]struct {
		config    arguments
		summary   string
		attribute string
	}{
		"no limits":                {arguments{}, "Kaltura App Token Without Limits", "full_administrator"},
		"type user alone":          {arguments{"session_type": "user"}, "Kaltura App Token Without Limits", "full_administrator"},
		"any role may be chosen":   {arguments{"session_user_id": "plainuser", "session_privileges": []any{"*"}}, "Kaltura App Token Without Limits", "full_administrator"},
		"limits and administrator": {arguments{"role": "VIEWER_ROLE", "full_administrator": true}, "Kaltura App Token With Limits", "full_administrator"},
		"the user decides":         {arguments{"session_user_id": "plainuser"}, "User Decides What the Kaltura App Token Can Do", "session_user_id"},
		"role as a privilege":      {newToken.with("session_privileges", []any{"setrole:2"}), "Role Among Kaltura Privileges", ""},
		"empty privileges":         {newToken.with("session_privileges", []any{}), "Invalid Attribute Value", "session_privileges"},
		"privilege without value":  {newToken.with("session_privileges", []any{"iprestrict"}), "Invalid Kaltura Privilege", ""},
		"empty role":               {arguments{"role": "", "session_user_id": "plainuser"}, "Invalid Kaltura Role Reference", "role"},
		"unknown role":             {arguments{"role": "NOPE"}, "Kaltura Role of App Token Not Found", "role"},
		"name of a role":           {arguments{"role": "Publisher Administrator 2"}, "Kaltura Role of App Token Not Found", "role"},
		"expired":                  {newToken.with("expires_at", "2001-01-01T00:00:00Z"), "Kaltura App Token Expiry Not Ahead", "expires_at"},
		"counted from now":         {newToken.with("expires_at", "1970-01-01T01:00:00Z"), "Kaltura App Token Expiry Not Ahead", "expires_at"},
		"no time":                  {newToken.with("expires_at", "tomorrow"), "Invalid Time", "expires_at"},
		"no duration":              {newToken.with("session_duration", 0), "Invalid Attribute Value", "session_duration"},
		"hash in small letters":    {newToken.with("hash_type", "sha256"), "Invalid Attribute Value", "hash_type"},
		"type 1":                   {newToken.with("session_type", "1"), "Invalid Attribute Value", "session_type"},
		"empty description":        {newToken.with("description", ""), "Empty Kaltura Text", "description"},
	} {
		t.Run(title, func(t *testing.T) {
			resp, err := e.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: aToken, Config: e.encode(e.schemas.ResourceSchemas[aToken], test.config)})
			e.ok(err)
			diags := diagnostics(resp.Diagnostics)
			if len(diags) == 0 {
				diags = e.apply(t.Context(), aToken, nil, test.config)
			}
			if len(diags) != 1 || diags[0].Summary != test.summary || !strings.Contains(diags[0].Attribute.String(), test.attribute) {
				t.Errorf("got: %s", diags)
			}
		})
	}
	if n := server.Count("appToken", ""); n != 0 {
		t.Errorf("%d requests about app tokens", n)
	}
}

// TestAppTokenResource_changes: the provider checks values that are unknown at
// validate before the request. An expiry in the past is not an error if it does
// not change.
func TestAppTokenResource_changes(t *testing.T) {
	const unlimited = "Kaltura App Token Without Limits"
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	e.apply(t.Context(), aToken, nil, arguments{"session_type": "user"}).expectOnly(t, unlimited)
	e.apply(t.Context(), aToken, oldToken.with("hash_type", "SHA256"), arguments{"session_type": "user"}).expectOnly(t, unlimited)
	if n := server.Count("appToken", ""); n != 0 {
		t.Errorf("%d requests", n)
	}
	past := time.Now().Add(-time.Hour).Unix()
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		for i := range a.AppTokens {
			a.AppTokens[i].Expiry = &past
		}
	})
	expired := oldToken.with("expires_at", "2020-01-01T00:00:00Z")
	diags := e.refresh(aToken, expired)
	if diags.expectOnly(t, "Kaltura App Token Has Expired"); !strings.HasPrefix(diags.String(), "WARNING") {
		t.Error(diags)
	}
	e.apply(t.Context(), aToken, expired, expired.with("description", "x")).expectNone(t)
}

// TestAppTokenResource_roleNotChecked: a session that cannot list roles can
// still create tokens.
func TestAppTokenResource_roleNotChecked(t *testing.T) {
	e := configured(t, withPermissions("APP_TOKEN_ADD")(t))
	for i, want := range []int{1, 0} {
		if diags := e.apply(t.Context(), aToken, nil, arguments{"role": "VIEWER_ROLE"}); len(diags) != want || want == 1 && diags[0].Summary != "Kaltura Role Not Checked" {
			t.Errorf("token %d: %s", i, diags)
		}
	}
}

// TestAccAppTokenResource_rotation: at least one token is valid throughout a
// rotation, and the sessions of the old token end.
func TestAccAppTokenResource_rotation(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := func(generation int) string {
		return asAdmin(server, kalturatest.Acme) + fmt.Sprintf("resource \"terraform_data\" \"generation\" {\n  input = %d\n}\n", generation) +
			tokenBlock(`role = "VIEWER_ROLE"`, "lifecycle {", "create_before_destroy = true", "replace_triggered_by = [terraform_data.generation]", "}")
	}
	var old string
	runSteps(t,
		resource.TestStep{Config: config(1), Check: func(*terraform.State) error {
			old = tokenSession(server, tokensOf(server, kalturatest.Acme.ID)[0])
			return nil
		}},
		resource.TestStep{Config: config(2), ConfigPlanChecks: acts(plancheck.ResourceActionReplace), Check: func(*terraform.State) error {
			left := tokensOf(server, kalturatest.Acme.ID)
			if len(left) != 1 || refusal(t, server, old) != "LOGOUT" || refusal(t, server, tokenSession(server, left[0])) != "" {
				return fmt.Errorf("%d tokens, the old session is refused as %q", len(left), refusal(t, server, old))
			}
			return nil
		}},
	)
	valid := 0
	for _, request := range server.Requests() {
		switch request.Service + "." + request.Action {
		case "appToken.add":
			valid++
		case "appToken.delete":
			if valid--; valid == 0 && server.Count("appToken", "delete") == 1 {
				t.Error("no token was valid for a moment")
			}
		}
	}
}

// TestAccAppTokenResource_twoAccounts: each provider block manages the tokens
// of its own account.
func TestAccAppTokenResource_twoAccounts(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := asAdmin(server, kalturatest.Acme) + strings.Replace(asAdmin(server, kalturatest.Foreign), "{", "{\n  alias = \"foreign\"", 1) +
		tokenBlock(`role = "VIEWER_ROLE"`) +
		"resource \"kaltura_app_token\" \"foreign\" {\n  provider = kaltura.foreign\n  role = \"PUBLISHER_ADMINISTRATOR\"\n}\n"
	w := newWorkspace(t, config)
	for _, step := range []struct {
		command string
		want    int
	}{{"apply", 1}, {"destroy", 0}} {
		w.run(step.command, "-auto-approve", "-no-color")
		for _, fixture := range []kalturatest.Account{kalturatest.Acme, kalturatest.Foreign} {
			if got := len(tokensOf(server, fixture.ID)); got != step.want {
				t.Errorf("account %d has %d tokens after %s", fixture.ID, got, step.command)
			}
		}
	}
}

// TestAccAppTokenResource_requests: 200 tokens take one request each to create
// and to refresh, and one lookup of their common role. -target leaves the other
// resources alone.
func TestAccAppTokenResource_requests(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, asAdmin(server, kalturatest.Acme)+tokenBlock("count = 200", `role = "VIEWER_ROLE"`)+roleBlock())
	w.run("apply", "-auto-approve", "-no-color", "-target=kaltura_app_token.ci")
	roles := server.Count("userRole", "list")
	if n := server.Count("appToken", "add"); n != 200 || roles > 2 || len(server.Requests()) != 200+roles {
		t.Errorf("%d tokens were created and %d roles looked up in %d requests", n, roles, len(server.Requests()))
	}
	server.Reset()
	w.run("plan", "-no-color", "-target=kaltura_app_token.ci")
	if n := server.Count("appToken", "get"); n != 200 || len(server.Requests()) != 200 {
		t.Errorf("%d of %d requests refreshed a token", n, len(server.Requests()))
	}
}
