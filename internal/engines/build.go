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
	// Version is what a provider from a mirror is called here. No release has it.
	Version = "0.0.1"
)

// Build compiles a package of this module ("" is the provider itself) into dir,
// as the program terraform-provider-NAME. The flags are those of go build.
func Build(ctx context.Context, dir, name, pkg string, flags ...string) error {
	args := append([]string{"build", "-buildvcs=false", "-o", filepath.Join(dir, executable("terraform-provider-"+name))}, flags...)
	if out, err := exec.CommandContext(ctx, "go", append(args, path.Join(module, pkg))...).CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", path.Join(module, pkg), err, out)
	}
	return nil
}

// Provider builds the provider, once in this process, and returns the directory
// that holds it and nothing else. Cleanup removes it.
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

// Cleanup removes what Provider has built. A process that built it calls this
// at its end.
func Cleanup() {
	if providerDir != "" {
		_ = os.RemoveAll(providerDir) // what is left is the system's to clean up
	}
}
