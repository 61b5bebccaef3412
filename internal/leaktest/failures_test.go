// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"strings"
	"testing"
)

// readEverything plans every object; each of them is to fail.
func readEverything(w way) string { return readAccountInfo + readSecretFree(w) }

// fail plans with the failure and makes sure that it was this one.
func (s *stage) fail(t testing.TB, e *engine, providerDir string, f failure) {
	t.Helper()
	s.setUp(t, e, providerDir, readEverything(f.way), f.way, f.style)
	if f.prepare != nil {
		f.prepare(s)
	}
	r := s.run(t, "plan", "-no-color", "-out=tfplan")
	if r.code != 1 || !strings.Contains(r.stderr, "Error: "+f.summary) {
		t.Fatalf("no error %q:\n%s", f.summary, r)
	}
	if strings.ContainsAny(r.stderr+r.stdout, "\x1b\x07\u202e") {
		t.Errorf("control characters reach the terminal:\n%q", r.stderr)
	}
}
