// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// shellScript is what people do today: start a session, read each account with
// curl, cut the values out with jq, hand them over in a TF_VAR_ variable, plan.
// Like most such scripts it goes from one account to the next.
const shellScript = `set -eu
call() { curl -sS --fail -H 'Content-Type: application/json' --data-binary @- "$SERVICE_URL/api_v3/service/$1/action/$2"; }
ks=$(jq -nc '{format: 1, secret: env.SECRET, partnerId: env.PARTNER_ID, type: 2, expiry: 600}' | call session start | jq -r .)
export ks
accounts='{}'
for id in $(seq "$FIRST" "$LAST"); do
  export id
  answer=$(jq -nc '{format: 1, ks: env.ks, id: env.id}' | call partner get)
  accounts=$(printf '%s' "$answer" | jq -c --argjson so_far "$accounts" '$so_far + {(.id | tostring):
    {partner_id: .id, sub_partner_id: (.id * 100), admin_secret: .adminSecret, user_secret: .secret}}')
done
export TF_VAR_accounts="$accounts"
exec "$ENGINE" plan -input=false -no-color
`

// shellSteps compares with the script, for 1 and 100 accounts, without latency
// and with 20 ms.
func (m *measurement) shellSteps(ctx context.Context, bed *testBed) error {
	for _, program := range []string{"sh", "curl", "jq", "seq"} {
		if _, err := exec.LookPath(program); err != nil {
			fmt.Fprintf(os.Stderr, "bench: %s is not installed, so the shell script is not measured\n", program)
			return nil
		}
	}
	if err := bed.configuration(ctx, "shell", variableConfiguration); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(bed.dir, "shell", "read.sh"), []byte(shellScript), 0o600); err != nil {
		return err
	}
	for _, accounts := range []int{1, 100} {
		for _, latency := range []time.Duration{0, 20 * time.Millisecond} {
			if err := m.shellStep(ctx, bed, runKind{accounts: accounts, latency: latency}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *measurement) shellStep(ctx context.Context, bed *testBed, kind runKind) error {
	var ours, shell []time.Duration
	var requests, connections, bytes int64
	bed.server.SetLatency(kind.latency)
	defer bed.server.SetLatency(0)
	for range m.options.rounds {
		count := bed.startCounting()
		took, err := bed.time(bed.shellCommand(ctx, kind.accounts))
		if err != nil {
			return err
		}
		shell = append(shell, took)
		requests, connections, bytes = count()
		if took, err = bed.time(bed.plan(ctx, kind.folder())); err != nil {
			return err
		}
		ours = append(ours, took)
	}
	m.table.add(row{
		what:     fmt.Sprintf("plan, accounts: %d, latency %s, beside a script", kind.accounts, milliseconds(kind.latency)),
		provider: milliseconds(median(ours)), beside: "curl, jq and plan " + milliseconds(median(shell)),
		ratio:    times(median(ours).Seconds() / median(shell).Seconds()),
		requests: fmt.Sprintf("script %d", requests), connections: fmt.Sprintf("script %d", connections), bytes: fmt.Sprintf("script %d", bytes),
	})
	return nil
}

func (t *testBed) shellCommand(ctx context.Context, accounts int) *exec.Cmd {
	cmd := t.command(ctx, "shell", "sh", "read.sh")
	cmd.Env = append(cmd.Env, "SERVICE_URL="+t.server.URL, "ENGINE="+t.engine.Path, "SECRET="+t.parent.AdminSecret,
		fmt.Sprintf("PARTNER_ID=%d", t.parent.ID), fmt.Sprintf("FIRST=%d", t.parent.ID+1), fmt.Sprintf("LAST=%d", t.parent.ID+int64(accounts)))
	return cmd
}
