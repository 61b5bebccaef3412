// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestCurrentSessionDataSource(t *testing.T) {
	const secret = "canary-4f6793bd661b80ae"
	server := kalturatest.NewServer(t)
	ks := func(options kalturatest.SessionOptions) string {
		return server.StartSession(kalturatest.Acme.ID, options)
	}
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	null := knownvalue.Null()
	for _, test := range []struct {
		title, block string
		want         map[string]knownvalue.Check
	}{
		{"administrator secret", asAdmin(server, kalturatest.Acme), map[string]knownvalue.Check{
			"partner_id": knownvalue.Int64Exact(kalturatest.Acme.ID), "type": knownvalue.StringExact("admin"), "user_id": knownvalue.StringExact(""),
			"sign_in_method": knownvalue.StringExact("admin_secret"), "privileges": knownvalue.ListSizeExact(0), "expires_at": knownvalue.NotNull(),
			"permission_names": knownvalue.SetPartial([]knownvalue.Check{knownvalue.StringExact("INTEGRATION_BASE")}),
		}},
		{"given KS, with a secret among its privileges", withKS(server, ks(kalturatest.SessionOptions{
			Type: kalturatest.AdminSession, UserID: "ci", Expiry: until, Privileges: "setrole:READ_ONLY_ROLE,custom:" + secret,
		})), map[string]knownvalue.Check{
			"sign_in_method": knownvalue.StringExact("ks"), "expires_at": knownvalue.StringExact(rfc3339(until)), "user_id": knownvalue.StringExact("ci"),
			"privileges":       knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("setrole:READ_ONLY_ROLE"), knownvalue.StringExact("custom")}),
			"permission_names": knownvalue.SetPartial([]knownvalue.Check{knownvalue.StringExact("KMC_READ_ONLY")}),
		}},
		{"user session, which may not ask", withKS(server, ks(kalturatest.SessionOptions{Expiry: until})), map[string]knownvalue.Check{
			"partner_id": knownvalue.Int64Exact(kalturatest.Acme.ID), "type": null, "user_id": null, "expires_at": null, "privileges": null,
			"permission_names": knownvalue.SetPartial([]knownvalue.Check{knownvalue.StringExact("BASE_USER_SESSION_PERMISSION")}),
		}},
		{"app token", byToken(server, kalturatest.TokenSHA256).hcl(), map[string]knownvalue.Check{
			"sign_in_method": knownvalue.StringExact("app_token"), "partner_id": knownvalue.Int64Exact(kalturatest.Acme.ID),
		}},
		{"login", loginAs(server, kalturatest.Acme, kalturatest.Owner).hcl(), map[string]knownvalue.Check{
			"sign_in_method": knownvalue.StringExact("login"), "user_id": knownvalue.StringExact(kalturatest.Owner.ID),
		}},
	} {
		t.Run(test.title, func(t *testing.T) {
			var checks []statecheck.StateCheck
			for name, check := range test.want {
				checks = append(checks, statecheck.ExpectKnownValue("data.kaltura_current_session.me", tfjsonpath.New(name), check))
			}
			runSteps(t, resource.TestStep{Config: test.block + `data "kaltura_current_session" "me" {}`, ConfigStateChecks: checks})
		})
	}
}

func TestCurrentSessionDataSource_ofAnotherAccount(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerJSON(`{"partnerId":"30000002","sessionType":"2","expiry":"1","userId":"","privileges":""}`).On("session", "get"))
	_, diags := configured(t, administrator(server, kalturatest.Acme)).read(t.Context(), "kaltura_current_session", nil)
	if len(diags) != 1 || diags[0].Summary != "Answer of Another Kaltura Account" {
		t.Error(diags)
	}
}

func TestCurrentSessionDataSource_unknownRole(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:NO_SUCH_ROLE"})
	_, diags := configured(t, bearer(server, ks)).read(t.Context(), "kaltura_current_session", nil)
	if len(diags) != 1 || diags[0].Summary != "Unknown Kaltura Role" {
		t.Error(diags)
	}
}
