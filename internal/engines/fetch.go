// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

const (
	// Short, because without internet access every run waits for it.
	listTimeout     = 6 * time.Second
	downloadTimeout = 5 * time.Minute
)

// download installs the newest matching Terraform from HashiCorp's release
// site; hc-install verifies the signature.
func download(ctx context.Context, want wanted) (Engine, error) {
	if !want.allows(Terraform) {
		return Engine{}, errUnwanted
	}
	versions := releases.Versions{Product: product.Terraform, ListTimeout: listTimeout}
	listed, err := versions.List(ctx)
	if request, ok := errors.AsType[*url.Error](err); ok {
		err = request.Err
	}
	if err != nil {
		return Engine{}, fmt.Errorf("the release site cannot be reached: %w", err)
	}
	for _, candidate := range slices.Backward(listed) {
		if release, ok := candidate.(*releases.ExactVersion); ok && eligible(release.Version, want) {
			fmt.Fprintf(os.Stderr, "Downloading Terraform %s ...\n", release.Version)
			return keep(ctx, Terraform, release.Version.String(), func(dir string) error {
				release.InstallDir, release.Timeout = dir, downloadTimeout
				_, err := release.Install(ctx)
				return err
			})
		}
	}
	return Engine{}, errors.New("no such release")
}

// Pre-releases are installed only by their full version.
func eligible(release *version.Version, want wanted) bool {
	if release.Prerelease() != "" {
		return release.String() == want.version
	}
	return want.matches(release.String())
}

const openTofuModule = "github.com/opentofu/opentofu"

// openTofuReleases are the releases known to build, newest first. The first one
// requires Go 1.26.6.
var openTofuReleases = []string{"1.12.6", "1.11.5", "1.10.10"}

// build compiles OpenTofu from its Go module, which requires nothing but Go.
func build(ctx context.Context, want wanted) (Engine, error) {
	if !want.allows(OpenTofu) {
		return Engine{}, errUnwanted
	}
	i := slices.IndexFunc(openTofuReleases, want.matches)
	if i < 0 {
		return Engine{}, fmt.Errorf("only %s are built here", strings.Join(openTofuReleases, ", "))
	}
	release := openTofuReleases[i]
	fmt.Fprintf(os.Stderr, "Building OpenTofu %s from source, once; this takes some minutes ...\n", release)
	return keep(ctx, OpenTofu, release, func(dir string) error {
		var module struct{ Dir, Error string }
		out, err := goCommand(ctx, os.TempDir(), "mod", "download", "-json", openTofuModule+"@v"+release).Output()
		if json.Unmarshal(out, &module) == nil && module.Error != "" {
			err = errors.New(module.Error)
		}
		if err != nil {
			return fmt.Errorf("fetching its source: %w", err)
		}
		// Without version.dev=no, it reports a development build.
		compile := goCommand(ctx, module.Dir, "build", "-trimpath", "-ldflags", "-s -w -X "+openTofuModule+"/version.dev=no",
			"-o", filepath.Join(dir, executable("tofu")), "./cmd/tofu")
		if out, err := compile.CombinedOutput(); err != nil {
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			return fmt.Errorf("%w: %s", err, lines[len(lines)-1])
		}
		return nil
	})
}

// goCommand isolates the build from the settings of the current module.
func goCommand(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false", "GOWORK=off", "CGO_ENABLED=0", "GOOS=", "GOARCH=")
	return cmd
}

// keep fills a directory of the cache. The program gets its final name only
// when it is complete, so that an interrupted download is not mistaken for an
// engine.
func keep(ctx context.Context, product Product, release string, fill func(dir string) error) (Engine, error) {
	cache, err := cacheDir()
	if err != nil {
		return Engine{}, err
	}
	if err := os.MkdirAll(cache, 0o750); err != nil {
		return Engine{}, err
	}
	unfinished, err := os.MkdirTemp(cache, "unfinished-")
	if err != nil {
		return Engine{}, err
	}
	defer os.RemoveAll(unfinished)
	if err := fill(unfinished); err != nil {
		return Engine{}, err
	}
	final := filepath.Join(cache, string(product), release)
	if err := os.MkdirAll(final, 0o750); err != nil {
		return Engine{}, err
	}
	name := executable(string(product))
	program := filepath.Join(final, name)
	if err := os.Rename(filepath.Join(unfinished, name), program); err != nil {
		return Engine{}, err
	}
	fmt.Fprintf(os.Stderr, "Kept %s %s in %s\n", product, release, final)
	return identify(ctx, program)
}
