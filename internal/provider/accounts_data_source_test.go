// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// family starts a server with Umbrella, its children, two more children of
// other statuses, and these accounts.
func family(t *testing.T, others ...kalturatest.Account) *kalturatest.Server {
	t.Helper()
	blocked := kalturatest.NewAccount(30000021, "umbrella west, 100%")
	blocked.ParentID, blocked.Status, blocked.ReferenceID = kalturatest.Umbrella.ID, kalturatest.StatusBlocked, "west-1"
	east := kalturatest.NewAccount(30000020, "East")
	east.ParentID = kalturatest.Umbrella.ID
	return kalturatest.NewServer(t, slices.Concat(kalturatest.DefaultAccounts(), []kalturatest.Account{blocked, east}, others)...)
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

// TestThousandChildren reads a thousand children through the plugin protocol,
// ten at a time as engines do. It expects three pages of 500 (the list includes
// the parent), one request per child, reused connections, and no mixed-up
// values.
func TestThousandChildren(t *testing.T) {
	group := kalturatest.LargeGroup(1000)
	server := kalturatest.NewServer(t, group...)
	e := configured(t, administrator(server, group[0]))
	state := e.mustRead("kaltura_accounts", nil)
	ids := int64s(t, state["partner_ids"])
	if len(ids) != 1000 {
		t.Fatalf("%d children", len(ids))
	}
	next := make(chan int)
	var readers sync.WaitGroup
	for range 10 {
		readers.Go(func() {
			for i := range next {
				id, child := ids[i], group[i+1]
				account := e.mustRead("kaltura_account", arguments{"partner_id": id})
				if id != child.ID || int64Of(t, account["partner_id"]) != id || int64Of(t, account["sub_partner_id"]) != 100*id || textOf(t, account["name"]) != child.Name {
					t.Errorf("account %d has the values of another", id)
				}
			}
		})
	}
	for i := range ids {
		next <- i
	}
	close(next)
	readers.Wait()
	expectFanOut(t, server, 3, 1000)
}

// expectFanOut expects one request for each page of the list and for each
// child.
func expectFanOut(t *testing.T, server *kalturatest.Server, pages, children int) {
	t.Helper()
	reads := map[string]int{}
	for _, request := range server.Requests() {
		if request.Action == "get" {
			reads[fmt.Sprint(request.Params["id"])]++
		}
	}
	if listed, all := server.Count("partner", "list"), len(server.Requests()); listed != pages || len(reads) != children || all != pages+children {
		t.Errorf("%d pages, %d accounts and %d requests, want %d pages and %d accounts", listed, len(reads), all, pages, children)
	}
	// The client opens ten connections. On a busy machine the HTTP library
	// drops a connection occasionally, and the client replaces it.
	if got := server.Connections(); got > 20 {
		t.Errorf("%d connections", got)
	}
}

// TestAccManyChildren_throughAnEngine uses partner_ids in for_each, with more
// children than an engine reads at once. make bench plans a thousand.
func TestAccManyChildren_throughAnEngine(t *testing.T) {
	t.Parallel()
	group := kalturatest.LargeGroup(25)
	server := kalturatest.NewServer(t, group...)
	w := newWorkspace(t, administrator(server, group[0]).hcl()+`
		data "kaltura_accounts" "children" {}
		locals {
		  children = toset([for id in data.kaltura_accounts.children.partner_ids : tostring(id)])
		}
		data "kaltura_account" "child" {
		  for_each   = local.children
		  partner_id = each.key
		}
		output "children" {
		  value = { for id, child in data.kaltura_account.child : id => "${child.partner_id} ${child.sub_partner_id} ${child.name}" }
		}`)
	w.run("plan", "-no-color", "-out=plan")
	var shown struct {
		Planned struct {
			Outputs map[string]struct{ Value map[string]string }
		} `json:"planned_values"`
	}
	if err := json.Unmarshal([]byte(w.run("show", "-json", "plan")), &shown); err != nil {
		t.Fatal(err)
	}
	got := shown.Planned.Outputs["children"].Value
	if len(got) != 25 {
		t.Fatalf("%d children", len(got))
	}
	for _, child := range group[1:] {
		if want := fmt.Sprintf("%d %d %s", child.ID, 100*child.ID, child.Name); got[fmt.Sprint(child.ID)] != want {
			t.Errorf("got %q, want %q", got[fmt.Sprint(child.ID)], want)
		}
	}
	expectFanOut(t, server, 1, 25)
}
