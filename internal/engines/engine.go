// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package engines finds the program that runs Terraform configurations,
// Terraform or OpenTofu, fetches one where none is installed, and runs it with
// the built provider, away from the settings of whoever started it. Tests, the
// demo and the tools use it; it is no part of the provider.
package engines

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
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

// String is the product's name as its makers write it.
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

// Engine is one program that was found and has told its version.
type Engine struct {
	Product Product
	Version string
	Path    string
	// Origin says where it was found, in words.
	Origin string
}

// String names the product and its version.
func (e Engine) String() string { return fmt.Sprintf("%s %s", e.Product, e.Version) }

// AtLeast tells whether the engine is this version of its product or a later
// one. A pre-release counts as the release.
func (e Engine) AtLeast(terraform, openTofu string) bool {
	least := terraform
	if e.Product == OpenTofu {
		least = openTofu
	}
	return version.Must(version.NewVersion(e.Version)).Core().GreaterThanOrEqual(version.Must(version.NewVersion(least)))
}

// TestEnv returns the settings with which terraform-plugin-testing drives this
// engine.
func (e Engine) TestEnv() []string {
	env := []string{PathVariable + "=" + e.Path}
	if e.Product == OpenTofu {
		// The address OpenTofu gives to a provider named without a host; the
		// test library would otherwise offer the provider under another one.
		env = append(env, "TF_ACC_PROVIDER_HOST=registry.opentofu.org")
	}
	return env
}

// Both engines call the version terraform_version in their JSON, so only the
// plain text tells which of the two answered.
var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)`)

// identify asks the program at path which engine it is.
func identify(ctx context.Context, path string) (Engine, error) {
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
	return engine, nil
}
