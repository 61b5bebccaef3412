// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const readAccountInfo = `data "kaltura_account_info" "this" {}`

func TestAccountInfoDataSource_readsAndHides(t *testing.T) {
	server := kalturatest.NewServer(t)
	const this = "data.kaltura_account_info.this"
	runSteps(t, resource.TestStep{
		Config: asAdmin(server, kalturatest.Acme) + readAccountInfo,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(this, tfjsonpath.New("partner_id"), knownvalue.Int64Exact(30000001)),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("sub_partner_id"), knownvalue.Int64Exact(3000000100)),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("admin_secret"), knownvalue.StringExact(kalturatest.Acme.AdminSecret)),
			statecheck.ExpectKnownValue(this, tfjsonpath.New("user_secret"), knownvalue.StringExact(kalturatest.Acme.UserSecret)),
			statecheck.ExpectSensitiveValue(this, tfjsonpath.New("admin_secret")),
			statecheck.ExpectSensitiveValue(this, tfjsonpath.New("user_secret")),
		},
	})
}

func TestAccountInfoDataSource_readsChild(t *testing.T) {
	server := kalturatest.NewServer(t)
	const child = "data.kaltura_account_info.child"
	runSteps(t, resource.TestStep{
		Config: asAdmin(server, kalturatest.Umbrella) + `
				data "kaltura_account_info" "child" {
				  partner_id = 30000003
				}`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(child, tfjsonpath.New("sub_partner_id"), knownvalue.Int64Exact(3000000300)),
			statecheck.ExpectKnownValue(child, tfjsonpath.New("admin_secret"), knownvalue.StringExact(kalturatest.UmbrellaNorth.AdminSecret)),
			statecheck.ExpectKnownValue(child, tfjsonpath.New("user_secret"), knownvalue.StringExact(kalturatest.UmbrellaNorth.UserSecret)),
		},
	})
}

// echoed shows what an ephemeral resource returned, by writing it to the state.
// The name has to be new in each step: an echo is made once.
func echoed(value, name string) string {
	return `
		provider "echo" { data = ` + value + ` }
		resource "echo" "` + name + `" {}
	`
}

func TestAccountInfoEphemeralResource_reads(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	runEphemeralSteps(t, resource.TestStep{
		Config: asAdmin(server, kalturatest.Acme) + `ephemeral "kaltura_account_info" "this" {}` +
			echoed("ephemeral.kaltura_account_info.this", "own"),
		ConfigStateChecks: []statecheck.StateCheck{expectEchoed("own", kalturatest.Acme)},
	},
		resource.TestStep{
			Config: asAdmin(server, kalturatest.Umbrella) + `
					ephemeral "kaltura_account_info" "this" { partner_id = 30000003 }` +
				echoed("ephemeral.kaltura_account_info.this", "child"),
			ConfigStateChecks: []statecheck.StateCheck{expectEchoed("child", kalturatest.UmbrellaNorth)},
		})
}

// expectEchoed checks all that there is: four values and no more.
func expectEchoed(name string, account kalturatest.Account) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo."+name, tfjsonpath.New("data"), knownvalue.ObjectExact(map[string]knownvalue.Check{
		"partner_id":     knownvalue.Int64Exact(account.ID),
		"sub_partner_id": knownvalue.Int64Exact(account.ID * 100),
		"admin_secret":   knownvalue.StringExact(account.AdminSecret),
		"user_secret":    knownvalue.StringExact(account.UserSecret),
	}))
}

// Errors before the success, and one resource for each child.
func TestAccountInfoEphemeralResource_ofEachChild(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	children := asAdmin(server, kalturatest.Umbrella) + `
		data "kaltura_accounts" "children" {}
		ephemeral "kaltura_account_info" "child" {
		  for_each   = toset([for id in data.kaltura_accounts.children.partner_ids : tostring(id)])
		  partner_id = each.key
		}`
	runEphemeralSteps(t, resource.TestStep{
		Config:      asAdmin(server, kalturatest.Umbrella) + `ephemeral "kaltura_account_info" "this" { partner_id = 0 }`,
		ExpectError: wrapped("partner_id value must be between 1 and 2147483647"),
	},
		resource.TestStep{
			Config:      asAdmin(server, kalturatest.Umbrella) + `ephemeral "kaltura_account_info" "this" { partner_id = 30000001 }`,
			ExpectError: wrapped("Error: Kaltura Account Not Reachable"),
		},
		resource.TestStep{
			Config:      asAdmin(server, kalturatest.Hidden) + `ephemeral "kaltura_account_info" "this" {}`,
			ExpectError: wrapped("Error: Kaltura Account Secrets Not Visible"),
		},
		resource.TestStep{
			Config: children + echoed("{ for id, info in ephemeral.kaltura_account_info.child : id => info.user_secret }", "children"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.children", tfjsonpath.New("data"), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"30000003": knownvalue.StringExact(kalturatest.UmbrellaNorth.UserSecret),
					"30000004": knownvalue.StringExact(kalturatest.UmbrellaSouth.UserSecret),
				})),
			},
		})
}
