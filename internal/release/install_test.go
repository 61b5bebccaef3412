// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const configuration = `terraform {
  required_providers {
    kaltura = {
      source  = "registry.terraform.io/kaltura/kaltura"
      version = "%s"
    }
  }
}

data "kaltura_account" "this" {}

output "name" {
  value = data.kaltura_account.this.name
}
`

// The mirror is the only place to install from: nothing is downloaded.
const cliConfiguration = `provider_installation {
  filesystem_mirror {
    path = %s
  }
}
`

// testInstall installs the archives with Terraform and with OpenTofu, as far as
// they are on this machine.
func (r release) testInstall(t *testing.T) {
	mirror := r.mirror(t)
	for _, product := range []engines.Product{engines.Terraform, engines.OpenTofu} {
		t.Run(product.String(), func(t *testing.T) {
			engine, err := engines.Find(t.Context(), string(product))
			if err != nil {
				t.Skip(err)
			}
			t.Log(engine)
			r.install(t, engine, mirror)
		})
	}
}

// mirror lays the archives out as a packed filesystem mirror.
func (r release) mirror(t *testing.T) string {
	t.Helper()
	mirror := t.TempDir()
	dir := filepath.Join(mirror, "registry.terraform.io", "kaltura", "kaltura")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	for _, target := range r.targets {
		archive := r.file(target + ".zip")
		if err := os.Link(archive, filepath.Join(dir, filepath.Base(archive))); err != nil {
			t.Fatal(err)
		}
	}
	return mirror
}

// install goes from an empty directory to an applied configuration against the
// stand-in server.
func (r release) install(t *testing.T, engine engines.Engine, mirror string) {
	server := kalturatest.NewServer(t)
	dir := t.TempDir()
	cliConfig := filepath.Join(t.TempDir(), "mirror.tfrc")
	write(t, cliConfig, fmt.Sprintf(cliConfiguration, strconv.Quote(mirror)))
	write(t, filepath.Join(dir, "main.tf"), fmt.Sprintf(configuration, version))
	env := append(withoutSettings(),
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE="+cliConfig,
		"KALTURA_SERVICE_URL="+server.URL,
		fmt.Sprintf("KALTURA_PARTNER_ID=%d", kalturatest.Acme.ID),
		"KALTURA_ADMIN_SECRET="+kalturatest.Acme.AdminSecret,
	)
	call := func(args ...string) string { return run(t, dir, env, engine.Path, args...) }

	call(append([]string{"providers", "lock", "-fs-mirror=" + mirror}, r.platforms()...)...)
	r.checkLockFile(t, filepath.Join(dir, ".terraform.lock.hcl"))
	call("init", "-input=false", "-lockfile=readonly")
	call("plan", "-input=false", "-out=saved.tfplan")
	call("apply", "-input=false", "saved.tfplan")
	if name := call("output", "-raw", "name"); name != kalturatest.Acme.Name {
		t.Errorf("the account is called %q, want %q", name, kalturatest.Acme.Name)
	}
	checkVersion(t, server.Requests())
}

func (r release) platforms() []string {
	var flags []string
	for _, target := range r.targets {
		flags = append(flags, "-platform="+target)
	}
	return flags
}

// checkLockFile wants a checksum of the contents (h1) for each target. Those of
// the archives themselves (zh) come from a registry's SHA256SUMS, not from a
// mirror.
func (r release) checkLockFile(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(content), `"h1:`); got != len(r.targets) {
		t.Errorf("the lock file has %d checksums for %d targets:\n%s", got, len(r.targets), content)
	}
}

// checkVersion looks at how the installed binary named itself to the API.
func checkVersion(t *testing.T, requests []kalturatest.Request) {
	t.Helper()
	if len(requests) == 0 {
		t.Error("the installed provider sent no request")
	}
	for _, request := range requests {
		if tag, want := request.Params["clientTag"], "terraform-provider-kaltura:"+version; tag != want {
			t.Errorf("clientTag is %v, want %s", tag, want)
		}
		if agent := request.Header.Get("User-Agent"); !strings.HasPrefix(agent, "terraform-provider-kaltura/"+version+" ") {
			t.Errorf("User-Agent is %q, want terraform-provider-kaltura/%s and more", agent, version)
		}
	}
}

// withoutSettings is the environment without what would change how the engine
// or the provider behaves.
func withoutSettings() []string {
	var kept []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "TF_") && !strings.HasPrefix(entry, "KALTURA_") {
			kept = append(kept, entry)
		}
	}
	return kept
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
