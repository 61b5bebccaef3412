// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// The files that tfplugindocs shows under the heading Import.
const (
	byID       = "import-by-string-id.tf"
	byIdentity = "import-by-identity.tf"
)

// TestImports imports the object of each resource in the three ways that its
// page shows.
func TestImports(t *testing.T) {
	t.Parallel()
	for _, command := range filesIn(t, "examples/resources", ".sh") {
		dir := path.Dir(command)
		for _, way := range []string{byID, byIdentity, path.Base(command)} {
			t.Run(path.Base(dir)+" "+way, func(t *testing.T) {
				t.Parallel()
				importOne(t, dir, way)
			})
		}
	}
}

func importOne(t *testing.T, dir, way string) {
	server := world(t)
	server.Update(exampleID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 12345, Name: "Old name", Permissions: []string{"ACCOUNT_BASE"}})
	})
	w := workspace(t, signIn(server, exampleID)...)
	if way == byIdentity && (w.Engine.Product != engines.Terraform || !w.Engine.AtLeast("1.12.0", "")) {
		t.Skipf("%s imports nothing by identity", w.Engine)
	}
	copyDir(t, dir, w.Dir)
	for _, other := range []string{byID, byIdentity} {
		if other != way {
			os.Remove(filepath.Join(w.Dir, other))
		}
	}
	if strings.HasSuffix(way, ".tf") {
		if plan := w.MustRun(t, "plan", "-no-color"); !strings.Contains(plan, "Plan: 1 to import,") {
			t.Errorf("nothing is imported:\n%s", plan)
		}
		return
	}
	_, args, _ := strings.Cut(page(t, path.Join(dir, way)), "terraform import ")
	if out := w.MustRun(t, append([]string{"import", "-no-color"}, strings.Fields(args)...)...); !strings.Contains(out, "Import successful!") {
		t.Error(out)
	}
}

// TestGuidesAreNear checks that the index page leads to each guide at once, and
// to each other page with two links at most.
func TestGuidesAreNear(t *testing.T) {
	t.Parallel()
	direct := linkedFrom(t, "docs/index.md")
	near := map[string]bool{"docs/index.md": true}
	for name := range direct {
		near[name] = true
		for next := range linkedFrom(t, name) {
			near[next] = true
		}
	}
	for _, name := range filesIn(t, "docs", ".md") {
		if !near[name] || strings.HasPrefix(name, "docs/guides/") && !direct[name] {
			t.Errorf("%s is too far from the index page", name)
		}
	}
}

// linkedFrom returns the pages of docs that a page links to.
func linkedFrom(t *testing.T, name string) map[string]bool {
	t.Helper()
	linked := map[string]bool{}
	for _, match := range link.FindAllStringSubmatch(code.ReplaceAllString(page(t, name), ""), -1) {
		target, _, _ := strings.Cut(match[1], "#")
		if to := fileOf(name, target); strings.HasPrefix(to, "docs/") {
			linked[to] = true
		}
	}
	return linked
}
