// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestAppTokenGuide follows the guide: create, sign in, rotate, and delete. The
// token reaches the store and no file of the engine.
func TestAppTokenGuide(t *testing.T) {
	t.Parallel()
	server := world(t)
	w := workspace(t, signIn(server, exampleID)...)
	copyDir(t, "examples/app-token", w.Dir)
	w.MustRun(t, "get")
	var kept strings.Builder
	run := func(command string) {
		t.Helper()
		for _, args := range []string{"plan -no-color -out=saved.tfplan " + command, "apply -no-color saved.tfplan"} {
			kept.WriteString(w.MustRun(t, strings.Fields(args)...))
		}
		kept.WriteString(w.MustKeep(t))
	}
	run("-var=generation=1")
	first := newest(t, w)
	expectReader(t, server, first)
	run("-var=generation=2")
	second := newest(t, w)
	if second.ID == first.ID {
		t.Error("the token was not replaced")
	}
	expectReader(t, server, second)
	if out, err := first.plan(t, server, `data "kaltura_account" "this" {}`); err == nil || !strings.Contains(out, "Unknown Kaltura App Token") {
		t.Errorf("the old token still works: %v\n%s", err, out)
	}
	run("-destroy")
	if out, err := second.plan(t, server, `data "kaltura_account" "this" {}`); err == nil || !strings.Contains(out, "Unknown Kaltura App Token") {
		t.Errorf("the token works after it was taken away: %v\n%s", err, out)
	}
	for _, token := range []stored{first, second} {
		if strings.Contains(kept.String(), token.Token) {
			t.Error("a plan, the state or an output of the engine holds the value of a token")
		}
	}
}

// stored is what the guide's configuration writes to the store.
type stored struct{ ID, Token string }

// newest returns the token that the store received since the last call.
func newest(t *testing.T, w *engines.Workspace) (token stored) {
	t.Helper()
	received, err := w.Received()
	if err != nil || len(received) != 1 {
		t.Fatalf("the store was written to %d times, %v", len(received), err)
	}
	quoted, err := strconv.Unquote(received[0])
	if err := errors.Join(err, json.Unmarshal([]byte(quoted), &token)); err != nil || token.ID == "" || token.Token == "" {
		t.Fatalf("the store got no token: %v", err)
	}
	return token
}

// plan plans a configuration that signs in with the token.
func (s stored) plan(t *testing.T, server *kalturatest.Server, config string) (string, error) {
	t.Helper()
	w := workspace(t, "KALTURA_SERVICE_URL="+server.URL, "KALTURA_PARTNER_ID="+strconv.Itoa(exampleID),
		"KALTURA_APP_TOKEN_ID="+s.ID, "KALTURA_APP_TOKEN="+s.Token)
	write(t, filepath.Join(w.Dir, "main.tf"), config)
	return printed(t, w, "plan", "-no-color")
}

// expectReader checks that a token reads the account info and can do nothing
// else.
func expectReader(t *testing.T, server *kalturatest.Server, token stored) {
	t.Helper()
	if out, err := token.plan(t, server, `ephemeral "kaltura_account_info" "this" {}`); err != nil {
		t.Errorf("the token cannot read the account info: %s", out)
	}
	if out, err := token.plan(t, server, `data "kaltura_accounts" "all" {}`); err == nil || !strings.Contains(out, "Kaltura Permission Missing") {
		t.Errorf("the token may list accounts too: %v\n%s", err, out)
	}
	account, _ := server.Account(exampleID)
	if made := account.AppToken(token.ID); made.Token != token.Token || made.HashType != "SHA256" || *made.SessionDuration != 900 {
		t.Errorf("the token %s is not the one that the guide describes", token.ID)
	}
}
