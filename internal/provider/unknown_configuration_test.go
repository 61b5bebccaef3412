// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// needed are the arguments of the objects that an account has many of. All
// others take an empty block, because its values can come from the environment.
var needed = map[string]arguments{aRole: {"name": "VIEWER_ROLE"}, aToken: {"id": kalturatest.TokenSHA256.ID}}

// readable is a data source or an ephemeral resource.
type readable struct {
	name           string
	read, validate func(e *engine, config arguments) diagnostics
}

// readables lists every data source and ephemeral resource.
func readables(t *testing.T) []readable {
	t.Helper()
	var all []readable
	schemas := newEngine(t).schemas
	for name := range schemas.DataSourceSchemas {
		all = append(all, readable{name, func(e *engine, config arguments) diagnostics {
			_, diags := e.read(t.Context(), name, config)
			return diags
		}, func(e *engine, config arguments) diagnostics { return e.validateData(name, config) }})
	}
	for name := range schemas.EphemeralResourceSchemas {
		all = append(all, readable{name, func(e *engine, config arguments) diagnostics {
			_, diags := e.open(t.Context(), name, config)
			return diags
		}, func(e *engine, config arguments) diagnostics { return e.validateEphemeral(name, config) }})
	}
	return all
}

// TestUnknownConfiguration_neverFallsBack: with any one attribute unknown, the
// provider block is valid, every read explains why it cannot run, and the
// provider sends no request, in particular not to the account in the
// environment.
func TestUnknownConfiguration_neverFallsBack(t *testing.T) {
	elsewhere := kalturatest.NewServer(t)
	here := kalturatest.NewServer(t)
	for _, schema := range newEngine(t).schemas.Provider.Block.Attributes {
		attribute := schema.Name
		t.Run(attribute, func(t *testing.T) {
			for name, value := range administrator(elsewhere, kalturatest.Foreign) {
				t.Setenv(variable(name), fmt.Sprint(value))
			}
			if attribute != "admin_secret" && attribute != "service_url" && attribute != "partner_id" {
				t.Setenv(variable(attribute), "false") // only the lock reads it
			}
			e := newEngine(t)
			e.configure(administrator(here, kalturatest.Acme).with(attribute, tftypes.UnknownValue)).expectNone(t)
			says := "\n\n  " + attribute + "\n\n"
			for _, object := range readables(t) {
				object.read(e, nil).expectOnly(t, "Unknown Provider Configuration", says)
				says = "Another object of this run failed for the same reason."
			}
		})
	}
	if sent := len(elsewhere.Requests()) + len(here.Requests()); sent > 0 {
		t.Errorf("%d requests", sent)
	}
}

// TestUnknownConfiguration_reportsWhatIsWrong: the provider checks the known
// values. It accepts an http address while allow_insecure_http is unknown.
func TestUnknownConfiguration_reportsWhatIsWrong(t *testing.T) {
	diags := newEngine(t).configure(arguments{"admin_secret": tftypes.UnknownValue, "partner_id": 0, "service_url": "kaltura"})
	if got := strings.Join(diags.summaries(), ", "); got != "Invalid Kaltura Service URL, Invalid Kaltura Partner ID" {
		t.Errorf("got: %s", diags)
	}
	configured(t, arguments{"service_url": "http://kaltura.example.com", "ks": "x", "allow_insecure_http": tftypes.UnknownValue})
}

// TestUnknownConfiguration_defers: the provider defers if the engine supports
// it, but never with a known configuration.
func TestUnknownConfiguration_defers(t *testing.T) {
	e := newEngine(t)
	e.defers = true
	e.configure(arguments{"partner_id": 30000001, "admin_secret": tftypes.UnknownValue}).expectNone(t)
	for _, object := range readables(t) {
		if object.read(e, nil).expectNone(t); e.deferred == nil || e.deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
			t.Errorf("%s: deferred %v", object.name, e.deferred)
		}
	}
	e.configure(administrator(kalturatest.NewServer(t), kalturatest.Acme)).expectNone(t)
	if state := e.mustRead("kaltura_account", nil); e.deferred != nil || textOf(t, state["name"]) != "Acme Video" {
		t.Errorf("deferred %v, and read %v", e.deferred, state)
	}
}

// TestAccUnknownConfiguration_throughAnEngine: a secret exists only after apply.
// The engine always opens an ephemeral resource at plan, and the provider can
// only explain why that fails.
func TestAccUnknownConfiguration_throughAnEngine(t *testing.T) {
	t.Parallel()
	elsewhere, server := kalturatest.NewServer(t), kalturatest.NewServer(t)
	w := newWorkspace(t, fmt.Sprintf(`
		resource "terraform_data" "secret" { input = %q }
		provider "kaltura" {
		  service_url  = %q
		  partner_id   = %d
		  admin_secret = terraform_data.secret.output
		}
		`, kalturatest.Acme.AdminSecret, server.URL, kalturatest.Acme.ID))
	for name, value := range administrator(elsewhere, kalturatest.Foreign) {
		w.Env = append(w.Env, fmt.Sprintf("%s=%v", variable(name), value))
	}
	expectRefused := func(object, says string) {
		t.Helper()
		w.write("object.tf", object)
		complaints, err := w.try("plan", "-no-color")
		if err == nil || !strings.Contains(strings.Join(strings.Fields(complaints), " "), says) {
			t.Errorf("no %q, but: %v\n%s", says, err, complaints)
		}
	}
	expectRefused(`data "kaltura_account_info" "this" {}`, "Error: Unknown Provider Configuration")
	if w.Engine.AtLeast("1.10", "1.11") {
		expectRefused(`ephemeral "kaltura_account_info" "this" {}`, "an ephemeral resource is always opened at plan")
	}
	w.write("object.tf", `
		data "kaltura_account_info" "this" { depends_on = [terraform_data.secret] }
		output "user_secret" {
		  value     = data.kaltura_account_info.this.user_secret
		  sensitive = true
		}`)
	expectRequests(t, server, 0)
	w.run("apply", "-auto-approve", "-no-color")
	if secret := w.run("output", "-raw", "user_secret"); secret != kalturatest.Acme.UserSecret {
		t.Error("another secret")
	}
	w.run("plan", "-detailed-exitcode", "-no-color") // the secret is known now
	expectRequests(t, elsewhere, 0)
}

// TestNullConfiguration: an engine that sends no provider block at all gets the
// messages of an empty one.
func TestNullConfiguration(t *testing.T) {
	e := newEngine(t)
	block := e.state(e.schemas.Provider, nil)
	validated, err := e.server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: block})
	e.ok(err)
	diagnostics(validated.Diagnostics).expectNone(t)
	configured, err := e.server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: block})
	e.ok(err)
	diagnostics(configured.Diagnostics).expectNone(t)
	_, diags := e.read(t.Context(), "kaltura_account", nil)
	diags.expectOnly(t, "Missing Kaltura Credentials")
}
