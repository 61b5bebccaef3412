// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

// manageTokens creates a role and an app token, lists all tokens, and signs in
// with the new token. It only opens the other one.
const manageTokens = `

variable "note" { default = "made by the test" }
resource "kaltura_user_role" "ci" {
  name             = "CI"
  description      = var.note
  permission_names = ["ACCOUNT_BASE"]
}
resource "kaltura_app_token" "ci" {
  description = var.note
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
data "kaltura_secret_access" "all" {}
output "tokens" { value = [data.kaltura_app_tokens.all.app_tokens, data.kaltura_secret_access.all] }
`

// manageChild does the same in the child account.
const manageChild = `
resource "kaltura_user_role" "child" {
  partner_id       = 31000002
  name             = "CI"
  description      = var.note
  permission_names = ["ACCOUNT_BASE"]
}
resource "kaltura_app_token" "child" {
  partner_id = 31000002
  role       = kaltura_user_role.child.id
}
ephemeral "kaltura_app_token" "child" {
  partner_id = 31000002
  id         = kaltura_app_token.child.id
}
data "kaltura_app_tokens" "child" { partner_id = 31000002 }
data "kaltura_secret_access" "child" { partner_id = 31000002 }
`

// takeTokens adds the tokens that the run created to the canaries.
func (s *stage) takeTokens() {
	for _, id := range []int64{canaryParentID, canaryChildID} {
		account, _ := s.server.Account(id)
		for _, token := range account.AppTokens {
			if token.CreatedAt != 0 {
				s.extra = append(s.extra, canary{"app token", token.Token})
			}
		}
	}
}
