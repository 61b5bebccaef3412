// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// The addresses of pages.
const (
	repository = "https://github.com/kaltura/terraform-provider-kaltura/"
	registry   = "https://registry.terraform.io/providers/kaltura/kaltura/latest/docs"
)

// filesIn lists the files with a suffix, as paths from the repository's root.
func filesIn(t *testing.T, dir, ending string) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(os.DirFS(root), dir, func(name string, _ fs.DirEntry, err error) error {
		if path.Ext(name) == ending {
			found = append(found, name)
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

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// page reads a page by its path from the repository's root.
func page(t *testing.T, path string) string {
	t.Helper()
	return read(t, filepath.Join(root, filepath.FromSlash(path)))
}

// block is a fenced configuration in a page.
type block struct{ page, text string }

var fence = regexp.MustCompile("(?ms)^( *)```(?:terraform|hcl)\n(.*?)^ *```$")

// blocks returns the distinct configurations in README.md and docs.
func blocks(t *testing.T) []block {
	t.Helper()
	var found []block
	seen := map[string]bool{}
	for _, path := range append(filesIn(t, "docs", ".md"), "README.md") {
		for _, match := range fence.FindAllStringSubmatch(page(t, path), -1) {
			text := strings.ReplaceAll("\n"+match[2], "\n"+match[1], "\n")[1:]
			if !seen[text] {
				seen[text] = true
				found = append(found, block{path, text})
			}
		}
	}
	return found
}

// TestFormat checks the blocks of pages. "make check" checks examples.
func TestFormat(t *testing.T) {
	t.Parallel()
	w := workspace(t)
	for i, block := range blocks(t) {
		write(t, filepath.Join(w.Dir, strings.ReplaceAll(block.page, "/", "_")+"_"+strconv.Itoa(i)+".tf"), block.text)
	}
	if out, err := printed(t, w, "fmt", "-check", "-diff"); err != nil {
		t.Errorf("not formatted: %v\n%s", err, out)
	}
}

// TestValidate validates the configurations that appear only in a page.
// TestExamples and TestQuery cover those of examples.
func TestValidate(t *testing.T) {
	t.Parallel()
	for _, block := range blocks(t) {
		if isExample(t, block.text) || strings.Contains(block.text, "mock_provider") {
			continue
		}
		t.Run(block.page, func(t *testing.T) {
			t.Parallel()
			w := workspace(t)
			write(t, filepath.Join(w.Dir, "main.tf"), block.text)
			write(t, filepath.Join(w.Dir, "ca.pem"), "-----BEGIN CERTIFICATE-----\n") // a file that some blocks refer to
			if out, err := printed(t, w, "validate", "-no-color"); err != nil {
				t.Errorf("%s\n%s", block.text, out)
			}
		})
	}
}

var (
	code    = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	marker  = regexp.MustCompile(`<a id="([^"]+)">`)
	unusual = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// TestLinks follows links within the project, including links to headings.
func TestLinks(t *testing.T) {
	t.Parallel()
	pages, err := fs.Glob(os.DirFS(root), "*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages = append(append(pages, filesIn(t, "docs", ".md")...), filesIn(t, ".github", ".md")...)
	for _, from := range pages {
		for _, match := range link.FindAllStringSubmatch(code.ReplaceAllString(page(t, from), ""), -1) {
			target, anchor, _ := strings.Cut(match[1], "#")
			to := fileOf(from, target)
			if to == "" {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, to)); err != nil {
				t.Errorf("%s in %s is dead: %v", match[1], from, err)
			} else if anchor != "" && !anchors(page(t, to))[anchor] {
				t.Errorf("%s in %s is dead: there is no such heading", match[1], from)
			}
		}
	}
}

// fileOf returns the file that a link without anchor leads to, or "" if it leads
// out of the project. The registry shows pages of docs at other addresses than
// the repository, so their relative links lead nowhere.
func fileOf(from, target string) string {
	inRepository, isFile := strings.CutPrefix(strings.Replace(target, "/tree/main", "/blob/main", 1), repository+"blob/main/")
	inRegistry, isDoc := strings.CutPrefix(target, registry)
	switch {
	case target == "":
		return from
	case isFile:
		return inRepository
	case isDoc && inRegistry == "":
		return "docs/index.md"
	case isDoc:
		return "docs" + inRegistry + ".md"
	case strings.Contains(target, "://"):
		return ""
	case strings.HasPrefix(from, "docs/"):
		return "a relative link"
	}
	return path.Join(path.Dir(from), target)
}

// anchors returns the headings of a page in the form that links use.
func anchors(page string) map[string]bool {
	found := map[string]bool{}
	for _, match := range marker.FindAllStringSubmatch(page, -1) {
		found[match[1]] = true
	}
	for _, match := range heading.FindAllStringSubmatch(code.ReplaceAllString(page, ""), -1) {
		found[strings.ReplaceAll(unusual.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-")] = true
	}
	return found
}

// TestPinned checks that each root configuration pins the provider's version,
// because a minor release of 0.x can break it.
func TestPinned(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for _, path := range filesIn(t, "examples", ".tf") {
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "examples/")
		if filepath.Base(path) == "main.tf" && (strings.HasPrefix(dir, "not-allowed/") || strings.HasPrefix(elsewhere[dir], "part of")) {
			continue // the engine refuses it, or it is not a root module
		}
		texts[path] = page(t, path)
	}
	for _, block := range blocks(t) {
		if strings.Contains(block.text, "required_providers") && !isExample(t, block.text) {
			texts[block.page+" "+block.text[:40]] = block.text
		}
	}
	for path, text := range texts {
		if !strings.Contains(text, "kaltura_") || strings.HasPrefix(text, "import {") {
			continue // it uses other providers only, or is part of a configuration
		}
		if !strings.Contains(text, `version = "~> 0.1"`) || !strings.Contains(text, "provider \"kaltura\" {") && !strings.Contains(path, "mocked-tests") && !strings.Contains(path, "testing-modules") {
			t.Errorf("%s pins no version, or has no provider block", path)
		}
	}
}

// isExample reports whether a block shows a file of examples/.
func isExample(t *testing.T, text string) bool {
	t.Helper()
	return slices.ContainsFunc(append(filesIn(t, "examples", ".tf"), filesIn(t, "examples", ".hcl")...), func(path string) bool {
		return strings.TrimSpace(page(t, path)) == strings.TrimSpace(text)
	})
}

// TestEveryPageIsLinked checks the lists of README.md and of the first page.
func TestEveryPageIsLinked(t *testing.T) {
	t.Parallel()
	readme, index := page(t, "README.md"), page(t, "docs/index.md")
	for _, path := range filesIn(t, "docs", ".md") {
		if !strings.Contains(readme, "]("+path+")") {
			t.Errorf("README.md has no link to %s", path)
		}
		name := strings.TrimPrefix(strings.TrimSuffix(path, ".md"), "docs")
		if isGuide := strings.HasPrefix(name, "/guides/"); !isGuide && name != "/index" && !strings.Contains(index, "]("+registry+name+")") {
			t.Errorf("templates/index.md.tmpl has no link to %s", path)
		}
	}
}

// TestTroubleshooting checks that each entry's heading is a summary of the
// provider and appears once.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	built, err := engines.Provider()
	if err != nil {
		t.Fatal(err)
	}
	program := read(t, built)
	guide := page(t, "docs/guides/troubleshooting.md")
	for _, match := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(guide, -1) {
		if !strings.Contains(program, match[1]) {
			t.Errorf("the provider has no diagnostic %q", match[1])
		}
		if strings.Count(guide, "\n### "+match[1]+"\n") != 1 {
			t.Errorf("%q appears twice", match[1])
		}
	}
}

// TestNothingOfThisMachine checks that pages contain no local paths or
// addresses.
func TestNothingOfThisMachine(t *testing.T) {
	t.Parallel()
	paths := append(filesIn(t, "docs", ".md"), filesIn(t, "examples", ".txt")...)
	for _, path := range append(paths, "README.md") {
		if found := regexp.MustCompile(`/tmp/|/home/|/Users/|127\.0\.0\.1`).FindString(page(t, path)); found != "" {
			t.Errorf("%s contains %s", path, found)
		}
	}
}
