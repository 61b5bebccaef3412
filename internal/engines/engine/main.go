// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command engine prints the path of a Terraform or OpenTofu program,
// downloading one if necessary, or says what to install.
//
//	engine [-use ENGINE]               print its path
//	engine [-use ENGINE] -exec ARGS    run the engine itself
//	engine [-use ENGINE] -schema FILE  write the provider's schema, for tfplugindocs
//	engine [-use ENGINE] -- COMMAND    run a command with the settings that make
//	                                   tests use the engine
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	engines.Cleanup()
	stop()

	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
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
	schema := flag.String("schema", "", "write the provider's schema into this `file`")
	flag.Parse()

	engine, err := engines.Fetch(ctx, *use)
	if err != nil {
		return err
	}
	switch {
	case *execute:
		return runCommand(ctx, append([]string{engine.Path}, flag.Args()...), nil)
	case *schema != "":
		return writeSchema(ctx, engine, *schema)
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

// writeSchema allows generating the documentation with either engine.
// tfplugindocs looks for the provider under hashicorp/kaltura, regardless of
// its address.
func writeSchema(ctx context.Context, engine engines.Engine, file string) error {
	w, err := engines.NewWorkspace(engine)
	if err != nil {
		return err
	}
	defer w.Remove() //nolint:errcheck // nothing depends on it any more
	configuration := strings.Replace(engines.RequireProvider, "kaltura/kaltura", "hashicorp/kaltura", 1)
	if err := errors.Join(w.UseBuilt(), w.Write("main.tf", configuration)); err != nil {
		return err
	}
	result, err := w.Run(ctx, "providers", "schema", "-json")
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(file), 0o750), os.WriteFile(file, []byte(result.Stdout), 0o600))
}
