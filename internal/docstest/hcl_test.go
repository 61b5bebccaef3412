// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// parsedOnly are pieces of configuration that are formatted but not validated,
// by a text that they contain, and why.
var parsedOnly = map[string]string{
	`module "eu" {`: "calls a module that the reader has to have",
	"mock_provider": "a test file; TestMockedExample runs it",
}

// TestFormat checks everything with one call of the engine.
func TestFormat(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	dir := t.TempDir()
	copyDir(t, filepath.Join(root, "examples"), filepath.Join(dir, "examples"))
	for i, block := range blocks(t) {
		name := strings.ReplaceAll(block.page, "/", "_") + "_" + strconv.Itoa(i) + ".tf"
		write(t, filepath.Join(dir, "blocks", name), block.text)
	}
	if out, err := b.run(t, dir, nil, "fmt", "-recursive", "-check", "-diff"); err != nil {
		t.Errorf("not formatted: %v\n%s", err, out)
	}
}

// TestValidate asks the engine about every piece of configuration in the pages,
// and so about the examples that they show.
func TestValidate(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	elsewhere := map[string]bool{} // refused, see TestNotAllowed, or no root module
	for _, dir := range []string{"not-allowed", "ephemeral-module/store"} {
		for _, path := range filesIn(t, filepath.Join(root, "examples", dir), ".tf") {
			elsewhere[read(t, path)] = true
		}
	}
	used := map[string]bool{}
	for _, block := range blocks(t) {
		if text := reasonToSkip(block.text); text != "" {
			used[text] = true
			continue
		}
		if elsewhere[block.text] {
			continue
		}
		t.Run(block.page, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, filepath.Join(dir, "main.tf"), block.text)
			// What the pieces refer to beside themselves.
			write(t, filepath.Join(dir, "ca.pem"), "-----BEGIN CERTIFICATE-----\n")
			if strings.Contains(block.text, "module \"store\"") {
				copyDir(t, filepath.Join(root, "examples", "ephemeral-module", "store"), filepath.Join(dir, "store"))
				b.mustRun(t, dir, nil, "get")
			}
			if out, err := b.run(t, dir, nil, "validate", "-no-color"); err != nil {
				t.Errorf("%s\n%s", block.text, out)
			}
		})
	}
	for text := range parsedOnly {
		if !used[text] {
			t.Errorf("no page contains %q any more", text)
		}
	}
}

func reasonToSkip(text string) string {
	for part := range parsedOnly {
		if strings.Contains(text, part) {
			return part
		}
	}
	return ""
}
