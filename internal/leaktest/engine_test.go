// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// engine is a program that runs configurations.
type engine struct {
	product string // Terraform or OpenTofu
	version string
	path    string
	minor   int
}

func (e *engine) String() string { return e.product + " " + e.version }

// ephemeral tells whether the engine knows ephemeral resources.
func (e *engine) ephemeral() bool {
	return e.product == "Terraform" && e.minor >= 10 || e.product == "OpenTofu" && e.minor >= 11
}

var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(1\.(\d+)\.\S+)`)

func identify(path string) *engine {
	cmd := exec.Command(path, "version")
	cmd.Env = []string{"CHECKPOINT_DISABLE=1", "PATH=" + os.Getenv("PATH"), "HOME=" + os.TempDir()}
	out, err := cmd.Output()
	if err != nil {
		return nil
	}
	match := versionLine.FindStringSubmatch(string(out))
	if match == nil {
		return nil
	}
	minor, _ := strconv.Atoi(match[3]) // the pattern takes digits only
	return &engine{product: match[1], version: match[2], path: path, minor: minor}
}

// candidates are programs that may be engines, best first: those named by
// TF_ACC_TERRAFORM_PATH and TF_ACC_TOFU_PATH, those in PATH, and those that
// "make" has fetched into its cache.
func candidates() []string {
	inPath := func(name string) string { path, _ := exec.LookPath(name); return path } // "" is no engine
	paths := []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), inPath("terraform"), os.Getenv("TF_ACC_TOFU_PATH"), inPath("tofu")}
	cached, _ := filepath.Glob(filepath.Join(engineCache(), "t*", "*", "t*")) // the pattern is well-formed
	slices.Reverse(cached)                                                    // newer ones first
	return slices.DeleteFunc(append(paths, cached...), func(path string) bool { return path == "" })
}

// engines are one Terraform and one OpenTofu that know ephemeral resources,
// where there are any.
var engines = sync.OnceValue(func() map[string]*engine {
	found := map[string]*engine{}
	for _, path := range candidates() {
		if e := identify(path); e != nil && e.ephemeral() && found[e.product] == nil {
			found[e.product] = e
		}
	}
	return found
})

func engineCache() string {
	dir, _ := os.UserCacheDir() // "" finds nothing
	return cmp.Or(os.Getenv("KALTURA_ENGINE_CACHE"), filepath.Join(dir, "terraform-provider-kaltura", "engines"))
}

// anyEngine is the one named by TF_ACC_TERRAFORM_PATH, else Terraform where
// there is one, else OpenTofu.
func anyEngine(t testing.TB) *engine {
	t.Helper()
	for _, e := range engines() {
		if e.path == os.Getenv("TF_ACC_TERRAFORM_PATH") {
			return e
		}
	}
	for _, product := range []string{"Terraform", "OpenTofu"} {
		if e := engines()[product]; e != nil {
			return e
		}
	}
	t.Skip("needs Terraform 1.10 or OpenTofu 1.11, or later: put one in PATH or name it in TF_ACC_TERRAFORM_PATH or TF_ACC_TOFU_PATH")
	return nil
}

// needsEngine skips where this product is missing.
func needsEngine(t testing.TB, product string) *engine {
	t.Helper()
	e := engines()[product]
	if e == nil {
		t.Skipf("no %s that knows ephemeral resources was found", product)
	}
	return e
}
