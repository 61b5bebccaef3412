// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// example is a configuration to plan and apply: either a folder of examples or
// a block of a page.
type example struct {
	dir string
	// page and block select the block of the page that contains this text, in
	// place of dir.
	page, block string
	// vars are input variables. URL stands for the address of the stand-in.
	vars map[string]string
	// outputs are all root outputs, as JSON.
	outputs string
	// delivers lists the accounts whose Administrator Secret reaches a store.
	delivers []int64
	// keeps reports that the state holds secrets, as the documentation warns.
	keeps bool
}

func (e example) name() string { return strings.TrimSpace(e.dir + e.page + " " + e.block) }

// particular are the examples with outputs, variables or secrets, and those in
// pages.
var particular = []example{
	{page: "README.md", block: `output "account"`, outputs: `{"account":"Example Video"}`},
	{page: "README.md", block: "ephemeral", delivers: []int64{exampleID}},
	{page: "docs/index.md", block: `output "account"`, outputs: `{"account":"Example Video (1234567)"}`},
	{dir: "data-sources/kaltura_account", outputs: `{"account":"Example Video (1234567)"}`},
	{
		dir: "data-sources/kaltura_account_info", keeps: true,
		outputs: `{"admin_secret":"fa4ead00000000000000000001234567","partner_id":1234567,"sub_partner_id":123456700,"user_secret":"fa4e0500000000000000000001234567"}`,
	},
	{dir: "data-sources/kaltura_accounts", outputs: `{"owners":{"2345678":"owner@example.com","3456789":"owner@example.com"}}`},
	{dir: "data-sources/kaltura_account_secret_versions", delivers: []int64{exampleID}},
	{dir: "data-sources/kaltura_current_session", outputs: `{"signed_in_as":"1234567 by admin_secret"}`},
	{dir: "data-sources/kaltura_app_tokens", outputs: `{"expiring":{}}`},
	{
		dir:     "data-sources/kaltura_user_role",
		outputs: `{"permission_names":["BASE_UPLOAD_PERMISSION","BASE_USER_SESSION_PERMISSION","CAPTION_MODIFY","PLAYBACK_BASE_PERMISSION"]}`,
	},
	{dir: "data-sources/kaltura_permissions", outputs: `{"permission_names":{"CAPTION_MODIFY":["CAPTION_PLUGIN_PERMISSION"]}}`},
	{dir: "data-sources/kaltura_players", outputs: `{"website":{"partner_id":1234567,"player_id":"23450001"}}`},
	{
		dir:     "aliases",
		vars:    map[string]string{"us_service_url": "URL", "eu_service_url": "URL", "us_admin_secret": "fa4ead00000000000000000001234567", "eu_admin_secret": "fa4ead00000000000000000007654321"},
		outputs: `{"accounts":{"eu":"Example Europe","us":"Example Video"}}`,
	},
	{dir: "children", delivers: []int64{northID, southID}, outputs: `{"children":{"2345678":"Example North","3456789":"Example South"}}`},
	{dir: "inventory", outputs: `{"unknown_app_tokens":{}}`},
	{dir: "lms", delivers: []int64{exampleID}},
	{dir: "no-stored-secret", outputs: `{"signed_in_with":"app_token"}`},
	{dir: "ephemeral-module", delivers: []int64{exampleID}},
	{dir: "secret-stores/aws", delivers: []int64{exampleID}},
	{dir: "secret-stores/azure", delivers: []int64{exampleID}, vars: map[string]string{"key_vault_id": "/vault"}},
	{dir: "secret-stores/google", delivers: []int64{exampleID}},
	{dir: "secret-stores/kubernetes", delivers: []int64{exampleID}},
	{dir: "secret-stores/vault", delivers: []int64{exampleID}},
}

// elsewhere lists the other folders with configurations and what tests them.
var elsewhere = map[string]string{
	"provider":                          "TestExamples, by docs/index.md, which shows it",
	"ephemeral-module/store":            "part of ephemeral-module",
	"app-token":                         "TestAppTokenGuide",
	"app-token-overlap":                 "TestOverlap",
	"children-tokens":                   "TestChildrenTokens",
	"unattended-rotation":               "TestUnattended",
	"pipelines/github":                  "TestPipelineIdentity",
	"pipelines/gitlab":                  "TestPipelineIdentity",
	"pipelines/hcp-terraform":           "TestPipelineIdentity",
	"app-token/pipeline":                "part of app-token",
	"mocked-tests":                      "TestMockedExample",
	"not-allowed/argument":              "TestNotAllowed",
	"not-allowed/ephemeral-root-output": "TestNotAllowed",
	"not-allowed/for-each":              "TestNotAllowed",
	"not-allowed/root-output":           "TestNotAllowed",
}

// runnable adds every other folder with a configuration.
func runnable(t *testing.T) []example {
	t.Helper()
	all, known := slices.Clone(particular), map[string]bool{}
	for _, e := range all {
		known[e.dir] = true
	}
	for _, path := range filesIn(t, "examples", ".tf") {
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "examples/")
		if !known[dir] && elsewhere[dir] == "" {
			known[dir] = true
			all = append(all, example{dir: dir})
		}
	}
	return all
}

// heldToken is the app token that Vault holds when an example starts.
const heldToken = `{"id":"` + storedTokenID + `","token":"` + storedToken + `"}`

// TestExamples runs each example with the stand-ins for secret stores.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, e := range runnable(t) {
		t.Run(e.name(), func(t *testing.T) {
			t.Parallel()
			w := workspace(t)
			if err := w.Hold("secret", "kaltura-app-token", heldToken); err != nil {
				t.Fatal(err)
			}
			e.check(t, w, func() []string { return received(t, w) })
		})
	}
}

// check plans and applies the example, rotates the secrets that a store
// received, and searches the remaining files for secrets.
func (e example) check(t *testing.T, w *engines.Workspace, received func() []string) {
	server := world(t)
	e.writeTo(t, w.Dir)
	if e.vars["us_admin_secret"] == "" { // otherwise the configuration signs in itself
		w.Env = append(w.Env, signIn(server, exampleID)...)
	}
	for name, value := range e.vars {
		w.Env = append(w.Env, "TF_VAR_"+name+"="+strings.ReplaceAll(value, "URL", server.URL))
	}
	install(t, w)
	plan := w.MustRun(t, "plan", "-no-color", "-out=saved.tfplan")
	expectNoWarning(t, plan, w.MustRun(t, "apply", "-no-color", "saved.tfplan"))
	if e.dir == "secret-stores/vault" && w.Engine.Product == engines.Terraform {
		expectPictured(t, plan)
	}
	e.expectOutputs(t, read(t, filepath.Join(w.Dir, "terraform.tfstate")))
	e.expectNotKept(t, server, w)
	stored := received()
	e.expectReceived(t, server, stored)
	if len(e.delivers) > 0 {
		e.checkRotation(t, server, w, strings.Join(stored, ""), received)
	}
	w.MustRun(t, "destroy", "-no-color", "-auto-approve")
	expectGatewayKnows(t, server)
}

// install runs what a configuration needs before its first plan.
func install(t *testing.T, w *engines.Workspace) {
	t.Helper()
	if w.NeedsInit {
		if !slices.ContainsFunc(w.Env, func(entry string) bool { return strings.HasPrefix(entry, pipelineIdentity+"=") }) {
			os.Remove(filepath.Join(w.Dir, "vault.tf")) // only one example signs in to Vault with an identity
		}
		w.MustRun(t, "init", "-no-color")
		return
	}
	w.MustRun(t, "get")
}

// received returns what the stand-ins for secret stores received since the last
// call.
func received(t *testing.T, w *engines.Workspace) []string {
	t.Helper()
	received, err := w.Received()
	if err != nil {
		t.Fatal(err)
	}
	return received
}

// usesVault reports whether the configuration names a resource of Vault.
func (e example) usesVault(t *testing.T) bool {
	t.Helper()
	dir := t.TempDir()
	e.writeTo(t, dir)
	found := false
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		found = found || err == nil && filepath.Ext(path) == ".tf" && strings.Contains(read(t, path), "\"vault_kv_secret_v2\"")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (e example) writeTo(t *testing.T, dir string) {
	t.Helper()
	if e.page == "" {
		copyDir(t, filepath.Join("examples", e.dir), dir)
		for _, imports := range []string{byID, byIdentity} { // TestImports
			os.Remove(filepath.Join(dir, imports))
		}
		return
	}
	for _, block := range blocks(t) {
		if block.page == e.page && strings.Contains(block.text, e.block) {
			write(t, filepath.Join(dir, "main.tf"), block.text)
			return
		}
	}
	t.Fatalf("%s has no block with %q", e.page, e.block)
}

// TestMockedExample runs without credentials or a server.
func TestMockedExample(t *testing.T) {
	t.Parallel()
	w := workspace(t)
	copyDir(t, "examples/mocked-tests", w.Dir)
	if out := w.MustRun(t, "test", "-no-color"); !strings.Contains(out, "Success! 3 passed, 0 failed.") {
		t.Error(out)
	}
}

func copyDir(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(filepath.Join(root, filepath.FromSlash(from)))); err != nil {
		t.Fatal(err)
	}
}
