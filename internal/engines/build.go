// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"sync"
)

const (
	module = "github.com/kaltura/terraform-provider-kaltura"
	// Version is the version of a provider in a mirror. No release has it.
	Version = "0.0.1"
)

// Build compiles a package of this module ("" for the provider itself) into dir
// as the program terraform-provider-NAME, with flags of go build.
func Build(ctx context.Context, dir, name, pkg string, flags ...string) error {
	args := append([]string{"build", "-buildvcs=false", "-o", program(dir, name)}, flags...)
	if out, err := exec.CommandContext(ctx, "go", append(args, path.Join(module, pkg))...).CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", path.Join(module, pkg), err, out)
	}
	return nil
}

// program is the path of a provider in its directory.
func program(dir, name string) string {
	return filepath.Join(dir, executable("terraform-provider-"+name))
}

// builtDir contains a directory for each program that was built.
var builtDir = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "kp") })

// Provider builds the provider, once per process, and returns the path of the
// program. Cleanup removes it.
var Provider = sync.OnceValues(func() (string, error) {
	dir, err := builtDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "provider")
	return program(dir, "kaltura"), Build(context.Background(), dir, "kaltura", "", "-ldflags", "-s -w -X main.version="+Version)
})

// stores builds the stand-ins for secret stores, one program under the names of
// all their providers, and returns their directory.
var stores = sync.OnceValues(func() (string, error) {
	dir, err := builtDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "stores")
	err = Build(context.Background(), dir, "vault", "internal/engines/stores")
	for _, name := range storeNames[1:] {
		err = errors.Join(err, os.Link(program(dir, "vault"), program(dir, name)))
	}
	return dir, err
})

var storeNames = []string{"vault", "aws", "azurerm", "google", "kubernetes", "time"}

// Programs builds the provider and the stand-ins for secret stores, once per
// process, and returns their directories by address. The provider is also at
// the address that an engine assumes without required_providers, and at which
// tfplugindocs looks for it.
func Programs() (map[string]string, error) {
	dirs, err := provider()
	stores, failed := stores()
	for _, name := range storeNames {
		dirs["hashicorp/"+name] = stores
	}
	return dirs, errors.Join(err, failed)
}

func provider() (map[string]string, error) {
	program, err := Provider()
	dir := filepath.Dir(program)
	return map[string]string{"kaltura/kaltura": dir, "hashicorp/kaltura": dir}, err
}

// Cleanup removes everything that was built. Call it before the process exits.
func Cleanup() {
	if dir, err := builtDir(); err == nil {
		_ = os.RemoveAll(dir) // the system cleans up the rest
	}
}
