// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command demo runs plan, apply and output on two small configurations, against
// a stand-in for the Kaltura API or, if the environment names one, a real
// account. It leaves nothing on the machine.
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
var firstConfiguration string

func main() {
	mirror := flag.String("mirror", "", "install the provider from the mirror in this `directory` instead of building it")
	use := flag.String("use", "", "the `engine`: terraform, tofu, one of them with a version as tofu@1.11, or the path of a program")
	flag.Parse()
	// Each of these would otherwise stop the demo before it cleans up. SIGPIPE
	// arrives when the reader of the output is gone.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, &stage{out: os.Stdout, mirror: *mirror}, os.Environ(), *use)
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

// stage is where both acts play.
type stage struct {
	out io.Writer
	// mirror has the provider to install, or is "" to build it.
	mirror string
}

func run(ctx context.Context, stage *stage, environ []string, use string) error {
	account, err := chooseAccount(environ)
	if err != nil {
		return err
	}
	if account.server != nil {
		defer account.server.Close()
	}
	engine, err := engines.Fetch(ctx, use)
	if err != nil {
		return err
	}
	fmt.Fprintf(stage.out, "# Account: %s\n# Engine:  %s (%s)\n", account.about, engine, engine.Origin)
	err = stage.play(engine, firstConfiguration, account, func(show *transcript) error { return firstAct(ctx, show, account) })
	if err != nil {
		return fmt.Errorf("%w\n%s", err, account.advice)
	}
	if stage.mirror == "" { // it has only this provider
		err = secondAct(ctx, stage, engine)
	}
	if err == nil {
		fmt.Fprintln(stage.out, "\n# Removed the temporary directories with configurations and states. The configurations are in internal/demo.")
	}
	return err
}

// play prepares a directory with the configuration and the provider, runs the
// act, and removes the directory.
func (s *stage) play(engine engines.Engine, configuration string, a *account, act func(*transcript) error) error {
	workspace, err := engines.NewWorkspace(engine)
	if err != nil {
		return err
	}
	defer os.RemoveAll(workspace.Root)
	use := workspace.UseMirrored
	if s.mirror != "" {
		use = func() error { return workspace.UseMirror(s.mirror) }
	}
	if err := errors.Join(workspace.Write("main.tf", configuration), use()); err != nil {
		return err
	}
	show := &transcript{out: s.out, colored: isTerminal(s.out), workspace: workspace, mask: a.mask()}
	workspace.Env = append(workspace.Env, a.settings...)
	if !show.colored {
		workspace.Env = append(workspace.Env, "TF_CLI_ARGS=-no-color")
	}
	if err := act(show); err != nil {
		return err
	}
	if err := workspace.Remove(); err != nil {
		return fmt.Errorf("%s holds secrets and could not be removed; remove it by hand: %w", workspace.Root, err)
	}
	return nil
}
