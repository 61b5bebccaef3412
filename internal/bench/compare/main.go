// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command compare runs the Go benchmarks of another commit and of the working
// copy by turns, so that a busy machine slows both, and shows what benchstat
// makes of it.
//
//	go run ./internal/bench/compare -base HEAD~1
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
)

var packages = []string{"internal/kaltura", "internal/provider"}

func main() {
	var c comparison
	flag.StringVar(&c.base, "base", "HEAD", "the `commit` to compare the working copy with")
	flag.IntVar(&c.count, "count", 8, "rounds")
	flag.StringVar(&c.bench, "bench", ".", "which benchmarks, a `pattern` as for go test")
	flag.StringVar(&c.benchtime, "benchtime", "100ms", "how long, or how often (as 1000x), for each benchmark and round")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := c.run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

type comparison struct {
	base, bench, benchtime string
	count                  int
	dir                    string
	// found: the base has something to compare with.
	found bool
}

func (c *comparison) run(ctx context.Context) (err error) {
	if c.dir, err = os.MkdirTemp("", "kcompare"); err != nil {
		return err
	}
	defer os.RemoveAll(c.dir)
	checkout := filepath.Join(c.dir, "base")
	if err := visible(ctx, "", "git", "worktree", "add", "--quiet", "--detach", checkout, c.base); err != nil {
		return fmt.Errorf("checking out %s: %w", c.base, err)
	}
	// Interrupted or not, git must not keep a record of the temporary folder.
	defer func() {
		removed := visible(context.WithoutCancel(ctx), "", "git", "worktree", "remove", "--force", checkout)
		err = errors.Join(err, removed)
	}()
	sides := []struct{ name, source string }{{"base", checkout}, {"new", "."}}
	for _, side := range sides {
		for _, name := range packages {
			if err := visible(ctx, side.source, "go", "test", "-c", "-o", c.program(side.name, name), "./"+name); err != nil {
				return fmt.Errorf("building the benchmarks of %s, %s: %w", side.name, name, err)
			}
		}
	}
	for round := range c.count {
		fmt.Fprintf(os.Stderr, "compare: round %d of %d\n", round+1, c.count)
		for _, side := range sides {
			for _, name := range packages {
				if err := c.measure(ctx, side.name, name); err != nil {
					return err
				}
			}
		}
	}
	if !c.found {
		return fmt.Errorf("no benchmark in %s is named like %q", c.base, c.bench)
	}
	return visible(ctx, "", "go", "tool", "-modfile=internal/tools/go.mod", "benchstat", "base="+c.results("base"), "new="+c.results("new"))
}

func (c *comparison) program(side, name string) string {
	return filepath.Join(c.dir, side+"-"+filepath.Base(name)+".test.exe")
}

func (c *comparison) results(side string) string { return filepath.Join(c.dir, side+".txt") }

// measure runs one side once and appends what it prints.
func (c *comparison) measure(ctx context.Context, side, name string) error {
	cmd := exec.CommandContext(ctx, c.program(side, name), "-test.run", "^$", "-test.bench", c.bench, "-test.benchmem", "-test.benchtime", c.benchtime)
	cmd.Dir = c.dir
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s, %s: %w\n%s", side, name, err, output)
	}
	c.found = c.found || side == "base" && strings.Contains(string(output), "\nBenchmark")
	file, err := os.OpenFile(c.results(side), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(output)
	return errors.Join(err, file.Close())
}

func visible(ctx context.Context, dir, program string, arguments ...string) error {
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	return cmd.Run()
}
