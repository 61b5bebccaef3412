// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const readAccount = `data "kaltura_account" "this" {}`

// furnished returns an account with a value for every attribute.
func furnished() kalturatest.Account {
	account := kalturatest.Acme
	account.ID, account.ParentID = 30000101, 30000002
	account.Name, account.Description, account.Website = "Furnished", "Has everything", "https://furnished.example.com"
	account.AdminEmail, account.ReferenceID = "olive@furnished.example.com", "ref-42"
	account.Host, account.CDNHost = "https://api.furnished.example.com", "https://cdn.furnished.example.com"
	account.CreatedAt = time.Date(2024, 2, 29, 12, 30, 15, 0, time.FixedZone("", 2*3600))
	account.UseSSO, account.BlockDirectLogin, account.Status = true, true, kalturatest.StatusReadOnly
	return account
}

// TestAccAccountDataSource_everyAttribute: a value that the account lacks is
// null, not empty, zero, or a placeholder.
func TestAccAccountDataSource_everyAttribute(t *testing.T) {
	t.Parallel()
	full, bare := furnished(), kalturatest.NewAccount(30000102, "Bare")
	bare.Extra = map[string]any{"status": 7, "authenticationType": 9, "createdAt": nil, "blockDirectLogin": nil, "partnerParentId": 0}
	server := kalturatest.NewServer(t, full, bare)
	const this = "data.kaltura_account.this"
	runSteps(t,
		shows(asAdmin(server, full)+readAccount, this, values{
			"partner_id": 30000101, "sub_partner_id": 3000010100, "parent_partner_id": 30000002, "reference_id": "ref-42",
			"name": "Furnished", "description": "Has everything", "website": "https://furnished.example.com", "status": "read_only",
			"created_at": "2024-02-29T10:30:15Z", "admin_email": "olive@furnished.example.com", "host": "https://api.furnished.example.com",
			"cdn_host": "https://cdn.furnished.example.com", "authentication_type": "sso", "direct_login_blocked": true,
		}),
		shows(asAdmin(server, bare)+readAccount, this, values{
			"partner_id": 30000102, "sub_partner_id": 3000010200, "parent_partner_id": nil, "reference_id": nil,
			"name": "Bare", "description": nil, "website": nil, "status": "unknown_7", "created_at": nil, "admin_email": nil, "host": nil,
			"cdn_host": nil, "authentication_type": "unknown_9", "direct_login_blocked": nil,
		}),
	)
}

// TestAccAccountDataSource_needsNoSecrets: a role that cannot see secrets reads
// the account, including non-ASCII names, and the API sends no secret.
func TestAccAccountDataSource_needsNoSecrets(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	const this = "data.kaltura_account.this"
	viewer := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID})
	foreign := kalturatest.Foreign
	runSteps(t,
		shows(withKS(server, viewer)+readAccount, this, values{"name": "Acme Video"}),
		shows(asAdmin(server, kalturatest.Hidden)+readAccount, this, values{"name": "Hidden Secrets Inc"}),
		shows(asAdmin(server, foreign)+readAccount, this, values{"name": foreign.Name, "description": foreign.Description}),
	)
	for _, request := range server.Requests() {
		for _, account := range []kalturatest.Account{kalturatest.Acme, kalturatest.Hidden, foreign} {
			if bytes.Contains(request.Answer, []byte(account.AdminSecret)) || bytes.Contains(request.Answer, []byte(account.UserSecret)) {
				t.Errorf("%s.%s was answered with a secret", request.Service, request.Action)
			}
		}
	}
}
