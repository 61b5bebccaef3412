// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// manageTokens creates a role and an app token, lists all tokens, and signs in
// with the value of the new one. That of another is only opened.
const manageTokens = `
resource "kaltura_user_role" "ci" {
  name             = "CI"
  permission_names = ["ACCOUNT_BASE"]
}
resource "kaltura_app_token" "ci" {
  description = "made by the test"
  role        = kaltura_user_role.ci.id
}
ephemeral "kaltura_app_token" "ci" { id = kaltura_app_token.ci.id }
ephemeral "kaltura_app_token" "other" { id = "0_canary01" }
provider "kaltura" {
  alias        = "ci"
  partner_id   = kaltura_app_token.ci.partner_id
  app_token_id = kaltura_app_token.ci.id
  app_token    = ephemeral.kaltura_app_token.ci.token
}
data "kaltura_account" "ci" {
  provider   = kaltura.ci
  depends_on = [kaltura_app_token.ci]
}
data "kaltura_user_role" "everything" { system_name = "EVERYTHING" }
data "kaltura_app_tokens" "all" {}
output "tokens" { value = data.kaltura_app_tokens.all.app_tokens }
`

// tokenFields are what the one request for a token's value names.
const tokenFields = "id,token,partnerId,hashType"

func init() {
	for _, action := range []string{
		"userRole.add", "userRole.get", "userRole.list", "userRole.delete", "permission.list",
		"appToken.add", "appToken.get", "appToken.list", "appToken.delete",
	} {
		allowances = append(allowances, allowance{"body of " + action, []string{"KS"}, "a session signs the request"})
	}
	allowances = append(allowances, allowance{"answer to a request for an app token", []string{"app token"}, "the ephemeral kaltura_app_token asks for it"})
}

// managesWithoutLeak creates, refreshes and deletes.
func managesWithoutLeak(t *testing.T, e engines.Engine, w way) {
	t.Parallel()
	s := newStage(t, e, manageTokens, w, inEnvironment)
	for _, args := range [][]string{
		{"plan", "-no-color", "-out=tfplan"}, {"show", "-json", "tfplan"}, {"apply", "-no-color", "tfplan"}, {"show", "-json"},
		{"plan", "-no-color", "-out=tfplan"}, {"show", "-json", "tfplan"},
	} {
		s.succeed(t, args...)
	}
	s.takeTokens()
	if len(s.extra) != 1 {
		t.Fatalf("%d tokens were made", len(s.extra))
	}
	s.expectProviderInLog(t)
	s.succeed(t, "destroy", "-no-color", "-auto-approve")
	s.expectNoLeak(t)
}

// takeTokens makes canaries of the tokens that the run created.
func (s *stage) takeTokens() {
	account, _ := s.server.Account(canaryParentID)
	for _, token := range account.AppTokens {
		if token.CreatedAt != 0 {
			s.extra = append(s.extra, canary{"app token", token.Token})
		}
	}
}
