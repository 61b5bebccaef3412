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

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// testBed is a temporary folder with providers in a mirror, and the stand-in
// server with one parent account and its children.
type testBed struct {
	engine  engines.Engine
	dir     string
	server  *kalturatest.Server
	parent  kalturatest.Account
	timedBy string
	forEach bool
	time    stopwatch
	// programs holds the path of each built provider by its name.
	programs map[string]string
}

const childAccounts = 1000

// appToken belongs to the parent account.
var appToken = kalturatest.AppToken{
	ID: "0_benchtok", Token: "fa4e7000000000000000000040000000", HashType: "SHA256",
	SessionPrivileges: "setrole:PUBLISHER_ADMINISTRATOR",
}

func newTestBed(ctx context.Context, engine engines.Engine, forEach bool) (*testBed, error) {
	dir, err := os.MkdirTemp("", "kbench")
	if err != nil {
		return nil, err
	}
	// The engine asks the system where a program lies, links resolved.
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	group := kalturatest.LargeGroup(childAccounts)
	group[0].AppTokens = []kalturatest.AppToken{appToken}
	server, err := kalturatest.Start("127.0.0.1:0", group...)
	if err != nil {
		return nil, err
	}
	bed := &testBed{engine: engine, dir: dir, server: server, parent: group[0], forEach: forEach, programs: map[string]string{}}
	bed.timedBy, bed.time = chooseStopwatch(dir)
	if err := bed.prepare(ctx); err != nil {
		bed.remove()
		return nil, err
	}
	return bed, nil
}

func (t *testBed) remove() {
	t.server.Close()
	_ = os.RemoveAll(t.dir) // nothing depends on it any more
}

func (t *testBed) prepare(ctx context.Context) error {
	mirror := filepath.Join(t.dir, "mirror")
	cli := fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(mirror))
	if err := os.WriteFile(t.cliFile(), cli, 0o600); err != nil {
		return err
	}
	return t.buildProviders(ctx, mirror)
}

func (t *testBed) cliFile() string { return filepath.Join(t.dir, "cli.tfrc") }

// command runs a program in a folder of the test bed, without the user's own
// settings.
func (t *testBed) command(ctx context.Context, folder string, arguments ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, arguments[0], arguments[1:]...)
	cmd.Dir = filepath.Join(t.dir, folder)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		return strings.HasPrefix(entry, "TF_") || strings.HasPrefix(entry, "KALTURA_")
	})
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+t.cliFile(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	return cmd
}

// runOnce runs a command to the end and shows its output if it fails.
func runOnce(cmd *exec.Cmd) error {
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, output)
	}
	return nil
}

// configuration writes a configuration into a folder of its own and
// initialises it.
func (t *testBed) configuration(ctx context.Context, folder, text string) error {
	if err := os.Mkdir(filepath.Join(t.dir, folder), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(t.dir, folder, "main.tf"), []byte(text), 0o600); err != nil {
		return err
	}
	return runOnce(t.command(ctx, folder, t.engine.Path, "init", "-no-color"))
}

// plan is the command that all whole runs measure.
func (t *testBed) plan(ctx context.Context, folder string) *exec.Cmd {
	return t.command(ctx, folder, t.engine.Path, "plan", "-input=false", "-no-color")
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
