// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package engines finds Terraform or OpenTofu, downloads or builds one if none
// is installed, and runs it with the built provider, isolated from the user's
// settings. Tests, the demo and the tools use it; the provider does not.
package engines

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-version"
)

// Product is the name of an engine's program.
type Product string

// The products that can run the provider.
const (
	Terraform Product = "terraform"
	OpenTofu  Product = "tofu"
)

// String returns the product's official name.
func (p Product) String() string {
	switch p {
	case Terraform:
		return "Terraform"
	case OpenTofu:
		return "OpenTofu"
	default:
		return "Terraform or OpenTofu"
	}
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

// Engine is a program that was found and reported its version.
type Engine struct {
	Product Product
	Version string
	Path    string
	// Origin describes where it was found.
	Origin string
}

// String names the product and its version.
func (e Engine) String() string { return fmt.Sprintf("%s %s", e.Product, e.Version) }

// AtLeast reports whether the engine is at least this version of its product. A
// pre-release counts as its release.
func (e Engine) AtLeast(terraform, openTofu string) bool {
	least := terraform
	if e.Product == OpenTofu {
		least = openTofu
	}
	return version.Must(version.NewVersion(e.Version)).Core().GreaterThanOrEqual(version.Must(version.NewVersion(least)))
}

// TestEnv returns the settings that make terraform-plugin-testing use this
// engine.
func (e Engine) TestEnv() []string {
	env := []string{PathVariable + "=" + e.Path}
	if e.Product == OpenTofu {
		// Otherwise the test library would use another host than OpenTofu does for a
		// provider named without one.
		env = append(env, "TF_ACC_PROVIDER_HOST=registry.opentofu.org")
	}
	return env
}

// Both engines name the version terraform_version in their JSON, so only the
// plain text tells them apart.
var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)`)

// identified holds engines by path, because tests ask again and again.
var identified sync.Map

// identify runs the program at path to find out which engine it is.
func identify(ctx context.Context, path string) (Engine, error) {
	known, _ := identified.Load(path)
	if engine, ok := known.(Engine); ok {
		return engine, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()

	cmd := exec.CommandContext(ctx, path, "version")
	cmd.Env = append(Clean(os.Environ()), "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err != nil {
		return Engine{}, fmt.Errorf("asking %s for its version: %w", path, err)
	}
	match := versionLine.FindStringSubmatch(string(out))
	if match == nil {
		line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return Engine{}, fmt.Errorf("%s is neither Terraform nor OpenTofu: it answered %q", path, line)
	}
	engine := Engine{Product: Terraform, Version: match[2], Path: path}
	if match[1] == "OpenTofu" {
		engine.Product = OpenTofu
	}
	identified.Store(path, engine)
	return engine, nil
}
