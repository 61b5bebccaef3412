// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// A version drives a change after a rotation, and only then.
func TestAccountSecretVersionsDataSource_drivesWriteOnlyArguments(t *testing.T) {
	server := kalturatest.NewServer(t)
	config := asAdmin(server, kalturatest.Umbrella) + `
		data "kaltura_account_secret_versions" "child" { partner_id = 30000003 }
		resource "terraform_data" "store" {
		  input = data.kaltura_account_secret_versions.child.admin_secret_version
		}`
	expect := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction("terraform_data.store", action)}}
	}
	runSteps(t, resource.TestStep{Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionCreate)},
		resource.TestStep{Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionNoop)},
		resource.TestStep{
			PreConfig: func() {
				server.Update(kalturatest.UmbrellaNorth.ID, func(a *kalturatest.Account) { a.UserSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0" })
			},
			Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionNoop),
		},
		resource.TestStep{
			PreConfig: func() {
				server.Update(kalturatest.UmbrellaNorth.ID, func(a *kalturatest.Account) { a.AdminSecret = "1f1e2d3c4b5a69788796a5b4c3d2e1f0" })
			},
			Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
		})
}

// Equal secrets of two accounts have different versions, and the two secrets of
// one account are told apart.
func TestAccountSecretVersionsDataSource_tellsAccountsApart(t *testing.T) {
	server := kalturatest.NewServer(t)
	seen := map[int64]bool{}
	for _, account := range []kalturatest.Account{kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth} {
		server.Update(account.ID, func(a *kalturatest.Account) { a.AdminSecret = "1f1e2d3c4b5a69788796a5b4c3d2e1f0" })
		state := configured(t, administrator(server, kalturatest.Umbrella)).mustRead("kaltura_account_secret_versions", arguments{"partner_id": account.ID})
		seen[int64Of(t, state["admin_secret_version"])], seen[int64Of(t, state["user_secret_version"])] = true, true
	}
	if len(seen) != 4 {
		t.Errorf("%d different versions, want 4: %v", len(seen), seen)
	}
}
