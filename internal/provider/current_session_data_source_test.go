// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAccCurrentSessionDataSource(t *testing.T) {
	const secret = "canary-4f6793bd661b80ae"
	server := kalturatest.NewServer(t)
	ks := func(options kalturatest.SessionOptions) string {
		return server.StartSession(kalturatest.Acme.ID, options)
	}
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	for _, test := range []struct {
		title, block string
		want         values
	}{
		{"administrator secret", asAdmin(server, kalturatest.Acme), values{
			"partner_id": kalturatest.Acme.ID, "type": "admin", "user_id": "",
			"sign_in_method": "admin_secret", "privileges": knownvalue.ListSizeExact(0), "expires_at": knownvalue.NotNull(),
			"permission_names": among{"INTEGRATION_BASE"},
		}},
		{"given KS, with a secret among its privileges", withKS(server, ks(kalturatest.SessionOptions{
			Type: kalturatest.AdminSession, UserID: "ci", Expiry: until, Privileges: "setrole:READ_ONLY_ROLE,custom:" + secret,
		})), values{
			"sign_in_method": "ks", "expires_at": rfc3339(until), "user_id": "ci",
			"privileges":       []any{"setrole:READ_ONLY_ROLE", "custom"},
			"permission_names": among{"KMC_READ_ONLY"},
		}},
		{"user session, which may not ask", withKS(server, ks(kalturatest.SessionOptions{Expiry: until})), values{
			"partner_id": kalturatest.Acme.ID, "type": nil, "user_id": nil, "expires_at": nil, "privileges": nil,
			"permission_names": among{"BASE_USER_SESSION_PERMISSION"},
		}},
		{"app token", byToken(server, kalturatest.TokenSHA256).hcl(), values{
			"sign_in_method": "app_token", "partner_id": kalturatest.Acme.ID,
		}},
		{"login", loginAs(server, kalturatest.Acme, kalturatest.Owner).hcl(), values{
			"sign_in_method": "login", "user_id": kalturatest.Owner.ID,
		}},
	} {
		t.Run(test.title, func(t *testing.T) {
			runSteps(t, shows(test.block+`data "kaltura_current_session" "me" {}`, "data.kaltura_current_session.me", test.want))
		})
	}
}
