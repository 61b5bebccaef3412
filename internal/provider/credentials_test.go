// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// variable returns the environment variable of a provider attribute.
func variable(attribute string) string { return "KALTURA_" + strings.ToUpper(attribute) }

// firstRead returns the diagnostics of the first read, which reports
// credentials that the provider block accepted.
func firstRead(t *testing.T, block arguments) diagnostics {
	t.Helper()
	_, diags := configured(t, block).read(t.Context(), "kaltura_account", nil)
	return diags
}

// TestMissingCredentials: a module that reads nothing needs no account. What
// reads one says what is missing.
func TestMissingCredentials(t *testing.T) {
	for _, object := range readables(t) {
		object.read(configured(t, nil), nil).expectOnly(t, "Missing Kaltura Credentials", "admin_secret (KALTURA_ADMIN_SECRET)")
	}
	firstRead(t, arguments{"partner_id": 30000001, "app_token": "canary"}).expectOnly(t, "Incomplete Kaltura Credentials", "app_token_id")
}

// TestServiceURL_mayBeASecret: no message shows a host name that looks like one.
func TestServiceURL_mayBeASecret(t *testing.T) {
	for host, shown := range map[string]string{
		kalturatest.Acme.AdminSecret + ".invalid": "https://(a host that is not shown)", "kaltura.invalid": "https://kaltura.invalid",
	} {
		diags := firstRead(t, arguments{"service_url": "https://" + host, "ks": "canary", "max_retries": 0, "request_timeout": "2s"})
		if text := diags.String(); len(diags) != 1 || strings.Contains(text, kalturatest.Acme.AdminSecret) || !strings.Contains(text, "Service URL: "+shown+"\n") {
			t.Error(text)
		}
	}
}

// TestDoubts: the message for a refused credential mentions an unusual shape.
func TestDoubts(t *testing.T) {
	server := kalturatest.NewServer(t)
	secret := kalturatest.Acme.AdminSecret
	token := kalturatest.TokenSHA256
	asAdministrator, asToken := administrator(server, kalturatest.Acme), byToken(server, token)
	asUser, password := loginAs(server, kalturatest.Acme, kalturatest.Manager), kalturatest.Manager.Password
	const wrongSecret, wrongToken, refused = "Wrong Kaltura Administrator Secret", "Wrong Kaltura App Token", "Kaltura Login Refused"
	for _, test := range []struct {
		title, summary   string
		block            arguments
		attribute, given string
		says             string
	}{
		{"secret cut short", wrongSecret, asAdministrator, "admin_secret", secret[:31], "The given Administrator Secret has 31 characters instead of the usual 32 hexadecimal digits: was it cut short?"},
		{"secret in base64", wrongSecret, asAdministrator, "admin_secret", "NGY2NzkzYmQ2NjFiODBhZTA1Y2M1MTA2NGZiZmU2YTI=", "has 44 characters instead of the usual 32 hexadecimal digits: is it base64?"},
		{"secret in base64 without its end", wrongSecret, asAdministrator, "admin_secret", "NGY2NzkzYmQ2NjFiODBhZTA1Y2M1MTA2NGZiZmU2YTI", "has 43 characters instead of the usual 32 hexadecimal digits: is it base64?"},
		{"secret with more", wrongSecret, asAdministrator, "admin_secret", "secret=" + secret, "were other characters copied with it?"},
		{"wrong secret of the usual shape", wrongSecret, asAdministrator, "admin_secret", kalturatest.Acme.UserSecret, ""},
		{"token cut short", wrongToken, asToken, "app_token", token.Token[:8], "The given app token has 8 characters"},
		{"wrong token of the usual shape", wrongToken, asToken, "app_token", secret, ""},
		{"password in quotation marks", refused, asUser, "password", "'" + password + "'", "is in quotation marks; remove them unless they are part of it"},
		{"password with a blank", refused, asUser, "password", password + " ", "begins or ends with a space"},
		{"wrong password", refused, asUser, "password", "canary", ""},
	} {
		t.Run(test.title, func(t *testing.T) {
			diags := firstRead(t, test.block.with(test.attribute, test.given))
			diags.expectOnly(t, test.summary)
			if detail := diags.String(); !strings.Contains(detail, test.says) || strings.Contains(detail, "The given ") != (test.says != "") || strings.Contains(detail, test.given) {
				t.Error(detail)
			}
		})
	}
}
