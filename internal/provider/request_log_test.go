// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// A one-time password looks like a request ID, so a server can have it logged
// as one. Secrets of the configuration are masked whatever they are taken for.
func TestRequestLog_masksTheSecrets(t *testing.T) {
	for _, otp := range []string{"424242", "515151"} {
		var log bytes.Buffer
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.Fault{Times: -1, Header: http.Header{"X-Kaltura-Session": {"424242, 1795419146"}}})
		block := loginAt(server, kalturatest.Acme, kalturatest.Manager.LoginID, kalturatest.Manager.Password).with("otp", otp)
		e := configured(t, block)
		_, _ = e.read(tflogtest.RootLogger(t.Context(), &log), "kaltura_account", nil) // refused or not
		lines := log.String()
		if !strings.Contains(lines, "Kaltura API request") || !strings.Contains(lines, "user.loginByLoginId") {
			t.Fatalf("the request is not logged, so nothing is proved:\n%s", lines)
		}
		if masked := otp == "424242"; strings.Contains(lines, "424242") == masked {
			t.Errorf("with the OTP %s the log has:\n%s", otp, lines)
		}
	}
}
