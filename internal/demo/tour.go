// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// transcript runs engine commands and prints them as they would look typed.
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
	// An interrupt typed at the terminal reaches the engine by itself, and a
	// second one would make it drop everything: give it time to finish.
	cmd.Cancel = func() error { return nil }
	cmd.WaitDelay = 10 * time.Second
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
	{"Install the provider, from a folder instead of a registry: hence the warning about the lock file.", []string{"init"}},
	{"Read the account. Partner ids are plain, both secrets are hidden.", []string{"plan"}},
	{"Keep the outputs. Nothing is changed in Kaltura: the provider only reads.", []string{"apply", "-auto-approve"}},
	{"Outputs stay hidden when they are listed ...", []string{"output"}},
	{"... and so do the secrets in the account itself.", []string{"state", "show", "data.kaltura_account_info.this"}},
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
		return errors.New("nothing was shown as (sensitive value)")
	}
	for _, secret := range a.secrets {
		if strings.Contains(seen.String(), secret) {
			return errors.New("a secret was printed that should have been hidden")
		}
	}
	if err := a.check(); err != nil {
		return err
	}
	return reveal(ctx, show, a)
}

func reveal(ctx context.Context, show *transcript, a *account) error {
	show.say("Hidden is not encrypted: the state file holds both secrets in clear. Store it like a password.\n" +
		"To see one secret on purpose, as with the eye icon in the Kaltura Management Console, name it:")
	if a.real {
		fmt.Fprintf(show.out, "$ %s output -raw user_secret\n", show.workspace.Engine.Product)
		show.say("That command is not run here, because this is a real account.")
		return nil
	}
	_, err := show.run(ctx, "output", "-raw", "user_secret")
	return err
}
