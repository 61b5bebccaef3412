// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command demo runs init, plan, apply and output on a small configuration,
// against a stand-in for the Kaltura API or, if the environment names one, a
// real account. It leaves nothing on the machine.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

//go:embed first_act.tf
var configuration string

func main() {
	mirror := flag.String("mirror", "", "install the provider from the mirror in this `directory` instead of building it")
	flag.Parse()
	// Each of these would otherwise stop the demo before it cleans up. SIGPIPE
	// arrives when the reader of the output is gone.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, os.Stdout, os.Environ(), *mirror)
	engines.Cleanup()
	stop()
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "\nInterrupted. The temporary directory was removed.")
		os.Exit(130)
	case err != nil:
		fmt.Fprintf(os.Stderr, "\nThe demo stopped: %s\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, environ []string, mirror string) error {
	account, err := chooseAccount(environ)
	if err != nil {
		return err
	}
	if account.server != nil {
		defer account.server.Close()
	}

	engine, err := engines.Fetch(ctx, "")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "# Account: %s\n# Engine:  %s (%s)\n# Configuration: internal/demo/first_act.tf, copied to a temporary directory\n", account.about, engine, engine.Origin)
	workspace, err := engines.NewWorkspace(engine)
	if err != nil {
		return err
	}
	defer os.RemoveAll(workspace.Root)
	use := workspace.UseMirrored
	if mirror != "" {
		use = func() error { return workspace.UseMirror(mirror) }
	} else {
		fmt.Fprintln(out, "# Building the provider ...")
	}
	if err := errors.Join(workspace.Write("demo.tf", configuration), use()); err != nil {
		return err
	}
	workspace.Env = append(workspace.Env, account.settings...)
	workspace.Env = append(workspace.Env, "TF_CLI_ARGS=-no-color")
	show := &transcript{out: out, workspace: workspace, mask: account.mask()}
	if err := tour(ctx, show, account); err != nil {
		return fmt.Errorf("%w\n%s", err, account.advice)
	}
	if err := workspace.Remove(); err != nil {
		return fmt.Errorf("%s holds secrets and could not be removed; remove it by hand: %w", workspace.Root, err)
	}
	fmt.Fprintln(out, "\n# Removed the temporary directory with the configuration and its state.")
	return secondAct(ctx, out, engine)
}
