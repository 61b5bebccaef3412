// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

//go:embed second_act.tf
var secondConfiguration string

// secondAct creates a role and an app token, passes three secrets to a store
// through a write-only argument, and searches plan and state for them. It never
// uses a real account.
func secondAct(ctx context.Context, out io.Writer, engine engines.Engine) error {
	if !engine.AtLeast("1.11.0", "1.11.0") {
		fmt.Fprintf(out, "\n# The second act, which stores no secret, requires Terraform 1.11 or OpenTofu 1.11; this is %s.\n", engine)
		return nil
	}
	fmt.Fprint(out, "\n# Second act, on a made-up account: the same secrets, neither in plan nor in state.\n# Configuration: internal/demo/second_act.tf\n")
	server, err := kalturatest.Start("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer server.Close()
	workspace, err := engines.NewWorkspace(engine)
	if err != nil {
		return err
	}
	defer os.RemoveAll(workspace.Root)
	if err := errors.Join(workspace.UseStores(), workspace.Write("main.tf", secondConfiguration)); err != nil {
		return err
	}
	acme := kalturatest.Acme
	workspace.Env = append(workspace.Env, "TF_CLI_ARGS=-no-color", "KALTURA_SERVICE_URL="+server.URL,
		fmt.Sprintf("KALTURA_PARTNER_ID=%d", acme.ID), "KALTURA_ADMIN_SECRET="+acme.AdminSecret)

	show := &transcript{out: out, workspace: workspace, mask: strings.NewReplacer()}
	show.say("Create a role and an app token, and write the token and both secrets to a secret store (a stand-in).")
	var seen strings.Builder
	for _, args := range [][]string{{"plan", "-compact-warnings", "-out=tfplan"}, {"apply", "-compact-warnings", "tfplan"}} {
		text, err := show.run(ctx, args...)
		if err != nil {
			return err
		}
		seen.WriteString(text)
	}
	kept, err := workspace.Kept()
	if err != nil {
		return err
	}
	account, _ := server.Account(acme.ID)
	token := account.AppTokens[len(account.AppTokens)-1].Token
	return search(show, []string{acme.AdminSecret, acme.UserSecret, token}, seen.String()+kept)
}

// search fails if a secret was kept or did not reach the store.
func search(show *transcript, secrets []string, kept string) error {
	received, err := show.workspace.Received()
	if err != nil || len(received) != 1 {
		return fmt.Errorf("the store received %d values (%w)", len(received), err)
	}
	for _, secret := range secrets {
		if strings.Contains(kept, secret) || !strings.Contains(received[0], secret) {
			return errors.New("a secret was kept, or did not reach the store; report it")
		}
	}
	show.say(fmt.Sprintf("Searched the output and all files, with saved plan and state (%d bytes), for the %d secrets: none is there. The store received all of them.", len(kept), len(secrets)))
	return nil
}
