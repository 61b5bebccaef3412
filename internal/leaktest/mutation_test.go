// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// mutation takes one protection out of the provider.
type mutation struct {
	name    string
	changes []change
	// play runs what shows the leak, and place is where it has to be found.
	play  func(t testing.TB, s *stage, e *engine, providerDir string)
	place string
}

// TestLeaksAreFound builds the provider without one of its protections at a
// time, and fails where the search finds no leak: then either the search or
// the protection is good for nothing.
func TestLeaksAreFound(t *testing.T) {
	provider(t)
	e := anyEngine(t)
	for _, m := range mutations {
		t.Run(label(m.name), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			m.play(t, s, e, changedProvider(t, m.changes...))
			found := leaks(s.sightings(t))
			if !slices.ContainsFunc(found, func(l sighting) bool { return strings.HasPrefix(l.place, m.place) }) {
				t.Errorf("no leak was found in %q, but elsewhere:\n%s", m.place, describe(found))
				for _, r := range s.results {
					t.Logf("%s", r)
				}
			}
		})
	}
}

// reading runs a plan and an apply, and shows the state.
func reading(w way, objects string) func(testing.TB, *stage, *engine, string) {
	return func(t testing.TB, s *stage, e *engine, dir string) {
		s.setUp(t, e, dir, objects, w, inEnvironment)
		s.run(t, "apply", "-no-color", "-auto-approve")
		s.run(t, "show", "-no-color")
	}
}

// failing plans with the failure of that name.
func failing(name string) func(testing.TB, *stage, *engine, string) {
	return func(t testing.TB, s *stage, e *engine, dir string) {
		index := slices.IndexFunc(failures, func(f failure) bool { return f.name == name })
		if index < 0 {
			t.Fatalf("no failure is called %q", name)
		}
		f := failures[index]
		s.setUp(t, e, dir, readEverything(f.way), f.way, f.style)
		f.prepare(s)
		s.run(t, "plan", "-no-color")
	}
}

// crash makes the provider die with its credentials in the message.
var crash = []change{
	{"internal/kaltura/account_info.go", "import \"context\"", "import (\n\t\"context\"\n\t\"fmt\"\n)"},
	{
		"internal/kaltura/account_info.go",
		"func (c *Client) AccountInfo(ctx context.Context, partnerID int64) (AccountInfo, error) {\n",
		"func (c *Client) AccountInfo(ctx context.Context, partnerID int64) (AccountInfo, error) {\n" +
			"\tpanic(fmt.Sprintf(\"%+v %#v %s\", c.config.Credentials, c.config.Credentials, c.config.Credentials))\n",
	},
}

// TestCrashShowsNoSecret: a defect of the provider prints a stack, and what it
// has in hand.
func TestCrashShowsNoSecret(t *testing.T) {
	provider(t)
	e := anyEngine(t)
	s := newStage(t)
	reading(byAdminSecret, readAccountInfo)(t, s, e, changedProvider(t, crash...))
	// OpenTofu writes the report to its log alone.
	if report := s.results[0].stderr + s.results[0].log; !strings.Contains(report, "panic: ") || !strings.Contains(report, "(secret)") {
		t.Fatalf("not the crash that was expected:\n%s", report)
	}
	s.expectNoLeak(t)
}

// TestUnitTestsNotice: protections that no engine shows, each with the test
// that has to fail without it.
func TestUnitTestsNotice(t *testing.T) {
	provider(t)
	const secret = "internal/kaltura/secret.go"
	for _, m := range []struct {
		pkg     string
		changes map[string]change // by the name of the test
	}{
		{"./internal/leaktest", map[string]change{
			"TestSecret_formatsAsPlaceholder": {secret, "fmt.Fprint(state, redacted)", "fmt.Fprint(state, s.Reveal())"},
			"TestSecret_encodesAsPlaceholder": {secret, "return []byte(`\"` + redacted + `\"`), nil", "return []byte(`\"` + s.Reveal() + `\"`), nil"},
			"TestSecret_logsAsPlaceholder":    {secret, "return slog.StringValue(redacted)", "return slog.StringValue(s.Reveal())"},
		}},
		{"./internal/provider", map[string]change{
			"TestSession_notInPrivateData": {
				"internal/provider/session_ephemeral_resource.go",
				"strconv.Quote(e.provider.sessions.put(session, e.provider))", "strconv.Quote(session.KS.Reveal())",
			},
		}},
	} {
		t.Run(label(m.pkg), func(t *testing.T) {
			t.Parallel()
			run := "^(" + strings.Join(slices.Collect(maps.Keys(m.changes)), "|") + ")$"
			out, err := changedTests(t, m.pkg, run, slices.Collect(maps.Values(m.changes))...)
			for name := range m.changes {
				if err == nil || !strings.Contains(out, "--- FAIL: "+name+" ") {
					t.Errorf("%s did not fail: %v\n%s", name, err, out)
				}
			}
		})
	}
}
