// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

func knows(e engines.Engine, terraform, openTofu string) bool {
	first := map[engines.Product]string{engines.Terraform: terraform, engines.OpenTofu: openTofu}[e.Product]
	return version.Must(version.NewVersion(e.Version)).GreaterThanOrEqual(version.Must(version.NewVersion(first)))
}

// installed are one Terraform and one OpenTofu that know ephemeral resources,
// where there are any.
var installed = sync.OnceValue(func() []engines.Engine {
	var found []engines.Engine
	for _, e := range (engines.Finder{}).Installed(context.Background()) {
		if knows(e, "1.10.0", "1.11.0") && (len(found) == 0 || len(found) == 1 && found[0].Product != e.Product) {
			found = append(found, e)
		}
	}
	return found
})

// everyEngine skips where there is none, and with -short.
func everyEngine(t testing.TB) []engines.Engine {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the provider and runs an engine; not with -short")
	}
	if len(installed()) == 0 {
		t.Skip("needs Terraform 1.10 or OpenTofu 1.11, or later: put one in PATH or name it in ", engines.PathVariable)
	}
	return installed()
}

// scratch is a folder of this test process, with a short name because plugin
// sockets live in folders like it. TestMain removes it.
var scratch = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "kleak")
	if err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(scratch()) // what is left is the system's to clean up
	os.Exit(code)
}

func mirrored(address string) string {
	return filepath.Join(scratch(), "mirror", "registry.terraform.io", filepath.FromSlash(address), "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
}

// programs are the folders of the provider, of one that leaks, and of a secret
// store.
var programs = map[string]string{
	"../..":              mirrored("kaltura/kaltura"),
	"./leaky":            filepath.Join(scratch(), "leaky"),
	"../docstest/stores": mirrored("hashicorp/vault"),
}

var build = sync.OnceValue(func() error {
	var failed error
	for source, dir := range programs {
		name := "terraform-provider-kaltura"
		if source == "../docstest/stores" {
			name = "terraform-provider-vault"
		}
		out, err := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(dir, name), source).CombinedOutput()
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("go build %s: %w\n%s", source, err, out))
		}
	}
	return failed
})
