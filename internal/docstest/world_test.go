// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// The accounts that the examples name by ID.
const (
	exampleID  = 1234567
	northID    = 2345678
	southID    = 3456789
	europeanID = 7654321
	rotatedID  = 4567890
)

const rotatedOldSecret = "fa4e1d00000000000000000004567890"

// world is a stand-in of the API with the accounts of the examples.
func world(t *testing.T) *kalturatest.Server {
	t.Helper()
	parent := kalturatest.NewAccount(exampleID, "Example Video")
	parent.Group = true
	parent.AdminEmail = "owner@example.com"
	accounts := []kalturatest.Account{parent}
	for id, name := range map[int64]string{northID: "Example North", southID: "Example South"} {
		child := kalturatest.NewAccount(id, name)
		child.ParentID, child.AdminEmail = exampleID, "owner@example.com"
		accounts = append(accounts, child)
	}
	rotated := kalturatest.NewAccount(rotatedID, "Example Rotation")
	rotated.AdditionalAdminSecrets = []string{rotatedOldSecret}
	accounts = append(accounts, rotated, kalturatest.NewAccount(europeanID, "Example Europe"))
	return kalturatest.NewServer(t, accounts...)
}

// signIn is the environment of a run in the parent account, with its
// Administrator Secret.
func signIn(server *kalturatest.Server) []string {
	account, _ := server.Account(exampleID)
	return signInWith(server, exampleID, account.AdminSecret)
}

func signInWith(server *kalturatest.Server, id int64, secret string) []string {
	return []string{
		"KALTURA_SERVICE_URL=" + server.URL,
		"KALTURA_PARTNER_ID=" + text(id),
		"KALTURA_ADMIN_SECRET=" + secret,
	}
}

// secretsOf are both secrets of each account.
func secretsOf(t *testing.T, server *kalturatest.Server, ids ...int64) []string {
	t.Helper()
	var secrets []string
	for _, id := range ids {
		account, found := server.Account(id)
		if !found {
			t.Fatalf("no account %d", id)
		}
		secrets = append(secrets, account.AdminSecret, account.UserSecret)
	}
	return secrets
}
