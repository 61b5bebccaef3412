// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

// plans expects the step to plan only this action for a resource.
func plans(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func TestAccAppTokenResource(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := func(lines ...string) string {
		return administrator(server, kalturatest.Acme).hcl() + tokenBlock(lines...)
	}
	full := []string{
		`description = "nightly job"`, `role = "VIEWER_ROLE"`, `session_privileges = ["sview:*", "disableentitlement"]`, `session_type = "admin"`,
		`session_user_id = "plainuser"`, `session_duration = 900`, `hash_type = "SHA512"`,
	}
	update := plans(ciToken, plancheck.ResourceActionUpdate)
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
			{Config: config(append(full, `expires_at = "2037-01-01T01:00:00+01:00"`)...), ConfigStateChecks: expectAll(ciToken, values{
				"description": "nightly job", "role": "VIEWER_ROLE", "session_privileges": []any{"sview:*", "disableentitlement"},
				"session_type": "admin", "session_user_id": "plainuser", "session_duration": 900,
				"expires_at": "2037-01-01T01:00:00+01:00", "hash_type": "SHA512",
				"full_administrator": false, "partner_id": kalturatest.Acme.ID, "created_at": knownvalue.NotNull(),
			})},
			{ResourceName: ciToken, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"expires_at"}},
			// The same time in another zone is no difference.
			{Config: config(append(full, `expires_at = "2037-01-01T00:00:00Z"`)...), PlanOnly: true},
			{
				Config: config(`description = "weekly job"`, `role = 102`, `session_privileges = ["sview:1_a"]`, `session_type = "user"`,
					`session_user_id = "student"`, `session_duration = 60`, `expires_at = "2036-01-01T00:00:00Z"`, `hash_type = "MD5"`),
				ConfigPlanChecks: update,
				ConfigStateChecks: expectAll(ciToken, values{
					"description": "weekly job", "role": "VIEWER_ROLE", "session_privileges": []any{"sview:1_a"}, "session_type": "user",
					"session_user_id": "student", "session_duration": 60, "expires_at": "2036-01-01T00:00:00Z", "hash_type": "MD5",
				}),
			},
			{Config: config(`full_administrator = true`), ConfigPlanChecks: update, ConfigStateChecks: expectAll(ciToken, values{
				"description": nil, "role": nil, "session_privileges": nil, "session_type": nil, "session_user_id": nil,
				"expires_at": nil, "hash_type": "MD5", "session_duration": 60,
			})},
			{ResourceName: ciToken, ImportState: true, ImportStateVerify: true},
			{ // changed outside Terraform: corrected, above all the role
				PreConfig: changeToken(server, func(t *kalturatest.AppToken) {
					t.Description, t.SessionPrivileges, t.HashType = "?", "setrole:2,edit:*", "SHA1"
				}),
				Config: config(`role = "VIEWER_ROLE"`), ConfigPlanChecks: update,
			},
			{ // deleted outside Terraform: created again
				PreConfig: changeToken(server, func(t *kalturatest.AppToken) { t.Deleted = true }),
				Config:    config(`role = "VIEWER_ROLE"`), ConfigPlanChecks: plans(ciToken, plancheck.ResourceActionCreate),
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

// TestAppTokenResource_changedByOthers: what others changed since the refresh is
// no fault of a write that does not send it. The ID of one role and the system
// name of another are a change.
func TestAppTokenResource_changedByOthers(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.AppTokens[0].Description = "changed by others" })
	before := arguments{
		"id": kalturatest.TokenMD5.ID, "partner_id": kalturatest.Acme.ID, "description": "as refreshed", "role": "102",
		"hash_type": "MD5", "session_duration": 86400, "full_administrator": false,
	}
	e.apply(t.Context(), aToken, before, before.with("session_duration", 900).with("role", "UPLOAD_ONLY")).expectNone(t)
	account, _ := server.Account(kalturatest.Acme.ID)
	if token := account.AppTokens[0]; token.SessionDuration == nil || *token.SessionDuration != 900 || token.SessionPrivileges != "setrole:UPLOAD_ONLY" {
		t.Errorf("the server has duration %v and privileges %q", token.SessionDuration, token.SessionPrivileges)
	}
}

// TestAppTokenResource_heldRole: a role that the token has already is not
// refused, even if it is gone or ambiguous by now. The ID of a role whose name is
// ambiguous is a change.
func TestAppTokenResource_heldRole(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		for id := range int64(2) {
			a.Roles = append(a.Roles, kalturatest.Role{ID: 150 + id, SystemName: "TWICE", Permissions: []string{"ACCOUNT_BASE"}})
		}
	})
	e := configured(t, administrator(server, kalturatest.Acme))
	for _, role := range []string{"4711", "TWICE"} {
		server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.AppTokens[0].SessionPrivileges = "setrole:" + role })
		before := arguments{
			"id": kalturatest.TokenMD5.ID, "partner_id": kalturatest.Acme.ID, "role": role, "hash_type": "MD5", "session_duration": 86400, "full_administrator": false,
		}
		e.apply(t.Context(), aToken, before, before.with("description", role)).expectNone(t)
		account, _ := server.Account(kalturatest.Acme.ID)
		if account.AppTokens[0].Description != role {
			t.Errorf("%s: the description is %q", role, account.AppTokens[0].Description)
		}
		e.apply(t.Context(), aToken, before, before.with("role", "150")).expectNone(t)
		if account, _ = server.Account(kalturatest.Acme.ID); account.AppTokens[0].SessionPrivileges != "setrole:150" {
			t.Errorf("%s: the privileges are %q", role, account.AppTokens[0].SessionPrivileges)
		}
	}
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

// TestAccAppTokenResource_requests: each token and each role takes one request
// to create, one to read it back, and one to refresh. What decides whether they reach the secrets is
// read once in each run, in two requests, however many there are. -target leaves
// other resources alone.
func TestAccAppTokenResource_requests(t *testing.T) {
	t.Parallel()
	const tokens, roles = 200, 20
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+fmt.Sprintf(`
resource "kaltura_user_role" "many" {
  count            = %d
  name             = "Role ${count.index}"
  permission_names = ["ACCOUNT_BASE"]
}
`, roles)+tokenBlock(fmt.Sprintf("count = %d", tokens), fmt.Sprintf("role = kaltura_user_role.many[count.index %% %d].id", roles))+roleBlock())
	w.run("apply", "-auto-approve", "-no-color", "-target=kaltura_app_token.ci")
	lookedUp := server.Count("userRole", "list") + server.Count("permission", "list")
	if made := server.Count("appToken", "add") + server.Count("userRole", "add"); made != tokens+roles || lookedUp > 4 || server.Count("", "get") != made || len(server.Requests()) != 2*made+lookedUp {
		t.Errorf("%d objects were created in %d requests, with %d look-ups", made, len(server.Requests()), lookedUp)
	}
	server.Reset()
	w.run("plan", "-no-color", "-target=kaltura_app_token.ci")
	if n := server.Count("appToken", "get") + server.Count("userRole", "get"); n != tokens+roles || len(server.Requests()) > n+2 {
		t.Errorf("%d of %d requests refreshed an object", n, len(server.Requests()))
	}
	t.Logf("a plan of %d tokens with %d roles takes %d requests", tokens, roles, len(server.Requests()))
}
