// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"path/filepath"
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
