// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command engine prints the path of a Terraform or OpenTofu program,
// downloading one if necessary, or says what to install.
//
//	engine [-use ENGINE]             print its path
//	engine [-use ENGINE] -exec ARGS  run the engine itself
//	engine [-use ENGINE] -- COMMAND  run a command with the settings that make
//	                                 tests use the engine
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	engines.Cleanup()
	stop()

	exit, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case exited:
		// The command has already reported the error.
		os.Exit(max(exit.ExitCode(), 1))
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	use := flag.String("use", "", "the `engine`: terraform, tofu, one of them with a version as tofu@1.11, or the path of a program")
	execute := flag.Bool("exec", false, "run the engine with the arguments that follow")
	flag.Parse()

	engine, err := engines.Fetch(ctx, *use)
	if err != nil {
		return err
	}
	switch {
	case *execute:
		return runCommand(ctx, append([]string{engine.Path}, flag.Args()...), nil)
	case flag.NArg() == 0:
		fmt.Println(engine.Path)
		return nil
	}
	fmt.Fprintf(os.Stderr, "engine: %s (%s)\n", engine, engine.Origin)
	return runCommand(ctx, flag.Args(), engine.TestEnv())
}

// runCommand leaves interrupts to the command, which gets them from the
// terminal directly and may have to clean up.
func runCommand(ctx context.Context, command, env []string) error {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), command[0], command[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
