// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// Two accounts on two servers in one configuration; neither server is asked
// for the other's account.
func TestProviderAliases_twoAccountsOnTwoServers(t *testing.T) {
	t.Parallel()
	first := kalturatest.NewServer(t, kalturatest.Acme)
	second := kalturatest.NewServer(t, kalturatest.Foreign)
	alias := strings.Replace(asAdmin(second, kalturatest.Foreign), "{", "{\n  alias = \"second\"", 1)
	w := newWorkspace(t, asAdmin(first, kalturatest.Acme)+alias+readAccountInfo+`
		data "kaltura_account_info" "second" { provider = kaltura.second }
		output "first" {
		  value     = data.kaltura_account_info.this
		  sensitive = true
		}
		output "second" {
		  value     = data.kaltura_account_info.second
		  sensitive = true
		}`)
	w.run("apply", "-auto-approve", "-no-color")
	for output, account := range map[string]kalturatest.Account{"first": kalturatest.Acme, "second": kalturatest.Foreign} {
		var got struct {
			PartnerID   int64  `json:"partner_id"`
			AdminSecret string `json:"admin_secret"`
			UserSecret  string `json:"user_secret"`
		}
		if err := json.Unmarshal([]byte(w.run("output", "-json", output)), &got); err != nil {
			t.Fatal(err)
		}
		if got.PartnerID != account.ID || got.AdminSecret != account.AdminSecret || got.UserSecret != account.UserSecret {
			t.Errorf("%s is account %d, or has another's secrets", output, got.PartnerID)
		}
	}
	for _, server := range []*kalturatest.Server{first, second} {
		if server.Count("partner", "getInfo") != len(server.Requests()) {
			t.Error("a server was asked for something else than its account")
		}
	}
}

// What the engine shows of the account hides both secrets and nothing else, in
// text and as the JSON that other tools go by.
func TestAccountInfo_isShownWithoutSecrets(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, asAdmin(server, kalturatest.Acme)+readAccountInfo+`
		output "partner_id" { value = data.kaltura_account_info.this.partner_id }
		output "admin_secret" {
		  value     = data.kaltura_account_info.this.admin_secret
		  sensitive = true
		}`)
	texts := map[string]string{
		"validate": w.run("validate", "-no-color"),
		"plan":     w.run("plan", "-no-color", "-out=plan"),
		"show":     w.run("show", "-no-color", "plan"),
		"apply":    w.run("apply", "-no-color", "plan"),
		"state":    w.run("show", "-no-color"),
		"output":   w.run("output", "-no-color"),
	}
	for command, text := range texts {
		for _, secret := range []string{kalturatest.Acme.AdminSecret, kalturatest.Acme.UserSecret} {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows a secret:\n%s", command, text)
			}
		}
	}
	for _, line := range []string{`admin_secret   = (sensitive value)`, `user_secret    = (sensitive value)`, `partner_id     = 30000001`, `sub_partner_id = 3000000100`} {
		if !strings.Contains(texts["state"], line) {
			t.Errorf("no line %q in:\n%s", line, texts["state"])
		}
	}
	if revealed := w.run("output", "-raw", "admin_secret"); revealed != kalturatest.Acme.AdminSecret {
		t.Error("output -raw does not reveal the secret on purpose")
	}
	expectSensitiveInJSON(t, w.run("show", "-json", "plan"), "prior_state")
	expectSensitiveInJSON(t, w.run("show", "-json"))
}

// expectSensitiveInJSON looks at the one data source below a path in the
// engine's JSON.
func expectSensitiveInJSON(t *testing.T, text string, below ...string) {
	t.Helper()
	raw := []byte(text)
	for _, name := range below {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(raw, &object); err != nil {
			t.Fatal(err)
		}
		raw = object[name]
	}
	var shown struct {
		Values struct {
			Root struct {
				Resources []struct {
					Sensitive map[string]bool `json:"sensitive_values"`
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal(raw, &shown); err != nil || len(shown.Values.Root.Resources) != 1 {
		t.Fatalf("%v in:\n%s", err, raw)
	}
	got := fmt.Sprint(shown.Values.Root.Resources[0].Sensitive)
	if want := fmt.Sprint(map[string]bool{"admin_secret": true, "user_secret": true}); got != want {
		t.Errorf("sensitive are %s, want %s", got, want)
	}
}

// A configuration without any credentials is valid, and looking at it asks
// nobody.
func TestValidate_needsNoCredentials(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	for _, config := range []string{"provider \"kaltura\" {}\n", block(server), asAdmin(server, kalturatest.Acme)} {
		w := newWorkspace(t, config+readAccountInfo+"\n"+readAccount+`
			data "kaltura_accounts" "this" {}`)
		w.run("validate", "-no-color")
		w.run("providers", "schema", "-json")
	}
	if sent := len(server.Requests()); sent != 0 || server.Connections() != 0 {
		t.Errorf("%d requests, %d connections", sent, server.Connections())
	}
}
