// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// everyEngine returns one Terraform and one OpenTofu that support ephemeral
// resources, if installed. The first is the chosen engine or the first found.
// It skips the test if there is none, and with -short.
func everyEngine(t testing.TB) []engines.Engine {
	t.Helper()
	first := engines.ForTest(t, "", "1.10.0", "1.11.0")
	found := []engines.Engine{first}
	for _, product := range []engines.Product{engines.Terraform, engines.OpenTofu} {
		e, err := engines.Find(t.Context(), string(product))
		if err == nil && product != first.Product && e.AtLeast("1.10.0", "1.11.0") {
			found = append(found, e)
		}
	}
	return found
}

func TestMain(m *testing.M) {
	code := m.Run()
	engines.Cleanup()
	_ = os.RemoveAll(otherDir) // best effort
	os.Exit(code)
}

var otherDir string

// programs returns the folders of three providers: the provider and a secret
// store, in a mirror, and a provider that leaks.
var programs = sync.OnceValues(func() (map[string]string, error) {
	provider, err := engines.Provider()
	if err == nil {
		otherDir, err = os.MkdirTemp("", "kl")
	}
	if err != nil {
		return nil, err
	}
	dirs := map[string]string{"leaky": filepath.Join(otherDir, "leaky"), "mirror": filepath.Join(otherDir, "mirror")}
	for _, address := range []string{"kaltura/kaltura", "hashicorp/vault"} {
		dirs[address] = filepath.Join(dirs["mirror"], "registry.terraform.io", filepath.FromSlash(address), engines.Version, runtime.GOOS+"_"+runtime.GOARCH)
	}
	return dirs, errors.Join(
		os.CopyFS(dirs["kaltura/kaltura"], os.DirFS(provider)),
		engines.Build(context.Background(), dirs["hashicorp/vault"], "vault", "internal/docstest/stores"),
		engines.Build(context.Background(), dirs["leaky"], "kaltura", "internal/leaktest/leaky"),
	)
})
