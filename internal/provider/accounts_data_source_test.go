// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// family is Umbrella with its children and two more of other statuses.
func family(t *testing.T) *kalturatest.Server {
	t.Helper()
	blocked := kalturatest.NewAccount(30000021, "umbrella west, 100%")
	blocked.ParentID, blocked.Status, blocked.ReferenceID = kalturatest.Umbrella.ID, kalturatest.StatusBlocked, "west-1"
	east := kalturatest.NewAccount(30000020, "East")
	east.ParentID = kalturatest.Umbrella.ID
	return kalturatest.NewServer(t, append(kalturatest.DefaultAccounts(), blocked, east)...)
}

func TestAccountsDataSource_filters(t *testing.T) {
	server := family(t)
	tests := []struct {
		title  string
		as     kalturatest.Account
		config arguments
		want   []int64
	}{
		{"children by partner id", kalturatest.Umbrella, nil, []int64{30000003, 30000004, 30000020, 30000021}},
		{"with the parent", kalturatest.Umbrella, arguments{"include_self": true}, []int64{30000002, 30000003, 30000004, 30000020, 30000021}},
		{"without the parent", kalturatest.Umbrella, arguments{"include_self": false}, []int64{30000003, 30000004, 30000020, 30000021}},
		{"status", kalturatest.Umbrella, arguments{"status": "blocked"}, []int64{30000021}},
		{"name in any case", kalturatest.Umbrella, arguments{"name_contains": "UMBRELLA"}, []int64{30000003, 30000004, 30000021}},
		{"name with a wildcard of the database", kalturatest.Umbrella, arguments{"name_contains": "0%"}, []int64{30000021}},
		{"all filters", kalturatest.Umbrella, arguments{"name_contains": "umbrella", "status": "active", "include_self": true}, []int64{30000002, 30000003, 30000004}},
		{"nothing found", kalturatest.Umbrella, arguments{"name_contains": "nobody is called so"}, nil},
		{"no parent", kalturatest.Acme, nil, nil},
		{"no parent, itself", kalturatest.Acme, arguments{"include_self": true}, []int64{30000001}},
		{"a child", kalturatest.UmbrellaNorth, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.title, func(t *testing.T) {
			e := configured(t, administrator(server, test.as))
			state := e.mustRead("kaltura_accounts", test.config)
			if got := int64s(t, state["partner_ids"]); !slices.Equal(got, test.want) {
				t.Errorf("listed %v, want %v", got, test.want)
			}
			var accounts []tftypes.Value
			if err := state["accounts"].As(&accounts); err != nil || len(accounts) != len(test.want) {
				t.Errorf("%d accounts for %d ids, %v", len(accounts), len(test.want), err)
			}
		})
	}
}

func int64s(t *testing.T, list tftypes.Value) []int64 {
	t.Helper()
	var values []tftypes.Value
	if err := list.As(&values); err != nil || list.IsNull() {
		t.Fatalf("not a list: %s, %v", list, err)
	}
	var numbers []int64
	for _, value := range values {
		numbers = append(numbers, int64Of(t, value))
	}
	return numbers
}

func TestAccountsDataSource_shortForm(t *testing.T) {
	t.Parallel()
	server := family(t)
	runSteps(t, resource.TestStep{
		Config: asAdmin(server, kalturatest.Umbrella) + `data "kaltura_accounts" "this" { name_contains = "w" }` + "\n",
		ConfigStateChecks: expectAll("data.kaltura_accounts.this", map[string]knownvalue.Check{
			"partner_ids": knownvalue.ListExact([]knownvalue.Check{knownvalue.Int64Exact(30000021)}),
			"accounts": knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
				"partner_id":        knownvalue.Int64Exact(30000021),
				"sub_partner_id":    knownvalue.Int64Exact(3000002100),
				"name":              knownvalue.StringExact("umbrella west, 100%"),
				"status":            knownvalue.StringExact("blocked"),
				"created_at":        knownvalue.StringExact("2023-11-14T22:13:20Z"),
				"parent_partner_id": knownvalue.Int64Exact(30000002),
				"reference_id":      knownvalue.StringExact("west-1"),
			})}),
		}),
	})
}

// partner_ids is made for for_each.
func TestAccountsDataSource_forEach(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	runSteps(t, resource.TestStep{
		Config: asAdmin(server, kalturatest.Umbrella) + `
				data "kaltura_accounts" "children" {}
				locals {
				  children = toset([for id in data.kaltura_accounts.children.partner_ids : tostring(id)])
				}
				data "kaltura_account" "child" {
				  for_each   = local.children
				  partner_id = each.key
				}
				data "kaltura_account_info" "child" {
				  for_each   = local.children
				  partner_id = each.key
				}`,
		ConfigStateChecks: append(append(
			expectChild(kalturatest.UmbrellaNorth), expectChild(kalturatest.UmbrellaSouth)...),
			expectAll("data.kaltura_accounts.children", map[string]knownvalue.Check{
				"partner_ids": knownvalue.ListExact([]knownvalue.Check{knownvalue.Int64Exact(30000003), knownvalue.Int64Exact(30000004)}),
			})...),
	}, forgetInstances)
}

func expectChild(child kalturatest.Account) []statecheck.StateCheck {
	key := fmt.Sprintf("child[%q]", fmt.Sprint(child.ID))
	return append(
		expectAll("data.kaltura_account."+key, map[string]knownvalue.Check{
			"name": knownvalue.StringExact(child.Name), "parent_partner_id": knownvalue.Int64Exact(child.ParentID),
		}),
		expectAll("data.kaltura_account_info."+key, map[string]knownvalue.Check{
			"partner_id":   knownvalue.Int64Exact(child.ID),
			"admin_secret": knownvalue.StringExact(child.AdminSecret), "user_secret": knownvalue.StringExact(child.UserSecret),
		})...)
}
