// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
	"github.com/kaltura/terraform-provider-kaltura/internal/server"
)

// TestNothingLeaks runs every object with every sign-in method, in success and
// in failure, with the engine's most verbose log, and searches all files and
// output.
func TestNothingLeaks(t *testing.T) {
	t.Run("success", func(t *testing.T) {
		for _, e := range everyEngine(t) {
			for i, w := range ways {
				t.Run(label(e.String(), "every other object", w.name), func(t *testing.T) {
					objects := readSecretFree(w) + manageTokens
					if w.name == byAdminSecret.name {
						objects += manageChild
					}
					readsWithoutLeak(t, e, objects, w, style(i%3))
				})
				t.Run(label(e.String(), "account info", w.name), func(t *testing.T) {
					readsWithoutLeak(t, e, readAccountInfo, w, inFiles)
				})
			}
		}
	})
	e := everyEngine(t)[0]
	t.Run("warnings", func(t *testing.T) { warnsWithoutLeak(t, e) })
	t.Run("failure", func(t *testing.T) {
		for _, f := range failures {
			t.Run(label(f.name, f.way.name), func(t *testing.T) {
				t.Parallel()
				f.expect(t, e).expectNoLeak(t)
			})
		}
	})
	if t.Failed() || strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
		return
	}
	expectGatewayPasses(t)
	for i, a := range allowances {
		if !allowancesUsed.rows[i] {
			t.Errorf("nothing was ever found in %q; remove the row", a.place)
		}
	}
}

// actionsSent are the API actions of all runs.
var actionsSent sync.Map

// expectGatewayPasses compares the actions that the guide lists for gateways
// with those that the provider sent.
func expectGatewayPasses(t *testing.T) {
	t.Helper()
	guide, err := os.ReadFile("../../docs/guides/on-premises.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, action := range regexp.MustCompile("`([a-z]\\w+\\.[a-z]\\w+)`").FindAllStringSubmatch(string(guide), -1) {
		listed[action[1]] = true
		if _, sent := actionsSent.Load(action[1]); !sent {
			t.Errorf("templates/guides/on-premises.md.tmpl lists %s, which nothing sent", action[1])
		}
	}
	actionsSent.Range(func(action, _ any) bool {
		if name, _ := action.(string); !listed[name] {
			t.Errorf("templates/guides/on-premises.md.tmpl does not list %s", name)
		}
		return true
	})
}

func TestEveryObjectIsSearched(t *testing.T) {
	served, err := server.New(provider.New("test")())
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := served.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	objects := readAccountInfo + readSecretFree(byAdminSecret) + manageTokens
	expect := func(kind, name string) {
		if !strings.Contains(objects, kind+` "`+name+`"`) {
			t.Errorf("no configuration of this package has %s %s; readOnce in stage_test.go is for objects without secrets", kind, name)
		}
	}
	for name := range schemas.DataSourceSchemas {
		expect("data", name)
	}
	for name := range schemas.EphemeralResourceSchemas {
		expect("ephemeral", name)
	}
	for name := range schemas.ResourceSchemas {
		expect("resource", name)
	}
}

// workflow is what a user runs to create and to read. The full one also displays
// and refreshes, from an installed provider. It runs with one sign-in method:
// what it displays stands in the plan and state, which every run searches.
var (
	workflow = []string{"plan -no-color -out=tfplan", "apply -no-color tfplan"}
	full     = []string{
		"init -no-color", workflow[0], "show -no-color tfplan", "show -json tfplan", workflow[1],
		"show -no-color", "show -json", workflow[0],
	}
)

// readsWithoutLeak runs a workflow and deletes everything. It also checks that
// the values arrive: other providers use them and a store receives them.
func readsWithoutLeak(t *testing.T, e engines.Engine, objects string, w way, how style) {
	t.Parallel()
	manages := objects != readAccountInfo
	delivers := manages && e.AtLeast("1.11.0", "1.11.0")
	if delivers {
		objects += deliver
	}
	s := newStage(t, e, objects, w, how)
	commands, kept := workflow, []string{"tfplan", "terraform.tfstate", "terraform.tfstate.backup"}
	if w.name == byAdminSecret.name {
		if err := s.UseMirrored(); err != nil {
			t.Fatal(err)
		}
		commands, kept = full, append(kept, ".terraform.lock.hcl", ".terraform")
	}
	for _, command := range commands {
		if how == inVariables { // as programs read it
			command = strings.Replace(command, "apply -no-color", "apply -json", 1)
		}
		s.succeed(t, strings.Fields(command)...)
	}
	if manages && w.name == byAdminSecret.name {
		s.succeed(t, "apply", "-no-color", "-auto-approve", "-var=note=changed")
	}
	if s.takeTokens(); len(s.extra) != strings.Count(objects, `resource "kaltura_app_token"`) {
		t.Errorf("%d tokens were made", len(s.extra))
	}
	s.expectNoLeak(t) // while the state is full
	// destroy leaves a backup of the state.
	s.succeed(t, "destroy", "-no-color", "-auto-approve")
	s.expectProviderInLog(t)
	s.expectNoLeak(t)
	for _, name := range kept {
		if _, err := os.Stat(s.in("d", name)); err != nil {
			t.Errorf("there was nothing to search: %v", err)
		}
	}
	if delivers {
		s.expectDelivered(t)
	}
}

func (s *stage) expectDelivered(t testing.TB) {
	t.Helper()
	received, err := s.Received()
	if err != nil || len(received) != 1 {
		t.Fatalf("the store received %d values, %v", len(received), err)
	}
	for _, secret := range []string{canaryAdminSecret, canaryUserSecret, canaryChildAdmin, canaryChildUser} {
		if !strings.Contains(received[0], secret) {
			t.Errorf("a secret did not arrive: %s", received)
		}
	}
}

// warnsWithoutLeak triggers all warnings: about a secret in rotation, a session
// that cannot be revoked, and a session that differs from the request.
func warnsWithoutLeak(t *testing.T, e engines.Engine) {
	t.Parallel()
	s := newStage(t, e, readSecretFree(byAdminSecret), byAdminSecret, inEnvironment)
	s.setenv("KALTURA_ADMIN_SECRET", canaryOldSecret)
	s.server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", secretsQuoted(s)).On("session", "end").For(-1))
	rotated := s.succeed(t, "plan", "-no-color")
	token := newStage(t, e, `ephemeral "kaltura_session" "run" { privileges = ["list:*"] }`+"\n", byAppToken, inEnvironment)
	differs := token.succeed(t, "plan", "-no-color")
	for summary, shown := range map[string]string{
		"Kaltura Administrator Secret Is Being Rotated": rotated.Stdout + rotated.Stderr,
		"Kaltura Session Not Revoked":                   rotated.Stdout + rotated.Stderr,
		"Kaltura Session Differs From the Request":      differs.Stdout + differs.Stderr,
	} {
		if !strings.Contains(shown, "Warning: "+summary) {
			t.Errorf("no warning %q:\n%s", summary, shown)
		}
	}
	s.expectNoLeak(t)
	token.expectNoLeak(t)
}

func (s *stage) expectNoLeak(t testing.TB) {
	t.Helper()
	for _, request := range s.server.Requests() {
		actionsSent.Store(request.Service+"."+request.Action, true)
	}
	if found := leaks(s.sightings(t)); len(found) > 0 {
		t.Errorf("%d leaks:\n%s", len(found), describe(found))
	}
}

// expectProviderInLog checks that the log contains the provider's output, where
// a leak would appear.
func (s *stage) expectProviderInLog(t testing.TB) {
	t.Helper()
	for _, r := range s.results {
		if strings.Contains(r.log, "Kaltura API request") && strings.Contains(strings.ToUpper(r.log), "TRACE") {
			return
		}
	}
	t.Error("the provider's requests are in no log")
}
