// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// echoedSession shows the session in the state of echo.shown.
var echoedSession = echoed("ephemeral.kaltura_session.run", "shown")

// usedByProvider hands the session to another provider, which reads with it.
const usedByProvider = `
provider "kaltura" {
  alias       = "run"
  service_url = "%s"
  ks          = ephemeral.kaltura_session.run.ks
}
data "kaltura_account_info" "run" { provider = kaltura.run }
`

// shownSession keeps what echo.shown has in the state.
type shownSession struct{ ks, expiresAt string }

// CheckState implements statecheck.StateCheck.
func (s *shownSession) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	for _, r := range req.State.Values.RootModule.Resources {
		if r.Address != "echo.shown" {
			continue
		}
		data := r.AttributeValues["data"].(map[string]any)
		s.ks, s.expiresAt = data["ks"].(string), data["expires_at"].(string)
		return
	}
	resp.Error = errors.New("echo.shown is not in the state")
}

func TestSessionEphemeralResource_livesForTheRun(t *testing.T) {
	server := kalturatest.NewServer(t)
	shown := &shownSession{}
	before := time.Now()
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   ephemerals,
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: asAdmin(server, kalturatest.Acme) + fmt.Sprintf(usedByProvider, server.URL) + echoedSession + `
				ephemeral "kaltura_session" "run" {
				  type       = "admin"
				  expiry     = 600
				  privileges = ["sview:1_abcd1234"]
				}`,
			ConfigStateChecks: []statecheck.StateCheck{
				shown,
				// Accepted while the run lasts, with the rights it was given.
				statecheck.ExpectKnownValue("data.kaltura_account_info.run", tfjsonpath.New("admin_secret"), knownvalue.StringExact(kalturatest.Acme.AdminSecret)),
				statecheck.ExpectKnownValue("echo.shown", tfjsonpath.New("data"), knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"type": knownvalue.StringExact("admin"), "expiry": knownvalue.Int64Exact(600), "user_id": knownvalue.Null(),
					"privileges": knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("sview:1_abcd1234")}),
				})),
			},
		}},
	})
	got := inside(t, server, kalturatest.Acme, shown.ks)
	if got["sessionType"] != "2" || got["privileges"] != "sview:1_abcd1234" {
		t.Errorf("the session holds %v", got)
	}
	expectExpiry(t, openSession{expiresAt: shown.expiresAt}, got)
	if expires, err := time.Parse(time.RFC3339, shown.expiresAt); err != nil || expires.Before(before.Add(599*time.Second)) {
		t.Errorf("expires_at = %q, %v", shown.expiresAt, err)
	}
	if why := refusal(t, server, shown.ks); why != "LOGOUT" {
		t.Errorf("after the run it was refused as %q, want LOGOUT", why)
	}
	// Every session that read anything was ended.
	used, ended := map[any]bool{}, map[any]bool{}
	for _, r := range server.Requests() {
		switch r.Action {
		case "getInfo":
			used[r.Params["ks"]] = true
		case "end":
			ended[r.Params["ks"]] = true
		}
	}
	for ks := range used {
		if !ended[ks] {
			t.Errorf("a session was used and not ended: %v", inside(t, server, kalturatest.Acme, ks.(string)))
		}
	}
}

func TestSessionEphemeralResource_keptOpen(t *testing.T) {
	server := kalturatest.NewServer(t)
	shown := &shownSession{}
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   ephemerals,
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: asAdmin(server, kalturatest.Acme) + echoedSession + `
				ephemeral "kaltura_session" "run" { revoke_on_close = false }`,
			ConfigStateChecks: []statecheck.StateCheck{shown},
		}},
	})
	if why := refusal(t, server, shown.ks); why != "" {
		t.Errorf("refused after the run: %s", why)
	}
	if n := server.Count("session", "end"); n != 0 {
		t.Errorf("%d sessions were ended", n)
	}
}

func TestSessionEphemeralResource_refusals(t *testing.T) {
	server := kalturatest.NewServer(t)
	given := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	step := func(provider, session string, want *regexp.Regexp) resource.TestStep {
		return resource.TestStep{Config: provider + echoedSession + session, ExpectError: want}
	}
	admin := asAdmin(server, kalturatest.Acme)
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   ephemerals,
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			step(withKS(server, given), `ephemeral "kaltura_session" "run" {}`, wrapped("Cannot Create a Kaltura Session")),
			step(admin, `ephemeral "kaltura_session" "run" { privileges = ["a:1,b:2"] }`, wrapped("give each privilege as an item of its own")),
			step(admin, `ephemeral "kaltura_session" "run" { privileges = ["sessionid:x"] }`, wrapped("Revoking Would End Other Sessions")),
			step(admin, `ephemeral "kaltura_session" "run" { expiry = 0 }`, wrapped("value must be between 1 and 315360000")),
		},
	})
}
