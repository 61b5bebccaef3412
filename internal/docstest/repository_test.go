// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// each calls do for each match of the pattern in files of the repository.
func each(t *testing.T, pattern string, globs []string, do func(file, found string)) {
	t.Helper()
	count := 0
	for _, glob := range globs {
		files, err := fs.Glob(os.DirFS(root), glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(page(t, file), -1) {
				do(file, match[1])
				count++
			}
		}
	}
	if count == 0 {
		t.Errorf("%q is found nowhere in %v", pattern, globs)
	}
}

// TestActionsArePinned requires commits because a tag can move and a commit
// cannot. Examples use the same.
func TestActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	ours := map[string]bool{}
	each(t, `(?m)^\s*(?:- )?uses: (.*)$`, []string{".github/workflows/*.yml"}, func(file, action string) {
		ours[action] = true
		if !pinned.MatchString(action) {
			t.Errorf("%s: %q is not pinned to a commit with its version as a comment", file, action)
		}
	})
	each(t, `(?m)^\s*(?:- )?uses: (.*)$`, []string{"examples/pipelines/*/*.yml"}, func(file, action string) {
		if !ours[action] {
			t.Errorf("%s: the project's own workflows do not use %q", file, action)
		}
	})
}

// TestDependenciesAreExplained checks that CONTRIBUTING.md names each direct
// dependency and each tool.
func TestDependenciesAreExplained(t *testing.T) {
	contributing := page(t, "CONTRIBUTING.md")
	expect := func(file, name string) {
		if !strings.Contains(contributing, "`"+name+"`") {
			t.Errorf("CONTRIBUTING.md does not say why %s names %s", file, name)
		}
	}
	each(t, `(?m)^(?:require |\t)(?:github\.com/)?(\S+) v\S+$`, []string{"go.mod"}, expect)
	each(t, `(?m)^\t\S+/([\w-]+?)(?:/v\d+)?$`, []string{"internal/tools/go.mod"}, expect)
	each(t, `(?m)= \S+?/([a-z-]+)(?:/v\d+)?@v\S+$`, []string{"GNUmakefile"}, expect)
}

// TestMakeTargetsExist checks that each make target in the documentation
// exists.
func TestMakeTargetsExist(t *testing.T) {
	targets := map[string]bool{}
	each(t, `(?m)^([a-z][a-z-]*):`, []string{"GNUmakefile"}, func(_, target string) { targets[target] = true })
	each(t, "(?:`|run: |\\s{2}|\\d+m)make ([a-z][a-z-]*)", []string{"*.md", ".github/*.md", ".github/workflows/*.yml", "internal/*/*.md"}, func(file, target string) {
		if !targets[target] {
			t.Errorf("%s speaks of make %s, which GNUmakefile does not have", file, target)
		}
	})
}
