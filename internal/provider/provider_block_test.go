// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// In the middle of a rotation the old secret still works; the user is told, and
// gets the new one.
func TestRotation_warns(t *testing.T) {
	server := kalturatest.NewServer(t)
	old := kalturatest.Rotated
	old.AdminSecret = kalturatest.RotatedOldSecret

	state, diags := configured(t, administrator(server, old)).read(context.Background(), "kaltura_account_info", nil)
	expectRotationWarning(t, diags)
	if textOf(t, state["admin_secret"]) != kalturatest.Rotated.AdminSecret {
		t.Error("the data source did not return the new secret")
	}
	result, diags := configured(t, administrator(server, old)).open(context.Background(), "kaltura_account_info", nil)
	expectRotationWarning(t, diags)
	if textOf(t, result["admin_secret"]) != kalturatest.Rotated.AdminSecret {
		t.Error("the ephemeral resource did not return the new secret")
	}
}

func expectRotationWarning(t *testing.T, diags diagnostics) {
	t.Helper()
	if len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityWarning || diags[0].Summary != "Kaltura Administrator Secret Is Being Rotated" {
		t.Fatalf("got: %s", diags)
	}
	for _, secret := range []string{kalturatest.RotatedOldSecret, kalturatest.Rotated.AdminSecret} {
		if strings.Contains(diags.String(), secret) {
			t.Errorf("the warning quotes a secret: %s", diags)
		}
	}
}

// No warning where the configured secret is the primary one, where another
// account is read, and where no administrator secret is configured.
func TestRotation_staysSilent(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Rotated.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Secret: kalturatest.RotatedOldSecret})
	tests := []struct {
		title  string
		block  arguments
		config arguments
	}{
		{"primary secret", administrator(server, kalturatest.Rotated), nil},
		{"child", administrator(server, kalturatest.Umbrella), arguments{"partner_id": kalturatest.UmbrellaNorth.ID}},
		{"own account by its id", administrator(server, kalturatest.Rotated), arguments{"partner_id": kalturatest.Rotated.ID}},
		{"KS", bearer(server, ks), nil},
	}
	for _, test := range tests {
		t.Run(test.title, func(t *testing.T) {
			configured(t, test.block).mustRead("kaltura_account_info", test.config)
		})
	}
}

// A server with an authority of its own is trusted by its certificate alone.
func TestCertificate_ofTheConfiguration(t *testing.T) {
	server := kalturatest.NewTLSServer(t)
	block := administrator(server, kalturatest.Acme)
	t.Run("attribute", func(t *testing.T) {
		configured(t, block.with("ca_cert_pem", server.CertificatePEM)).mustRead("kaltura_account", nil)
	})
	t.Run("environment", func(t *testing.T) {
		t.Setenv("KALTURA_CA_CERT_PEM", server.CertificatePEM)
		configured(t, block).mustRead("kaltura_account", nil)
	})
	t.Run("another's", func(t *testing.T) {
		other := kalturatest.NewTLSServer(t)
		_, diags := configured(t, block.with("ca_cert_pem", other.CertificatePEM)).read(context.Background(), "kaltura_account", nil)
		if len(diags) != 1 || diags[0].Summary != "Untrusted Kaltura Server Certificate" {
			t.Error(diags)
		}
	})
}

// The number of retries is that of the configuration.
func TestMaxRetries_isCounted(t *testing.T) {
	for retries := range 3 {
		t.Run(fmt.Sprint(retries), func(t *testing.T) {
			t.Parallel()
			server := misbehaving(t, kalturatest.Drop(kalturatest.ResetUnprocessed))
			_, diags := configured(t, administrator(server, kalturatest.Acme).with("max_retries", retries)).read(context.Background(), "kaltura_account", nil)
			if sent := len(server.Requests()); sent != retries+1 || !strings.Contains(diags.String(), fmt.Sprintf("Attempts:    %d", retries+1)) {
				t.Errorf("%d requests, %s", sent, diags)
			}
		})
	}
}

// Which engine runs is not known, only its version.
func TestUserAgent(t *testing.T) {
	server := kalturatest.NewServer(t)
	configured(t, administrator(server, kalturatest.Acme)).mustRead("kaltura_account", nil)
	if agent := server.Requests()[0].Header.Get("User-Agent"); agent != "terraform-provider-kaltura/test tf-engine/1.99.0" {
		t.Error(agent)
	}
}
