// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// The addresses of pages. The registry serves docs/index.md at a path without a
// trailing slash and does not rewrite links.
const (
	repository = "https://github.com/kaltura/terraform-provider-kaltura/blob/main/"
	registry   = "https://registry.terraform.io/providers/kaltura/kaltura/latest/docs"
)

// filesIn lists the files with a suffix, as paths from the repository's root.
func filesIn(t *testing.T, dir, ending string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) == ending {
			found = append(found, filepath.ToSlash(strings.TrimPrefix(path, filepath.FromSlash(root+"/"))))
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
// TestEveryExampleIsChecked covers those of examples.
func TestValidate(t *testing.T) {
	t.Parallel()
	needEngine(t)
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

// addresses returns the addresses at which readers find a page.
func addresses(path string) []string {
	served, isDoc := strings.CutPrefix(path, "docs/")
	if !isDoc {
		return []string{repository + path}
	}
	return []string{repository + path, strings.TrimSuffix(registry+"/"+strings.TrimSuffix(served, ".md"), "/index")}
}

// TestLinks follows links within the project, including links to headings, from
// each address of a page.
func TestLinks(t *testing.T) {
	t.Parallel()
	top, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	published := map[string]string{}
	for _, path := range append(filesIn(t, "docs", ".md"), filesIn(t, ".github", ".md")...) {
		for _, address := range addresses(path) {
			published[address] = path
		}
	}
	for _, path := range top {
		published[repository+filepath.Base(path)] = filepath.Base(path)
	}
	for address, path := range published {
		for _, match := range link.FindAllStringSubmatch(code.ReplaceAllString(page(t, path), ""), -1) {
			if problem := follow(t, published, address, match[1]); problem != "" {
				t.Errorf("%s in %s is dead at %s: %s", match[1], path, address, problem)
			}
		}
	}
}

// follow returns why a link of the page at an address is broken, or "".
func follow(t *testing.T, published map[string]string, address, link string) string {
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	target, err := base.Parse(link)
	if err != nil {
		return err.Error()
	}
	place, anchor, _ := strings.Cut(strings.Replace(target.String(), "/tree/main", "/blob/main", 1), "#")
	path := published[place]
	if path == "" {
		file, inRepository := strings.CutPrefix(place, repository)
		if !inRepository && strings.Contains(link, "://") && !strings.HasPrefix(place, registry) {
			return ""
		}
		if _, err := os.Stat(filepath.Join(root, file)); err != nil || !inRepository {
			return "there is no such page"
		}
	} else if anchor != "" && !anchors(page(t, path))[anchor] {
		return "there is no such heading"
	}
	return ""
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
		if !strings.Contains(text, `version = "~> 0.1"`) || !strings.Contains(text, "provider \"kaltura\" {") && !strings.Contains(path, "mocked-tests") && !strings.Contains(path, "testing-modules") {
			t.Errorf("%s pins no version, or has no provider block", path)
		}
	}
}

// isExample reports whether a block shows a file of examples/.
func isExample(t *testing.T, text string) bool {
	t.Helper()
	return slices.ContainsFunc(filesIn(t, "examples", ".tf"), func(path string) bool {
		return strings.TrimSpace(page(t, path)) == strings.TrimSpace(text)
	})
}

// TestLength limits the length of the documentation.
func TestLength(t *testing.T) {
	t.Parallel()
	words := 0
	for _, path := range filesIn(t, "docs", ".md") {
		words += len(strings.Fields(page(t, path)))
	}
	if words > 9_000 {
		t.Errorf("docs have %d words, more than 9,000", words)
	}
}

// TestTroubleshooting checks that each entry's heading is a summary of the
// provider and appears once. internal/provider tests that each message has an
// entry.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	dir, err := engines.Provider()
	built, _ := filepath.Glob(filepath.Join(dir, "*")) // the pattern is well-formed
	if err != nil || len(built) != 1 {
		t.Fatal(built, err)
	}
	program := read(t, built[0])
	guide := page(t, "docs/guides/troubleshooting.md")
	for _, match := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(guide, -1) {
		if !strings.Contains(program, match[1]) {
			t.Errorf("the provider has no diagnostic %q", match[1])
		}
		if strings.Count(guide, "\n### "+match[1]+"\n") != 1 {
			t.Errorf("%q stands twice", match[1])
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
