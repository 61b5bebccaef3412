// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// transcript runs engine commands and prints them as if typed.
type transcript struct {
	out       io.Writer
	workspace *engines.Workspace
	mask      *strings.Replacer
}

func (t *transcript) say(text string) {
	fmt.Fprintf(t.out, "\n# %s\n", strings.ReplaceAll(text, "\n", "\n# "))
}

func (t *transcript) run(ctx context.Context, args ...string) (string, error) {
	command := string(t.workspace.Engine.Product) + " " + strings.Join(args, " ")
	fmt.Fprintf(t.out, "$ %s\n", command)

	cmd := t.workspace.Command(ctx, args...)
	// The terminal sends an interrupt to the engine directly; a second one would
	// make it stop without cleaning up.
	cmd.Cancel = func() error { return nil }
	output, err := cmd.CombinedOutput()

	text := t.mask.Replace(string(output))
	fmt.Fprintln(t.out, strings.TrimRight(text, "\n"))
	if ctx.Err() != nil {
		return text, ctx.Err()
	}
	if err != nil {
		return text, fmt.Errorf("%q failed: %w", command, err)
	}
	return text, nil
}

var stations = []struct {
	why  string
	args []string
}{
	{"Install the provider from a directory instead of a registry, which causes the warning about the lock file.", []string{"init"}},
	{"Read the account. Partner IDs are shown, both secrets are hidden.", []string{"plan"}},
	{"Store the outputs. Nothing changes in Kaltura: the provider only reads.", []string{"apply", "-auto-approve"}},
	{"Listed outputs stay hidden ...", []string{"output"}},
	{"... as do the secrets in the state of the account.", []string{"state", "show", "data.kaltura_account_info.this"}},
}

func tour(ctx context.Context, show *transcript, a *account) error {
	var seen strings.Builder
	for _, station := range stations {
		show.say(station.why)
		text, err := show.run(ctx, station.args...)
		if err != nil {
			return err
		}
		seen.WriteString(text)
	}
	if !strings.Contains(seen.String(), "(sensitive value)") {
		return errors.New("the output shows no (sensitive value)")
	}
	for _, secret := range a.secrets {
		if strings.Contains(seen.String(), secret) {
			return errors.New("the output shows a secret that should be hidden")
		}
	}
	if err := a.check(); err != nil {
		return err
	}
	return reveal(ctx, show, a)
}

func reveal(ctx context.Context, show *transcript, a *account) error {
	show.say("Hidden is not encrypted: the state file holds both secrets in clear text. Protect it like a password.\n" +
		"To reveal one secret, as with the eye icon in the Kaltura Management Console, name it:")
	if a.server == nil {
		fmt.Fprintf(show.out, "$ %s output -raw user_secret\n", show.workspace.Engine.Product)
		show.say("That command is not run here, because the account is real.")
		return nil
	}
	_, err := show.run(ctx, "output", "-raw", "user_secret")
	return err
}
