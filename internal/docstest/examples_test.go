// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"cmp"
	"encoding/json"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
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

var runnable = []example{
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
	{dir: "data-sources/kaltura_secret_access"},
	{
		dir:     "data-sources/kaltura_user_role",
		outputs: `{"permission_names":["BASE_UPLOAD_PERMISSION","BASE_USER_SESSION_PERMISSION","CAPTION_MODIFY","PLAYBACK_BASE_PERMISSION"]}`,
	},
	{dir: "data-sources/kaltura_permissions", outputs: `{"permission_names":{"CAPTION_MODIFY":["CAPTION_PLUGIN_PERMISSION"]}}`},
	{dir: "data-sources/kaltura_players", outputs: `{"website":{"partner_id":1234567,"player_id":"23450001"}}`},
	{dir: "resources/kaltura_app_token"},
	{dir: "resources/kaltura_user_role"},
	{dir: "ephemeral-resources/kaltura_account_info"},
	{dir: "ephemeral-resources/kaltura_app_token"},
	{dir: "ephemeral-resources/kaltura_session"},
	{
		dir:     "aliases",
		vars:    map[string]string{"us_service_url": "URL", "eu_service_url": "URL", "us_admin_secret": "fa4ead00000000000000000001234567", "eu_admin_secret": "fa4ead00000000000000000007654321"},
		outputs: `{"accounts":{"eu":"Example Europe","us":"Example Video"}}`,
	},
	{dir: "children", delivers: []int64{northID, southID}, outputs: `{"children":{"2345678":"Example North","3456789":"Example South"}}`},
	{dir: "contractor-role"},
	{dir: "inventory", outputs: `{"unknown_app_tokens":{}}`},
	{dir: "lms", delivers: []int64{exampleID}},
	{dir: "no-stored-secret", outputs: `{"signed_in_with":"app_token"}`},
	{dir: "ephemeral-module", delivers: []int64{exampleID}},
	{dir: "rotation"},
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

func TestEveryExampleIsChecked(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, e := range runnable {
		known[e.dir] = true
	}
	for _, path := range filesIn(t, "examples", ".tf") {
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "examples/")
		if !known[dir] && elsewhere[dir] == "" {
			t.Errorf("no test runs examples/%s", dir)
		}
	}
}

// heldToken is the app token that Vault holds when an example starts.
const heldToken = `{"id":"` + storedTokenID + `","token":"` + storedToken + `"}`

// TestExamples runs each example with the stand-ins for secret stores.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, e := range runnable {
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

// expectGatewayKnows checks that the guide for on-premises servers names each
// action of the API that the example used.
func expectGatewayKnows(t *testing.T, server *kalturatest.Server) {
	t.Helper()
	guide := page(t, "docs/guides/on-premises.md")
	for _, request := range server.Requests() {
		if action := request.Service + "." + request.Action; !strings.Contains(guide, "`"+action+"`") {
			t.Errorf("the guide does not name %s", action)
		}
	}
}

// expectNoWarning: an example teaches nothing that the provider warns about.
func expectNoWarning(t *testing.T, outputs ...string) {
	t.Helper()
	for _, output := range outputs {
		for _, summary := range regexp.MustCompile(`(?s)Warning: (.*?)\n\n.*?\n\n`).FindAllStringSubmatch(output, -1) {
			if summary[1] != "Provider development overrides are in effect" {
				t.Errorf("the example warns: %s", summary[0])
			}
		}
	}
}

// checkRotation replaces one secret of all accounts, then the other. The next
// apply writes to a store what it holds, and nothing else.
func (e example) checkRotation(t *testing.T, server *kalturatest.Server, w *engines.Workspace, stored string, received func() []string) {
	t.Helper()
	account, _ := server.Account(e.delivers[0])
	for _, secret := range []struct {
		name   string
		stored bool
		rotate func(*kalturatest.Account)
	}{
		{"Administrator Secret", strings.Contains(stored, account.AdminSecret), func(a *kalturatest.Account) {
			a.AdditionalAdminSecrets = append(a.AdditionalAdminSecrets, a.AdminSecret)
			a.AdminSecret = "ad" + a.AdminSecret[2:]
		}},
		{"User Secret", strings.Contains(stored, account.UserSecret), func(a *kalturatest.Account) { a.UserSecret = "05" + a.UserSecret[2:] }},
	} {
		for _, id := range []int64{exampleID, northID, southID} {
			server.Update(id, secret.rotate)
		}
		w.MustRun(t, "apply", "-no-color", "-auto-approve")
		e.expectNotKept(t, server, w)
		if written := received(); secret.stored {
			e.expectReceived(t, server, written)
		} else if len(written) > 0 {
			t.Errorf("a new %s, which no store holds, was written %d times", secret.name, len(written))
		}
	}
	w.MustRun(t, "plan", "-no-color", "-detailed-exitcode") // fails if there is a change
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

func (e example) expectOutputs(t *testing.T, state string) {
	t.Helper()
	var stored struct {
		Outputs map[string]struct{ Value any }
	}
	if err := json.Unmarshal([]byte(state), &stored); err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	for name, output := range stored.Outputs {
		values[name] = output.Value
	}
	if got, _ := json.Marshal(values); string(got) != cmp.Or(e.outputs, "{}") {
		t.Errorf("the outputs are %s, want %s", got, e.outputs)
	}
}

// expectNotKept checks that neither plan nor state hold a secret, except those
// that the example is known to keep.
func (e example) expectNotKept(t *testing.T, server *kalturatest.Server, w *engines.Workspace) {
	t.Helper()
	kept := w.MustKeep(t)
	if strings.Contains(kept, storedToken) {
		t.Error("state or plan hold the app token")
	}
	for _, id := range []int64{exampleID, northID, southID, europeanID} {
		account, _ := server.Account(id)
		found := strings.Contains(kept, account.AdminSecret) || strings.Contains(kept, account.UserSecret)
		if found != (e.keeps && id == exampleID) {
			t.Errorf("state or plan hold a secret of account %d: %t", id, found)
		}
	}
}

// expectReceived checks that a store received the Administrator Secret of each
// account once, and only texts, because Vault's ephemeral resource reads
// nothing else.
func (e example) expectReceived(t *testing.T, server *kalturatest.Server, received []string) {
	t.Helper()
	if len(received) != len(e.delivers) {
		t.Fatalf("the stores were written to %d times, want %d", len(received), len(e.delivers))
	}
	all := strings.Join(received, "")
	for _, id := range e.delivers {
		if account, _ := server.Account(id); strings.Count(all, account.AdminSecret) != 1 {
			t.Errorf("the store did not get the secret of account %d once", id)
		}
	}
	for _, content := range received {
		if err := json.Unmarshal([]byte(content), &map[string]string{}); strings.HasPrefix(content, "{") && err != nil {
			t.Errorf("the store got a value that is no text: %v", err)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// expectPictured checks that Terraform's plan contains the lines of the picture
// in README.md.
func expectPictured(t *testing.T, plan string) {
	t.Helper()
	picture := html.UnescapeString(tag.ReplaceAllString(page(t, ".github/plan.svg"), ""))
	_, lines, found := strings.Cut(picture, "$ terraform plan\n")
	if !found {
		t.Error("the picture shows no command")
	}
	for line := range strings.Lines(lines) {
		if text := strings.TrimSuffix(line, "\n"); !strings.Contains(plan, strings.TrimSuffix(text, " after 0s")) {
			t.Errorf("the picture shows a line that the plan does not: %q", text)
		}
	}
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
