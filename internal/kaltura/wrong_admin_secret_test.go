// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAdminSecret_whyItIsRefused(t *testing.T) {
	acme := kalturatest.Acme
	for _, test := range []struct {
		name        string
		credentials kaltura.AdminSecret
		want        kaltura.Failure
		probes      int
	}{
		{"another account's secret", kaltura.AdminSecret{PartnerID: acme.ID, Secret: kaltura.NewSecret(kalturatest.Umbrella.AdminSecret)}, kaltura.WrongAdminSecret, 1},
		{"the user secret", kaltura.AdminSecret{PartnerID: acme.ID, Secret: kaltura.NewSecret(acme.UserSecret)}, kaltura.WrongAdminSecret, 1},
		{"upper case", kaltura.AdminSecret{PartnerID: acme.ID, Secret: kaltura.NewSecret(strings.ToUpper(acme.AdminSecret))}, kaltura.WrongAdminSecret, 1},
		{"an unknown account", kaltura.AdminSecret{PartnerID: 39999999, Secret: kaltura.NewSecret(acme.AdminSecret)}, kaltura.UnknownAccount, 1},
		{"a blocked account", adminOf(kalturatest.Blocked), kaltura.AccountBlocked, 0},
		{"a blocked account, wrong secret", kaltura.AdminSecret{PartnerID: kalturatest.Blocked.ID, Secret: kaltura.NewSecret("fa4e")}, kaltura.WrongAdminSecret, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			_, err := newClient(t, server.URL, test.credentials).AccountInfo(t.Context(), 0)
			wantFailure(t, err, test.want)
			wantCount(t, server, "session.startWidgetSession", test.probes)
			wantCount(t, server, "partner.getInfo", 1)
		})
	}
}

func TestAdminSecret_parallelRefusalsShareOneProbe(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, kaltura.AdminSecret{PartnerID: kalturatest.Acme.ID, Secret: kaltura.NewSecret("fa4e")})
	for _, err := range tenReads(t, client) {
		wantFailure(t, err, kaltura.WrongAdminSecret)
	}
	wantCount(t, server, "session.startWidgetSession", 1)
}

func TestAdminSecret_probeThatFails(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Unavailable().On("session", "startWidgetSession").For(4))
	client := newClient(t, server.URL, kaltura.AdminSecret{PartnerID: kalturatest.Acme.ID, Secret: kaltura.NewSecret("fa4e")})
	for _, err := range tenReads(t, client) {
		wantFailure(t, err, kaltura.AdminSecretRefused)
	}
	wantCount(t, server, "session.startWidgetSession", 4) // one probe and its retries
}
