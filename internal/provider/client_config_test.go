// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/url"
	"reflect"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// methodSamples are the credentials that each method makes of the samples, from
// the configuration and from the environment.
var methodSamples = []struct {
	title                string
	attributes           []string
	configured, exported kaltura.Credentials
}{
	{
		"admin_secret",
		[]string{"partner_id", "admin_secret"},
		kaltura.AdminSecret{PartnerID: 30000101, Secret: kaltura.NewSecret("canary-admin-secret-1")},
		kaltura.AdminSecret{PartnerID: 30000102, Secret: kaltura.NewSecret("canary-admin-secret-2")},
	},
	{
		"ks alone",
		[]string{"ks"},
		kaltura.GivenKS{KS: kaltura.NewSecret("canary-ks-1")},
		kaltura.GivenKS{KS: kaltura.NewSecret("canary-ks-2")},
	},
	{
		"ks guarded",
		[]string{"ks", "partner_id"},
		kaltura.GivenKS{PartnerID: 30000101, KS: kaltura.NewSecret("canary-ks-1")},
		kaltura.GivenKS{PartnerID: 30000102, KS: kaltura.NewSecret("canary-ks-2")},
	},
	{
		"app_token",
		[]string{"partner_id", "app_token_id", "app_token"},
		kaltura.AppToken{PartnerID: 30000101, ID: "0_canary01", Token: kaltura.NewSecret("canary-app-token-1")},
		kaltura.AppToken{PartnerID: 30000102, ID: "0_canary02", Token: kaltura.NewSecret("canary-app-token-2")},
	},
	{
		"app_token with its hash type",
		[]string{"partner_id", "app_token_id", "app_token", "app_token_hash_type"},
		kaltura.AppToken{PartnerID: 30000101, ID: "0_canary01", Token: kaltura.NewSecret("canary-app-token-1"), HashType: "SHA256"},
		kaltura.AppToken{PartnerID: 30000102, ID: "0_canary02", Token: kaltura.NewSecret("canary-app-token-2"), HashType: "SHA512"},
	},
	{
		"login",
		[]string{"partner_id", "login_id", "password"},
		kaltura.Login{PartnerID: 30000101, LoginID: "canary-1@example.com", Password: kaltura.NewSecret("canary password 1")},
		kaltura.Login{PartnerID: 30000102, LoginID: "canary-2@example.com", Password: kaltura.NewSecret("canary password 2")},
	},
	{
		"login with a one-time password",
		[]string{"partner_id", "login_id", "password", "otp"},
		kaltura.Login{PartnerID: 30000101, LoginID: "canary-1@example.com", Password: kaltura.NewSecret("canary password 1"), OTP: kaltura.NewSecret("111111")},
		kaltura.Login{PartnerID: 30000102, LoginID: "canary-2@example.com", Password: kaltura.NewSecret("canary password 2"), OTP: kaltura.NewSecret("222222")},
	},
}

func TestClientConfig_credentials(t *testing.T) {
	for _, method := range methodSamples {
		t.Run(method.title+" from the configuration", func(t *testing.T) {
			block := arguments{}
			for _, name := range method.attributes {
				block[name] = samples[name].configured
			}
			expectCredentials(t, block, method.configured)
		})
		t.Run(method.title+" from the environment", func(t *testing.T) {
			for _, name := range method.attributes {
				t.Setenv(samples[name].variable, samples[name].exported)
			}
			expectCredentials(t, nil, method.exported)
		})
	}
}

func expectCredentials(t *testing.T, block arguments, want kaltura.Credentials) {
	t.Helper()
	resolved, diags := resolve(t, block)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	if got := resolved.Client.Credentials; !reflect.DeepEqual(got, want) {
		t.Errorf("the credentials are not those of the attributes: %T, want %T", got, want)
	}
}

func TestClientConfig_behaviour(t *testing.T) {
	certificate := kalturatest.NewTLSServer(t).CertificatePEM
	resolved, diags := resolve(t, arguments{
		"service_url": "http://kaltura.example.com:8080/prefix/api_v3/index.php", "allow_insecure_http": true,
		"ca_cert_pem": certificate, "request_timeout": "1m30s", "max_retries": 7, "ks": "canary-ks-1",
	})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	client := resolved.Client
	if got := client.ServiceURL.String(); got != "http://kaltura.example.com:8080/prefix" {
		t.Errorf("service URL: %s", got)
	}
	if client.RootCAs == nil || client.RequestTimeout != 90*time.Second || client.MaxRetries != 7 {
		t.Errorf("roots %v, timeout %s, retries %d", client.RootCAs != nil, client.RequestTimeout, client.MaxRetries)
	}
}

func TestClientConfig_defaults(t *testing.T) {
	resolved, diags := resolve(t, arguments{"ks": "canary-ks-1"})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	client := resolved.Client
	if *client.ServiceURL != (url.URL{Scheme: "https", Host: "www.kaltura.com"}) {
		t.Errorf("service URL: %s", client.ServiceURL)
	}
	if client.RootCAs != nil || client.RequestTimeout != 0 || client.MaxRetries != 3 {
		t.Errorf("roots %v, timeout %s, retries %d", client.RootCAs != nil, client.RequestTimeout, client.MaxRetries)
	}
}

// Zero retries is a choice, not a missing value.
func TestClientConfig_noRetries(t *testing.T) {
	resolved, diags := resolve(t, arguments{"ks": "canary-ks-1", "max_retries": 0})
	if len(diags) > 0 || resolved.Client.MaxRetries != 0 {
		t.Errorf("retries %d, %v", resolved.Client.MaxRetries, diags)
	}
}
