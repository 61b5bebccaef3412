// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command schema writes the provider's schema as tfplugindocs reads it. The
// documentation can so be generated with either engine.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// tfplugindocs looks the provider up under this address, whatever its own is.
const docsAddress = "registry.terraform.io/hashicorp/kaltura"

func main() {
	output := flag.String("o", "schema.json", "the `file` to write")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *output)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, output string) error {
	engine, err := engines.Finder{Fetch: true, Log: os.Stderr}.Find(ctx, engines.Want{})
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "kaltura-schema")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	if err := prepare(ctx, dir); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, engine.Path, "providers", "schema", "-json")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"))
	cmd.Stderr = os.Stderr
	schema, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s could not read the provider's schema: %w", engine, err)
	}
	if err := os.MkdirAll(filepath.Dir(output), 0o750); err != nil {
		return err
	}
	return os.WriteFile(output, schema, 0o600)
}

// prepare fills dir with the provider, a configuration that needs it and a
// CLI configuration that says where it is.
func prepare(ctx context.Context, dir string) error {
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", dir, "github.com/kaltura/terraform-provider-kaltura")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building the provider: %w", err)
	}
	files := map[string]string{
		"main.tf":  fmt.Sprintf("terraform {\n  required_providers {\n    kaltura = { source = %q }\n  }\n}\n", docsAddress),
		"cli.tfrc": fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n", docsAddress, filepath.ToSlash(dir)),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}
