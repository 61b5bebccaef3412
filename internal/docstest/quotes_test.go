// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

var update = flag.Bool("update", false, "rewrite the quoted messages and the picture of a plan")

// TestMockedExample has no credentials and no server.
func TestMockedExample(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	dir := t.TempDir()
	copyDir(t, filepath.Join(root, "examples", "mocked-tests"), dir)
	if out := b.mustRun(t, dir, nil, "test", "-no-color"); !strings.Contains(out, "Success! 3 passed, 0 failed.") {
		t.Error(out)
	}
}

// TestMockedEphemeral shows why the example keeps ephemeral resources out.
func TestMockedEphemeral(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	if !quotedFrom(b) {
		t.Skipf("skipped with %s: the guide quotes Terraform 1.11", b.Engine)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.tf"), read(t, filepath.Join(root, "examples", "provider", "provider.tf"))+
		"\nephemeral \"kaltura_account_info\" \"this\" {}\n")
	write(t, filepath.Join(dir, "main.tftest.hcl"), "mock_provider \"kaltura\" {}\nrun \"opens\" {}\n")
	out, err := b.run(t, dir, nil, "test", "-no-color")
	const message = "Error: No ephemeral resource types in mock providers"
	guide := read(t, filepath.Join(root, "docs", "guides", "testing-modules.md"))
	if err == nil || !strings.Contains(out, message) || !strings.Contains(guide, message) {
		t.Errorf("the guide and the engine differ:\n%s", out)
	}
}

// quotedFrom is the engine whose messages the pages quote.
func quotedFrom(b *bench) bool {
	return b.Product == engines.Terraform && strings.HasPrefix(b.Version, "1.11.")
}

// TestNotAllowed: every engine refuses, and the quoted message is real.
func TestNotAllowed(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	for _, config := range filesIn(t, filepath.Join(root, "examples", "not-allowed"), ".tf") {
		t.Run(filepath.Base(filepath.Dir(config)), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			copyDir(t, filepath.Dir(config), dir)
			out, err := b.run(t, dir, signIn(world(t)), "plan", "-input=false", "-no-color")
			if err == nil {
				t.Fatalf("the engine allows it:\n%s", out)
			}
			if quotedFrom(b) {
				compare(t, filepath.Join(filepath.Dir(config), "message.txt"), from(out, "Error: "))
			}
		})
	}
}

// TestRotationWarning runs with the older of two secrets.
func TestRotationWarning(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	dir := t.TempDir()
	copyDir(t, filepath.Join(root, "examples", "rotation"), dir)
	out := b.mustRun(t, dir, signInWith(world(t), rotatedID, rotatedOldSecret), "plan", "-input=false", "-no-color")
	compare(t, filepath.Join(root, "examples", "rotation", "warning.txt"), from(out, "Warning: Kaltura"))
}

func from(out, start string) string {
	if i := strings.Index(out, start); i >= 0 {
		return out[i:]
	}
	return out
}

// compare wants a file to hold this text; -update writes it.
func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, path); got != want {
		t.Errorf("%s is out of date, run go test ./internal/docstest -update\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}
