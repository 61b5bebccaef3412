// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// storeKind is how a test uses Vault: the stand-in or a real one.
type storeKind struct {
	workspace func(*testing.T) *engines.Workspace
	// share makes a workspace read what another one has stored.
	share    func(reader, writer *engines.Workspace)
	received func(*testing.T, *engines.Workspace) []string
}

var standIn = storeKind{
	workspace: func(t *testing.T) *engines.Workspace { return workspace(t) },
	share:     (*engines.Workspace).ShareVault,
	received:  received,
}

// TestAppTokenGuide follows the guide with the stand-in for Vault.
func TestAppTokenGuide(t *testing.T) {
	t.Parallel()
	standIn.followGuide(t)
}

// TestOverlap replaces two tokens in turn, with the stand-in for Vault.
func TestOverlap(t *testing.T) {
	t.Parallel()
	standIn.overlap(t)
}

// TestUnattended replaces the tokens that the configuration itself signs in
// with, with the stand-in for Vault.
func TestUnattended(t *testing.T) {
	t.Parallel()
	standIn.unattended(t)
}

// TestStoredNumber shows why examples store only texts.
func TestStoredNumber(t *testing.T) {
	t.Parallel()
	standIn.refusesNumber(t)
}

// refusesNumber stores a number, which the ephemeral resource cannot read.
func (s storeKind) refusesNumber(t *testing.T) {
	w := s.workspace(t)
	config := "resource \"vault_kv_secret_v2\" \"n\" {\n  mount = \"secret\"\n  name = \"n\"\n  data_json_wo = jsonencode({ n = 1 })\n  data_json_wo_version = 1\n}\n"
	write(t, filepath.Join(w.Dir, "main.tf"), config)
	install(t, w)
	w.MustRun(t, "apply", "-no-color", "-auto-approve")
	write(t, filepath.Join(w.Dir, "read.tf"), "ephemeral \"vault_kv_secret_v2\" \"n\" {\n  mount = \"secret\"\n  name = \"n\"\n}\n")
	out, err := printed(t, w, "plan", "-no-color")
	if err == nil || !strings.Contains(out, "Value Conversion Error") || !strings.Contains(out, "can't unmarshal tftypes.Number into *string") {
		t.Errorf("a number can be read, or cannot for another reason: %v\n%s", err, out)
	}
}

// followGuide creates a token, stores it, signs in a pipeline that takes it from
// the store, rotates it, and deletes it. The token reaches the store and no file
// of the engine.
func (s storeKind) followGuide(t *testing.T) {
	server := world(t)
	w := s.workspace(t)
	w.Env = append(w.Env, signIn(server, exampleID)...)
	copyDir(t, "examples/app-token", w.Dir)
	install(t, w)
	var kept strings.Builder
	run := func(flags ...string) {
		t.Helper()
		kept.WriteString(w.MustRun(t, append([]string{"plan", "-no-color", "-out=saved.tfplan"}, flags...)...))
		kept.WriteString(w.MustRun(t, "apply", "-no-color", "saved.tfplan"))
		kept.WriteString(w.MustKeep(t))
	}
	run()
	first, uploads := s.newest(t, server, w)
	expectReader(t, server, first)
	if out, err := uploads.plan(t, server, `ephemeral "kaltura_account_info" "this" {}`); err == nil || !strings.Contains(out, "Kaltura Permission Missing") {
		t.Errorf("the upload job can read the account's secrets: %v\n%s", err, out)
	}
	s.expectPipeline(t, server, w)

	rotate(t, w, "generation = 1", "generation = 2")
	run()
	second, _ := s.newest(t, server, w)
	if second.ID == first.ID {
		t.Error("the token was not replaced")
	}
	expectReader(t, server, second)
	s.expectPipeline(t, server, w)
	first.expectGone(t, server)
	w.MustRun(t, "plan", "-no-color", "-detailed-exitcode") // fails if there is a change

	// On a schedule, the generation is a month.
	rotate(t, w, "generation = 2", `generation = formatdate("YYYY-MM", plantimestamp())`)
	run()
	third, _ := s.newest(t, server, w)
	second.expectGone(t, server)
	w.MustRun(t, "plan", "-no-color", "-detailed-exitcode")

	// With a time_rotating, the generation is its ID.
	if !w.NeedsInit { // needs a clock that can be moved
		rotate(t, w, `formatdate("YYYY-MM", plantimestamp())`, "time_rotating.token.id")
		write(t, filepath.Join(w.Dir, "time.tf"), "resource \"time_rotating\" \"token\" {\n  rotation_days = 90\n}\n")
		run()
		before, _ := s.newest(t, server, w)
		w.MustRun(t, "plan", "-no-color", "-detailed-exitcode")
		w.Env = append(w.Env, "STORES_EXPIRED=1")
		run()
		third, _ = s.newest(t, server, w)
		before.expectGone(t, server)
	}

	run("-destroy")
	third.expectGone(t, server)
	for _, token := range []stored{first, second, third} {
		if strings.Contains(kept.String(), token.Token) {
			t.Error("a plan, the state or an output of the engine holds the value of a token")
		}
	}
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

func rotate(t *testing.T, w *engines.Workspace, before, after string) {
	t.Helper()
	path := filepath.Join(w.Dir, "main.tf")
	text := read(t, path)
	if !strings.Contains(text, before) {
		t.Fatalf("%q is not in the example", before)
	}
	write(t, path, strings.ReplaceAll(text, before, after))
}

// expectPipeline runs the pipeline of the guide that takes the token from the
// store.
func (s storeKind) expectPipeline(t *testing.T, server *kalturatest.Server, writer *engines.Workspace) {
	t.Helper()
	w := s.workspace(t)
	s.share(w, writer)
	w.Env = append(w.Env, "KALTURA_SERVICE_URL="+server.URL)
	copyDir(t, "examples/no-stored-secret", w.Dir)
	install(t, w)
	if out := w.MustRun(t, "apply", "-no-color", "-auto-approve"); !strings.Contains(out, `signed_in_with = "app_token"`) {
		t.Errorf("the pipeline did not sign in with the token:\n%s", out)
	}
}

// stored is what the guide's configuration writes to the store.
type stored struct{ ID, Token string }

// newest returns the token of the pipeline that the store received since the
// last call, and that of the upload job if there is one.
func (s storeKind) newest(t *testing.T, server *kalturatest.Server, w *engines.Workspace) (pipeline, uploads stored) {
	t.Helper()
	account, _ := server.Account(exampleID)
	for _, text := range s.received(t, w) {
		var token stored
		if err := json.Unmarshal([]byte(text), &token); err != nil || token.ID == "" || token.Token == "" {
			t.Fatalf("the store got no token: %v", err)
		}
		holder := &pipeline
		if account.AppToken(token.ID).Description == "Upload job" {
			holder = &uploads
		}
		if holder.ID != "" {
			t.Fatal("the store was written to twice")
		}
		*holder = token
	}
	if pipeline.ID == "" {
		t.Fatal("the store got no token of the pipeline")
	}
	return pipeline, uploads
}

func (s stored) expectGone(t *testing.T, server *kalturatest.Server) {
	t.Helper()
	if out, err := s.plan(t, server, `data "kaltura_account" "this" {}`); err == nil || !strings.Contains(out, "Unknown Kaltura App Token") {
		t.Errorf("the token %s still works: %v\n%s", s.ID, err, out)
	}
}

// plan plans a configuration that signs in with the token.
func (s stored) plan(t *testing.T, server *kalturatest.Server, config string) (string, error) {
	t.Helper()
	w := workspace(t, "KALTURA_SERVICE_URL="+server.URL, "KALTURA_PARTNER_ID="+strconv.Itoa(exampleID),
		"KALTURA_APP_TOKEN_ID="+s.ID, "KALTURA_APP_TOKEN="+s.Token)
	write(t, filepath.Join(w.Dir, "main.tf"), config)
	return printed(t, w, "plan", "-no-color")
}

// expectReader checks that a token reads the account info and can do nothing
// else.
func expectReader(t *testing.T, server *kalturatest.Server, token stored) {
	t.Helper()
	if out, err := token.plan(t, server, `ephemeral "kaltura_account_info" "this" {}`); err != nil {
		t.Errorf("the token cannot read the account info: %s", out)
	}
	if out, err := token.plan(t, server, `data "kaltura_accounts" "all" {}`); err == nil || !strings.Contains(out, "Kaltura Permission Missing") {
		t.Errorf("the token may list accounts too: %v\n%s", err, out)
	}
	account, _ := server.Account(exampleID)
	if made := account.AppToken(token.ID); made.Token != token.Token || made.HashType != "SHA256" || *made.SessionDuration != 900 {
		t.Errorf("the token %s is not the one that the guide describes", token.ID)
	}
}

// TestAppTokenGuide_check: the check of the guide warns about each token whose
// holder can get the account's secrets, however little it looks like it.
func TestAppTokenGuide_check(t *testing.T) {
	t.Parallel()
	server := world(t)
	w := workspace(t, signIn(server, exampleID)...)
	copyDir(t, "examples/app-token", w.Dir)
	install(t, w)
	warns := func() bool {
		t.Helper()
		return strings.Contains(w.MustRun(t, "plan", "-no-color"), "Check block assertion failed")
	}
	if warns() {
		t.Error("it warns without a reason")
	}
	server.Update(exampleID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles,
			kalturatest.Role{ID: 501, Name: "Copy", SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}},
			kalturatest.Role{ID: 502, Name: "Reader", SystemName: "READER", Permissions: []string{"INTEGRATION_BASE"}},
			kalturatest.Role{ID: 503, Name: "Inventory", Permissions: []string{"APP_TOKEN_BASE"}})
		a.Users = append(a.Users, kalturatest.User{ID: "plain"})
	})
	owner, plain := "owner@example.com", "plain"
	for name, token := range map[string]kalturatest.AppToken{
		"ambiguous system name":   {SessionPrivileges: "setrole:publisher administrator"},
		"a number":                {SessionPrivileges: "setrole:2e0"},
		"role 0":                  {SessionPrivileges: "setrole:0"},
		"other letter case":       {SessionPrivileges: "SetRole:500"},
		"everything":              {SessionPrivileges: "*"},
		"the holder's choice":     {SessionPrivileges: "setrole:500,setrole:*"},
		"Kaltura's administrator": {SessionPrivileges: "setrole:2"},
		"reads the secrets":       {SessionPrivileges: "setrole:READER"},
		"reads the tokens":        {SessionPrivileges: "setrole:503"},
		"the account's owner":     {SessionUserID: &owner},
		"a user without a role":   {SessionUserID: &plain},
	} {
		token.ID, token.Token = "0_case0000", "fa4e70ca5e"
		server.Update(exampleID, func(a *kalturatest.Account) { a.AppTokens = append(a.AppTokens, token) })
		if !warns() {
			t.Errorf("%s: no warning", name)
		}
		server.Update(exampleID, func(a *kalturatest.Account) { a.AppTokens = a.AppTokens[:len(a.AppTokens)-1] })
	}
	if warns() {
		t.Error("it warns after the tokens are gone")
	}
}
