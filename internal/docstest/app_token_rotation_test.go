// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestOverlap replaces two tokens in turn, with the stand-in for Vault.
func TestOverlap(t *testing.T) {
	t.Parallel()
	standIn.overlap(t)
}

// overlap runs the example for four months. Each month, the store receives one
// new token, and the one before keeps working.
func (s storeKind) overlap(t *testing.T) {
	server := world(t)
	w := s.workspace(t)
	w.Env = append(w.Env, signIn(server, exampleID)...)
	copyDir(t, "examples/app-token-overlap", w.Dir)
	install(t, w)
	w.MustRun(t, "plan", "-no-color") // with the month of the calendar
	s.takeTurns(t, server, w, func(int) {
		w.MustRun(t, "apply", "-no-color", "-auto-approve")
		s.expectPipeline(t, server, w)
	})
}

// TestUnattended replaces the tokens that the configuration itself signs in
// with, with the stand-in for Vault.
func TestUnattended(t *testing.T) {
	t.Parallel()
	standIn.unattended(t)
}

// unattended runs the example for four months, of which only the first has the
// Administrator Secret.
func (s storeKind) unattended(t *testing.T) {
	server := world(t)
	w := s.workspace(t)
	copyDir(t, "examples/unattended-rotation", w.Dir)
	install(t, w)
	inEnvironment := w.Env
	w.Env = append(slices.Clip(inEnvironment), signIn(server, exampleID)...)
	s.takeTurns(t, server, w, func(month int) {
		if month == 0 {
			w.MustRun(t, "apply", "-no-color", "-auto-approve", "-var=first=true")
			w.Env = append(slices.Clip(inEnvironment), "KALTURA_SERVICE_URL="+server.URL)
			return
		}
		w.MustRun(t, "apply", "-no-color", "-auto-approve")
	})

	// After a month without a run, both tokens are replaced, in two runs.
	setMonth(t, w, 24328)
	if out, err := printed(t, w, "apply", "-no-color", "-auto-approve"); err == nil || !strings.Contains(out, "Kaltura App Token Signs In") {
		t.Errorf("%v\n%s", err, out)
	}
	w.MustRun(t, "apply", "-no-color", "-auto-approve")
	w.MustRun(t, "plan", "-no-color", "-detailed-exitcode")
}

func setMonth(t *testing.T, w *engines.Workspace, month int) {
	t.Helper()
	write(t, filepath.Join(w.Dir, "month_override.tf"), fmt.Sprintf("locals {\n  month = %d\n}\n", month))
}

// takeTurns applies in four months. Each month, the store receives one new
// token, the next plan has no changes, and the token of the month before works.
func (s storeKind) takeTurns(t *testing.T, server *kalturatest.Server, w *engines.Workspace, apply func(month int)) {
	t.Helper()
	var tokens []stored
	for month := range 4 {
		setMonth(t, w, 24323+month)
		apply(month)
		current, _ := s.newest(t, server, w)
		tokens = append(tokens, current)
		w.MustRun(t, "plan", "-no-color", "-detailed-exitcode") // fails if there is a change
		for age, token := range tokens {
			if out, err := token.plan(t, server, `data "kaltura_current_session" "this" {}`); (err == nil) != (age > month-2) {
				t.Errorf("month %d, token of month %d: %v\n%s", month, age, err, out)
			}
		}
	}
	account, _ := server.Account(exampleID)
	alive := slices.DeleteFunc(account.AppTokens, func(token kalturatest.AppToken) bool { return token.Deleted || token.ID == storedTokenID })
	if len(alive) != 2 {
		t.Errorf("%d tokens are alive, want 2", len(alive))
	}
}
