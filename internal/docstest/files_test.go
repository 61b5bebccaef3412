// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pages are all files of text that people read.
func pages(t *testing.T) []string {
	t.Helper()
	found := []string{filepath.Join(root, "README.md")}
	for _, dir := range []string{"docs", "templates"} {
		found = append(found, filesIn(t, filepath.Join(root, dir), ".md", ".tmpl")...)
	}
	return found
}

func filesIn(t *testing.T, dir string, endings ...string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && slices.Contains(endings, filepath.Ext(path)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// block is a fenced piece of configuration in a page.
type block struct{ page, text string }

var fence = regexp.MustCompile("(?ms)^( *)```(?:terraform|hcl)\n(.*?)^ *```$")

// blocks are the distinct pieces of configuration in all pages.
func blocks(t *testing.T) []block {
	t.Helper()
	var found []block
	seen := map[string]bool{}
	for _, page := range pages(t) {
		for _, match := range fence.FindAllStringSubmatch(read(t, page), -1) {
			text := unindented(match[2], match[1])
			if !seen[text] {
				seen[text] = true
				found = append(found, block{filepath.ToSlash(strings.TrimPrefix(page, root+string(filepath.Separator))), text})
			}
		}
	}
	return found
}

func unindented(text, indent string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	return strings.Join(lines, "")
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func copyDir(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}
