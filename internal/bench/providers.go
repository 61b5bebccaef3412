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
)

const (
	kalturaProvider = "kaltura/kaltura"
	lightProvider   = "kaltura/light"
	timeProvider    = "hashicorp/time"

	builtVersion = "0.0.1"
	timeVersion  = "0.13.1"
	stripped     = "-s -w"
)

// buildProviders builds the provider as a release does, the provider that does
// nothing and, where its module can be had, hashicorp/time.
func (t *testBed) buildProviders(ctx context.Context, mirror string) error {
	const module = "github.com/kaltura/terraform-provider-kaltura"
	for name, source := range map[string]string{
		kalturaProvider: module,
		lightProvider:   module + "/internal/bench/light/terraform-provider-light",
	} {
		program := inMirror(mirror, name, builtVersion)
		build := goCommand(ctx, "build", "-trimpath", "-ldflags", stripped+" -X main.version="+builtVersion, "-o", program, source)
		if err := runOnce(build); err != nil {
			return err
		}
		t.programs[name] = program
	}
	program := inMirror(mirror, timeProvider, timeVersion)
	install := goCommand(ctx, "install", "-trimpath", "-ldflags", stripped, "github.com/hashicorp/terraform-provider-time@v"+timeVersion)
	install.Env = append(install.Env, "GOBIN="+filepath.Dir(program), "GOFLAGS=-mod=mod")
	if err := runOnce(install); err != nil {
		fmt.Fprintln(os.Stderr, "bench: hashicorp/time cannot be built here, so memory is compared with the provider that does nothing alone:", err)
		return os.RemoveAll(filepath.Dir(program))
	}
	installed := filepath.Join(filepath.Dir(program), executable("terraform-provider-time"))
	if err := os.Rename(installed, program); err != nil {
		return err
	}
	t.programs[timeProvider] = program
	return nil
}

func goCommand(ctx context.Context, arguments ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", arguments...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	return cmd
}

func inMirror(mirror, name, version string) string {
	return filepath.Join(mirror, "registry.terraform.io", filepath.FromSlash(name), version, runtime.GOOS+"_"+runtime.GOARCH,
		executable("terraform-provider-"+filepath.Base(name)+"_v"+version))
}
