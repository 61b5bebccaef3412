// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// The testing library serves the provider from this process, with one server
// for all provider blocks. Tests that need the built provider, or an engine's
// text output, use the functions in this file.

// workspace is a directory with a configuration, in which an engine uses the
// built provider.
type workspace struct {
	*engines.Workspace
	t *testing.T
}

// newWorkspace writes the configuration. It skips the test with -short, and
// without an engine that can run it.
func newWorkspace(t *testing.T, config string) *workspace {
	t.Helper()
	terraform, openTofu := "1.5", "1.10"
	if strings.Contains(config, "ephemeral") {
		terraform, openTofu = "1.10", "1.11"
	}
	return &workspace{engines.WorkspaceForTest(t, engines.ForTest(t, "", terraform, openTofu), config), t}
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	if err := w.Write(name, text); err != nil {
		w.t.Fatal(err)
	}
}

// run runs a command of the engine and returns its standard output, including
// warnings such as the one about dev_overrides.
func (w *workspace) run(arguments ...string) string {
	w.t.Helper()
	return w.MustRun(w.t, arguments...)
}

// try runs a command of the engine that may fail, and returns its complaints.
func (w *workspace) try(arguments ...string) (complaints string, err error) {
	result, err := w.Run(w.t.Context(), arguments...)
	return result.Stderr, err
}

// TestAccBuiltProvider_savedPlanAndAnotherAccount: a saved plan holds the
// values that it read, but not the environment. If the environment of the apply
// names another account, the documented precautions prevent mixing the two
// accounts. Without them, nothing does.
func TestAccBuiltProvider_savedPlanAndAnotherAccount(t *testing.T) {
	t.Parallel()
	const use = `
		data "kaltura_account" "this" {}
		resource "terraform_data" "use" {
		  input = data.kaltura_account.this.partner_id
		  provisioner "local-exec" {
		    command     = "true"
		    environment = { SECRET = ephemeral.kaltura_account_info.this.admin_secret }
		  }
		}
	`
	const unguarded = "ephemeral \"kaltura_account_info\" \"this\" {}\n"
	for _, test := range []struct{ title, config, says string }{
		{"partner_id in the block", `provider "kaltura" { partner_id = 30000001 }` + "\n" + unguarded, "Wrong Kaltura Administrator Secret"},
		{"partner_id in a variable", "variable \"id\" { default = 30000001 }\nprovider \"kaltura\" { partner_id = var.id }\n" + unguarded, "Wrong Kaltura Administrator Secret"},
		{"partner_id of what was read", "ephemeral \"kaltura_account_info\" \"this\" {\n partner_id = data.kaltura_account.this.partner_id\n}\n", "Kaltura Account Not Reachable"},
		{"partner_id in the environment alone", unguarded, ""},
	} {
		t.Run(test.title, func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t)
			w := newWorkspace(t, test.config+use)
			as := func(account kalturatest.Account) {
				w.Env = append(w.Env, "KALTURA_SERVICE_URL="+server.URL,
					fmt.Sprintf("KALTURA_PARTNER_ID=%d", account.ID), "KALTURA_ADMIN_SECRET="+account.AdminSecret)
			}
			as(kalturatest.Acme)
			w.run("plan", "-no-color", "-out=saved")
			as(kalturatest.Foreign)
			complaints, err := w.try("apply", "-no-color", "saved")
			if (err != nil) != (test.says != "") || !strings.Contains(complaints, test.says) {
				t.Errorf("want %q: %v\n%s", test.says, err, complaints)
			}
		})
	}
}

// TestAccProviderAliases_twoAccountsOnTwoServers configures two accounts on two
// servers. Neither server receives a request for the other's account.
func TestAccProviderAliases_twoAccountsOnTwoServers(t *testing.T) {
	t.Parallel()
	first := kalturatest.NewServer(t, kalturatest.Acme)
	second := kalturatest.NewServer(t, kalturatest.Foreign)
	w := newWorkspace(t, administrator(first, kalturatest.Acme).hcl()+administrator(second, kalturatest.Foreign).aliased("second")+`
		data "kaltura_account_info" "first" {}
		data "kaltura_account_info" "second" { provider = kaltura.second }
		resource "kaltura_app_token" "first" { role = "VIEWER_ROLE" }
		resource "kaltura_app_token" "second" {
		  provider = kaltura.second
		  role     = "PUBLISHER_ADMINISTRATOR"
		  full_administrator = true
		}
		output "read" {
		  value     = [data.kaltura_account_info.first, data.kaltura_account_info.second]
		  sensitive = true
		}`)
	expectTokens := func(want int) {
		t.Helper()
		if one, other := tokensOf(first, kalturatest.Acme.ID), tokensOf(second, kalturatest.Foreign.ID); len(one) != want || len(other) != want {
			t.Errorf("%d and %d tokens, want %d", len(one), len(other), want)
		}
	}
	w.run("apply", "-auto-approve", "-no-color")
	expectTokens(1)
	var read []struct {
		PartnerID   int64  `json:"partner_id"`
		AdminSecret string `json:"admin_secret"`
		UserSecret  string `json:"user_secret"`
	}
	if err := json.Unmarshal([]byte(w.run("output", "-json", "read")), &read); err != nil {
		t.Fatal(err)
	}
	for i, account := range []kalturatest.Account{kalturatest.Acme, kalturatest.Foreign} {
		if read[i].PartnerID != account.ID || read[i].AdminSecret != account.AdminSecret || read[i].UserSecret != account.UserSecret {
			t.Errorf("read account %d, or another's secrets, instead of %d", read[i].PartnerID, account.ID)
		}
	}
	w.run("destroy", "-auto-approve", "-no-color")
	expectTokens(0)
}

// TestAccValidate_needsNoCredentials: a configuration without credentials is
// valid, and validation sends no request.
func TestAccValidate_needsNoCredentials(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, arguments{}.hcl()+arguments{"service_url": server.URL}.aliased("url")+administrator(server, kalturatest.Acme).aliased("full")+`
		data "kaltura_account_info" "this" {}
		data "kaltura_account" "this" { provider = kaltura.url }
		data "kaltura_accounts" "this" { provider = kaltura.full }`)
	w.run("validate", "-no-color")
	w.run("providers", "schema", "-json")
	if sent := len(server.Requests()); sent != 0 || server.Connections() != 0 {
		t.Errorf("%d requests, %d connections", sent, server.Connections())
	}
}
