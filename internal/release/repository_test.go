// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	uses   = regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.*)$`)
	pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
)

// A tag can be moved to other code; a commit cannot.
func TestActionsArePinned(t *testing.T) {
	for _, path := range files(t, ".github/workflows/*.yml") {
		for _, match := range uses.FindAllStringSubmatch(read(t, path), -1) {
			if !pinned.MatchString(match[1]) {
				t.Errorf("%s: %q is not pinned to a commit with its version as a comment", path, match[1])
			}
		}
	}
}

func TestDependabotKnowsEveryModule(t *testing.T) {
	config := read(t, ".github/dependabot.yml")
	modules := files(t, "go.mod", "internal/tools/go.mod", "internal/tools/*/go.mod")
	for _, path := range modules {
		directory := strings.TrimSuffix("/"+path, "go.mod")
		if len(directory) > 1 {
			directory = strings.TrimSuffix(directory, "/")
		}
		if !regexp.MustCompile(`(?m)(- |directory: )` + regexp.QuoteMeta(directory) + `$`).MatchString(config) {
			t.Errorf(".github/dependabot.yml does not name %s", directory)
		}
	}
}

var (
	required     = regexp.MustCompile(`(?m)^(?:require |\t)(\S+) v\S+$`)
	majorVersion = regexp.MustCompile(`/v\d+$`)
	toolBlock    = regexp.MustCompile(`(?ms)^tool (?:\((.*?)^\)|(\S+)$)`)
)

// TestDependenciesAreExplained wants a reason in CONTRIBUTING.md for each
// module that go.mod requires directly, and for each tool.
func TestDependenciesAreExplained(t *testing.T) {
	contributing := read(t, "CONTRIBUTING.md")
	for _, match := range required.FindAllStringSubmatch(read(t, "go.mod"), -1) {
		if !strings.Contains(contributing, "`"+strings.TrimPrefix(match[1], "github.com/")+"`") {
			t.Errorf("CONTRIBUTING.md does not say why go.mod requires %s", match[1])
		}
	}
	for _, path := range files(t, "internal/tools/go.mod", "internal/tools/*/go.mod") {
		block := toolBlock.FindStringSubmatch(read(t, path))
		if block == nil {
			t.Errorf("%s has no tool line", path)
			continue
		}
		for _, tool := range strings.Fields(block[1] + block[2]) {
			name := filepath.Base(majorVersion.ReplaceAllString(tool, ""))
			if !strings.Contains(contributing, "`"+name+"`") {
				t.Errorf("CONTRIBUTING.md does not say what %s is for", name)
			}
		}
	}
}

// TestDirectoriesAreExplained keeps the map in CONTRIBUTING.md complete.
func TestDirectoriesAreExplained(t *testing.T) {
	contributing := read(t, "CONTRIBUTING.md")
	for _, path := range files(t, "internal/*") {
		if !strings.Contains(contributing, "| `"+path+"` |") {
			t.Errorf("CONTRIBUTING.md does not say what is in %s", path)
		}
	}
}

var (
	makeCommand = regexp.MustCompile("(?:`|run: |\\s{2}|\\d+m)make (?:--no-print-directory )?([a-z][a-z-]*)")
	makeTarget  = regexp.MustCompile(`(?m)^([a-z][a-z-]*):.*## `)
)

func TestMakeTargetsExist(t *testing.T) {
	targets := map[string]bool{}
	for _, match := range makeTarget.FindAllStringSubmatch(read(t, "GNUmakefile"), -1) {
		targets[match[1]] = true
	}
	for _, path := range files(t, "*.md", ".github/*.md", ".github/workflows/*.yml") {
		for _, match := range makeCommand.FindAllStringSubmatch(read(t, path), -1) {
			if !targets[match[1]] {
				t.Errorf("%s speaks of make %s, which GNUmakefile does not list", path, match[1])
			}
		}
	}
}

var changelogHeading = regexp.MustCompile(`^## \d+\.\d+\.\d+(-[0-9A-Za-z.-]+)? \((Unreleased|[A-Z][a-z]+ \d{1,2}, \d{4})\)$`)

func TestChangelogHeadings(t *testing.T) {
	for line := range strings.Lines(read(t, "CHANGELOG.md")) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "## ") && !changelogHeading.MatchString(line) {
			t.Errorf("CHANGELOG.md: %q is not of the form: ## 1.2.3 (Unreleased) or (January 31, 2026)", line)
		}
	}
}

var (
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	codeBlock = regexp.MustCompile("(?ms)^ *```.*?^ *```|`[^`\n]+`")
)

// TestRelativeLinks follows the links between files. README.md and docs/ have
// theirs followed by internal/docstest.
func TestRelativeLinks(t *testing.T) {
	for _, path := range files(t, "[^R]*.md", ".github/*.md") {
		for _, match := range link.FindAllStringSubmatch(codeBlock.ReplaceAllString(read(t, path), ""), -1) {
			target, _, _ := strings.Cut(match[1], "#")
			if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(repository, filepath.Dir(path), target)); err != nil {
				t.Errorf("%s links to %s, which does not exist", path, match[1])
			}
		}
	}
}

// files lists what matches the patterns, as paths from the top directory.
func files(t *testing.T, patterns ...string) []string {
	t.Helper()
	var found []string
	for _, pattern := range patterns {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			relative, err := filepath.Rel(repository, path)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, filepath.ToSlash(relative))
		}
	}
	if len(found) == 0 {
		t.Fatalf("nothing matches %v", patterns)
	}
	return found
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, path))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(content), "\r\n", "\n")
}
