// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// sample is an attribute with a distinct valid value for each source. No two
// values in the table are equal.
type sample struct {
	configured any
	resolved   string
	variable   string
	exported   string
}

var samples = map[string]sample{
	"service_url":             {"https://configured.example.com", "https://configured.example.com", "KALTURA_SERVICE_URL", "https://exported.example.com"},
	"partner_id":              {30000101, "30000101", "KALTURA_PARTNER_ID", "30000102"},
	"admin_secret":            {"canary-admin-secret-1", "canary-admin-secret-1", "KALTURA_ADMIN_SECRET", "canary-admin-secret-2"},
	"ks":                      {"canary-ks-1", "canary-ks-1", "KALTURA_KS", "canary-ks-2"},
	"app_token_id":            {"0_canary01", "0_canary01", "KALTURA_APP_TOKEN_ID", "0_canary02"},
	"app_token":               {"canary-app-token-1", "canary-app-token-1", "KALTURA_APP_TOKEN", "canary-app-token-2"},
	"app_token_hash_type":     {"SHA256", "SHA256", "KALTURA_APP_TOKEN_HASH_TYPE", "SHA512"},
	"login_id":                {"canary-1@example.com", "canary-1@example.com", "KALTURA_LOGIN_ID", "canary-2@example.com"},
	"password":                {"canary password 1", "canary password 1", "KALTURA_PASSWORD", "canary password 2"},
	"otp":                     {"111111", "111111", "KALTURA_OTP", "222222"},
	"ca_cert_pem":             {"canary-certificate-1", "canary-certificate-1", "KALTURA_CA_CERT_PEM", "canary-certificate-2"},
	"allow_insecure_http":     {true, "true", "KALTURA_ALLOW_INSECURE_HTTP", "false"},
	"request_timeout":         {"41s", "41s", "KALTURA_REQUEST_TIMEOUT", "42s"},
	"max_retries":             {5, "5", "KALTURA_MAX_RETRIES", "6"},
	"forbid_secrets_in_state": {true, "true", "KALTURA_FORBID_SECRETS_IN_STATE", "false"},
}

func TestSettings_samplesAreComplete(t *testing.T) {
	inSchema := slices.Sorted(maps.Keys(providerSchema(t).Schema.GetAttributes()))
	if inTable := slices.Sorted(maps.Keys(samples)); !slices.Equal(inSchema, inTable) {
		t.Errorf("schema and samples differ:\n%v\n%v", inSchema, inTable)
	}
}

// TestSettings_eachFromEachSource sets each attribute alone. Another setting
// with a value has read the wrong attribute or variable.
func TestSettings_eachFromEachSource(t *testing.T) {
	for name, sample := range samples {
		situations := []struct {
			title   string
			block   arguments
			export  string
			want    string
			unknown bool
		}{
			{title: "configuration", block: arguments{name: sample.configured}, want: sample.resolved},
			{title: "environment", export: sample.exported, want: sample.exported},
			{title: "both", block: arguments{name: sample.configured}, export: sample.exported, want: sample.resolved},
			{title: "neither"},
			{title: "empty environment", export: ""},
			{title: "white space in the environment", export: " \t\n"},
			{title: "line break behind, environment", export: sample.exported + "\r\n", want: sample.exported},
			{title: "unknown", block: arguments{name: tftypes.UnknownValue}, unknown: true},
			{title: "unknown beside the environment", block: arguments{name: tftypes.UnknownValue}, export: sample.exported, unknown: true},
		}
		for _, situation := range situations {
			t.Run(name+"/"+situation.title, func(t *testing.T) {
				if situation.title != "neither" {
					t.Setenv(sample.variable, situation.export)
				}
				resolved, _ := resolve(t, situation.block)
				want := map[string]string{}
				if situation.want != "" {
					want[name] = situation.want
				}
				if !maps.Equal(resolved.Texts, want) {
					t.Errorf("resolved to %v, want %v", resolved.Texts, want)
				}
				if unknown := slices.Equal(resolved.Unknown, []string{name}); unknown != situation.unknown {
					t.Errorf("unknown settings: %v", resolved.Unknown)
				}
			})
		}
	}
}

func TestSettings_textIsTrimmedAndNeverEmpty(t *testing.T) {
	for name, sample := range samples {
		text, isText := sample.configured.(string)
		if !isText {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Setenv(sample.variable, sample.exported)
			want := text
			if name == "password" {
				want = "  " + text + " " // its spaces may be intentional
			}
			resolved, _ := resolve(t, arguments{name: "  " + text + " \r\n"})
			if resolved.Texts[name] != want {
				t.Errorf("white space around: %q", resolved.Texts[name])
			}
			for _, empty := range []string{"", " \t\n"} {
				resolved, diags := resolve(t, arguments{name: empty})
				if len(resolved.Texts) > 0 {
					t.Errorf("an empty value fell back to %v", resolved.Texts)
				}
				first := diags[0]
				if first.Summary() != "Empty Kaltura Setting" || !strings.Contains(first.Detail(), name) || !strings.Contains(first.Detail(), sample.variable) {
					t.Errorf("an empty value was explained by: %s\n%s", first.Summary(), first.Detail())
				}
				if _, points := first.(diag.DiagnosticWithPath); points {
					t.Error("the error points to an attribute, whose lines the engine would quote")
				}
			}
		})
	}
}

// resolve resolves a provider block and the environment.
func resolve(t *testing.T, block arguments) (provider.Resolution, diag.Diagnostics) {
	t.Helper()
	schema := providerSchema(t).Schema
	object := schema.Type().TerraformType(context.Background()).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, block[name])
	}
	return provider.Resolve(context.Background(), tfsdk.Config{Schema: schema, Raw: tftypes.NewValue(object, values)})
}

func providerSchema(t *testing.T) frameworkprovider.SchemaResponse {
	t.Helper()
	var resp frameworkprovider.SchemaResponse
	provider.New("test")().Schema(context.Background(), frameworkprovider.SchemaRequest{}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return resp
}

// TestClientConfig_credentials: each sign-in method takes its credentials from
// the samples of its attributes, in the configuration and in the environment.
func TestClientConfig_credentials(t *testing.T) {
	secret := kaltura.NewSecret
	for attributes, want := range map[string][2]kaltura.Credentials{
		"partner_id admin_secret": {
			kaltura.AdminSecret{PartnerID: 30000101, Secret: secret("canary-admin-secret-1")}, kaltura.AdminSecret{PartnerID: 30000102, Secret: secret("canary-admin-secret-2")},
		},
		"ks":            {kaltura.GivenKS{KS: secret("canary-ks-1")}, kaltura.GivenKS{KS: secret("canary-ks-2")}},
		"ks partner_id": {kaltura.GivenKS{PartnerID: 30000101, KS: secret("canary-ks-1")}, kaltura.GivenKS{PartnerID: 30000102, KS: secret("canary-ks-2")}},
		"partner_id app_token_id app_token": {
			kaltura.AppToken{PartnerID: 30000101, ID: "0_canary01", Token: secret("canary-app-token-1")},
			kaltura.AppToken{PartnerID: 30000102, ID: "0_canary02", Token: secret("canary-app-token-2")},
		},
		"partner_id app_token_id app_token app_token_hash_type": {
			kaltura.AppToken{PartnerID: 30000101, ID: "0_canary01", Token: secret("canary-app-token-1"), HashType: "SHA256"},
			kaltura.AppToken{PartnerID: 30000102, ID: "0_canary02", Token: secret("canary-app-token-2"), HashType: "SHA512"},
		},
		"partner_id login_id password": {
			kaltura.Login{PartnerID: 30000101, LoginID: "canary-1@example.com", Password: secret("canary password 1")},
			kaltura.Login{PartnerID: 30000102, LoginID: "canary-2@example.com", Password: secret("canary password 2")},
		},
		"partner_id login_id password otp": {
			kaltura.Login{PartnerID: 30000101, LoginID: "canary-1@example.com", Password: secret("canary password 1"), OTP: secret("111111")},
			kaltura.Login{PartnerID: 30000102, LoginID: "canary-2@example.com", Password: secret("canary password 2"), OTP: secret("222222")},
		},
	} {
		t.Run(attributes, func(t *testing.T) {
			expectCredentials(t, give(nil, strings.Fields(attributes)...), want[0])
			export(t, strings.Fields(attributes)...)
			expectCredentials(t, nil, want[1])
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
	for _, test := range []struct {
		block      arguments
		serviceURL string
		roots      bool
		timeout    time.Duration
		retries    int
	}{
		{nil, "https://www.kaltura.com", false, 0, 3},
		{arguments{"max_retries": 0}, "https://www.kaltura.com", false, 0, 0}, // a choice, not a missing value
		{arguments{
			"service_url": "http://kaltura.example.com:8080/prefix/api_v3/index.php", "allow_insecure_http": true,
			"ca_cert_pem": certificate, "request_timeout": "1m30s", "max_retries": 7,
		}, "http://kaltura.example.com:8080/prefix", true, 90 * time.Second, 7},
	} {
		resolved, diags := resolve(t, give(test.block, "ks"))
		client := resolved.Client
		if len(diags) > 0 || client.ServiceURL.String() != test.serviceURL || (client.RootCAs != nil) != test.roots || client.RequestTimeout != test.timeout || client.MaxRetries != test.retries {
			t.Errorf("%v: service URL %s, roots %t, timeout %s, retries %d, %v", test.block, client.ServiceURL, client.RootCAs != nil, client.RequestTimeout, client.MaxRetries, diags)
		}
	}
}

// TestCertificate_ofTheConfiguration: a server with a private authority is
// trusted only with its certificate.
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
		diags.expectOnly(t, "Untrusted Kaltura Server Certificate")
	})
}

// TestMaxRetries_isCounted: the number of retries is the configured one.
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

// TestUserAgent: the provider knows the engine's version, but not which engine
// runs.
func TestUserAgent(t *testing.T) {
	server := kalturatest.NewServer(t)
	configured(t, administrator(server, kalturatest.Acme)).mustRead("kaltura_account", nil)
	if agent := server.Requests()[0].Header.Get("User-Agent"); agent != "terraform-provider-kaltura/test tf-engine/1.99.0" {
		t.Error(agent)
	}
}
