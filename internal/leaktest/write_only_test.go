// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeEphemerals hands the ephemeral values to write-only arguments.
const writeEphemerals = `
terraform {
  required_providers {
    writeonly = { source = "registry.terraform.io/kaltura/writeonly" }
  }
}
ephemeral "kaltura_account_info" "this" {}
ephemeral "kaltura_session" "run" {}
resource "writeonly_kept" "admin_secret" { secret_wo = ephemeral.kaltura_account_info.this.admin_secret }
resource "writeonly_kept" "user_secret" { secret_wo = ephemeral.kaltura_account_info.this.user_secret }
resource "writeonly_kept" "ks" { secret_wo = ephemeral.kaltura_session.run.ks }
output "hashes" { value = [writeonly_kept.admin_secret.hash, writeonly_kept.user_secret.hash] }
`

// TestWriteOnlyArgumentsLeaveNoTrace is the way into a secret store.
func TestWriteOnlyArgumentsLeaveNoTrace(t *testing.T) {
	kaltura := provider(t)
	other := t.TempDir()
	if out, err := goCommand(other, nil, "build", "-buildvcs=false", "-o", filepath.Join(other, "terraform-provider-writeonly"), "./internal/leaktest/writeonly"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, product := range products {
		t.Run(product, func(t *testing.T) {
			e := needsEngine(t, product)
			if e.minor < 11 {
				t.Skipf("%s has no write-only arguments", e)
			}
			s := newStage(t)
			s.setUp(t, e, kaltura, "", byAdminSecret, inEnvironment)
			s.work.cliConfig(t, fmt.Sprintf(`provider_installation {
  dev_overrides {
    "registry.terraform.io/kaltura/kaltura"   = %q
    "registry.terraform.io/kaltura/writeonly" = %q
  }
}`, kaltura, other))
			// The block names both providers, so it replaces the usual start.
			configuration := strings.Replace(writeEphemerals, "required_providers {", "required_providers {\n    kaltura = { source = \"registry.terraform.io/kaltura/kaltura\" }", 1)
			if err := os.WriteFile(filepath.Join(s.work.dir, "main.tf"), []byte(configuration), 0o600); err != nil {
				t.Fatal(err)
			}
			s.succeed(t, "plan", "-no-color", "-out=tfplan")
			s.succeed(t, "apply", "-no-color", "tfplan")
			hashes := s.succeed(t, "output", "-json", "hashes").stdout
			for _, secret := range []string{canaryAdminSecret, canaryUserSecret} {
				sum := sha256.Sum256([]byte(secret))
				if !strings.Contains(hashes, hex.EncodeToString(sum[:])) {
					t.Errorf("a secret did not arrive: %s", hashes)
				}
			}
			s.expectNoLeak(t)
		})
	}
}
