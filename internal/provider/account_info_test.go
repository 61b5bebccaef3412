// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// infoOf returns the attributes that kaltura_account_info reads.
func infoOf(account kalturatest.Account) values {
	return values{
		"partner_id": account.ID, "sub_partner_id": account.ID * 100, "admin_secret": account.AdminSecret, "user_secret": account.UserSecret,
	}
}

// TestAccAccountInfoEphemeralResource reads the own account, a child, and each
// child of a list.
func TestAccAccountInfoEphemeralResource(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	runEphemeralStep(t, resource.TestStep{
		Config: administrator(server, kalturatest.Umbrella).hcl() + `
			ephemeral "kaltura_account_info" "own" {}
			data "kaltura_accounts" "children" {}
			ephemeral "kaltura_account_info" "child" {
			  for_each   = toset([for id in data.kaltura_accounts.children.partner_ids : tostring(id)])
			  partner_id = each.key
			}
			provider "echo" {
			  data = {
			    own      = ephemeral.kaltura_account_info.own
			    child    = ephemeral.kaltura_account_info.child["30000003"]
			    children = { for id, info in ephemeral.kaltura_account_info.child : id => info.user_secret }
			  }
			}
			resource "echo" "shown" {}`,
		ConfigStateChecks: expectAll("echo.shown", values{"data": values{
			"own": infoOf(kalturatest.Umbrella), "child": infoOf(kalturatest.UmbrellaNorth),
			"children": values{"30000003": kalturatest.UmbrellaNorth.UserSecret, "30000004": kalturatest.UmbrellaSouth.UserSecret},
		}}),
	})
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
// accounts have different versions, as do the two secrets of one account.
func TestAccountSecretVersionsDataSource_tellsAccountsApart(t *testing.T) {
	server := kalturatest.NewServer(t)
	seen := map[int64]bool{}
	for _, account := range []kalturatest.Account{kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth} {
		server.Update(account.ID, func(a *kalturatest.Account) { a.AdminSecret = "1f1e2d3c4b5a69788796a5b4c3d2e1f0" })
		state := configured(t, administrator(server, kalturatest.Umbrella)).mustRead("kaltura_account_secret_versions", arguments{"partner_id": account.ID})
		seen[int64Of(t, state["admin_secret_version"])], seen[int64Of(t, state["user_secret_version"])] = true, true
	}
	if len(seen) != 4 {
		t.Errorf("%d different versions, want 4: %v", len(seen), seen)
	}
}

const secretsForbidden = "Secrets in State Are Forbidden"

// TestForbidSecrets_atRead: with the setting from any source, the data source
// that stores secrets sends nothing, and the other objects work.
func TestForbidSecrets_atRead(t *testing.T) {
	server := kalturatest.NewServer(t)
	block := administrator(server, kalturatest.Umbrella)
	for title, e := range map[string]func(*testing.T) *engine{
		"configuration": func(t *testing.T) *engine { return configured(t, block.with("forbid_secrets_in_state", true)) },
		"environment": func(t *testing.T) *engine {
			t.Setenv("KALTURA_FORBID_SECRETS_IN_STATE", "true")
			return configured(t, block)
		},
		"without credentials": func(t *testing.T) *engine { return configured(t, arguments{"forbid_secrets_in_state": true}) },
	} {
		t.Run(title, func(t *testing.T) {
			engine := e(t)
			_, diags := engine.read(t.Context(), "kaltura_account_info", nil)
			diags.expectOnly(t, secretsForbidden, "Use the ephemeral resource kaltura_account_info")
			expectRequests(t, server, 0)
			if title == "without credentials" {
				return
			}
			engine.mustRead("kaltura_account", nil)
			engine.mustOpen("kaltura_account_info", nil)
			server.Reset()
		})
	}
}

// TestAccForbidSecrets_atValidate: validate reports a setting in the
// configuration. Another provider block of the same configuration may allow
// secrets.
func TestAccForbidSecrets_atValidate(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, `
		provider "kaltura" { forbid_secrets_in_state = true }
		provider "kaltura" { alias = "open" }
		data "kaltura_account_info" "locked" {}
		data "kaltura_account_info" "open" { provider = kaltura.open }
		data "kaltura_account" "this" {}`)
	complaints, err := w.try("validate", "-no-color")
	if err == nil || strings.Count(complaints, "\nError: ") != 1 || !strings.Contains(complaints, secretsForbidden) || !strings.Contains(complaints, `with data.kaltura_account_info.locked`) {
		t.Errorf("got: %v\n%s", err, complaints)
	}
}

// TestForbidSecrets_inASharedProcess: provider blocks that share a process, as
// under a debugger, do not affect each other. The setting is applied at read.
func TestForbidSecrets_inASharedProcess(t *testing.T) {
	e := newEngine(t)
	e.validate(arguments{"forbid_secrets_in_state": true})
	e.validateData("kaltura_account_info", nil).expectOnly(t, secretsForbidden)
	e.validate(nil)
	e.validateData("kaltura_account_info", nil).expectNone(t)
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
