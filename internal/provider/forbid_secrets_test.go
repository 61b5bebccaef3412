// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const secretsForbidden = "Secrets in State Are Forbidden"

// Whoever says so, the data source that stores secrets sends nothing, and the
// others work.
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
			state, diags := engine.read(t.Context(), "kaltura_account_info", nil)
			if !slices.Equal(diags.summaries(), []string{secretsForbidden}) || !strings.Contains(diags[0].Detail, "Use the ephemeral resource kaltura_account_info") {
				t.Errorf("%v %s", state, diags)
			}
			if sent := len(server.Requests()); sent > 0 {
				t.Errorf("%d requests", sent)
			}
			if title == "without credentials" {
				return
			}
			engine.mustRead("kaltura_account", nil)
			if _, diags := engine.open(t.Context(), "kaltura_account_info", nil); len(diags) > 0 {
				t.Error(diags)
			}
			server.Reset()
		})
	}
}

// Where the configuration says so, it is known before anybody plans. Another
// provider block of the same configuration may allow it.
func TestForbidSecrets_atValidate(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, `
		provider "kaltura" { forbid_secrets_in_state = true }
		provider "kaltura" { alias = "open" }
		data "kaltura_account_info" "locked" {}
		data "kaltura_account_info" "open" { provider = kaltura.open }
		data "kaltura_account" "this" {}`)
	_, complaints, err := w.try("validate", "-no-color")
	if err == nil || strings.Count(complaints, "\nError: ") != 1 || !strings.Contains(complaints, secretsForbidden) || !strings.Contains(complaints, `with data.kaltura_account_info.locked`) {
		t.Errorf("got: %v\n%s", err, complaints)
	}
}

// Provider blocks that share a process, as under a debugger, never get in each
// other's way: what one allows is decided at read.
func TestForbidSecrets_inASharedProcess(t *testing.T) {
	e := newEngine(t)
	e.validate(arguments{"forbid_secrets_in_state": true})
	if diags := e.validateData("kaltura_account_info", nil); !slices.Equal(diags.summaries(), []string{secretsForbidden}) {
		t.Error(diags)
	}
	e.validate(nil)
	if diags := e.validateData("kaltura_account_info", nil); len(diags) > 0 {
		t.Error(diags)
	}
}
