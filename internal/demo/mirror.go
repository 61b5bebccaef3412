// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

const (
	address = "registry.terraform.io/kaltura/kaltura"
	version = "0.0.1"
)

// cliConfiguration lets the engine take the provider from the mirror and
// nothing from anywhere else.
func cliConfiguration(mirror string) []byte {
	return fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(mirror))
}

func buildProvider(ctx context.Context, mirror string) error {
	name := "terraform-provider-kaltura_v" + version
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	program := filepath.Join(mirror, filepath.FromSlash(address), version, runtime.GOOS+"_"+runtime.GOARCH, name)
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-ldflags", "-X main.version="+version,
		"-o", program, "github.com/kaltura/terraform-provider-kaltura")
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("the provider does not build: %w\n%s", err, output)
	}
	return nil
}

// environment is environ without anything that would make the engine read or
// write the user's own files.
func (p place) environment(environ []string) []string {
	own := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		return strings.HasPrefix(entry, "TF_")
	})
	own = append(own, "TF_CLI_CONFIG_FILE="+p.cli)
	for _, name := range []string{"HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"} {
		if _, set := os.LookupEnv(name); set {
			own = append(own, name+"="+p.home)
		}
	}
	return own
}
