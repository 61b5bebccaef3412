// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"os"
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
	err = run(ctx, &out, append(engines.Clean(os.Environ()), variables...), "")
	if left, _ := os.ReadDir(temporary); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	return out.String(), err
}

func TestMain(m *testing.M) { engines.RunTests(m) }

func TestRun_standIn(t *testing.T) {
	text, err := demo(context.Background(), t, "KALTURA_KS=of somebody", "TF_CLI_CONFIG_FILE=nowhere", "TF_CLI_ARGS_plan=-destroy")
	if err != nil {
		t.Fatalf("%s\n%s", err, text)
	}
	for _, part := range []string{
		"+ admin_secret   = (sensitive value)",
		"+ user_secret    = (sensitive value)",
		"partner_id = 30000001",
		"sub_partner_id = 3000000100",
		"output -raw user_secret\n" + kalturatest.Acme.UserSecret,
		"secrets: none is there. The store received all of them.",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("missing %q in:\n%s", part, text)
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
	for _, test := range []struct{ name, secret, advice, shown string }{
		{"read", acme.AdminSecret, "", "That command is not run here"},
		{"refused", wrong, "Check the KALTURA_* variables", "Error: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := demo(context.Background(), t, "KALTURA_SERVICE_URL="+server.URL,
				"KALTURA_PARTNER_ID="+strconv.FormatInt(acme.ID, 10), "KALTURA_ADMIN_SECRET="+test.secret)
			if (err != nil) != (test.advice != "") || err != nil && !strings.Contains(err.Error(), test.advice) {
				t.Errorf("got %v, want %q\n%s", err, test.advice, text)
			}
			for _, secret := range []string{acme.AdminSecret, acme.UserSecret, wrong} {
				if strings.Contains(text, secret) {
					t.Errorf("a secret of a real account was printed:\n%s", text)
				}
			}
			for _, part := range []string{"THIS READS A REAL ACCOUNT", test.shown} {
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

func TestChooseAccount(t *testing.T) {
	for _, test := range []struct {
		environ []string
		real    bool
	}{
		{nil, false},
		{[]string{"KALTURA_PARTNER_ID=1"}, false},
		{[]string{"KALTURA_ADMIN_SECRET=s"}, false},
		{[]string{"KALTURA_PARTNER_ID=1", "KALTURA_APP_TOKEN_ID=0_x"}, false},
		{[]string{"KALTURA_PARTNER_ID=1", "KALTURA_ADMIN_SECRET= "}, false},
		{[]string{"KALTURA_PARTNER_ID=1", "KALTURA_ADMIN_SECRET=s"}, true},
		{[]string{"KALTURA_PARTNER_ID=1", "KALTURA_KS=s"}, true},
		{[]string{"KALTURA_PARTNER_ID=1", "KALTURA_APP_TOKEN_ID=0_x", "KALTURA_APP_TOKEN=t"}, true},
		{[]string{"KALTURA_PARTNER_ID=1", "KALTURA_LOGIN_ID=a", "KALTURA_PASSWORD=p"}, true},
	} {
		account, err := chooseAccount(test.environ)
		if err != nil {
			t.Fatal(err)
		}
		if account.server != nil {
			account.server.Close()
		}
		if isReal := account.server == nil; isReal != test.real {
			t.Errorf("%v: real account %t, want %t", test.environ, isReal, test.real)
		}
	}
}
