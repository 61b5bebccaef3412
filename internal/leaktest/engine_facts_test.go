// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What engines themselves keep of a secret that the configuration hands to
// the provider, whatever the provider does. The documentation says so; this
// keeps it true.
var engineKeeps = []struct {
	name          string
	configuration string
	// plan tells whether plan file and "show -json" hold the secret.
	plan bool
}{
	{"literal", fmt.Sprintf("provider \"kaltura\" { admin_secret = %q }\n", canaryAdminSecret), true},
	{"variable", "variable \"s\" { type = string }\nprovider \"kaltura\" { admin_secret = var.s }\n", true},
	{"sensitive variable", "variable \"s\" {\n  type = string\n  sensitive = true\n}\nprovider \"kaltura\" { admin_secret = var.s }\n", true},
	{"ephemeral variable", "variable \"s\" {\n  type = string\n  ephemeral = true\n}\nprovider \"kaltura\" { admin_secret = var.s }\n", false},
	{"environment", "", false},
}

func TestEngineKeepsWhatItIsGiven(t *testing.T) {
	dir := provider(t)
	for _, product := range products {
		for _, way := range engineKeeps {
			t.Run(label(product, way.name), func(t *testing.T) {
				t.Parallel()
				e := needsEngine(t, product)
				s := newStage(t)
				s.setUp(t, e, dir, way.configuration+`data "kaltura_account" "this" {}`+"\n", byAdminSecret, inEnvironment)
				s.work.env["TF_VAR_s"] = canaryAdminSecret
				s.succeed(t, "plan", "-no-color", "-out=tfplan")
				s.succeed(t, "show", "-json", "tfplan")
				s.succeed(t, "apply", "-no-color", "tfplan")
				s.expectProviderInLog(t)
				places := map[string]bool{}
				for _, seen := range leaks(s.sightings(t)) {
					places[seen.place] = true
				}
				expected := map[string]bool{"plan file": way.plan, "JSON of plan or state": way.plan, "configuration": way.name == "literal"}
				for place, kept := range expected {
					if places[place] != kept {
						t.Errorf("the secret is in the %s: %t", place, places[place])
					}
					delete(places, place)
				}
				if len(places) > 0 {
					t.Errorf("the secret is also in %v", places)
				}
			})
		}
	}
}

// TestEngineQuotesTheLineOfAnError: an engine shows the lines of configuration
// that an error is about, with the secret when one is written there, but not
// the value of a variable.
func TestEngineQuotesTheLineOfAnError(t *testing.T) {
	dir := provider(t)
	for _, product := range products {
		for _, way := range engineKeeps[:3] {
			t.Run(label(product, way.name), func(t *testing.T) {
				t.Parallel()
				e := needsEngine(t, product)
				s := newStage(t)
				s.setUp(t, e, dir, way.configuration+`data "kaltura_account" "this" {}`+"\n", byAdminSecret, inEnvironment)
				s.work.env["TF_VAR_s"], s.work.env["KALTURA_MAX_RETRIES"] = canaryAdminSecret, "many"
				delete(s.work.env, "KALTURA_ADMIN_SECRET")
				r := s.run(t, "plan", "-no-color")
				if !strings.Contains(r.stderr, "Invalid Number of Retries") {
					t.Fatalf("not the error that was expected:\n%s", r)
				}
				if shown := strings.Contains(r.stderr, canaryAdminSecret); shown != (way.name == "literal") {
					t.Errorf("the secret is shown: %t\n%s", shown, r.stderr)
				}
			})
		}
	}
}

// TestProtocolDataDirectory documents the one switch that writes secrets to
// disk: the plugin library's own TF_LOG_SDK_PROTO_DATA_DIR, meant for
// developers of providers.
func TestProtocolDataDirectory(t *testing.T) {
	dir := provider(t)
	e := anyEngine(t)
	s := newStage(t)
	s.setUp(t, e, dir, readSecretFree(byAdminSecret), byAdminSecret, inEnvironment)
	s.work.env["TF_LOG_SDK_PROTO_DATA_DIR"] = s.work.tmp
	s.succeed(t, "plan", "-no-color")
	var found []string
	for _, seen := range leaks(s.sightings(t)) {
		if seen.place != "temporary file" {
			t.Errorf("%s", seen)
		} else if !slices.Contains(found, seen.canary) {
			found = append(found, seen.canary)
		}
	}
	for _, secret := range []string{"admin secret", "user secret", "KS"} {
		if !slices.Contains(found, secret) {
			t.Errorf("no %s in the protocol data; the documentation says that there is", secret)
		}
	}
}

// TestEngineWithoutEphemerals: an engine that is too old says so itself, and
// reads the data sources as ever.
func TestEngineWithoutEphemerals(t *testing.T) {
	dir := provider(t)
	var old *engine
	for _, path := range candidates() {
		if e := identify(path); e != nil && !e.ephemeral() {
			old = e
			break
		}
	}
	if old == nil {
		t.Skip("every engine here knows ephemeral resources")
	}
	s := newStage(t)
	s.setUp(t, old, dir, readSecretFree(byKS), byAdminSecret, inEnvironment)
	r := s.run(t, "plan", "-no-color")
	if r.code != 1 || !strings.Contains(r.stderr, `Blocks of type "ephemeral" are not expected here`) {
		t.Errorf("%s said:\n%s", old, r)
	}
	s.expectNoLeak(t)
	s = newStage(t)
	s.setUp(t, old, dir, readAccountInfo, byAdminSecret, inEnvironment)
	s.succeed(t, "apply", "-no-color", "-auto-approve")
	s.expectNoLeak(t)
	t.Logf("%s", old)
}
