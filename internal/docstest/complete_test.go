// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// summaryAt tells at which position a function takes the summary of a
// diagnostic.
var summaryAt = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0,
	"fail": 1, // resolvedSetting.fail
}

// TestTroubleshooting wants an entry for each diagnostic of the provider, and no
// entry for anything else.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	page := read(t, filepath.Join(root, "docs", "guides", "troubleshooting.md"))
	entries := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(page, -1) {
		if entries[match[1]] {
			t.Errorf("%q stands twice", match[1])
		}
		entries[match[1]] = true
	}
	known := summaries(t)
	if len(known) < 60 {
		t.Errorf("only %d summaries were found in the provider", len(known))
	}
	for summary, place := range known {
		if !entries[summary] {
			t.Errorf("no entry for %q (%s)", summary, place)
		}
		delete(entries, summary)
	}
	for entry := range entries {
		t.Errorf("the provider has no diagnostic %q", entry)
	}
}

// summaries reads them from the source, with the place of each.
func summaries(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	files := token.NewFileSet()
	for _, path := range filesIn(t, filepath.Join(root, "internal", "provider"), ".go") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if summary := summaryIn(node); summary != "" {
				found[summary] = files.Position(node.Pos()).String()
			}
			return true
		})
	}
	return found
}

func summaryIn(node ast.Node) string {
	switch node := node.(type) {
	case *ast.KeyValueExpr:
		if key, ok := node.Key.(*ast.Ident); ok && key.Name == "summary" {
			return literal(node.Value)
		}
	case *ast.CallExpr:
		if function, ok := node.Fun.(*ast.SelectorExpr); ok {
			if at, known := summaryAt[function.Sel.Name]; known && at < len(node.Args) {
				return literal(node.Args[at])
			}
		}
	}
	return ""
}

func literal(expression ast.Expr) string {
	value, ok := expression.(*ast.BasicLit)
	if !ok || value.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(value.Value)
	if err != nil {
		return ""
	}
	return text
}

// TestEnvironmentVariables compares the tables with the provider's settings.
func TestEnvironmentVariables(t *testing.T) {
	t.Parallel()
	source := read(t, filepath.Join(root, "internal", "provider", "settings.go"))
	rows := regexp.MustCompile(`\{attribute: "(\w+)", variable: "(KALTURA_\w+)",`).FindAllStringSubmatch(source, -1)
	if len(rows) == 0 {
		t.Fatal("no settings were found in the provider")
	}
	for _, name := range []string{"index.md", "guides/authentication.md"} {
		page := read(t, filepath.Join(root, "docs", filepath.FromSlash(name)))
		listed := regexp.MustCompile("(?m)^\\| `\\w+` \\| `KALTURA_\\w+` \\|$").FindAllString(page, -1)
		if len(listed) != len(rows) {
			t.Errorf("%s lists %d variables, the provider has %d", name, len(listed), len(rows))
		}
		for _, row := range rows {
			if !strings.Contains(page, "| `"+row[1]+"` | `"+row[2]+"` |") {
				t.Errorf("%s does not list %s", name, row[2])
			}
		}
	}
}
