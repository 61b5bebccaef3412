// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const readAccount = `data "kaltura_account" "this" {}`

// furnished is an account that has a value for everything.
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

func TestAccountDataSource_everyAttribute(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t, furnished())
	runSteps(t, resource.TestStep{
		Config: asAdmin(server, furnished()) + readAccount,
		ConfigStateChecks: expectAll("data.kaltura_account.this", map[string]knownvalue.Check{
			"partner_id":           knownvalue.Int64Exact(30000101),
			"sub_partner_id":       knownvalue.Int64Exact(3000010100),
			"name":                 knownvalue.StringExact("Furnished"),
			"description":          knownvalue.StringExact("Has everything"),
			"website":              knownvalue.StringExact("https://furnished.example.com"),
			"status":               knownvalue.StringExact("read_only"),
			"created_at":           knownvalue.StringExact("2024-02-29T10:30:15Z"),
			"admin_email":          knownvalue.StringExact("olive@furnished.example.com"),
			"parent_partner_id":    knownvalue.Int64Exact(30000002),
			"reference_id":         knownvalue.StringExact("ref-42"),
			"host":                 knownvalue.StringExact("https://api.furnished.example.com"),
			"cdn_host":             knownvalue.StringExact("https://cdn.furnished.example.com"),
			"authentication_type":  knownvalue.StringExact("sso"),
			"direct_login_blocked": knownvalue.Bool(true),
		}),
	})
}

// What an account does not have is null, not empty, zero or a word for nothing.
func TestAccountDataSource_nullWhereAbsent(t *testing.T) {
	t.Parallel()
	bare := kalturatest.NewAccount(30000102, "Bare")
	bare.Extra = map[string]any{
		"status": 7, "authenticationType": 9, "createdAt": nil, "blockDirectLogin": nil, "partnerParentId": 0,
	}
	server := kalturatest.NewServer(t, bare)
	runSteps(t, resource.TestStep{
		Config: asAdmin(server, bare) + readAccount,
		ConfigStateChecks: expectAll("data.kaltura_account.this", map[string]knownvalue.Check{
			"partner_id": knownvalue.Int64Exact(30000102), "sub_partner_id": knownvalue.Int64Exact(3000010200),
			"name": knownvalue.StringExact("Bare"), "status": knownvalue.StringExact("unknown_7"),
			"authentication_type": knownvalue.StringExact("unknown_9"),
			"description":         knownvalue.Null(), "website": knownvalue.Null(), "created_at": knownvalue.Null(),
			"admin_email": knownvalue.Null(), "parent_partner_id": knownvalue.Null(), "reference_id": knownvalue.Null(),
			"host": knownvalue.Null(), "cdn_host": knownvalue.Null(), "direct_login_blocked": knownvalue.Null(),
		}),
	})
}

// A role that may not see secrets reads the account, names beyond ASCII and
// all, and no secret is sent for it.
func TestAccountDataSource_needsNoSecrets(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	const this = "data.kaltura_account.this"
	viewer := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID})
	runSteps(t, resource.TestStep{
		Config:            withKS(server, viewer) + readAccount,
		ConfigStateChecks: expectAll(this, map[string]knownvalue.Check{"name": knownvalue.StringExact("Acme Video")}),
	},
		resource.TestStep{
			Config:            asAdmin(server, kalturatest.Hidden) + readAccount,
			ConfigStateChecks: expectAll(this, map[string]knownvalue.Check{"name": knownvalue.StringExact("Hidden Secrets Inc")}),
		},
		resource.TestStep{
			Config: asAdmin(server, kalturatest.Foreign) + readAccount,
			ConfigStateChecks: expectAll(this, map[string]knownvalue.Check{
				"name":        knownvalue.StringExact(kalturatest.Foreign.Name),
				"description": knownvalue.StringExact(kalturatest.Foreign.Description),
			}),
		})
	for _, request := range server.Requests() {
		for _, account := range []kalturatest.Account{kalturatest.Acme, kalturatest.Hidden, kalturatest.Foreign} {
			if bytes.Contains(request.Answer, []byte(account.AdminSecret)) || bytes.Contains(request.Answer, []byte(account.UserSecret)) {
				t.Errorf("%s.%s was answered with a secret", request.Service, request.Action)
			}
		}
	}
}

// expectAll checks attributes of one object.
func expectAll(address string, want map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, check := range want {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), check))
	}
	return checks
}
