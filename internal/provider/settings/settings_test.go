// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider/settings"
)

// sample is a distinct valid value of an attribute for each source. No two
// values in the table are equal.
type sample struct {
	configured any
	exported   string
}

var samples = map[string]sample{
	"service_url":             {"https://configured.example.com", "https://exported.example.com"},
	"partner_id":              {30000101, "30000102"},
	"admin_secret":            {"canary-admin-secret-1", "canary-admin-secret-2"},
	"ks":                      {"canary-ks-1", "canary-ks-2"},
	"app_token_id":            {"0_canary01", "0_canary02"},
	"app_token":               {"canary-app-token-1", "canary-app-token-2"},
	"app_token_hash_type":     {"SHA256", "SHA512"},
	"login_id":                {"canary-1@example.com", "canary-2@example.com"},
	"password":                {"canary password 1", "canary password 2"},
	"otp":                     {"111111", "222222"},
	"ca_cert_pem":             {"canary-certificate-1", "canary-certificate-2"},
	"allow_insecure_http":     {true, "false"},
	"request_timeout":         {"41s", "42s"},
	"max_retries":             {5, "6"},
	"forbid_secrets_in_state": {true, "false"},
}

// resolved is the text of the configured value.
func (s sample) resolved() string { return fmt.Sprint(s.configured) }

// variable returns the environment variable of an attribute.
func variable(attribute string) string { return "KALTURA_" + strings.ToUpper(attribute) }

// TestSettings_eachFromEachSource sets each attribute alone. Another setting
// with a value has read the wrong attribute or variable.
func TestSettings_eachFromEachSource(t *testing.T) {
	unknown := tftypes.UnknownValue
	for name, sample := range samples {
		configured, exported, resolved := sample.configured, sample.exported, sample.resolved()
		for _, situation := range []struct {
			title   string
			block   arguments
			export  string
			want    string
			unknown bool
		}{
			{title: "configuration", block: arguments{name: configured}, want: resolved},
			{title: "environment", export: exported, want: exported},
			{title: "both", block: arguments{name: configured}, export: exported, want: resolved},
			{title: "empty environment"},
			{title: "white space in the environment", export: " \t\n"},
			{title: "line break behind, environment", export: exported + "\r\n", want: exported},
			{title: "unknown", block: arguments{name: unknown}, unknown: true},
			{title: "unknown beside the environment", block: arguments{name: unknown}, export: exported, unknown: true},
		} {
			t.Run(name+"/"+situation.title, func(t *testing.T) {
				t.Setenv(variable(name), situation.export)
				got, _ := read(t, situation.block)
				want := map[string]string{}
				if situation.want != "" {
					want[name] = situation.want
				}
				if !maps.Equal(got.Texts(), want) {
					t.Errorf("resolved to %v, want %v", got.Texts(), want)
				}
				if unknown := slices.Equal(got.Unknown, []string{name}); unknown != situation.unknown || unknown && len(got.Unready) > 0 {
					t.Errorf("unknown settings: %v", got.Unknown)
				}
			})
		}
	}
}

func TestSettings_allHaveSamples(t *testing.T) {
	for name := range settings.Attributes() {
		if _, known := samples[name]; !known {
			t.Errorf("no test sets %s", name)
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
			t.Setenv(variable(name), sample.exported)
			want := text
			if name == "password" {
				want = "  " + text + " " // its spaces may be intentional
			}
			if resolved, _ := read(t, arguments{name: "  " + text + " \r\n"}); resolved.Texts()[name] != want {
				t.Errorf("white space around: %q", resolved.Texts()[name])
			}
			for _, empty := range []string{"", " \t\n"} {
				if resolved, _ := read(t, arguments{name: empty}); len(resolved.Texts()) > 0 {
					t.Errorf("an empty value fell back to %v", resolved.Texts())
				}
				_, said := read(t, arguments{name: empty})
				if said[0].Summary() != "Empty Kaltura Setting" || !strings.Contains(said[0].Detail(), name) || !strings.Contains(said[0].Detail(), variable(name)) {
					t.Errorf("an empty value was explained by: %s", said)
				}
				if strings.Contains(said.String(), " at ") {
					t.Error("the error points to an attribute, whose lines the engine would quote")
				}
			}
		})
	}
}

// TestClientConfig_credentials: each sign-in method takes its credentials from
// the samples of its attributes.
func TestClientConfig_credentials(t *testing.T) {
	secret := kaltura.NewSecret
	for attributes, want := range map[string]kaltura.Credentials{
		"partner_id admin_secret":           kaltura.AdminSecret{PartnerID: 30000101, Secret: secret("canary-admin-secret-1")},
		"ks":                                kaltura.GivenKS{KS: secret("canary-ks-1")},
		"ks partner_id":                     kaltura.GivenKS{PartnerID: 30000101, KS: secret("canary-ks-1")},
		"partner_id app_token_id app_token": kaltura.AppToken{PartnerID: 30000101, ID: "0_canary01", Token: secret("canary-app-token-1")},
		"partner_id app_token_id app_token app_token_hash_type": kaltura.AppToken{
			PartnerID: 30000101, ID: "0_canary01", Token: secret("canary-app-token-1"), HashType: "SHA256",
		},
		"partner_id login_id password": kaltura.Login{PartnerID: 30000101, LoginID: "canary-1@example.com", Password: secret("canary password 1")},
		"partner_id login_id password otp": kaltura.Login{
			PartnerID: 30000101, LoginID: "canary-1@example.com", Password: secret("canary password 1"), OTP: secret("111111"),
		},
	} {
		resolved, diags := read(t, give(nil, strings.Fields(attributes)...))
		if got := resolved.Client.Credentials; len(diags) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("the credentials are not those of %s, but %T, want %T, %v", attributes, got, want, diags)
		}
		if slices.Contains(resolved.Secrets, "30000101") {
			t.Error("the log hides the partner ID")
		}
	}
	lower, _ := read(t, give(arguments{"app_token_hash_type": "sha256"}, "partner_id", "app_token_id", "app_token"))
	if token, _ := lower.Client.Credentials.(kaltura.AppToken); token.HashType != "SHA256" {
		t.Errorf("the hash type is %q", token.HashType)
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
		{arguments{"partner_id": 2147483647, "request_timeout": "1s"}, "https://www.kaltura.com", false, time.Second, 3},
		{arguments{
			"service_url": "http://kaltura.example.com:8080/prefix/api_v3/index.php", "allow_insecure_http": true,
			"ca_cert_pem": certificate, "request_timeout": "1h", "max_retries": 10,
		}, "http://kaltura.example.com:8080/prefix", true, time.Hour, 10},
	} {
		resolved, diags := read(t, give(test.block, "ks"))
		client := resolved.Client
		if len(diags) > 0 || client.ServiceURL.String() != test.serviceURL || (client.RootCAs != nil) != test.roots || client.RequestTimeout != test.timeout || client.MaxRetries != test.retries {
			t.Errorf("%v: service URL %s, roots %t, timeout %s, retries %d, %v", test.block, client.ServiceURL, client.RootCAs != nil, client.RequestTimeout, client.MaxRetries, diags)
		}
	}
}

// TestSettings_unknownBlock: nothing of an unknown block falls back to the
// environment.
func TestSettings_unknownBlock(t *testing.T) {
	export(t, "partner_id", "admin_secret")
	kind := schema.Schema{Attributes: settings.Attributes()}.Type().(types.ObjectType)
	got, diags := settings.Read(types.ObjectUnknown(kind.AttrTypes))
	if len(diags) > 0 || len(got.Unknown) != len(samples) || len(got.Texts()) > 0 {
		t.Errorf("unknown: %v, %v", got.Unknown, diags)
	}
}
