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
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: asAdmin(server, kalturatest.Acme) + readAccountInfo,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(this, tfjsonpath.New("partner_id"), knownvalue.Int64Exact(30000001)),
				statecheck.ExpectKnownValue(this, tfjsonpath.New("sub_partner_id"), knownvalue.Int64Exact(3000000100)),
				statecheck.ExpectKnownValue(this, tfjsonpath.New("admin_secret"), knownvalue.StringExact(kalturatest.Acme.AdminSecret)),
				statecheck.ExpectKnownValue(this, tfjsonpath.New("user_secret"), knownvalue.StringExact(kalturatest.Acme.UserSecret)),
				statecheck.ExpectSensitiveValue(this, tfjsonpath.New("admin_secret")),
				statecheck.ExpectSensitiveValue(this, tfjsonpath.New("user_secret")),
			},
		}},
	})
}

func TestAccountInfoDataSource_readsChild(t *testing.T) {
	server := kalturatest.NewServer(t)
	const child = "data.kaltura_account_info.child"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: asAdmin(server, kalturatest.Umbrella) + `
				data "kaltura_account_info" "child" {
				  partner_id = 30000003
				}`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(child, tfjsonpath.New("sub_partner_id"), knownvalue.Int64Exact(3000000300)),
				statecheck.ExpectKnownValue(child, tfjsonpath.New("admin_secret"), knownvalue.StringExact(kalturatest.UmbrellaNorth.AdminSecret)),
				statecheck.ExpectKnownValue(child, tfjsonpath.New("user_secret"), knownvalue.StringExact(kalturatest.UmbrellaNorth.UserSecret)),
			},
		}},
	})
}
