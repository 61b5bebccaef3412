// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestPolicy_command runs the command in the comment of the policy: it passes
// for a plan without secrets and for nothing else.
func TestPolicy_command(t *testing.T) {
	if _, err := exec.LookPath("opa"); err != nil {
		t.Skip(err) // make check has it
	}
	command := regexp.MustCompile(`(?m)^# +terraform show -json tfplan \| (opa .*)$`).FindStringSubmatch(page(t, "examples/policy/secrets_in_state.rego"))
	if command == nil {
		t.Fatal("the policy has no command")
	}
	server := kalturatest.NewServer(t)
	w := workspace(t, "KALTURA_SERVICE_URL="+server.URL, fmt.Sprint("KALTURA_PARTNER_ID=", kalturatest.Acme.ID), "KALTURA_ADMIN_SECRET="+kalturatest.Acme.AdminSecret)
	plan := func(object string) string {
		if err := w.Write("main.tf", engines.RequireProvider+object); err != nil {
			t.Fatal(err)
		}
		w.MustRun(t, "plan", "-out=tfplan")
		return w.MustRun(t, "show", "-json", "tfplan")
	}
	secretFree := plan(`ephemeral "kaltura_account_info" "this" {}`)
	w.MustRun(t, "apply", "tfplan")
	for name, test := range map[string]struct {
		input string
		says  string // nothing if it passes
	}{
		"ephemeral":   {secretFree, ""},
		"data source": {plan(`data "kaltura_account_info" "this" {}`), "data.kaltura_account_info.this stores both secrets"},
		"state":       {w.MustRun(t, "show", "-json"), "the input is not a plan"},
		"nothing":     {"", "the input is not a plan"},
		"no JSON":     {"Error: Failed to load plan\n", "the input is not a plan"},
		"two plans":   {secretFree + secretFree, "unable to parse input"},
		"half a plan": {secretFree[:len(secretFree)/2], "unable to parse input"},
	} {
		t.Run(name, func(t *testing.T) {
			run := exec.CommandContext(t.Context(), "sh", "-c", command[1])
			run.Dir = filepath.Join(root, "examples/policy")
			run.Stdin = strings.NewReader(test.input)
			run.Env = append(os.Environ(), "NO_COLOR=1")
			output, err := run.CombinedOutput()
			if (err == nil) != (test.says == "") || !strings.Contains(string(output), test.says) {
				t.Errorf("%v\n%s", err, output)
			}
		})
	}
}
