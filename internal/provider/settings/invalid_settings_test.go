// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// invalidSettings are values that are always wrong. Each text holds a canary
// that no message may quote. The test sets each value in the configuration and
// in the environment.
var invalidSettings = []struct {
	attribute string
	value     any
	summary   string
	says      string
}{
	{"partner_id", 0, "Invalid Kaltura Partner ID", "belong to the Kaltura platform itself"},
	{"partner_id", -2, "Invalid Kaltura Partner ID", "-2 is its admin console"},
	{"partner_id", 2147483648, "Invalid Kaltura Partner ID", "larger than any partner ID"},
	{"partner_id", 3000000100, "Invalid Kaltura Partner ID", "it may be the sub partner ID: omit the two zeros"},

	{"service_url", "canary.example.com", "Invalid Kaltura Service URL", "it does not start with https://"},
	{"service_url", "ftp://canary.example.com", "Invalid Kaltura Service URL", "it does not start with https://"},
	{"service_url", "https://canary:pass@www.example.com", "Invalid Kaltura Service URL", "a user name or password before the host"},
	{"service_url", "https://www.example.com/?ks=canary", "Invalid Kaltura Service URL", "it contains a query (?) or a fragment (#)"},
	{"service_url", "https://www.example.com/#canary", "Invalid Kaltura Service URL", "it contains a query (?) or a fragment (#)"},
	{"service_url", "https://[fe80::1%25canary]", "Invalid Kaltura Service URL", "it contains the zone of an IPv6 address (%)"},
	{"service_url", "https:///canary", "Invalid Kaltura Service URL", "it has no host"},
	{"service_url", "https://www.example.com/%zzcanary", "Invalid Kaltura Service URL", "it is not a URL"},
	{"service_url", "https://www.example.com/service/session/action/start/secret/canary", "Invalid Kaltura Service URL", "its path is not a plain prefix before /api_v3"},
	{"service_url", "https://www.example.com/api_v3/ks/canary", "Invalid Kaltura Service URL", "its path is not a plain prefix before /api_v3"},
	{"service_url", "https://www.example.com/canary4f6793bd661b80ae05cc51064fbfe6a2", "Invalid Kaltura Service URL", "its path is not a plain prefix before /api_v3"},
	{"service_url", "http://canary.example.com", "Insecure Kaltura Service URL", "set allow_insecure_http = true (environment variable KALTURA_ALLOW_INSECURE_HTTP)"},
	{"service_url", "http://192.0.2.1/canary", "Insecure Kaltura Service URL", "would cross the network unencrypted"},

	{"ca_cert_pem", "/etc/ssl/canary.pem", "Invalid CA Certificate", "not the name of a file"},
	{"ca_cert_pem", "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----", "Invalid CA Certificate", "certificate 1 of 1 cannot be read"},
	{"ca_cert_pem", "-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----", "Invalid CA Certificate", "it contains a private key"},

	{"request_timeout", "30canary", "Invalid Request Timeout", "must be a duration from one second to one hour"},
	{"request_timeout", "30", "Invalid Request Timeout", "a number with a unit"},
	{"request_timeout", "999ms", "Invalid Request Timeout", "must be a duration from one second to one hour"},
	{"request_timeout", "1h1s", "Invalid Request Timeout", "must be a duration from one second to one hour"},
	{"request_timeout", "-5s", "Invalid Request Timeout", "must be a duration from one second to one hour"},

	{"max_retries", -1, "Invalid Number of Retries", "must be a whole number from 0 to 10"},
	{"max_retries", 11, "Invalid Number of Retries", "must be a whole number from 0 to 10"},

	{"app_token_hash_type", "canary-256", "Invalid App Token Hash Type", "must be SHA256, SHA1, SHA512 or MD5"},
	{"app_token_hash_type", "SHA-256", "Invalid App Token Hash Type", "must be SHA256, SHA1, SHA512 or MD5"},

	{"admin_secret", `"canary"`, "Invalid Kaltura Credential", "contains quotation marks"},
	{"admin_secret", `canary'`, "Invalid Kaltura Credential", "contains quotation marks"},
	{"admin_secret", "canary’", "Invalid Kaltura Credential", "contains quotation marks"},
	{"admin_secret", "canary\ncanary", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"admin_secret", "canary\u00a0canary", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"admin_secret", "canary\u200bcanary", "Invalid Kaltura Credential", "an invisible character"},
	{"ks", `'canary'`, "Invalid Kaltura Credential", "contains quotation marks"},
	{"ks", "canary canary", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"app_token_id", `"0_canary"`, "Invalid Kaltura Credential", "contains quotation marks"},
	{"app_token_id", "4f6793bd4f6793bd4f6793bd4f6793bd", "Invalid Kaltura Credential", "looks like the value of an app token"},
	{"app_token_id", "4F6793BD4F6793BD4F6793BD4F6793BD", "Invalid Kaltura Credential", "looks like the value of an app token"},
	{"app_token", "0_canary01", "Invalid Kaltura Credential", "looks like the ID of an app token"},
	{"app_token", "1_Canary01", "Invalid Kaltura Credential", "looks like the ID of an app token"},
	{"partner_id", exported("_30000101"), "Invalid Kaltura Partner ID", "is the ID of the account's widget"},
	{"app_token_id", "0_canary 1", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"app_token", `"canary"`, "Invalid Kaltura Credential", "contains quotation marks"},
	{"app_token", "canary\r\ncanary", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"login_id", "canary\n@example.com", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"login_id", `"canary@example.com"`, "Invalid Kaltura Credential", "contains quotation marks"},
	{"password", "canary\x1bcanary", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"password", "canary\u200bcanary", "Invalid Kaltura Credential", "an invisible character"},
	{"otp", "12\n34", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"otp", "123 456", "Invalid Kaltura Credential", "white space, a line break or an invisible character"},
	{"ks", `{"code":"canary","objectType":"KalturaAPIException"}`, "Invalid Kaltura Credential", "is JSON or XML, such as an error response of the API"},
	{"ks", `'{"code":"canary"}'`, "Invalid Kaltura Credential", "is JSON or XML"},
	{"ks", "<?xml version=\"1.0\"?><xml><result>canary</result></xml>", "Invalid Kaltura Credential", "is JSON or XML"},
	{"service_url", "“https://canary.example.com”", "Invalid Kaltura Service URL", "contains quotation marks"},
	{"service_url", "https://canary .example.com", "Invalid Kaltura Service URL", "white space, a line break or an invisible character"},
	{"request_timeout", "'30s'", "Invalid Request Timeout", "contains quotation marks"},
	{"app_token_hash_type", `"SHA256"`, "Invalid App Token Hash Type", "contains quotation marks"},

	{"partner_id", exported("canary"), "Invalid Kaltura Partner ID", "not a whole number"},
	{"partner_id", exported("3e7"), "Invalid Kaltura Partner ID", "not a whole number"},
	{"partner_id", exported("0_canary"), "Invalid Kaltura Partner ID", "not a whole number"},
	{"partner_id", exported(`"123"`), "Invalid Kaltura Partner ID", "contains quotation marks"},
	{"partner_id", exported("12\u200b3"), "Invalid Kaltura Partner ID", "an invisible character"},
	{"max_retries", exported("'3'"), "Invalid Number of Retries", "contains quotation marks"},
	{"allow_insecure_http", exported(`"true"`), "Invalid Kaltura Setting", "contains quotation marks"},
	{"partner_id", exported("99999999999999999999"), "Invalid Kaltura Partner ID", "larger than any partner ID"},
	{"max_retries", exported("canary"), "Invalid Number of Retries", "must be a whole number from 0 to 10"},
	{"max_retries", exported("1.5"), "Invalid Number of Retries", "must be a whole number from 0 to 10"},
	{"allow_insecure_http", exported("canary"), "Invalid Kaltura Setting", "must be true or false"},
	{"forbid_secrets_in_state", exported("canary"), "Invalid Kaltura Setting", "must be true or false"},
	{"allow_insecure_http", exported("yes"), "Invalid Kaltura Setting", "must be true or false"},
}

// exported is text that the engine would refuse in the configuration, but that
// can be in the environment.
type exported string

// completing lists the attributes that complete a valid configuration with the
// attribute under test.
var completing = map[string][]string{
	"app_token_hash_type": {"partner_id", "app_token_id", "app_token"},
	"admin_secret":        {"partner_id"},
	"ks":                  {},
	"app_token_id":        {"partner_id", "app_token"},
	"app_token":           {"partner_id", "app_token_id"},
	"login_id":            {"partner_id", "password"},
	"password":            {"partner_id", "login_id"},
	"otp":                 {"partner_id", "login_id", "password"},
}

func TestInvalidSettings(t *testing.T) {
	for _, test := range invalidSettings {
		others, isCredential := completing[test.attribute]
		if !isCredential {
			others = []string{"ks"}
		}
		t.Run(fmt.Sprintf("%s %q in the environment", test.attribute, fmt.Sprint(test.value)), func(t *testing.T) {
			t.Setenv(variable(test.attribute), fmt.Sprint(test.value))
			_, diags := read(t, give(nil, others...))
			expectInvalid(t, diags, test.summary, test.says, "the environment variable "+variable(test.attribute))
			if strings.Contains(diags.String(), " at "+test.attribute+"\n") {
				t.Error("points to an attribute that is not set")
			}
		})
		if _, only := test.value.(exported); only {
			continue
		}
		t.Run(fmt.Sprintf("%s %q in the configuration", test.attribute, fmt.Sprint(test.value)), func(t *testing.T) {
			block := give(arguments{test.attribute: test.value}, others...)
			_, diags := read(t, block)
			expectInvalid(t, diags, test.summary, test.says, fmt.Sprintf("the provider attribute %q", test.attribute))
			// The engine would quote the line of a text and a misplaced secret in it.
			_, isText := test.value.(string)
			if points := strings.Contains(diags.String(), " at "+test.attribute+"\n"); points == isText {
				t.Errorf("points to the attribute: %t", points)
			}
			// The environment may still allow http.
			if earlier := validate(t, block); test.summary != "Insecure Kaltura Service URL" && earlier.String() != diags.String() {
				t.Errorf("validation says: %s", earlier)
			}
		})
	}
}

func expectReady(t *testing.T, block arguments) {
	t.Helper()
	read, diags := read(t, block)
	if diags.expectNone(t); len(read.Unready) > 0 {
		t.Error(read.Unready)
	}
}

func expectInvalid(t *testing.T, diags diagnostics, summary, says, place string) {
	t.Helper()
	diags.expectOnly(t, summary, says, place)
	if strings.Contains(diags.String(), "canary") {
		t.Errorf("a message quotes the value:\n%s", diags)
	}
}

func TestInsecureServiceURL_allowed(t *testing.T) {
	for _, serviceURL := range []string{"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"} {
		expectReady(t, give(arguments{"service_url": serviceURL}, "ks"))
	}
	other := give(arguments{"service_url": "http://kaltura.example.com"}, "ks")
	expectReady(t, other.with("allow_insecure_http", true))
	t.Setenv("KALTURA_ALLOW_INSECURE_HTTP", "1")
	expectReady(t, other)
}

func TestInvalidSettings_allAtOnce(t *testing.T) {
	t.Setenv("KALTURA_CA_CERT_PEM", "canary.pem")
	_, diags := read(t, arguments{
		"service_url": "canary.example.com", "partner_id": 0, "request_timeout": "canary", "max_retries": 99,
		"admin_secret": `"canary"`, "ks": "canary canary", "app_token_hash_type": "canary", "otp": " ",
	})
	want := []string{
		"Invalid Kaltura Credential", "Invalid Kaltura Credential", "Empty Kaltura Setting",
		"Invalid Kaltura Service URL", "Invalid Kaltura Partner ID", "Invalid App Token Hash Type", "Invalid CA Certificate",
		"Invalid Request Timeout", "Invalid Number of Retries",
	}
	if !slices.Equal(diags.summaries(), want) || strings.Contains(diags.String(), "canary") {
		t.Errorf("got: %s", diags)
	}
}

// TestValidate_findsLiteralMistakes: validate checks the values in the
// configuration, but not those that the environment may add.
func TestValidate_findsLiteralMistakes(t *testing.T) {
	t.Setenv("KALTURA_MAX_RETRIES", "canary")
	diags := validate(t, arguments{
		"service_url": "kaltura.example.com", "partner_id": -5, "request_timeout": "30", "app_token_hash_type": tftypes.UnknownValue,
		"ks": "canary canary", "login_id": "canary",
	})
	want := []string{
		"Invalid Kaltura Credential", "Invalid Kaltura Service URL", "Invalid Kaltura Partner ID", "Invalid Request Timeout",
		"Ambiguous Kaltura Credentials",
	}
	if !slices.Equal(diags.summaries(), want) || strings.Contains(diags.String(), "canary") {
		t.Errorf("got: %s", diags)
	}
	validate(t, arguments{"service_url": "http://kaltura.example.com", "app_token": "canary"}).expectNone(t)
	validate(t, nil).expectNone(t)
}

// TestPastedText_isNoFaultWhereItMayBeMeant: unusual text in a credential may
// be right, and the provider sends it.
func TestPastedText_isNoFaultWhereItMayBeMeant(t *testing.T) {
	for attribute, texts := range map[string][]string{
		"login_id": {"o'neill@example.com", "“Ann” Example", "Ann “Example”", "Zoë 👩‍💻"},
		"password": {`"quoted"`, " \"half", "it's <b>{}", "👨‍👩‍👧 family"},
	} {
		for _, text := range texts {
			block := give(arguments{attribute: text}, completing[attribute]...)
			resolved, diags := read(t, block)
			if len(diags) > 0 || resolved.Texts()[attribute] != text {
				t.Errorf("%s %q: %q, %v", attribute, text, resolved.Texts()[attribute], diags)
			}
		}
	}
}
