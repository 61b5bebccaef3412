// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var cataloguedRequests = []catalogued{
	{
		failure: kaltura.HTTPSRequired, summary: "Kaltura Account Requires HTTPS", says: "Account 30000011 accepts requests over https only",
		arrange: as(kalturatest.HTTPSOnly),
	},
	{
		failure: kaltura.AddressRefused, summary: "Kaltura Refuses This Address", says: "the IP address or country of this machine",
		arrange: func(t *testing.T) arguments {
			server := kalturatest.NewTLSServer(t)
			server.Inject(kalturatest.AnswerError("SERVICE_ACCESS_CONTROL_RESTRICTED", "canary"))
			return administrator(server, kalturatest.Acme).with("ca_cert_pem", server.CertificatePEM)
		},
	},
	{
		failure: kaltura.ActionForbidden, title: "role", summary: "Kaltura Permission Missing", says: "The session's role may not use partner.getInfo in account 30000001",
		arrange: session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:UPLOAD_ONLY"}),
	},
	{
		failure: kaltura.ActionForbidden, title: "user session", summary: "Kaltura Permission Missing", says: "A plain user session has none of them",
		arrange: session(kalturatest.SessionOptions{}),
	},
	{
		failure: kaltura.ActionForbidden, title: "list", summary: "Kaltura Permission Missing", says: "child accounts needs ADMIN_PUBLISHER_MANAGE",
		arrange:    session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:INTEGRATION_ONLY_ROLE"}),
		dataSource: "kaltura_accounts",
	},
	{
		failure: kaltura.ActionBlocked, summary: "Kaltura API Rate Limit Reached", says: "The API blocks partner.getInfo for now",
		arrange: faulty(kalturatest.RateLimited()),
	},
	{
		failure: kaltura.ActionMissing, summary: "Kaltura API Action Not Found", says: "does not know the API action partner.getInfo",
		arrange: refused("ACTION_DOES_NOT_EXISTS"),
	},
	{
		failure: kaltura.SecretsNotVisible, title: "hidden by Kaltura", summary: "Kaltura Account Secrets Not Visible", says: "Account 30000005 was read, but the API left its secrets out",
		arrange: as(kalturatest.Hidden),
	},
	{
		failure: kaltura.SecretsNotVisible, title: "role", summary: "Kaltura Account Secrets Not Visible", says: "lacks the permission INTEGRATION_BASE",
		arrange: session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID}),
	},
	{
		failure: kaltura.SecretsNotVisible, title: "ephemeral", summary: "Kaltura Account Secrets Not Visible", says: "use the data source kaltura_account",
		arrange: as(kalturatest.Hidden), ephemeral: "kaltura_account_info",
	},
	{
		failure: kaltura.AccountNotReachable, title: "nobody's child", summary: "Kaltura Account Not Reachable", says: "Account 30000016 is neither the signed-in account 30000001 nor one of its child accounts",
		arrange: as(kalturatest.Acme), config: arguments{"partner_id": kalturatest.Foreign.ID},
	},
	{
		failure: kaltura.AccountNotReachable, title: "parent from its child", summary: "Kaltura Account Not Reachable", says: "Account 30000002 is neither the signed-in account 30000003",
		arrange: as(kalturatest.UmbrellaNorth), dataSource: "kaltura_account", config: arguments{"partner_id": kalturatest.Umbrella.ID},
	},
	{
		failure: kaltura.AccountNotReachable, title: "ephemeral", summary: "Kaltura Account Not Reachable", says: "sign in to the account itself, for example through a provider alias",
		arrange: as(kalturatest.Umbrella), ephemeral: "kaltura_account_info", config: arguments{"partner_id": kalturatest.Acme.ID},
	},
	{
		failure: kaltura.AnswerOfAnotherAccount, summary: "Answer of Another Kaltura Account", says: "Account 30000001 was asked for, but the API answered with account 30000016",
		arrange: faulty(kalturatest.Fault{Mutate: func(body []byte) []byte {
			return bytes.ReplaceAll(body, []byte("30000001"), []byte("30000016"))
		}}),
	},
	{
		failure: kaltura.TooManyAccounts, summary: "Too Many Kaltura Accounts", says: "more than 20,000 child accounts",
		arrange: func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			for page := range 41 {
				server.Inject(kalturatest.AnswerJSON(pageOfAccounts(40000000 + 500*page)))
			}
			return administrator(server, kalturatest.Umbrella)
		},
		dataSource: "kaltura_accounts",
	},
	{
		failure: kaltura.ImpersonationRefused, summary: "Kaltura Child Session Refused", says: "create a session of account 30000016. That has to be a child",
		arrange: as(kalturatest.Umbrella), ephemeral: "kaltura_session", config: arguments{"partner_id": kalturatest.Foreign.ID},
	},
	{
		failure: kaltura.UnknownRole, summary: "Unknown Kaltura Role", says: "the role that it names does not exist in account 30000001",
		arrange: session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:NO_SUCH_ROLE"}),
	},
	{
		failure: kaltura.CannotMint, reason: kaltura.ReasonGivenKS, summary: "Cannot Create a Kaltura Session", says: "a KS cannot create another one",
		arrange: session(kalturatest.SessionOptions{Type: kalturatest.AdminSession}), ephemeral: "kaltura_session",
	},
	{
		failure: kaltura.CannotMint, reason: kaltura.ReasonChildNeedsAdminSecret, summary: "Cannot Create a Kaltura Session", says: "the parent's Administrator Secret (admin_secret, KALTURA_ADMIN_SECRET)",
		arrange: appToken(kalturatest.TokenSHA256), ephemeral: "kaltura_session", config: arguments{"partner_id": kalturatest.UmbrellaNorth.ID},
	},
	{
		failure: kaltura.CannotMint, reason: kaltura.ReasonLoginFixesUser, summary: "Cannot Create a Kaltura Session", says: "a login decides the session's user and type",
		arrange: ownerLogin(kalturatest.Umbrella), ephemeral: "kaltura_session", config: arguments{"type": "admin"},
	},
	{
		failure: kaltura.APIRefused, summary: "Kaltura API Error", says: "  Error code:  SOMETHING_NEW",
		arrange: refused("SOMETHING_NEW"),
	},
}

// pageOfAccounts is a full page of a list that goes on.
func pageOfAccounts(first int) string {
	var objects []string
	for id := first; id < first+500; id++ {
		objects = append(objects, fmt.Sprintf(`{"id":%d}`, id))
	}
	return `{"totalCount":999999,"objects":[` + strings.Join(objects, ",") + `]}`
}

// endSession revokes a KS, as somebody else than the provider.
func endSession(t *testing.T, server *kalturatest.Server, ks string) {
	t.Helper()
	body := strings.NewReader(fmt.Sprintf(`{"format":1,"ks":%q}`, ks))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/api_v3/service/session/action/end", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }() // nothing of it is read
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("session.end: %s", answer.Status)
	}
}
