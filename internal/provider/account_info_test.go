// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// infoOf returns the attributes that kaltura_account_info reads.
func infoOf(account kalturatest.Account) values {
	return values{
		"partner_id": account.ID, "sub_partner_id": account.ID * 100, "admin_secret": account.AdminSecret, "user_secret": account.UserSecret,
	}
}

// TestAccAccountInfoEphemeralResource signs in to each child of a list with its
// own secret.
func TestAccAccountInfoEphemeralResource(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := administrator(server, kalturatest.Umbrella).hcl() + `
		data "kaltura_accounts" "children" {}
		ephemeral "kaltura_account_info" "child" {
		  for_each   = toset([for id in data.kaltura_accounts.children.partner_ids : tostring(id)])
		  partner_id = each.key
		}
		`
	for _, id := range []int64{kalturatest.UmbrellaNorth.ID, kalturatest.UmbrellaSouth.ID} {
		config += fmt.Sprintf(`
		provider "kaltura" {
		  alias        = "child%[1]d"
		  service_url  = %[2]q
		  partner_id   = ephemeral.kaltura_account_info.child[%[1]d].partner_id
		  admin_secret = ephemeral.kaltura_account_info.child[%[1]d].admin_secret
		}
		data "kaltura_account" "child%[1]d" { provider = kaltura.child%[1]d }
		output "name%[1]d" { value = data.kaltura_account.child%[1]d.name }
		`, id, server.URL)
	}
	w := newWorkspace(t, config)
	plan := w.run("plan", "-no-color")
	for _, child := range []kalturatest.Account{kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth} {
		if line := fmt.Sprintf("+ name%d = %q", child.ID, child.Name); !strings.Contains(plan, line) {
			t.Errorf("no %q in:\n%s", line, plan)
		}
	}
}

// TestAccountInfo_twins: the data source and the ephemeral resource have the same
// attributes and descriptions, and return the same.
func TestAccountInfo_twins(t *testing.T) {
	e := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Umbrella))
	one := e.schemas.DataSourceSchemas["kaltura_account_info"].Block.Attributes
	other := e.schemas.EphemeralResourceSchemas["kaltura_account_info"].Block.Attributes
	if len(one) == 0 || !reflect.DeepEqual(one, other) {
		t.Errorf("the schemas differ:\n%v\n%v", one, other)
	}
	for account, config := range map[string]arguments{kalturatest.Umbrella.AdminSecret: nil, kalturatest.UmbrellaNorth.AdminSecret: {"partner_id": kalturatest.UmbrellaNorth.ID}} {
		result := e.mustOpen("kaltura_account_info", config)
		if state := e.mustRead("kaltura_account_info", config); !reflect.DeepEqual(state, result) || textOf(t, result["admin_secret"]) != account {
			t.Errorf("read %v and opened %v", state, result)
		}
	}
}

// TestAccAccountSecretVersionsDataSource_drivesWriteOnlyArguments: the version
// changes after a rotation, and only then.
func TestAccAccountSecretVersionsDataSource_drivesWriteOnlyArguments(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Umbrella).hcl()+`
		data "kaltura_account_secret_versions" "child" { partner_id = 30000003 }
		resource "terraform_data" "store" {
		  input = data.kaltura_account_secret_versions.child.admin_secret_version
		}`)
	w.run("apply", "-auto-approve", "-no-color")
	server.Update(kalturatest.UmbrellaNorth.ID, func(a *kalturatest.Account) { a.UserSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0" })
	w.run("plan", "-detailed-exitcode", "-no-color") // fails if there is a change
	server.Update(kalturatest.UmbrellaNorth.ID, func(a *kalturatest.Account) { a.AdminSecret = "1f1e2d3c4b5a69788796a5b4c3d2e1f0" })
	if plan := w.run("plan", "-no-color"); !strings.Contains(plan, "terraform_data.store will be updated in-place") {
		t.Errorf("nothing is stored again:\n%s", plan)
	}
}

// TestAccountSecretVersionsDataSource_tellsAccountsApart: equal secrets of two
// accounts have different versions, as do the secrets of one account.
func TestAccountSecretVersionsDataSource_tellsAccountsApart(t *testing.T) {
	server := kalturatest.NewServer(t)
	seen := map[int64]bool{}
	for _, account := range []kalturatest.Account{kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth} {
		server.Update(account.ID, func(a *kalturatest.Account) { a.AdminSecret = "1f1e2d3c4b5a69788796a5b4c3d2e1f0" })
		state := configured(t, administrator(server, kalturatest.Umbrella)).mustRead("kaltura_account_secret_versions", arguments{"partner_id": account.ID})
		for _, name := range []string{"admin_secret_version", "user_secret_version", "secrets_version"} {
			seen[int64Of(t, state[name])] = true
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d different versions, want 6: %v", len(seen), seen)
	}
}

// TestSecretVersions_guessable: a number made from a word would reveal the word.
func TestSecretVersions_guessable(t *testing.T) {
	random := kalturatest.Acme.AdminSecret
	for _, test := range []struct {
		admin, user string
		want        []string
	}{
		{"correcthorse", random, []string{"The Administrator Secret of account 30000077 "}},
		{random, random[:31], []string{"The User Secret of account 30000077 "}},
		{random, random + "0", []string{"The User Secret of account 30000077 "}},
		{random[1:] + "g", "secret", []string{"The Administrator Secret ", "The User Secret "}},
		{random, strings.ToUpper(random), nil},
	} {
		account := kalturatest.NewAccount(30000077, "On premises")
		account.AdminSecret, account.UserSecret = test.admin, test.user
		state, diags := configured(t, administrator(kalturatest.NewServer(t, account), account)).read(t.Context(), "kaltura_account_secret_versions", nil)
		if len(diags) != len(test.want) || len(diags) > 0 && len(state) > 0 && !state["admin_secret_version"].IsNull() {
			t.Errorf("%v: %s", test.want, diags)
		}
		for _, says := range test.want {
			if !strings.Contains(diags.String(), says) || !strings.HasPrefix(diags.String(), "ERROR: Guessable Kaltura Secret\n") {
				t.Errorf("no %q: %s", says, diags)
			}
		}
	}
}

const secretsForbidden = "Secrets in State Are Forbidden"

// TestForbidSecrets_atRead: the data source that stores secrets sends nothing,
// even without credentials. The other objects work.
func TestForbidSecrets_atRead(t *testing.T) {
	server := kalturatest.NewServer(t)
	block := administrator(server, kalturatest.Umbrella).with("forbid_secrets_in_state", true)
	for _, block := range []arguments{{"forbid_secrets_in_state": true}, block} {
		_, diags := configured(t, block).read(t.Context(), "kaltura_account_info", nil)
		diags.expectOnly(t, secretsForbidden, "Use the ephemeral resource kaltura_account_info")
	}
	expectRequests(t, server, 0)
	configured(t, block).mustRead("kaltura_account", nil)
	configured(t, block).mustOpen("kaltura_account_info", nil)
}

// TestForbidSecrets_atValidate: provider blocks that share a process, as under a
// debugger, do not affect each other.
func TestForbidSecrets_atValidate(t *testing.T) {
	e := newEngine(t)
	e.validate(arguments{"forbid_secrets_in_state": true}).expectNone(t)
	e.validateData("kaltura_account_info", nil).expectOnly(t, secretsForbidden)
	e.validateData("kaltura_account", nil).expectNone(t)
	e.validate(nil).expectNone(t)
	e.validateData("kaltura_account_info", nil).expectNone(t)
}

// TestForbidSecrets_byTheEnvironment: a provider block cannot open what the
// environment closes.
func TestForbidSecrets_byTheEnvironment(t *testing.T) {
	t.Setenv("KALTURA_FORBID_SECRETS_IN_STATE", "true")
	server := kalturatest.NewServer(t)
	for _, block := range []arguments{administrator(server, kalturatest.Umbrella), administrator(server, kalturatest.Umbrella).with("forbid_secrets_in_state", false)} {
		e := configured(t, block)
		e.validateData("kaltura_account_info", nil).expectNone(t) // it may have count = 0
		_, diags := e.read(t.Context(), "kaltura_account_info", nil)
		diags.expectOnly(t, secretsForbidden, "KALTURA_FORBID_SECRETS_IN_STATE")
	}
	expectRequests(t, server, 0)
}

// TestRotation_warns: during a rotation the old secret still works. The
// provider warns and returns the new one. It does not warn if the configured
// secret is the primary one, if the read is of another account, or if no
// administrator secret is configured.
func TestRotation_warns(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Rotated.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Secret: kalturatest.RotatedOldSecret})
	primary := administrator(server, kalturatest.Rotated)
	old := configured(t, primary.with("admin_secret", kalturatest.RotatedOldSecret))
	for _, read := range []func(context.Context, string, arguments) (map[string]tftypes.Value, diagnostics){old.read, old.open} {
		state, diags := read(t.Context(), "kaltura_account_info", nil)
		diags.expectOnly(t, "Kaltura Administrator Secret Is Being Rotated")
		if text := diags.String(); !strings.HasPrefix(text, "WARNING") || strings.Contains(text, kalturatest.RotatedOldSecret) || strings.Contains(text, kalturatest.Rotated.AdminSecret) {
			t.Errorf("it is no warning, or quotes a secret: %s", text)
		}
		if textOf(t, state["admin_secret"]) != kalturatest.Rotated.AdminSecret {
			t.Error("the new secret was not returned")
		}
	}
	configured(t, primary).mustRead("kaltura_account_info", nil)
	configured(t, primary).mustRead("kaltura_account_info", arguments{"partner_id": kalturatest.Rotated.ID})
	configured(t, bearer(server, ks)).mustRead("kaltura_account_info", nil)
	configured(t, administrator(server, kalturatest.Umbrella)).mustRead("kaltura_account_info", arguments{"partner_id": kalturatest.UmbrellaNorth.ID})
}
