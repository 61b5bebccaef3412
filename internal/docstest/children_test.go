// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestChildrenTokens creates the role and the token of each child account,
// replaces the tokens, and finds a token that reaches the secrets.
func TestChildrenTokens(t *testing.T) {
	t.Parallel()
	children := []int64{northID, southID}
	server, w := world(t), workspace(t)
	w.Env = append(w.Env, signIn(server, exampleID)...)
	copyDir(t, "examples/children-tokens", w.Dir)
	install(t, w)
	for _, replaced := range []bool{false, true} {
		if replaced {
			rotate(t, w, `rotate_when_changed = "1"`, `rotate_when_changed = "2"`)
		}
		expectNoWarning(t, w.MustRun(t, "apply", "-no-color", "-auto-approve"))
		written := received(t, w)
		all, kept := strings.Join(written, ""), w.MustKeep(t)
		for _, id := range children {
			tokens := tokensIn(server, id)
			if len(tokens) != 1 || strings.Count(all, tokens[0].Token) != 1 || strings.Contains(kept, tokens[0].Token) || len(written) != len(children) {
				t.Errorf("account %d has %d tokens, and the store was written to %d times", id, len(tokens), len(written))
			}
		}
		w.MustRun(t, "plan", "-no-color", "-detailed-exitcode") // fails if there is a change
	}
	server.Update(southID, func(a *kalturatest.Account) {
		a.AppTokens = append(a.AppTokens, kalturatest.AppToken{ID: "0_unlimite", Token: storedToken, HashType: "SHA256"})
	})
	const says = "App tokens of these accounts reach the secrets, or could not be read: 3456789."
	if plan := w.MustRun(t, "plan", "-no-color"); !strings.Contains(strings.Join(strings.Fields(plan), " "), says) {
		t.Errorf("the check does not name the account:\n%s", plan)
	}
	w.MustRun(t, "destroy", "-no-color", "-auto-approve")
	for _, id := range children {
		if left := tokensIn(server, id); len(left) > 0 && left[0].CreatedAt != 0 {
			t.Errorf("account %d has %d tokens", id, len(left))
		}
	}
	expectGatewayKnows(t, server)
}

// tokensIn returns the tokens of an account that are not deleted.
func tokensIn(server *kalturatest.Server, id int64) []kalturatest.AppToken {
	account, _ := server.Account(id)
	var tokens []kalturatest.AppToken
	for _, token := range account.AppTokens {
		if !token.Deleted {
			tokens = append(tokens, token)
		}
	}
	return tokens
}
