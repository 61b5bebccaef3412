// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAccounts_pagesOf500(t *testing.T) {
	for _, test := range []struct{ children, requests int }{
		{0, 1}, {1, 1}, {498, 1}, {499, 1}, {500, 2}, {999, 2}, {1000, 3}, {1203, 3},
	} { // the parent itself is listed too
		group := kalturatest.LargeGroup(test.children)
		server := kalturatest.NewServer(t, group...)
		got, err := newClient(t, server.URL, adminOf(group[0])).Accounts(t.Context(), kaltura.AccountFilter{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != test.children || !slices.IsSorted(ids(got)) || len(slices.Compact(ids(got))) != test.children {
			t.Errorf("%d accounts of %d, or not each once and in order", len(got), test.children)
		}
		wantCount(t, server, "partner.list", test.requests)
		wantCount(t, server, "", test.requests)
	}
}

// between runs once the first page was sent, before the second is asked for.
func between(server *kalturatest.Server, change func()) {
	server.Inject(kalturatest.Fault{Skip: 1, Delay: 50 * time.Millisecond})
	go func() {
		for server.Count("partner", "list") < 1 {
			time.Sleep(time.Millisecond)
		}
		change()
	}()
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
		{"all are renamed", func(s *kalturatest.Server) {
			for id := int64(own + 1); id <= last; id++ {
				s.Update(id, func(a *kalturatest.Account) { a.Name = "Z" + a.Name })
			}
		}, 900},
	} {
		t.Run(test.name, func(t *testing.T) {
			group := kalturatest.LargeGroup(900)
			server := kalturatest.NewServer(t, group...)
			between(server, func() { test.change(server) })
			got, err := newClient(t, server.URL, adminOf(group[0])).Accounts(t.Context(), kaltura.AccountFilter{})
			if err != nil || len(got) != test.want || len(slices.Compact(ids(got))) != len(got) {
				t.Errorf("%d accounts, want %d; error %v", len(got), test.want, err)
			}
			wantCount(t, server, "partner.list", 2)
		})
	}
}

// A list that is silently short would make Terraform destroy what belongs to
// the missing accounts.
func TestAccounts_serverThatDoesNotPageByID(t *testing.T) {
	first := make([]string, 500)
	for _, test := range []struct {
		name  string
		pages []string
	}{
		{"the same page again", []string{listOf(900, 1, first...), listOf(900, 1, first...)}},
		{"descending", []string{reversed(listOf(900, 401, first...)), listOf(0, 1)}},
		{"jumbled", []string{strings.Replace(listOf(900, 1, first...), `"id":7,`, `"id":700,`, 1), listOf(200, 701, first[:200]...)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			for _, page := range test.pages {
				server.Inject(kalturatest.AnswerJSON(page))
			}
			client := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
			var err error
			within(t, 10*time.Second, func() { _, err = client.Accounts(t.Context(), kaltura.AccountFilter{}) })
			wantFailure(t, err, kaltura.UnexpectedAnswer)
		})
	}
}

func reversed(list string) string {
	head, rest, _ := strings.Cut(list, `[`)
	objects, tail, _ := strings.Cut(rest, `]`)
	items := strings.SplitAfter(objects, "},")
	items[len(items)-1] += ","
	slices.Reverse(items)
	return head + "[" + strings.TrimSuffix(strings.Join(items, ""), ",") + "]" + tail
}

func TestAccounts_endsAtTheCap(t *testing.T) {
	server := kalturatest.NewServer(t)
	page := make([]string, 500)
	for i := range 60 {
		server.Inject(kalturatest.AnswerJSON(listOf(1_000_000, 1+i*500, page...)))
	}
	_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{})
	wantFailure(t, err, kaltura.TooManyAccounts)
	wantCount(t, server, "", kaltura.MaxAccounts/500+1)
}
