// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	marker  = regexp.MustCompile(`<a id="([^"]+)">`)
	code    = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	unusual = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// TestLinks follows the relative links of README.md and of docs, headings
// included. The templates' links are those of docs.
func TestLinks(t *testing.T) {
	t.Parallel()
	for _, page := range pages(t) {
		if !strings.HasSuffix(page, ".md") {
			continue
		}
		for _, match := range link.FindAllStringSubmatch(code.ReplaceAllString(read(t, page), ""), -1) {
			target, anchor, _ := strings.Cut(match[1], "#")
			if strings.Contains(target, "://") {
				checkOwnURL(t, page, target)
				continue
			}
			path := page
			if target != "" {
				path = filepath.Join(filepath.Dir(page), filepath.FromSlash(target))
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("%s: %s: %v", page, match[1], err)
			} else if anchor != "" && !anchors(read(t, path))[anchor] {
				t.Errorf("%s: %s: no such heading", page, match[1])
			}
		}
	}
}

// checkOwnURL follows links to files of this repository on GitHub.
func checkOwnURL(t *testing.T, page, target string) {
	t.Helper()
	if file, own := strings.CutPrefix(target, "https://github.com/kaltura/terraform-provider-kaltura/blob/main/"); own {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(file))); err != nil {
			t.Errorf("%s: %s: %v", page, target, err)
		}
	}
}

// anchors are the headings of a page as links name them.
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

// TestNothingOfThisMachine keeps paths of somebody's machine out of the pages.
func TestNothingOfThisMachine(t *testing.T) {
	t.Parallel()
	for _, page := range append(pages(t), filesIn(t, filepath.Join(root, "examples"), ".tf", ".txt", ".sh", ".hcl")...) {
		for _, path := range []string{"/tmp/", "/home/", "/Users/", "127.0.0.1"} {
			if strings.Contains(read(t, page), path) {
				t.Errorf("%s contains %s", page, path)
			}
		}
	}
}
