// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func ids(accounts []kaltura.Account) []int64 {
	var list []int64
	for _, account := range accounts {
		list = append(list, account.PartnerID)
	}
	return list
}

func TestAccounts_filters(t *testing.T) {
	parent := kalturatest.LargeGroup(4)
	parent[1].Name, parent[2].Name, parent[3].Name, parent[4].Name = "100% Video", "100 Videos", "Lab_One", "labXone"
	parent[2].Status = kalturatest.StatusBlocked
	const own = 40000000
	blocked, active := int64(2), int64(1)
	for _, test := range []struct {
		name   string
		filter kaltura.AccountFilter
		want   []int64
	}{
		{"all children", kaltura.AccountFilter{}, []int64{own + 1, own + 2, own + 3, own + 4}},
		{"with the parent", kaltura.AccountFilter{IncludeSelf: true}, []int64{own, own + 1, own + 2, own + 3, own + 4}},
		{"blocked", kaltura.AccountFilter{Status: &blocked}, []int64{own + 2}},
		{"active", kaltura.AccountFilter{Status: &active}, []int64{own + 1, own + 3, own + 4}},
		{"name", kaltura.AccountFilter{NameContains: "VIDEO"}, []int64{own + 1, own + 2}},
		{"name with %", kaltura.AccountFilter{NameContains: "100% v"}, []int64{own + 1}},
		{"name with _", kaltura.AccountFilter{NameContains: "b_o"}, []int64{own + 3}},
		{"name that nobody has", kaltura.AccountFilter{NameContains: "zebra"}, nil},
		{"name and status", kaltura.AccountFilter{NameContains: "100", Status: &blocked}, []int64{own + 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t, parent...)
			got, err := newClient(t, server.URL, adminOf(parent[0])).Accounts(t.Context(), test.filter)
			if err != nil || !slices.Equal(ids(got), test.want) {
				t.Errorf("got %v, want %v; error %v", ids(got), test.want, err)
			}
			wantCount(t, server, "", 1)
		})
	}
}

// TestAccounts_nameIsComparedHere: % and _ are wildcards in SQL, and the API
// returns too many accounts for them. Beyond ASCII, the API compares bytes, and
// the client does not send the filter.
func TestAccounts_nameIsComparedHere(t *testing.T) {
	for contains, test := range map[string]struct {
		answer string
		want   []int64
		asked  bool
	}{
		"a_b":    {`{"totalCount":3,"objects":[{"id":1,"name":"a_b"},{"id":2,"name":"axb"},{"id":3,"name":"A_B!"}]}`, []int64{1, 3}, true},
		"zÜRICH": {`{"totalCount":2,"objects":[{"id":1,"name":"Universität Zürich"},{"id":2,"name":"Bern"}]}`, []int64{1}, false},
	} {
		server, client := start(t, adminOf(kalturatest.Umbrella), kalturatest.AnswerJSON(test.answer))
		got, err := client.Accounts(t.Context(), kaltura.AccountFilter{NameContains: contains})
		if err != nil || !slices.Equal(ids(got), test.want) {
			t.Errorf("%s: %v, error %v", contains, ids(got), err)
		}
		if asked := bytes.Contains(server.Requests()[0].Body, []byte("nameLike")); asked != test.asked {
			t.Errorf("%s: the API was asked to compare: %t", contains, asked)
		}
	}
}

// TestAccounts_ignoredStatus: a server that ignores the filter does not make an
// account look active.
func TestAccounts_ignoredStatus(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Umbrella), kalturatest.AnswerJSON(`{"totalCount":3,"objects":[{"id":1,"status":1},{"id":2,"status":2},{"id":3}]}`))
	active := int64(1)
	if got, err := client.Accounts(t.Context(), kaltura.AccountFilter{Status: &active}); err != nil || !slices.Equal(ids(got), []int64{1}) {
		t.Errorf("%v, error %v", ids(got), err)
	}
}

// TestAccounts_texts: the API answers false for a name that its database cut
// inside a character.
func TestAccounts_texts(t *testing.T) {
	for object, want := range map[string][2]string{
		`"name":false,"description":""`:                               {"", ""},
		`"name":"a\u001b[31m\u202eb\nc","description":"1\n\t2\u0007"`: {"a\ufffd[31m\ufffdb\ufffdc", "1\n\t2\ufffd"},
	} {
		_, client := start(t, adminOf(kalturatest.Umbrella), kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":7,`+object+`}]}`))
		got, err := client.Accounts(t.Context(), kaltura.AccountFilter{})
		if err != nil || len(got) != 1 || *got[0].Name != want[0] || *got[0].Description != want[1] {
			t.Errorf("%s: %+v, error %v", object, got, err)
		}
	}
}

func TestAccounts_pagesOf500(t *testing.T) {
	for _, test := range []struct{ children, requests int }{
		{0, 1}, {1, 1}, {498, 1}, {499, 1}, {500, 2}, {999, 2}, {1000, 3}, {1203, 3},
	} { // the list includes the parent
		group := kalturatest.LargeGroup(test.children)
		server := kalturatest.NewServer(t, group...)
		got, err := newClient(t, server.URL, adminOf(group[0])).Accounts(t.Context(), kaltura.AccountFilter{})
		if err != nil {
			t.Fatal(err)
		}
		if got == nil || len(got) != test.children || !slices.IsSorted(ids(got)) || len(slices.Compact(ids(got))) != test.children {
			t.Errorf("%d accounts of %d, or not each once and in order", len(got), test.children)
		}
		wantCount(t, server, "partner.list", test.requests)
		wantCount(t, server, "", test.requests)
	}
}

func TestAccounts_changesBetweenPages(t *testing.T) {
	const own, last = 40000000, 40000900
	added := func(id int64) func(*kalturatest.Server) {
		return func(server *kalturatest.Server) {
			account := kalturatest.NewAccount(id, "New")
			account.ParentID = own
			server.AddAccount(account)
		}
	}
	for _, test := range []struct {
		name   string
		change func(*kalturatest.Server)
		want   int
	}{
		{"one before is removed", func(s *kalturatest.Server) { s.RemoveAccount(own + 1) }, 900},
		{"one after is removed", func(s *kalturatest.Server) { s.RemoveAccount(last) }, 899},
		{"one is added at the end", added(last + 1), 901},
		{"one is added in front", added(own - 1), 900},
	} {
		t.Run(test.name, func(t *testing.T) {
			group := kalturatest.LargeGroup(900)
			server := kalturatest.NewServer(t, group...)
			server.Inject(kalturatest.Fault{Mutate: func(firstPage []byte) []byte {
				test.change(server)
				return firstPage
			}})
			got, err := newClient(t, server.URL, adminOf(group[0])).Accounts(t.Context(), kaltura.AccountFilter{})
			if err != nil || len(got) != test.want || len(slices.Compact(ids(got))) != len(got) {
				t.Errorf("%d accounts, want %d; error %v", len(got), test.want, err)
			}
			wantCount(t, server, "partner.list", 2)
		})
	}
}
