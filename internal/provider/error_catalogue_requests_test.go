// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var cataloguedRequests = []catalogued{
	met(kaltura.HTTPSRequired, "", "Kaltura Account Requires HTTPS", "Account 30000011 accepts requests over https only", as(kalturatest.HTTPSOnly)),
	met(kaltura.AddressRefused, "", "Kaltura Refuses This Address", "the IP address or country of this machine",
		func(t *testing.T) arguments {
			server := kalturatest.NewTLSServer(t)
			server.Inject(kalturatest.AnswerError("SERVICE_ACCESS_CONTROL_RESTRICTED", "canary"))
			return administrator(server, kalturatest.Acme).with("ca_cert_pem", server.CertificatePEM)
		}),
	met(kaltura.ActionForbidden, "role", "Kaltura Permission Missing", "The session's role may not use partner.getInfo in account 30000001",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:UPLOAD_ONLY"})),
	met(kaltura.ActionForbidden, "user session", "Kaltura Permission Missing", "A plain user session has none of them", session(kalturatest.SessionOptions{})),
	met(kaltura.ActionForbidden, "list", "Kaltura Permission Missing", "child accounts needs ADMIN_PUBLISHER_MANAGE",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:INTEGRATION_ONLY_ROLE"})).reading("kaltura_accounts", nil),
	met(kaltura.ActionBlocked, "", "Kaltura API Rate Limit Reached", "The API blocks partner.getInfo for now", faulty(kalturatest.RateLimited())),
	met(kaltura.ActionMissing, "", "Kaltura API Action Not Found", "does not know the API action partner.getInfo", refused("ACTION_DOES_NOT_EXISTS")),
	met(kaltura.SecretsNotVisible, "hidden by Kaltura", "Kaltura Account Secrets Not Visible", "Account 30000005 was read, but the API left its secrets out",
		as(kalturatest.Hidden)),
	met(kaltura.SecretsNotVisible, "role", "Kaltura Account Secrets Not Visible", "lacks the permission INTEGRATION_BASE",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID})),
	met(kaltura.SecretsNotVisible, "ephemeral", "Kaltura Account Secrets Not Visible", "use the data source kaltura_account",
		as(kalturatest.Hidden)).opening("kaltura_account_info", nil),
	met(kaltura.AccountNotReachable, "nobody's child", "Kaltura Account Not Reachable", "Account 30000016 is neither the signed-in account 30000001 nor one of its child accounts",
		as(kalturatest.Acme)).reading("kaltura_account_info", arguments{"partner_id": kalturatest.Foreign.ID}),
	met(kaltura.AccountNotReachable, "parent from its child", "Kaltura Account Not Reachable", "Account 30000002 is neither the signed-in account 30000003",
		as(kalturatest.UmbrellaNorth)).reading("kaltura_account", arguments{"partner_id": kalturatest.Umbrella.ID}),
	met(kaltura.AccountNotReachable, "ephemeral", "Kaltura Account Not Reachable", "sign in to the account itself, for example through a provider alias",
		as(kalturatest.Umbrella)).opening("kaltura_account_info", arguments{"partner_id": kalturatest.Acme.ID}),
	met(kaltura.AnswerOfAnotherAccount, "", "Answer of Another Kaltura Account", "Account 30000001 was asked for, but the API answered with account 30000016",
		faulty(kalturatest.Fault{Mutate: func(body []byte) []byte {
			return bytes.ReplaceAll(body, []byte("30000001"), []byte("30000016"))
		}})),
	met(kaltura.TooManyAccounts, "", "Too Many Kaltura Accounts", "more than 20,000 child accounts",
		func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			for page := range 41 {
				server.Inject(kalturatest.AnswerJSON(pageOfAccounts(40000000 + 500*page)))
			}
			return administrator(server, kalturatest.Umbrella)
		}).reading("kaltura_accounts", nil),
	met(kaltura.ImpersonationRefused, "", "Kaltura Child Session Refused", "create a session of account 30000016. That has to be a child",
		as(kalturatest.Umbrella)).opening("kaltura_session", arguments{"partner_id": kalturatest.Foreign.ID}),
	met(kaltura.UnknownRole, "", "Unknown Kaltura Role", "the role that it names does not exist in account 30000001",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:NO_SUCH_ROLE"})),
	met(kaltura.CannotMint, "", "Cannot Create a Kaltura Session", "a KS cannot create another one",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession})).because(kaltura.ReasonGivenKS).opening("kaltura_session", nil),
	met(kaltura.CannotMint, "", "Cannot Create a Kaltura Session", "the parent's Administrator Secret (admin_secret, KALTURA_ADMIN_SECRET)",
		appToken(kalturatest.TokenSHA256)).because(kaltura.ReasonChildNeedsAdminSecret).opening("kaltura_session", arguments{"partner_id": kalturatest.UmbrellaNorth.ID}),
	met(kaltura.CannotMint, "", "Cannot Create a Kaltura Session", "a login decides the session's user and type",
		ownerLogin(kalturatest.Umbrella)).because(kaltura.ReasonLoginFixesUser).opening("kaltura_session", arguments{"type": "admin"}),
	met(kaltura.APIRefused, "", "Kaltura API Error", "  Error code:  SOMETHING_NEW", refused("SOMETHING_NEW")),
}

// pageOfAccounts is a full page of a list that goes on.
func pageOfAccounts(first int) string {
	var objects []string
	for id := first; id < first+500; id++ {
		objects = append(objects, fmt.Sprintf(`{"id":%d}`, id))
	}
	return `{"totalCount":999999,"objects":[` + strings.Join(objects, ",") + `]}`
}
