// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// transcript runs engine commands and prints them as if typed.
type transcript struct {
	out       io.Writer
	colored   bool
	workspace *engines.Workspace
	mask      *strings.Replacer
	// seen is everything that the engine has printed.
	seen strings.Builder
}

// isTerminal reports whether out shows colors.
func isTerminal(out io.Writer) bool {
	file, isFile := out.(*os.File)
	if !isFile || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (t *transcript) bold(text string) string {
	if !t.colored {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

func (t *transcript) say(text string) {
	fmt.Fprintf(t.out, "\n%s\n", t.bold("# "+strings.ReplaceAll(text, "\n", "\n# ")))
}

// show prints lines of a file.
func (t *transcript) show(text string) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		fmt.Fprintln(t.out, strings.TrimRight("    "+line, " \n"))
	}
}

// run prints a command and what it prints.
func (t *transcript) run(ctx context.Context, args ...string) error {
	command := string(t.workspace.Engine.Product) + " " + strings.Join(args, " ")
	fmt.Fprintln(t.out, t.bold("$ "+command))
	text, err := t.quietly(ctx, args...)
	if err == nil {
		fmt.Fprintln(t.out, strings.Trim(text, "\n"))
	}
	return err
}

// quietly prints only what a command that failed prints.
func (t *transcript) quietly(ctx context.Context, args ...string) (string, error) {
	cmd := t.workspace.Command(ctx, args...)
	// The terminal sends an interrupt to the engine directly; a second one would
	// make it stop without cleaning up.
	cmd.Cancel = func() error { return nil }
	output, err := cmd.CombinedOutput()
	text := t.mask.Replace(string(output))
	t.seen.WriteString(text)
	switch {
	case ctx.Err() != nil:
		return text, ctx.Err()
	case err != nil:
		fmt.Fprintln(t.out, strings.Trim(text, "\n"))
		return text, fmt.Errorf("%s %s failed: %w", t.workspace.Engine.Product, args[0], err)
	}
	return text, nil
}

// install runs init, which has nothing to show: the provider comes from a
// directory.
func (t *transcript) install(ctx context.Context) error {
	_, err := t.quietly(ctx, "init")
	return err
}
