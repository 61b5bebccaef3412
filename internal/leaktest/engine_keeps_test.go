// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// engineKeeps lists what engines themselves keep of a secret in the
// configuration, regardless of the provider. The documentation describes it.
var engineKeeps = []struct {
	name, configuration string
	// plan reports whether the plan file and "show -json" hold the secret.
	plan bool
}{
	{"literal", fmt.Sprintf("provider \"kaltura\" { admin_secret = %q }\n", canaryAdminSecret), true},
	{"variable", "variable \"s\" { type = string }\nprovider \"kaltura\" { admin_secret = var.s }\n", true},
	{"sensitive variable", "variable \"s\" {\n  type = string\n  sensitive = true\n}\nprovider \"kaltura\" { admin_secret = var.s }\n", true},
	{"ephemeral variable", "variable \"s\" {\n  type = string\n  ephemeral = true\n}\nprovider \"kaltura\" { admin_secret = var.s }\n", false},
	{"environment", "", false},
}

const readAccount = "data \"kaltura_account\" \"this\" {}\n"

// placesFound returns the places that hold a canary and may hold none.
func (s *stage) placesFound(t testing.TB) map[string]bool {
	t.Helper()
	places := map[string]bool{}
	for _, seen := range leaks(s.sightings(t)) {
		places[seen.place] = true
	}
	return places
}

func TestEngineKeepsWhatItIsGiven(t *testing.T) {
	for _, e := range everyEngine(t) {
		for _, way := range engineKeeps {
			t.Run(label(e.String(), way.name), func(t *testing.T) {
				t.Parallel()
				s := newStage(t, e, way.configuration+readAccount, byAdminSecret, inEnvironment)
				s.setenv("TF_VAR_s", canaryAdminSecret)
				s.succeed(t, "plan", "-no-color", "-out=tfplan")
				s.succeed(t, "show", "-json", "tfplan")
				s.succeed(t, "apply", "-no-color", "tfplan")
				s.expectProviderInLog(t)
				expected := map[string]bool{}
				if way.plan {
					expected["plan file"], expected["JSON of plan or state"] = true, true
				}
				if way.name == "literal" {
					expected["configuration"] = true
				}
				if found := s.placesFound(t); !maps.Equal(found, expected) {
					t.Errorf("the secret is in %v, want %v", found, expected)
				}
				if way.plan { // the configuration names it
					s.expectQuotedLine(t, way.name == "literal")
				}
			})
		}
	}
}

// expectQuotedLine: an engine shows the lines of configuration that caused an
// error. It shows a secret that is written there, but not the value of a
// variable.
func (s *stage) expectQuotedLine(t testing.TB, isLiteral bool) {
	t.Helper()
	s.setenv("KALTURA_MAX_RETRIES", "many")
	s.setenv("KALTURA_ADMIN_SECRET", "")
	r := s.run(t.Context(), "plan", "-no-color")
	if !strings.Contains(r.Stderr, "Invalid Number of Retries") {
		t.Fatalf("not the error that was expected:\n%s", r)
	}
	if shown := strings.Contains(r.Stderr, canaryAdminSecret); shown != isLiteral {
		t.Errorf("the secret is shown: %t\n%s", shown, r.Stderr)
	}
}

// TestDebuggingOfEngines documents the two switches that write secrets
// regardless of the provider. One belongs to the plugin library and writes to
// disk. With the other, which belongs to the Go runtime, older versions of
// Terraform log their exchange with providers.
func TestDebuggingOfEngines(t *testing.T) {
	e := everyEngine(t)[0]
	for place, variable := range map[string]string{"temporary file": "TF_LOG_SDK_PROTO_DATA_DIR", "log": "GODEBUG"} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, e, readSecretFree(byAdminSecret), byAdminSecret, inEnvironment)
			s.setenv(variable, map[string]string{"temporary file": s.in("t"), "log": "http2debug=2"}[place])
			s.succeed(t, "plan", "-no-color")
			found, want := s.placesFound(t), map[string]bool{place: true}
			logs := e.Product == engines.Terraform && !e.AtLeast("1.15.0", "")
			if place == "log" && !logs {
				delete(want, place)
			}
			if !maps.Equal(found, want) {
				t.Errorf("secrets are in %v; the documentation says %v", found, want)
			}
		})
	}
}
