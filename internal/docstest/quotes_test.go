// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"flag"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var update = flag.Bool("update", false, "rewrite the quoted messages")

// quotedFrom reports whether the pages quote messages of this engine.
func quotedFrom(e engines.Engine) bool {
	return e.Product == engines.Terraform && strings.HasPrefix(e.Version, "1.11.")
}

// TestMockedEphemeral shows why the mocked example has no ephemeral resources.
func TestMockedEphemeral(t *testing.T) {
	t.Parallel()
	w := workspace(t)
	if !quotedFrom(w.Engine) {
		t.Skipf("skipped with %s: the guide quotes Terraform 1.11", w.Engine)
	}
	copyDir(t, "examples/provider", w.Dir)
	write(t, filepath.Join(w.Dir, "main.tf"), "ephemeral \"kaltura_account_info\" \"this\" {}\n")
	write(t, filepath.Join(w.Dir, "main.tftest.hcl"), "mock_provider \"kaltura\" {}\nrun \"opens\" {}\n")
	out, err := printed(t, w, "test", "-no-color")
	const message = "Error: No ephemeral resource types in mock providers"
	if err == nil || !strings.Contains(out, message) || !strings.Contains(page(t, "docs/guides/testing-modules.md"), message) {
		t.Errorf("the guide and the engine differ:\n%s", out)
	}
}

// TestNotAllowed checks that every engine refuses the configurations that the
// guide calls invalid.
func TestNotAllowed(t *testing.T) {
	t.Parallel()
	for _, config := range filesIn(t, "examples/not-allowed", ".tf") {
		from := path.Dir(config)
		t.Run(path.Base(from), func(t *testing.T) {
			t.Parallel()
			w := workspace(t, signIn(world(t), exampleID)...)
			copyDir(t, from, w.Dir)
			out, err := printed(t, w, "plan", "-no-color")
			if err == nil || !strings.Contains(strings.ToLower(out), "ephemeral") {
				t.Errorf("the engine allows it, or refuses something else:\n%s", out)
			}
		})
	}
}

// TestRotationWarning signs in with the older of two secrets.
func TestRotationWarning(t *testing.T) {
	t.Parallel()
	w := workspace(t, append(signIn(world(t), rotatedID), "KALTURA_ADMIN_SECRET="+rotatedOldSecret)...)
	copyDir(t, "examples/rotation", w.Dir)
	out := w.MustRun(t, "plan", "-no-color")
	expectQuoted(t, "examples/rotation/warning.txt", out, "Warning: Kaltura")
}

// expectQuoted compares a file with the output from start to its end. -update
// writes the file.
func expectQuoted(t *testing.T, path, out, start string) {
	t.Helper()
	_, after, _ := strings.Cut(out, start)
	printed := start + after
	if *update {
		if err := os.WriteFile(filepath.Join(root, path), []byte(printed), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if quoted := page(t, path); printed != quoted {
		t.Errorf("%s is out of date, run go test ./internal/docstest -update\nprinted:\n%s\nquoted:\n%s", path, printed, quoted)
	}
}

// The accounts that the examples name by ID.
const (
	exampleID  = 1234567
	northID    = 2345678
	southID    = 3456789
	europeanID = 7654321
	rotatedID  = 4567890
)

// The app token that a store holds.
const (
	storedTokenID = "0_a1b2c3d4"
	storedToken   = "fa4e7000000000000000000001234567"
)

const rotatedOldSecret = "fa4e1d00000000000000000004567890"

// world starts a stand-in for the API with the accounts of the examples.
func world(t *testing.T) *kalturatest.Server {
	t.Helper()
	parent := kalturatest.NewAccount(exampleID, "Example Video")
	parent.Group, parent.AdminEmail = true, "owner@example.com"
	admin := kalturatest.AdminSession
	parent.Roles = []kalturatest.Role{{ID: 500, Name: "Stored", Permissions: []string{"ACCOUNT_BASE"}}}
	parent.AppTokens = []kalturatest.AppToken{{ID: storedTokenID, Token: storedToken, HashType: "SHA256", SessionType: &admin, SessionPrivileges: "setrole:500"}}
	parent.Users = []kalturatest.User{{ID: parent.AdminEmail, LoginID: parent.AdminEmail, Admin: true, Roles: []string{"2"}}}
	parent.Players = kalturatest.Players(1)
	parent.Players[0].Name = "Website"
	north, south := kalturatest.NewAccount(northID, "Example North"), kalturatest.NewAccount(southID, "Example South")
	north.ParentID, north.AdminEmail = exampleID, parent.AdminEmail
	south.ParentID, south.AdminEmail = exampleID, parent.AdminEmail
	rotated := kalturatest.NewAccount(rotatedID, "Example Rotation")
	rotated.AdditionalAdminSecrets = []string{rotatedOldSecret}
	return kalturatest.NewServer(t, parent, north, south, rotated, kalturatest.NewAccount(europeanID, "Example Europe"))
}

// signIn returns the environment that signs in with an account's Administrator
// Secret.
func signIn(server *kalturatest.Server, id int64) []string {
	account, _ := server.Account(id)
	return []string{
		"KALTURA_SERVICE_URL=" + server.URL,
		"KALTURA_PARTNER_ID=" + strconv.FormatInt(id, 10),
		"KALTURA_ADMIN_SECRET=" + account.AdminSecret,
	}
}
