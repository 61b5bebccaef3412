// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// stored is what the guide's configuration writes to the store.
type stored struct{ ID, Token string }

// newest returns the token of the pipeline that the store received since the
// last call, and that of the upload job if there is one.
func (s storeKind) newest(t *testing.T, server *kalturatest.Server, w *engines.Workspace) (pipeline, uploads stored) {
	t.Helper()
	account, _ := server.Account(exampleID)
	for _, text := range s.received(t, w) {
		var token stored
		if err := json.Unmarshal([]byte(text), &token); err != nil || token.ID == "" || token.Token == "" {
			t.Fatalf("the store got no token: %v", err)
		}
		holder := &pipeline
		if account.AppToken(token.ID).Description == "Upload job" {
			holder = &uploads
		}
		if holder.ID != "" {
			t.Fatal("the store was written to twice")
		}
		*holder = token
	}
	if pipeline.ID == "" {
		t.Fatal("the store got no token of the pipeline")
	}
	return pipeline, uploads
}

func (s stored) expectGone(t *testing.T, server *kalturatest.Server) {
	t.Helper()
	if out, err := s.plan(t, server, `data "kaltura_account" "this" {}`); err == nil || !strings.Contains(out, "Unknown Kaltura App Token") {
		t.Errorf("the token %s still works: %v\n%s", s.ID, err, out)
	}
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

// TestStoredNumber shows why examples store only texts.
func TestStoredNumber(t *testing.T) {
	t.Parallel()
	standIn.refusesNumber(t)
}

// refusesNumber stores a number, which the ephemeral resource cannot read.
func (s storeKind) refusesNumber(t *testing.T) {
	w := s.workspace(t)
	config := "resource \"vault_kv_secret_v2\" \"n\" {\n  mount = \"secret\"\n  name = \"n\"\n  data_json_wo = jsonencode({ n = 1 })\n  data_json_wo_version = 1\n}\n"
	write(t, filepath.Join(w.Dir, "main.tf"), config)
	install(t, w)
	w.MustRun(t, "apply", "-no-color", "-auto-approve")
	write(t, filepath.Join(w.Dir, "read.tf"), "ephemeral \"vault_kv_secret_v2\" \"n\" {\n  mount = \"secret\"\n  name = \"n\"\n}\n")
	out, err := printed(t, w, "plan", "-no-color")
	if err == nil || !strings.Contains(out, "Value Conversion Error") || !strings.Contains(out, "can't unmarshal tftypes.Number into *string") {
		t.Errorf("a number can be read, or cannot for another reason: %v\n%s", err, out)
	}
}
