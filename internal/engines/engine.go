// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package engines finds the program that runs Terraform configurations,
// Terraform or OpenTofu, for the tests, the demo and the documentation, and
// fetches one where none is installed. It is no part of the provider.
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

func (p Product) executable() string {
	if runtime.GOOS == "windows" {
		return string(p) + ".exe"
	}
	return string(p)
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
func (e Engine) String() string {
	return fmt.Sprintf("%s %s", e.Product, e.Version)
}

// TestEnv returns the settings with which terraform-plugin-testing drives this
// engine.
func (e Engine) TestEnv() []string {
	env := []string{"TF_ACC_TERRAFORM_PATH=" + e.Path}
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

// Identify asks the program at path which engine it is.
func Identify(ctx context.Context, path string) (Engine, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()

	cmd := exec.CommandContext(ctx, path, "version")
	// TF_CLI_ARGS and its relatives would change what the program prints.
	cmd.Env = append(withoutTF(os.Environ()), "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err != nil {
		return Engine{}, fmt.Errorf("asking %s for its version: %w", path, err)
	}

	match := versionLine.FindSubmatch(out)
	if match == nil {
		return Engine{}, fmt.Errorf("%s is neither Terraform nor OpenTofu: it answered %q", path, firstLine(string(out)))
	}
	engine := Engine{Product: Terraform, Version: string(match[2]), Path: path}
	if string(match[1]) == "OpenTofu" {
		engine.Product = OpenTofu
	}
	return engine, nil
}

func withoutTF(environ []string) []string {
	kept := make([]string, 0, len(environ))
	for _, entry := range environ {
		if !strings.HasPrefix(entry, "TF_") {
			kept = append(kept, entry)
		}
	}
	return kept
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
