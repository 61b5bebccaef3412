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
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

//go:embed demo.tf
var configuration []byte

func main() {
	// Any of these would otherwise end the demo before it has cleaned up; a
	// reader of its output that goes away sends the last one.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, os.Stdout, os.Environ())
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

func run(ctx context.Context, out io.Writer, environ []string) error {
	account, err := chooseAccount(environ)
	if err != nil {
		return err
	}
	defer account.close()

	engine, err := engines.Fetch(ctx, "")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "kaltura-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	fmt.Fprintf(out, "# Account: %s\n# Engine:  %s (%s)\n# Configuration: internal/demo/demo.tf, copied into a temporary directory\n# Building the provider ...\n", account.about, engine, engine.Origin)
	place, err := prepare(ctx, dir)
	if err != nil {
		return err
	}
	show := &transcript{
		out:    out,
		engine: engine,
		dir:    place.work,
		env:    append(account.environment(place.environment(environ)), "CHECKPOINT_DISABLE=1"),
		mask:   account.mask(),
	}
	if err := tour(ctx, show, account); err != nil {
		return fmt.Errorf("%w\n%s", err, account.advice)
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("%s holds secrets and could not be removed, please do it by hand: %w", dir, err)
	}
	fmt.Fprintln(out, "\n# The temporary directory with the configuration and its state is removed. That is all.")
	return nil
}

// place is the temporary directory and what lies where in it.
type place struct {
	work, home, cli string
}

func prepare(ctx context.Context, dir string) (place, error) {
	p := place{
		work: filepath.Join(dir, "work"),
		home: filepath.Join(dir, "home"),
		cli:  filepath.Join(dir, "cli.tfrc"),
	}
	for _, folder := range []string{p.work, p.home} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return p, err
		}
	}
	if err := os.WriteFile(filepath.Join(p.work, "demo.tf"), configuration, 0o600); err != nil {
		return p, err
	}
	mirror := filepath.Join(dir, "mirror")
	if err := os.WriteFile(p.cli, cliConfiguration(mirror), 0o600); err != nil {
		return p, err
	}
	return p, buildProvider(ctx, mirror)
}
