// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// firstAct reads the account with the data source: the output hides both
// secrets, the state holds them.
func firstAct(ctx context.Context, show *transcript, a *account) error {
	if err := show.install(ctx); err != nil {
		return err
	}
	show.say("1. The data source, data \"kaltura_account_info\" \"this\" {}. The plan shows the IDs and hides both secrets.")
	if err := show.run(ctx, "plan", "-out=tfplan"); err != nil {
		return err
	}
	show.say("Nothing changes in Kaltura: the provider only reads.")
	if err := show.run(ctx, "apply", "tfplan"); err != nil {
		return err
	}
	if !strings.Contains(show.seen.String(), "(sensitive value)") {
		return errors.New("the output shows no (sensitive value)")
	}
	for _, secret := range a.secrets {
		if strings.Contains(show.seen.String(), secret) {
			return errors.New("the output shows a secret that should be hidden")
		}
	}
	return errors.Join(a.check(), reveal(ctx, show, a))
}

// reveal shows that a hidden value can be printed.
func reveal(ctx context.Context, show *transcript, a *account) error {
	where := "The state file holds both secrets in clear text. Protect it like a password."
	if a.server != nil {
		state, err := os.ReadFile(filepath.Join(show.workspace.Dir, "terraform.tfstate"))
		if err != nil {
			return err
		}
		found := 0
		for _, secret := range a.secrets {
			found += min(strings.Count(string(state), secret), 1)
		}
		where = fmt.Sprintf("Searched terraform.tfstate: it holds %d of %d secrets in clear text. Protect it like a password.", found, len(a.secrets))
	}
	show.say("Hidden is not encrypted. " + where + "\nTo reveal one secret, as with the eye icon in the Kaltura Management Console, name it:")
	if a.server == nil {
		fmt.Fprintln(show.out, show.bold("$ "+string(show.workspace.Engine.Product)+" output -raw user_secret"))
		show.say("That command is not run here, because the account is real.")
		return nil
	}
	return show.run(ctx, "output", "-raw", "user_secret")
}
