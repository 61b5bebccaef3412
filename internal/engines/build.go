// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"context"
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
	args := append([]string{"build", "-buildvcs=false", "-o", filepath.Join(dir, executable("terraform-provider-"+name))}, flags...)
	if out, err := exec.CommandContext(ctx, "go", append(args, path.Join(module, pkg))...).CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", path.Join(module, pkg), err, out)
	}
	return nil
}

// Provider builds the provider, once per process, and returns the directory
// that contains only the provider. Cleanup removes it.
func Provider() (dir string, err error) {
	return builtProvider()
}

var (
	providerDir   string
	builtProvider = sync.OnceValues(func() (string, error) {
		var err error
		if providerDir, err = os.MkdirTemp("", "kp"); err != nil {
			return "", err
		}
		return providerDir, Build(context.Background(), providerDir, "kaltura", "", "-ldflags", "-s -w -X main.version="+Version)
	})
)

// Cleanup removes what Provider built. Call it before the process exits.
func Cleanup() {
	if providerDir != "" {
		_ = os.RemoveAll(providerDir) // the system cleans up the rest
	}
}
