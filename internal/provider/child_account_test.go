// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// accountsOf counts the requests by the account of their session, except those
// that end one.
func accountsOf(server *kalturatest.Server) map[int64]int {
	counts := map[int64]int{}
	for _, request := range server.Requests() {
		if ks, signed := request.Params["ks"].(string); signed && request.Action != "end" {
			account, _ := kaltura.KSPartnerID(ks)
			counts[account]++
		}
	}
	return counts
}

// TestChildAccount: every object with a partner_id acts in the child account,
// with one session for all of them, and does nothing in the parent's.
func TestChildAccount(t *testing.T) {
	north := kalturatest.UmbrellaNorth.ID
	role := kalturatest.Role{ID: 150, SystemName: "SHARED", Name: "Shared", Permissions: []string{"ACCOUNT_BASE"}}
	token := kalturatest.AppToken{ID: "0_northern", Token: "fa4e7000000000000000000000000099", HashType: "SHA256", SessionPrivileges: "setrole:150"}
	server := kalturatest.NewServer(t)
	server.Update(north, func(a *kalturatest.Account) { a.Roles, a.AppTokens = append(a.Roles, role), append(a.AppTokens, token) })
	e := configured(t, administrator(server, kalturatest.Umbrella))

	e.apply(t.Context(), aRole, nil, newRole.with("partner_id", north)).expectNone(t)
	e.apply(t.Context(), aToken, nil, arguments{"role": "SHARED", "partner_id": north}).expectNone(t)
	if len(tokensOf(server, north)) != 1 || len(tokensOf(server, kalturatest.Umbrella.ID)) != 0 {
		t.Error("the token was not created in the child account alone")
	}
	// The checks before a deletion see the child account.
	shared := arguments{"id": "150", "name": "Shared", "system_name": "SHARED", "partner_id": north, "permission_names": []any{"ACCOUNT_BASE"}}
	e.apply(t.Context(), aRole, shared, nil).expectOnly(t, "Kaltura Role Used by App Tokens", "App tokens of account 30000003", "0_northern")

	for name, id := range map[string]string{aRole: "150", aToken: token.ID} {
		state, diags := e.imported(name, tfprotov6.ImportResourceStateRequest{ID: fmt.Sprintf("%d/%s", north, id)})
		if diags.expectNone(t); textOf(t, state["id"]) != id || int64Of(t, state["partner_id"]) != north {
			t.Errorf("%s: imported %v", name, state)
		}
		state, diags = e.importedByIdentity(name, id, north)
		if diags.expectNone(t); textOf(t, state["id"]) != id || int64Of(t, state["partner_id"]) != north {
			t.Errorf("%s: imported %v", name, state)
		}
		_, objects, diags := e.query(name, arguments{"partner_id": north}, 0)
		if diags.expectNone(t); len(objects) < 2 || int64Of(t, objects[0]["partner_id"]) != north {
			t.Errorf("%s: found %v", name, objects)
		}
	}
	for _, id := range []string{"150", "2"} { // one of the account, and one of Kaltura's own
		if found := e.mustRead(aRole, arguments{"partner_id": north, "id": id}); int64Of(t, found["partner_id"]) != north {
			t.Errorf("role %s: %v", id, found)
		}
	}
	var tokens []tftypes.Value
	if err := e.mustRead("kaltura_app_tokens", arguments{"partner_id": north})["app_tokens"].As(&tokens); err != nil || len(tokens) != 2 {
		t.Errorf("%d tokens were listed, %v", len(tokens), err)
	}
	access := e.mustRead("kaltura_secret_access", arguments{"partner_id": north})
	if !strings.Contains(access["users"].String(), kalturatest.UmbrellaNorth.Users[0].ID) || int64Of(t, access["partner_id"]) != north {
		t.Errorf("access: %v", access)
	}
	if opened := e.mustOpen(aToken, arguments{"partner_id": north, "id": token.ID}); textOf(t, opened["token"]) != token.Token {
		t.Error("it is not the value of the token")
	}
	if n := server.Count("session", "impersonate"); n != 1 {
		t.Errorf("%d sessions of the child were created", n)
	}
	if used := accountsOf(server); len(used) != 1 || used[north] == 0 {
		t.Errorf("the accounts of the requests: %v", used)
	}
}

// TestChildAccount_refused: what prevents a session of the child has its own
// words, at plan and at refresh, and nothing is created anywhere.
func TestChildAccount_refused(t *testing.T) {
	const childRefused, notAnothers = "Kaltura Child Session Refused", "Kaltura Object of Another Account"
	north := kalturatest.UmbrellaNorth.ID
	change := func(account int64, change func(*kalturatest.Account)) func(*kalturatest.Server) arguments {
		return func(server *kalturatest.Server) arguments {
			server.Update(account, change)
			return administrator(server, kalturatest.Umbrella)
		}
	}
	for name, test := range map[string]struct {
		block                func(*kalturatest.Server) arguments
		planned, says, known string
	}{
		"child blocked":    {change(north, func(a *kalturatest.Account) { a.Status = kalturatest.StatusBlocked }), childRefused, "neither blocked nor deleted", childRefused},
		"child taken away": {change(north, func(a *kalturatest.Account) { a.ParentID = 0 }), childRefused, "It must be a child of account 30000002", childRefused},
		"parent no longer one": {
			change(kalturatest.Umbrella.ID, func(a *kalturatest.Account) { a.Group = false }), childRefused, "account 30000002 must be a parent", childRefused,
		},
		"app token": {
			func(server *kalturatest.Server) arguments { return byToken(server, kalturatest.TokenSHA256) },
			"Cannot Create a Kaltura Session", "only if the provider signs in with the parent's Administrator Secret", notAnothers,
		},
		"login": {
			func(server *kalturatest.Server) arguments { return ownerOf(server, kalturatest.Umbrella) },
			"Cannot Create a Kaltura Session", "only if the provider signs in with the parent's Administrator Secret", notAnothers,
		},
		"another parent": {
			func(server *kalturatest.Server) arguments { return administrator(server, kalturatest.Acme) },
			childRefused, "If the provider should sign in to account 30000003 itself, correct its credentials", childRefused,
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			e := configured(t, test.block(server))
			ofNorth := func(a arguments) arguments { return a.with("partner_id", north) }
			// The role of this token is not known at plan, so nothing is looked up.
			unlimited := arguments{"partner_id": north, "full_administrator": true}
			for _, diags := range []diagnostics{
				e.apply(t.Context(), aRole, nil, ofNorth(newRole)), e.apply(t.Context(), aToken, nil, unlimited),
				e.apply(t.Context(), aRole, ofNorth(oldRole), ofNorth(oldRole).with("description", "x")),
			} {
				diags.expectOnly(t, test.planned, test.says)
			}
			for object, state := range map[string]arguments{aRole: ofNorth(oldRole), aToken: ofNorth(oldToken)} {
				e.refresh(object, state).expectOnly(t, test.known)
				e.apply(t.Context(), object, state, nil).expectOnly(t, test.known)
				// Without the argument, the object is not moved to the signed-in account.
				e.apply(t.Context(), object, state, state.with("partner_id", nil)).expectOnly(t, notAnothers)
			}
			for _, read := range []string{"kaltura_app_tokens", "kaltura_secret_access", "kaltura_players", "kaltura_permissions", aRole} {
				config := map[string]arguments{aRole: {"name": "x"}}[read]
				_, diags := e.read(t.Context(), read, config.with("partner_id", north))
				diags.expectOnly(t, test.planned, test.says)
			}
			// A plan of the parent is applied by somebody else.
			planner := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Umbrella))
			planner.applyBy(e, aRole, ofNorth(newRole)).expectOnly(t, test.planned, test.says)
			planner.applyBy(e, aToken, unlimited).expectOnly(t, test.planned, test.says)
			if made := server.Count("", "add") + server.Count("", "delete"); made != 0 {
				t.Errorf("%d changes", made)
			}
			if tried := server.Count("session", "impersonate"); tried > 1 {
				t.Errorf("the refused session was asked for %d times", tried)
			}
		})
	}
}

// TestChildAccount_blockedDuringTheRun: the message names the child account.
func TestChildAccount_blockedDuringTheRun(t *testing.T) {
	north := kalturatest.UmbrellaNorth.ID
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Umbrella))
	e.mustRead("kaltura_app_tokens", arguments{"partner_id": north})
	server.Update(north, func(a *kalturatest.Account) { a.Status = kalturatest.StatusBlocked })
	e.refresh(aToken, oldToken.with("partner_id", north)).expectOnly(t, "Kaltura Account Blocked", "Account 30000003 is blocked")
}

// TestChildAccount_appliedByTheChild: the child's own credentials create the
// object where it was planned.
func TestChildAccount_appliedByTheChild(t *testing.T) {
	server := kalturatest.NewServer(t)
	planner := configured(t, administrator(server, kalturatest.Umbrella))
	child := configured(t, administrator(server, kalturatest.UmbrellaNorth))
	planner.applyBy(child, aToken, arguments{"partner_id": kalturatest.UmbrellaNorth.ID, "full_administrator": true}).expectNone(t)
	if len(tokensOf(server, kalturatest.UmbrellaNorth.ID)) != 1 {
		t.Error("the token is not in the child account")
	}
}

// TestAccChildAccount_replaced: a child account that is known only at apply gets
// the objects, and another one replaces them.
func TestAccChildAccount_replaced(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Umbrella).hcl()+`
variable "child" {}
resource "terraform_data" "child" { input = var.child }
`+roleBlock("partner_id = terraform_data.child.output")+tokenBlock("partner_id = terraform_data.child.output", "role = kaltura_user_role.ci.id", "full_administrator = true"))
	accounts := []kalturatest.Account{kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth}
	for i, child := range accounts {
		variable := fmt.Sprintf("-var=child=%d", child.ID)
		w.run("apply", "-auto-approve", "-no-color", variable)
		w.run("plan", "-detailed-exitcode", "-no-color", variable)
		if here, there := len(tokensOf(server, child.ID)), len(tokensOf(server, accounts[1-i].ID)); here != 1 || there != 0 {
			t.Errorf("%d tokens in account %d, %d in the other", here, child.ID, there)
		}
	}
	if used := accountsOf(server); used[kalturatest.Umbrella.ID] != 0 {
		t.Errorf("%d requests in the parent's account", used[kalturatest.Umbrella.ID])
	}
}

// TestAccChildAccounts gives 50 children a role and a token each. The requests
// are those of an account that does so itself, and two for the session that each
// of a run's plan and apply needs; none is in the parent's account, and no session is left.
func TestAccChildAccounts(t *testing.T) {
	t.Parallel()
	const children = 50
	group := kalturatest.LargeGroup(children)
	server := kalturatest.NewServer(t, group...)
	config := func(account kalturatest.Account, accounts ...kalturatest.Account) *workspace {
		var ids []string
		for _, a := range accounts {
			ids = append(ids, fmt.Sprint(a.ID))
		}
		return newWorkspace(t, administrator(server, account).hcl()+fmt.Sprintf(`
variable "rotated" { default = "" }
locals { children = { for id in [%s] : tostring(id) => id } }
resource "kaltura_user_role" "child" {
  for_each         = local.children
  partner_id       = each.value
  name             = "Reports"
  permission_names = ["ACCOUNT_BASE"]
}
resource "kaltura_app_token" "child" {
  for_each            = local.children
  partner_id          = each.value
  role                = kaltura_user_role.child[each.key].id
  rotate_when_changed = each.key == var.rotated ? "2" : "1"
}
`, strings.Join(ids, ", ")))
	}
	rotated := group[children/2].ID
	steps := [][]string{
		{"apply", "-auto-approve"},
		{"plan", "-detailed-exitcode"},
		{"apply", "-auto-approve", fmt.Sprintf("-var=rotated=%d", rotated)},
		{"destroy", "-auto-approve"},
	}
	// run returns the requests in each account in each step.
	run := func(w *workspace, sessions ...int) (used []map[int64]int) {
		for i, step := range steps {
			server.Reset()
			w.run(append(step, "-no-color")...)
			used = append(used, accountsOf(server))
			if made, ended := server.Count("session", "impersonate"), server.Count("session", "end"); made != sessions[i] || ended != made {
				t.Errorf("%s: %d sessions, of which %d were ended, want %d", step[0], made, ended, sessions[i])
			}
			t.Logf("%s: %d requests, %d for sessions", step[0], len(server.Requests()), 2*server.Count("session", "impersonate"))
		}
		return used
	}
	itself := run(config(group[rotated-group[0].ID], group[rotated-group[0].ID]), 0, 0, 0, 0)
	byParent := run(config(group[0], group[1:]...), 2*children, children, children+1, 2*children)
	for step, used := range byParent {
		for i, account := range group {
			want := itself[step][rotated]
			switch {
			case i == 0:
				want = 0
			case step == 2 && account.ID != rotated: // as in the plan without a change, at plan and at apply
				want = itself[1][rotated]
			}
			if used[account.ID] != want {
				t.Errorf("%s: %d requests in account %d, want %d", steps[step][0], used[account.ID], account.ID, want)
			}
		}
	}
	for _, account := range group[1:] {
		if left := tokensOf(server, account.ID); len(left) > 0 {
			t.Errorf("account %d has %d tokens", account.ID, len(left))
		}
	}
}
