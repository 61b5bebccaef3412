// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

//go:embed second_act.tf
var secondConfiguration string

// secondAct passes both secrets of a made-up account to a store through a
// write-only argument, and shows what plan, state and store hold of them.
func secondAct(ctx context.Context, stage *stage, engine engines.Engine) error {
	if !engine.AtLeast("1.11.0", "1.11.0") {
		fmt.Fprintf(stage.out, "\n# The second act, which stores no secret, requires Terraform 1.11 or OpenTofu 1.11; this is %s.\n", engine)
		return nil
	}
	account, err := standInAccount()
	if err != nil {
		return err
	}
	defer account.server.Close()
	return stage.play(engine, secondConfiguration, account, func(show *transcript) error {
		if err := show.install(ctx); err != nil {
			return err
		}
		_, configuration, _ := strings.Cut(secondConfiguration, "# The configuration:\n")
		show.say("2. The ephemeral resource, on a made-up account: the same secrets, written to a secret store (a stand-in for Vault).\nThe configuration:")
		show.show(configuration)
		show.say("The plan names the place of the secrets, and no more.")
		if err := show.run(ctx, "plan", "-out=tfplan"); err != nil {
			return err
		}
		show.say("Apply the saved plan.")
		if err := show.run(ctx, "apply", "tfplan"); err != nil {
			return err
		}
		return compare(show)
	})
}

// compare shows what the store received and what the state has in the same
// place, and searches everything that is left for the secrets.
func compare(show *transcript) error {
	received, err := show.workspace.Received()
	if err != nil || len(received) != 1 {
		return fmt.Errorf("the store received %d values (%w)", len(received), err)
	}
	var values map[string]string
	if err := json.Unmarshal([]byte(received[0]), &values); err != nil {
		return err
	}
	show.say("The store received:")
	for _, name := range slices.Sorted(maps.Keys(values)) {
		show.show(fmt.Sprintf("%s, %d characters", name, len(values[name])))
	}
	state, err := os.ReadFile(filepath.Join(show.workspace.Dir, "terraform.tfstate"))
	if err != nil {
		return err
	}
	show.say("The same place in the state:")
	for line := range strings.Lines(string(state)) {
		if strings.Contains(line, "data_json_wo") {
			show.show(line)
		}
	}
	kept, err := show.workspace.Kept()
	if err != nil {
		return err
	}
	for _, secret := range []string{kalturatest.Acme.AdminSecret, kalturatest.Acme.UserSecret} {
		if strings.Contains(show.seen.String()+kept, secret) || !strings.Contains(received[0], secret) {
			return errors.New("a secret was kept, or did not reach the store; report it")
		}
	}
	show.say(fmt.Sprintf("Searched the output, the saved plan, the state and all other files (%d bytes): neither secret is there.", len(kept)))
	return nil
}
