// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command engine prints the path of a Terraform or OpenTofu program, fetching
// one if need be, or says what to install.
//
//	engine [flags]                print its path
//	engine [flags] -exec ARGS     run the engine itself
//	engine [flags] -- COMMAND     run a command with the settings that make
//	                              terraform-plugin-testing use the engine
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
	stop()

	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		// The command has already said what is wrong.
		os.Exit(max(exit.ExitCode(), 1))
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	product := flag.String("product", "", "`terraform` or tofu; empty takes either")
	version := flag.String("version", "", "a version or its beginning, as 1.11, or \"newest\"")
	list := flag.Bool("list", false, "list every engine that is installed or cached")
	noFetch := flag.Bool("no-fetch", false, "neither download nor build an engine")
	execute := flag.Bool("exec", false, "run the engine with the arguments that follow")
	flag.Parse()

	if *product != "" && *product != string(engines.Terraform) && *product != string(engines.OpenTofu) {
		return fmt.Errorf("-product %q: only terraform and tofu are known", *product)
	}
	finder := engines.Finder{Fetch: !*noFetch, Log: os.Stderr}
	if *list {
		for _, engine := range finder.Installed(ctx) {
			fmt.Printf("%-10s %-10s %s (%s)\n", engine.Product, engine.Version, engine.Path, engine.Origin)
		}
		return nil
	}

	engine, err := finder.Find(ctx, engines.Want{Product: engines.Product(*product), Version: *version})
	if err != nil {
		return err
	}
	if *execute {
		return runCommand(ctx, append([]string{engine.Path}, flag.Args()...), nil)
	}
	if flag.NArg() == 0 {
		fmt.Fprintf(os.Stderr, "%s (%s)\n", engine, engine.Origin)
		fmt.Println(engine.Path)
		return nil
	}
	fmt.Fprintf(os.Stderr, "engine: %s (%s)\n", engine, engine.Origin)
	return runCommand(ctx, flag.Args(), engine.TestEnv())
}

// runCommand leaves interrupts to the command, which gets them from the
// terminal itself and may have something to clean up.
func runCommand(ctx context.Context, command, env []string) error {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), command[0], command[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
