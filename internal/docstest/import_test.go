// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
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

var importCommand = regexp.MustCompile(`(?m)^terraform import (\S+) (\S+)$`)

// TestImports imports the object of each resource in the ways that its page
// shows.
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
	parent, _ := server.Account(exampleID)
	for _, id := range []int64{exampleID, northID} {
		server.Update(id, func(a *kalturatest.Account) {
			a.Roles = append(a.Roles, kalturatest.Role{ID: 12345, Name: "Old name", Permissions: []string{"ACCOUNT_BASE"}})
			a.AppTokens = parent.AppTokens
		})
	}
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
	commands := importCommand.FindAllStringSubmatch(page(t, path.Join(dir, way)), -1)
	for _, command := range commands {
		address, id := command[1], command[2]
		if out := w.MustRun(t, "import", "-no-color", address, id); !strings.Contains(out, "Import successful!") {
			t.Error(out)
		}
		if account, _, ofChild := strings.Cut(id, "/"); ofChild && !strings.Contains(w.MustRun(t, "state", "show", "-no-color", address), account) {
			t.Errorf("%s is not in account %s", id, account)
		}
		w.MustRun(t, "state", "rm", address)
	}
	if len(commands) != 2 {
		t.Errorf("%d commands", len(commands))
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
