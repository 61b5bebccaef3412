// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func text(id int64) string { return strconv.FormatInt(id, 10) }

// example is a configuration that is planned and applied: a directory of
// examples, or a block of a page.
type example struct {
	dir string
	// page and its block that contains this text, in place of dir.
	page, block string
	// vars are input variables; URL stands for the address of the stand-in.
	vars map[string]string
	// outputs are root outputs, as JSON.
	outputs map[string]string
	// delivers are accounts whose Administrator Secret reaches a store.
	delivers []int64
	// keeps says that the state holds secrets, as the documentation warns.
	keeps bool
}

var runnable = []example{
	{page: "README.md", block: "ephemeral", delivers: []int64{exampleID}, outputs: map[string]string{"account": `"Example Video"`}},
	{page: "docs/index.md", block: `output "account"`, outputs: map[string]string{"account": `"Example Video (1234567)"`}},
	{dir: "data-sources/kaltura_account", outputs: map[string]string{"account": `"Example Video (1234567)"`}},
	{dir: "data-sources/kaltura_account_info", keeps: true, outputs: map[string]string{
		"partner_id": "1234567", "sub_partner_id": "123456700",
		"admin_secret": `"fa4ead00000000000000000001234567"`, "user_secret": `"fa4e0500000000000000000001234567"`,
	}},
	{dir: "data-sources/kaltura_accounts", outputs: map[string]string{
		"owners": `{"2345678":"owner@example.com","3456789":"owner@example.com"}`,
	}},
	{dir: "data-sources/kaltura_account_secret_versions", delivers: []int64{exampleID}},
	{dir: "data-sources/kaltura_current_session", outputs: map[string]string{"signed_in_as": `"1234567 by admin_secret"`}},
	{dir: "ephemeral-resources/kaltura_account_info"},
	{dir: "ephemeral-resources/kaltura_session"},
	{
		dir:     "aliases",
		vars:    map[string]string{"us_service_url": "URL", "eu_service_url": "URL", "us_admin_secret": "fa4ead00000000000000000001234567", "eu_admin_secret": "fa4ead00000000000000000007654321"},
		outputs: map[string]string{"accounts": `{"eu":"Example Europe","us":"Example Video"}`},
	},
	{dir: "children", delivers: []int64{northID, southID}, outputs: map[string]string{
		"children": `{"2345678":"Example North","3456789":"Example South"}`,
	}},
	{dir: "ephemeral-module", delivers: []int64{exampleID}},
	{dir: "rotation"},
	{dir: "secret-stores/aws", delivers: []int64{exampleID}},
	{dir: "secret-stores/azure", delivers: []int64{exampleID}, vars: map[string]string{"key_vault_id": "/vault"}},
	{dir: "secret-stores/google", delivers: []int64{exampleID}},
	{dir: "secret-stores/kubernetes", delivers: []int64{exampleID}},
	{dir: "secret-stores/vault", delivers: []int64{exampleID}},
}

// elsewhere are the other directories with configurations, and what checks them.
var elsewhere = map[string]string{
	"provider":                          "TestValidate, by the page that shows it; it names Kaltura's own host",
	"ephemeral-module/store":            "part of ephemeral-module",
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
	for _, path := range filesIn(t, filepath.Join(root, "examples"), ".tf") {
		dir, err := filepath.Rel(filepath.Join(root, "examples"), filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		if dir = filepath.ToSlash(dir); !known[dir] && elsewhere[dir] == "" {
			t.Errorf("no test runs examples/%s", dir)
		}
	}
}

// TestExamples plans and applies, and looks for secrets in what is left.
func TestExamples(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	for _, e := range runnable {
		t.Run(e.dir+e.page, func(t *testing.T) {
			t.Parallel()
			e.check(t, b)
		})
	}
}

func (e example) check(t *testing.T, b *bench) {
	server, dir, received := world(t), t.TempDir(), t.TempDir()
	e.writeTo(t, dir)
	env := append(signIn(server), "DOCSTEST_RECEIVED="+received)
	if e.vars["us_admin_secret"] != "" {
		// The configuration brings its own credentials.
		env = []string{"DOCSTEST_RECEIVED=" + received}
	}
	for name, value := range e.vars {
		env = append(env, "TF_VAR_"+name+"="+strings.ReplaceAll(value, "URL", server.URL))
	}
	if strings.Contains(read(t, firstFile(t, dir)), `module "`) {
		b.mustRun(t, dir, nil, "get")
	}
	b.mustRun(t, dir, env, "plan", "-input=false", "-no-color", "-out=saved.tfplan")
	b.mustRun(t, dir, env, "apply", "-input=false", "-no-color", "saved.tfplan")

	e.checkOutputs(t, b, dir, env)
	kept := read(t, filepath.Join(dir, "terraform.tfstate")) + unzipped(t, filepath.Join(dir, "saved.tfplan"))
	for _, secret := range secretsOf(t, server, exampleID, northID, southID, europeanID) {
		if strings.Contains(kept, secret) && !e.keeps {
			t.Error("the state or the plan file holds a secret")
		}
	}
	if e.keeps && !strings.Contains(kept, secretsOf(t, server, exampleID)[0]) {
		t.Error("the test does not find the secret that is kept")
	}
	e.checkReceived(t, secretsOf(t, server, e.delivers...), received)
}

func (e example) writeTo(t *testing.T, dir string) {
	t.Helper()
	if e.page == "" {
		copyDir(t, filepath.Join(root, "examples", filepath.FromSlash(e.dir)), dir)
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

func firstFile(t *testing.T, dir string) string { return filesIn(t, dir, ".tf")[0] }

func (e example) checkOutputs(t *testing.T, b *bench, dir string, env []string) {
	t.Helper()
	var outputs map[string]struct{ Value json.RawMessage }
	out := b.mustRun(t, dir, env, "output", "-json")
	if err := json.Unmarshal([]byte(out), &outputs); err != nil {
		t.Fatal(err)
	}
	for name, want := range e.outputs {
		var got any
		if err := json.Unmarshal(outputs[name].Value, &got); err != nil {
			t.Fatalf("output %s: %v", name, err)
		}
		if compact, _ := json.Marshal(got); string(compact) != want {
			t.Errorf("output %s is %s, want %s", name, compact, want)
		}
	}
}

// checkReceived wants the Administrator Secret of each account in a store.
func (e example) checkReceived(t *testing.T, secrets []string, dir string) {
	t.Helper()
	var all strings.Builder
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		all.WriteString(read(t, filepath.Join(dir, file.Name())))
	}
	for i := 0; i < len(secrets); i += 2 {
		if strings.Count(all.String(), secrets[i]) != 1 {
			t.Errorf("the store did not get %s once:\n%s", secrets[i], all.String())
		}
	}
	if len(files) != len(e.delivers) {
		t.Errorf("the stores were written to %d times, want %d", len(files), len(e.delivers))
	}
}

// unzipped is everything in a plan file.
func unzipped(t *testing.T, path string) string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }() // it was only read
	var all strings.Builder
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(io.LimitReader(reader, 64<<20))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}
