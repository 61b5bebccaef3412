// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var products = []string{"Terraform", "OpenTofu"}

// TestEphemeralsLeaveNoTrace goes the way of a user, init, plan -out, apply,
// and searches every file that is left. The values do arrive: other providers
// are configured with them and read accounts.
func TestEphemeralsLeaveNoTrace(t *testing.T) {
	dir := provider(t)
	for _, product := range products {
		t.Run(product, func(t *testing.T) {
			t.Parallel()
			e := needsEngine(t, product)
			s := newStage(t)
			s.setUpMirrored(t, e, dir, readSecretFree(byAdminSecret))
			s.succeed(t, "plan", "-no-color", "-out=tfplan")
			s.expectNoFileWithSecrets(t)
			s.succeed(t, "apply", "-no-color", "tfplan")
			s.expectNoFileWithSecrets(t)
			if out := s.succeed(t, "output", "-json").stdout; !strings.Contains(out, `"Canary Child"`) || !strings.Contains(out, `"value": "Canary Group"`) {
				t.Errorf("the ephemeral values reached no other provider:\n%s", out)
			}
			// A second state leaves a backup of the first.
			s.succeed(t, "destroy", "-no-color", "-auto-approve")
			s.expectNoFileWithSecrets(t)
			if n := s.server.Count("session", "end"); n < 2 {
				t.Errorf("%d sessions were ended, want one for the plan and one for the apply at least", n)
			}
			s.expectFiles(t, "tfplan", "terraform.tfstate", "terraform.tfstate.backup", ".terraform.lock.hcl", ".terraform")
			t.Logf("%s: searched for %d values", e, len(s.canaries()))
		})
	}
}

// TestDataSourceLeavesTraces runs the same with the data source, and finds
// both secrets in each file that is said to hold them: the search works.
func TestDataSourceLeavesTraces(t *testing.T) {
	dir := provider(t)
	for _, product := range products {
		t.Run(product, func(t *testing.T) {
			t.Parallel()
			e := needsEngine(t, product)
			s := newStage(t)
			s.setUpMirrored(t, e, dir, readAccountInfo)
			s.succeed(t, "plan", "-no-color", "-out=tfplan")
			s.succeed(t, "apply", "-no-color", "tfplan")
			s.expectSecretsIn(t, "plan file")
			s.expectSecretsIn(t, "state")
			s.succeed(t, "destroy", "-no-color", "-auto-approve")
			s.expectSecretsIn(t, "state backup")
		})
	}
}

// setUpMirrored is setUp with an installed provider. The directory of the
// mirror is not searched, the link to it in .terraform is.
func (s *stage) setUpMirrored(t testing.TB, e *engine, providerDir, objects string) {
	t.Helper()
	s.setUp(t, e, providerDir, objects, byAdminSecret, inEnvironment)
	env := s.work.env
	s.work = newMirroredWorkspace(t, e, providerDir, objects)
	for name, value := range env {
		if strings.HasPrefix(name, "KALTURA_") {
			s.work.env[name] = value
		}
	}
}

// fileSightings are those in files, whoever may be allowed them.
func (s *stage) fileSightings(t testing.TB) []sighting {
	scan := newScanner(s.canaries())
	seen := scan.scanDir(t, s.work.dir, s.fileAt)
	return append(seen, scan.scanDir(t, s.work.tmp, func(string) string { return "temporary file" })...)
}

func (s *stage) expectNoFileWithSecrets(t testing.TB) {
	t.Helper()
	if seen := s.fileSightings(t); len(seen) > 0 {
		t.Errorf("secrets were left:\n%s", describe(seen))
	}
}

func (s *stage) expectSecretsIn(t testing.TB, place string) {
	t.Helper()
	seen := s.fileSightings(t)
	for _, secret := range secretsOfAccounts {
		found := func(l sighting) bool { return strings.HasPrefix(l.place, place+" with") && l.canary == secret }
		if !slices.ContainsFunc(seen, found) {
			t.Errorf("no %s in the %s:\n%s", secret, place, describe(seen))
		}
	}
}

// expectFiles makes sure that the search had something to search.
func (s *stage) expectFiles(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(s.work.dir, name)); err != nil {
			t.Error(err)
		}
	}
}
