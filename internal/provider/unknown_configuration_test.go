// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// readable lists all objects, with the engine's call that reads them.
var readable = []struct {
	name string
	read func(e *engine, ctx context.Context, name string, config arguments) (map[string]tftypes.Value, diagnostics)
}{
	{"kaltura_account", (*engine).read},
	{"kaltura_account_info", (*engine).read},
	{"kaltura_accounts", (*engine).read},
	{"kaltura_account_secret_versions", (*engine).read},
	{"kaltura_current_session", (*engine).read},
	{"kaltura_app_tokens", (*engine).read},
	{"kaltura_user_role", (*engine).read},
	{"kaltura_account_info", (*engine).open},
	{"kaltura_app_token", (*engine).open},
	{"kaltura_session", (*engine).open},
}

// TestUnknownConfiguration_neverFallsBack: with any one attribute unknown, the
// provider block is valid, every read explains why it cannot run, and the
// provider sends no request, in particular not to the account in the
// environment.
func TestUnknownConfiguration_neverFallsBack(t *testing.T) {
	elsewhere := kalturatest.NewServer(t)
	here := kalturatest.NewServer(t)
	for attribute := range samples {
		t.Run(attribute, func(t *testing.T) {
			for name, value := range administrator(elsewhere, kalturatest.Foreign) {
				t.Setenv(samples[name].variable, fmt.Sprint(value))
			}
			if attribute != "admin_secret" && attribute != "service_url" && attribute != "partner_id" {
				export(t, attribute)
			}
			e := newEngine(t)
			e.configure(administrator(here, kalturatest.Acme).with(attribute, tftypes.UnknownValue)).expectNone(t)
			for index, object := range readable {
				_, diags := object.read(e, context.Background(), object.name, nil)
				says := "\n\n  " + attribute + "\n\n"
				if index > 0 {
					says = "Another object of this run failed for the same reason."
				}
				diags.expectOnly(t, "Unknown Provider Configuration", says)
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
	for _, object := range readable {
		_, diags := object.read(e, t.Context(), object.name, nil)
		if diags.expectNone(t); e.deferred == nil || e.deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
			t.Errorf("%s: deferred %v", object.name, e.deferred)
		}
	}
	e.configure(administrator(kalturatest.NewServer(t), kalturatest.Acme)).expectNone(t)
	if state := e.mustRead("kaltura_account", nil); e.deferred != nil || textOf(t, state["name"]) != "Acme Video" {
		t.Errorf("deferred %v, and read %v", e.deferred, state)
	}
}

// secretOfAResource returns a provider block whose secret exists only after
// apply.
func secretOfAResource(server *kalturatest.Server) string {
	return fmt.Sprintf(`
		resource "terraform_data" "secret" { input = %q }
		`, kalturatest.Acme.AdminSecret) +
		block(server, "partner_id = 30000001", "admin_secret = terraform_data.secret.output")
}

func TestAccUnknownConfiguration_throughAnEngine(t *testing.T) {
	elsewhere := kalturatest.NewServer(t)
	for name, value := range administrator(elsewhere, kalturatest.Foreign) {
		t.Setenv(samples[name].variable, fmt.Sprint(value))
	}
	server := kalturatest.NewServer(t)
	config := secretOfAResource(server)
	runSteps(t, fails(config+readAccountInfo, "Error: Unknown Provider Configuration"),
		resource.TestStep{Config: config + `data "kaltura_account_info" "this" { count = 0 }`, PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{
			Config: config + `data "kaltura_account_info" "this" { depends_on = [terraform_data.secret] }`,
			ConfigStateChecks: expectAll("data.kaltura_account_info.this", values{
				"partner_id": kalturatest.Acme.ID, "user_secret": kalturatest.Acme.UserSecret,
			}),
		},
		// The resource now exists, and its value is known at plan.
		resource.TestStep{Config: config + readAccountInfo, PlanOnly: true})
	if sent := len(elsewhere.Requests()); sent > 0 {
		t.Errorf("the account of the environment was asked %d times", sent)
	}
}

// TestAccUnknownConfiguration_ephemeralThroughAnEngine: the engine always opens
// an ephemeral resource at plan, and the provider can only explain why that
// fails.
func TestAccUnknownConfiguration_ephemeralThroughAnEngine(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	runEphemeralSteps(t, resource.TestStep{
		Config:      secretOfAResource(server) + `ephemeral "kaltura_account_info" "this" {}`,
		ExpectError: wrapped("an ephemeral resource is opened at plan in any case"),
	})
	expectRequests(t, server, 0)
}
