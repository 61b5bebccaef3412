// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// A thousand children through the plugin protocol, ten reads at a time as
// engines do: three pages of 500 (the parent is in the list), one request for
// each, connections that are used again, and no account with another's values.
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
				expectRead(t, e, ids[i], group[i+1])
			}
		})
	}
	for i := range ids {
		next <- i
	}
	close(next)
	readers.Wait()
	expectThousand(t, server)
}

// expectRead reads a child and compares what has to be its own.
func expectRead(t *testing.T, e *engine, id int64, child kalturatest.Account) {
	t.Helper()
	account, diags := e.read(context.Background(), "kaltura_account", arguments{"partner_id": id})
	if len(diags) > 0 {
		t.Error(diags)
		return
	}
	if id != child.ID || int64Of(t, account["partner_id"]) != id || int64Of(t, account["sub_partner_id"]) != 100*id || textOf(t, account["name"]) != child.Name {
		t.Errorf("account %d has the values of another", id)
	}
}

// expectThousand looks at what the server saw of one listing and its fan-out.
func expectThousand(t *testing.T, server *kalturatest.Server) {
	t.Helper()
	reads := map[string]int{}
	for _, request := range server.Requests() {
		if request.Action == "get" {
			reads[fmt.Sprint(request.Params["id"])]++
		}
	}
	if pages, all := server.Count("partner", "list"), len(server.Requests()); pages != 3 || len(reads) != 1000 || all != 1003 {
		t.Errorf("%d pages, %d accounts and %d requests, want 3, 1000 and 1003", pages, len(reads), all)
	}
	// Ten at a time, as the client's own tests count. A busy machine makes the
	// HTTP library give up a connection now and then, so a few may be replaced.
	if got := server.Connections(); got > 20 {
		t.Errorf("%d connections for 1003 requests", got)
	}
}

// The same through an engine with for_each. Engines need time that grows with
// the square of the instances, most of what this test takes, so it plans once.
func TestThousandChildren_throughAnEngine(t *testing.T) {
	t.Parallel()
	group := kalturatest.LargeGroup(1000)
	server := kalturatest.NewServer(t, group...)
	w := newWorkspace(t, asAdmin(server, group[0])+`
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
	if len(got) != 1000 {
		t.Fatalf("%d children", len(got))
	}
	for _, child := range group[1:] {
		if want := fmt.Sprintf("%d %d %s", child.ID, 100*child.ID, child.Name); got[fmt.Sprint(child.ID)] != want {
			t.Errorf("got %q, want %q", got[fmt.Sprint(child.ID)], want)
		}
	}
	expectThousand(t, server)
}
