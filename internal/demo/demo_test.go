// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// demo runs the demo with the variables added to the environment and returns
// its transcript. It fails the test if the demo leaves anything behind.
func demo(ctx context.Context, t *testing.T, variables ...string) (string, error) {
	t.Helper()
	if _, err := engines.Find(ctx, ""); err != nil && ctx.Err() == nil {
		t.Skip(err)
	}
	// Build the programs before all runs. They are removed after the tests.
	if _, err := engines.Programs(); err != nil {
		t.Fatal(err)
	}
	// Some systems limit the length of a socket's path, and t.TempDir exceeds
	// it.
	temporary, err := os.MkdirTemp("", "demo")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(temporary) })
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)

	var out strings.Builder
	err = run(ctx, &stage{out: &out}, append(engines.Clean(os.Environ()), variables...), "")
	if left, _ := os.ReadDir(temporary); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	return out.String(), err
}

func TestMain(m *testing.M) { engines.RunTests(m) }

func TestRun_standIn(t *testing.T) {
	text, err := demo(context.Background(), t, "TF_CLI_CONFIG_FILE=nowhere", "TF_CLI_ARGS_plan=-destroy")
	if err != nil {
		t.Fatalf("%s\n%s", err, text)
	}
	for _, part := range []string{
		"+ admin_secret   = (sensitive value)",
		"+ user_secret    = (sensitive value)",
		"partner_id = 30000001",
		"sub_partner_id = 3000000100",
		"it holds 2 of 2 secrets in clear text",
		"output -raw user_secret\n" + kalturatest.Acme.UserSecret,
		`    ephemeral "kaltura_account_info" "this" {}`,
		"data_json_wo         = (write-only attribute)",
		"    admin_secret, 32 characters\n    user_secret, 32 characters",
		`"data_json_wo": null,`,
		"neither secret is there.",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("missing %q in:\n%s", part, text)
		}
	}
	for _, part := range []string{"lock file", "Installing", "overrides", "deferring", "v" + engines.Version, "Terraform output", "OpenTofu output", "\x1b"} {
		if strings.Contains(text, part) {
			t.Errorf("shows %q in:\n%s", part, text)
		}
	}
	if strings.Contains(text, kalturatest.Acme.AdminSecret) {
		t.Error("the admin secret was printed")
	}
	if n := strings.Count(text, kalturatest.Acme.UserSecret); n != 1 {
		t.Errorf("the user secret was printed %d times, want the one time it is asked for", n)
	}
}

func TestRun_realAccount(t *testing.T) {
	acme, wrong := kalturatest.Acme, strings.Repeat("f", 32)
	server := kalturatest.NewServer(t)
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(acme.AdminSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, secret, advice, shown string }{
		{"read", "KALTURA_ADMIN_SECRET=" + acme.AdminSecret, "", "That command is not run here"},
		{"file", "KALTURA_ADMIN_SECRET_FILE=" + file, "", "That command is not run here"},
		{"refused", "KALTURA_ADMIN_SECRET=" + wrong, "Check the KALTURA_* variables", "Error: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := demo(context.Background(), t, "KALTURA_SERVICE_URL="+server.URL,
				"KALTURA_PARTNER_ID="+strconv.FormatInt(acme.ID, 10), test.secret)
			if (err != nil) != (test.advice != "") || err != nil && !strings.Contains(err.Error(), test.advice) {
				t.Errorf("got %v, want %q\n%s", err, test.advice, text)
			}
			for _, secret := range []string{acme.AdminSecret, acme.UserSecret, wrong} {
				if strings.Contains(text, secret) {
					t.Errorf("a secret of a real account was printed:\n%s", text)
				}
			}
			for _, part := range []string{"at " + strings.TrimPrefix(server.URL, "http://") + ". THIS READS A REAL ACCOUNT", test.shown} {
				if !strings.Contains(text, part) {
					t.Errorf("missing %q in:\n%s", part, text)
				}
			}
		})
	}
}

// TestMask: a secret of a real account is hidden even if the engine or the
// provider prints it.
func TestMask(t *testing.T) {
	settings := []string{"KALTURA_PARTNER_ID=1", "KALTURA_LOGIN_ID=a", "KALTURA_PASSWORD=pr1nted", "KALTURA_OTP=480913"}
	account, err := chooseAccount(settings)
	if err != nil {
		t.Fatal(err)
	}
	if shown := account.mask().Replace("pr1nted, 480913"); shown != "(withheld), (withheld)" {
		t.Errorf("shown as %q", shown)
	}
}

func TestRun_interrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := demo(ctx, t); err == nil {
		t.Error("an interrupted demo ended well")
	}
}

// TestChooseAccount: what is set but not enough is an error, never a made-up
// account.
func TestChooseAccount(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		environ string
		real    bool
		missing string
	}{
		{"", false, ""},
		{"KALTURA_ADMIN_SECRET=", false, ""},
		{"KALTURA_ENGINE_CACHE=/c", false, ""},
		{"KALTURA_PARTNER_ID=1", false, "set KALTURA_ADMIN_SECRET too"},
		{"KALTURA_SERVICE_URL=https://k.example", false, "set KALTURA_PARTNER_ID and KALTURA_ADMIN_SECRET too"},
		{"KALTURA_ADMIN_SECRET=s", false, "set KALTURA_PARTNER_ID too"},
		{"KALTURA_PARTNER_ID=1 KALTURA_APP_TOKEN_ID=0_x", false, "set KALTURA_ADMIN_SECRET too"},
		{"KALTURA_APP_TOKEN=t KALTURA_APP_TOKEN_ID=0_x", false, "set KALTURA_PARTNER_ID too"},
		{"KALTURA_PARTNER_ID=1 KALTURA_PASSWORD_FILE=" + file, false, "set KALTURA_ADMIN_SECRET too"},
		{"KALTURA_PARTNER_ID=1 KALTURA_ADMIN_SECRET_FILE=/nowhere", false, "KALTURA_ADMIN_SECRET_FILE"},
		{"KALTURA_PARTNER_ID=1 KALTURA_ADMIN_SECRET=s", true, ""},
		{"KALTURA_PARTNER_ID=1 KALTURA_ADMIN_SECRET_FILE=" + file, true, ""},
		{"KALTURA_PARTNER_ID_FILE=" + file + " KALTURA_ADMIN_SECRET=s", true, ""},
		{"KALTURA_KS=s", true, ""},
		{"KALTURA_PARTNER_ID=1 KALTURA_APP_TOKEN_ID=0_x KALTURA_APP_TOKEN=t", true, ""},
		{"KALTURA_PARTNER_ID=1 KALTURA_LOGIN_ID=a KALTURA_PASSWORD=p", true, ""},
	} {
		account, err := chooseAccount(strings.Fields(test.environ))
		if (err != nil) != (test.missing != "") || err != nil && !strings.Contains(err.Error(), test.missing) {
			t.Errorf("%s: got %v, want %q", test.environ, err, test.missing)
		}
		if err != nil {
			continue
		}
		if account.server != nil {
			account.server.Close()
		}
		if isReal := account.server == nil; isReal != test.real {
			t.Errorf("%s: real account %t, want %t", test.environ, isReal, test.real)
		}
	}
}
