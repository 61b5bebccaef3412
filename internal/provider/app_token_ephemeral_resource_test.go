// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAppTokenEphemeralResource(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	result := e.mustOpen(aToken, arguments{"id": kalturatest.TokenSHA512.ID})
	if textOf(t, result["token"]) != kalturatest.TokenSHA512.Token || textOf(t, result["hash_type"]) != "SHA512" || int64Of(t, result["partner_id"]) != kalturatest.Acme.ID {
		t.Error("not the value of the token")
	}
	expectRequests(t, server, 1)
}

// TestAccAppTokenEphemeralResource_signsInWithANewToken creates in one run a
// role, a token with that role, and a provider block that signs in with the
// token. The token's value is known only after it exists. Its sessions have the
// role.
func TestAccAppTokenEphemeralResource_signsInWithANewToken(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := administrator(server, kalturatest.Acme).hcl() + roleBlock() +
		tokenBlock("role = kaltura_user_role.ci.id", "session_duration = 900", "full_administrator = true") + fmt.Sprintf(`
ephemeral "kaltura_app_token" "ci" {
  id = kaltura_app_token.ci.id
}
provider "kaltura" {
  alias               = "ci"
  service_url         = %q
  partner_id          = %d
  app_token_id        = kaltura_app_token.ci.id
  app_token           = ephemeral.kaltura_app_token.ci.token
  app_token_hash_type = ephemeral.kaltura_app_token.ci.hash_type
}
data "kaltura_account" "read_by_ci" {
  provider   = kaltura.ci
  depends_on = [kaltura_app_token.ci]
}
output "name" { value = data.kaltura_account.read_by_ci.name }
`, server.URL, kalturatest.Acme.ID)
	w := newWorkspace(t, config)
	w.run("apply", "-auto-approve", "-no-color")
	if name := w.run("output", "-raw", "name"); name != "Acme Video" {
		t.Errorf("the account is called %q", name)
	}
	if server.Count("appToken", "startSession") == 0 {
		t.Error("nobody signed in with the token")
	}
	w.run("plan", "-detailed-exitcode", "-no-color")
	w.run("destroy", "-auto-approve", "-no-color")
	if left := tokensOf(server, kalturatest.Acme.ID); len(left) > 0 || roleOf(server, "CI") != nil {
		t.Errorf("left are %d tokens", len(left))
	}
}
