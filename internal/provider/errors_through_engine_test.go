// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// once is a line of a provider block that keeps a failing test short.
const once = "max_retries = 0"

// What most often goes wrong, as a person meets it: through an engine, wrapped
// and decorated by it.
func TestErrors_throughAnEngine(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	ks := func(options kalturatest.SessionOptions) string {
		return withKS(server, server.StartSession(kalturatest.Acme.ID, options))
	}
	revoked := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	ask(t, server, "session.end", map[string]any{"ks": revoked})
	stranger := kalturatest.NewAccount(39999999, "Nobody")
	forged := kalturatest.Acme
	forged.AdminSecret = kalturatest.Acme.UserSecret

	tests := []struct{ title, config, says string }{
		{"wrong secret", asAdmin(server, forged), "Wrong Kaltura Administrator Secret"},
		{"unknown account", asAdmin(server, stranger), "Unknown Kaltura Account"},
		{"blocked account", asAdmin(server, kalturatest.Blocked), "Kaltura Account Blocked"},
		{"expired", ks(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Expiry: time.Now().Add(-time.Hour)}), "Kaltura Session Expired"},
		{"revoked", withKS(server, revoked), "Kaltura Session Revoked"},
		{"garbage", withKS(server, "garbage"), "Invalid Kaltura Session"},
		{
			"KS of another account",
			block(server, fmt.Sprintf("ks = %q", server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{})), "partner_id = 30000016"),
			"Kaltura Session of Another Account",
		},
		{"role without permission", ks(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Uploader.ID}), "Kaltura Permission Missing"},
		{"secrets not visible", asAdmin(server, kalturatest.Hidden), "Kaltura Account Secrets Not Visible"},
		{"HTML", asAdmin(misbehaving(t, kalturatest.AnswerHTML()), kalturatest.Acme), "Not a Kaltura API: HTML Answer"},
		{"XML", asAdmin(misbehaving(t, kalturatest.AnswerXML()), kalturatest.Acme), "Not a Kaltura API: XML Answer"},
		{"empty", asAdmin(misbehaving(t, kalturatest.AnswerEmpty(200)), kalturatest.Acme), "Not a Kaltura API: Empty Answer"},
		{"unreachable", fmt.Sprintf("provider \"kaltura\" {\n service_url = %q\n ks = \"x\"\n %s\n}\n", "http://"+closedPort(t), once), "Kaltura API Unreachable"},
		{"plain http", "provider \"kaltura\" {\n service_url = \"http://kaltura.example.com\"\n ks = \"x\"\n}\n", "Insecure Kaltura Service URL"},
	}
	var steps []resource.TestStep
	for _, test := range tests {
		steps = append(steps, resource.TestStep{Config: test.config + readAccountInfo, ExpectError: wrapped("Error: " + test.says)})
	}
	runSteps(t, steps...)
}

// Wrong uses of the data sources for accounts, and the words for them.
func TestAccountArguments_throughAnEngine(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	read := func(account kalturatest.Account, object string, partnerID int64) string {
		return asAdmin(server, account) + fmt.Sprintf("data %q \"this\" {\n partner_id = %d\n}\n", object, partnerID)
	}
	viewer := withKS(server, server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID}))
	tests := []struct{ title, config, says string }{
		{"zero", read(kalturatest.Umbrella, "kaltura_account", 0), "partner_id value must be between 1 and 2147483647"},
		{"negative", read(kalturatest.Umbrella, "kaltura_account", -2), "partner_id value must be between 1 and 2147483647; 0 and negative IDs are those of the Kaltura platform itself"},
		{"too large", read(kalturatest.Umbrella, "kaltura_account", 2147483648), "partner_id value must be between 1 and 2147483647"},
		{"sub partner id", read(kalturatest.Umbrella, "kaltura_account_info", 3000000300), "partner_id value must be between 1 and 2147483647"},
		{"another parent's child", read(kalturatest.Acme, "kaltura_account", kalturatest.UmbrellaNorth.ID), "Account 30000003 is neither the signed-in account 30000001 nor one of its child accounts"},
		{"parent from its child", read(kalturatest.UmbrellaNorth, "kaltura_account_info", kalturatest.Umbrella.ID), "Kaltura Account Not Reachable"},
		{"sibling", read(kalturatest.UmbrellaNorth, "kaltura_account", kalturatest.UmbrellaSouth.ID), "Kaltura Account Not Reachable"},
		{"list without permission", viewer + `data "kaltura_accounts" "this" {}`, "The session's role may not use partner.list in account 30000001"},
		{"unknown status", asAdmin(server, kalturatest.Umbrella) + "data \"kaltura_accounts\" \"this\" {\n status = \"happy\"\n}\n", `value must be one of: ["deleted" "active" "blocked" "full_block" "read_only"]`},
		{"empty name", asAdmin(server, kalturatest.Umbrella) + "data \"kaltura_accounts\" \"this\" {\n name_contains = \"\"\n}\n", "name_contains string length must be at least 1"},
	}
	var steps []resource.TestStep
	for _, test := range tests {
		steps = append(steps, resource.TestStep{Config: test.config, ExpectError: wrapped(test.says)})
	}
	runSteps(t, steps...)
}
