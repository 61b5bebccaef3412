// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"flag"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestNothingLeaks runs every object with every way to sign in, in success and
// in failure, with the engine's most talkative log, and searches all that is
// left behind or shown.
func TestNothingLeaks(t *testing.T) {
	dir := provider(t)
	e := anyEngine(t)
	t.Run("success", func(t *testing.T) {
		for _, w := range ways {
			t.Run(label("secret-free objects", w.name, "environment"), func(t *testing.T) {
				readsWithoutLeak(t, e, dir, readSecretFree(w), w, inEnvironment)
			})
			t.Run(label("secret-free objects", w.name, "variables"), func(t *testing.T) {
				readsWithoutLeak(t, e, dir, readSecretFree(w), w, inVariables)
			})
			t.Run(label("account info", w.name), func(t *testing.T) {
				readsWithoutLeak(t, e, dir, readAccountInfo, w, inEnvironment)
			})
			t.Run(label("app tokens", w.name), func(t *testing.T) { managesWithoutLeak(t, e, dir, w) })
		}
	})
	t.Run("warnings", func(t *testing.T) { warnsWithoutLeak(t, e, dir) })
	t.Run("failure", func(t *testing.T) {
		for _, f := range failures {
			t.Run(label(f.name, f.way.name), func(t *testing.T) {
				t.Parallel()
				s := newStage(t)
				s.fail(t, e, dir, f)
				s.expectNoLeak(t)
			})
		}
	})
	if t.Failed() || strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
		return
	}
	for i, a := range allowances {
		if !allowancesUsed.rows[i] {
			t.Errorf("nothing was ever found in %q; remove the row", a.place)
		}
	}
}

func readsWithoutLeak(t *testing.T, e *engine, dir, objects string, w way, how style) {
	t.Parallel()
	s := newStage(t)
	s.setUp(t, e, dir, objects, w, how)
	s.succeed(t, "plan", "-no-color", "-out=tfplan")
	s.succeed(t, "show", "-no-color", "tfplan")
	s.succeed(t, "show", "-json", "tfplan")
	// Half of the runs as programs do it, that read the engine's JSON.
	s.succeed(t, "apply", map[style]string{inEnvironment: "-no-color", inVariables: "-json"}[how], "tfplan")
	s.succeed(t, "show", "-no-color")
	s.succeed(t, "show", "-json")
	s.expectProviderInLog(t)
	s.expectNoLeak(t)
	if s.stored {
		// Leaves a backup of the state.
		s.succeed(t, "destroy", "-no-color", "-auto-approve")
		s.expectNoLeak(t)
	}
}

// warnsWithoutLeak brings all warnings about: of a secret that is being
// rotated, of a session that cannot be ended, and of one that differs.
func warnsWithoutLeak(t *testing.T, e *engine, dir string) {
	t.Parallel()
	s := newStage(t)
	s.setUp(t, e, dir, readSecretFree(byAdminSecret), byAdminSecret, inEnvironment)
	s.work.env["KALTURA_ADMIN_SECRET"] = canaryOldSecret
	s.server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", secretsQuoted(s)).On("session", "end").For(-1))
	rotated := s.succeed(t, "plan", "-no-color")
	token := newStage(t)
	token.setUp(t, e, dir, `ephemeral "kaltura_session" "run" { privileges = ["list:*"] }`+"\n", byAppToken, inEnvironment)
	differs := token.succeed(t, "plan", "-no-color")
	for summary, shown := range map[string]string{
		"Kaltura Administrator Secret Is Being Rotated": rotated.stdout + rotated.stderr,
		"Kaltura Session Not Revoked":                   rotated.stdout + rotated.stderr,
		"Kaltura Session Differs From the Request":      differs.stdout + differs.stderr,
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
	if found := leaks(s.sightings(t)); len(found) > 0 {
		t.Errorf("%d leaks:\n%s", len(found), describe(found))
	}
}

// expectProviderInLog makes sure that the log is the one in which a leak of
// the provider would stand, rather than an empty file.
func (s *stage) expectProviderInLog(t testing.TB) {
	t.Helper()
	for _, r := range s.results {
		if strings.Contains(r.log, "Kaltura API request") && strings.Contains(strings.ToUpper(r.log), "TRACE") {
			return
		}
	}
	t.Error("the provider's requests are in no log")
}
