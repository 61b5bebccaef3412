// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command demo shows the provider at work: init, plan, apply and output on a
// small configuration, against a stand-in for the Kaltura API or, when the
// environment names one, a real account. Nothing of it stays on the machine.
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
	// Any of these would otherwise end the demo before it has cleaned up; a
	// reader of its output that goes away sends the last one.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, os.Stdout, os.Environ(), *mirror)
	engines.Cleanup()
	stop()
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "\nInterrupted; the temporary directory is removed.")
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
	defer account.close()

	engine, err := engines.Fetch(ctx, "")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "# Account: %s\n# Engine:  %s (%s)\n# Configuration: internal/demo/first_act.tf, copied into a temporary directory\n", account.about, engine, engine.Origin)
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
		return fmt.Errorf("%s holds secrets and could not be removed, please do it by hand: %w", workspace.Root, err)
	}
	fmt.Fprintln(out, "\n# The temporary directory with the configuration and its state is removed.")
	return secondAct(ctx, out, engine)
}
