// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
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

// SQL takes % and _ in a name as wildcards, so the API answers with too much.
func TestAccounts_nameIsComparedLiterally(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerJSON(listOf(4, 1, "a_b", "axb", "A_B!", "ab")))
	got, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{NameContains: "a_b"})
	if err != nil || !slices.Equal(ids(got), []int64{1, 3}) {
		t.Errorf("got %v, error %v", ids(got), err)
	}
}

// listOf is an answer of partner.list with ids that count up from first.
func listOf(total, first int, names ...string) string {
	var objects []string
	for i, name := range names {
		quoted, _ := json.Marshal(name)
		objects = append(objects, fmt.Sprintf(`{"id":%d,"name":%s,"objectType":"KalturaPartner"}`, first+i, quoted))
	}
	return fmt.Sprintf(`{"totalCount":%d,"objects":[%s],"objectType":"KalturaPartnerListResponse"}`, total, strings.Join(objects, ","))
}

func TestAccounts_ofAnAccountWithoutChildren(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	if got, err := client.Accounts(t.Context(), kaltura.AccountFilter{}); err != nil || got == nil || len(got) != 0 {
		t.Errorf("got %v, error %v", got, err)
	}
	if got, err := client.Accounts(t.Context(), kaltura.AccountFilter{IncludeSelf: true}); err != nil || !slices.Equal(ids(got), []int64{kalturatest.Acme.ID}) {
		t.Errorf("got %v, error %v", ids(got), err)
	}
}

func TestAccounts_needsAPermission(t *testing.T) {
	server := kalturatest.NewServer(t)
	_, err := newClient(t, server.URL, loginOf(kalturatest.Viewer)).Accounts(t.Context(), kaltura.AccountFilter{})
	wantFailure(t, err, kaltura.ActionForbidden)
}

func TestAccounts_unexpectedAnswers(t *testing.T) {
	for _, body := range []string{
		`{}`, `null`, `[]`, `{"objects":[]}`, `{"totalCount":1,"objects":[{}]}`, `{"totalCount":1,"objects":{}}`, `{"totalCount":1,"objects":[{"id":null}]}`,
	} {
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.AnswerJSON(body))
		_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{})
		if kaltura.FailureOf(err) != kaltura.UnexpectedAnswer {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestAccounts_refusesAListThatLies(t *testing.T) {
	for _, body := range []string{
		`{"totalCount":5,"objects":[]}`,
		`{"totalCount":5}`,
		`{"totalCount":1,"objects":[{"id":-7}]}`,
		`{"totalCount":1,"objects":[{"id":9223372036854775807}]}`,
	} {
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.AnswerJSON(body))
		_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{})
		wantFailure(t, err, kaltura.UnexpectedAnswer)
	}
}

// The API writes false for a name that its database cut inside a character.
func TestAccounts_textThatIsNotUTF8IsAbsent(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":30000003,"name":false}]}`))
	got, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{})
	if err != nil || len(got) != 1 || *got[0].Name != "" {
		t.Errorf("got %+v, error %v", got, err)
	}
}

func TestConnections_errorAnswersKeepTheirs(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerStatus(503).For(3))
	info, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
	wantAcme(t, info, err)
	if server.Connections() != 1 {
		t.Errorf("%d connections for four attempts", server.Connections())
	}
}

// Beyond ASCII the API compares bytes, so the client compares.
func TestAccounts_nameWithoutRegardToCase(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerJSON(listOf(3, 1, "Universität Zürich", "UNIVERSITÄT ZÜRICH", "Bern")))
	got, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{NameContains: "zÜRICH"})
	if err != nil || !slices.Equal(ids(got), []int64{1, 2}) {
		t.Errorf("got %v, error %v", ids(got), err)
	}
	if strings.Contains(fmt.Sprint(server.Requests()), "nameLike") {
		t.Error("the API was asked to compare")
	}
}

func TestAccounts_textsForATerminal(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":7,"name":"a\u001b[31m\u202eb\nc","description":"one\ntwo\u0007"}]}`))
	got, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{})
	if err != nil || *got[0].Name != "a\ufffd[31m\ufffdb\ufffdc" || *got[0].Description != "one\ntwo\ufffd" {
		t.Errorf("got %+q, error %v", *got[0].Name, err)
	}
}

func TestAccounts_refusesAFatList(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		want kaltura.Failure
	}{
		"many objects": {`{"totalCount":9,"objects":[` + strings.Repeat(`{"id":1},`, 800_000) + `{"id":1}]}`, kaltura.UnexpectedAnswer},
		"a long text":  {listOf(9999, 1, strings.Repeat("x", 7<<20)), kaltura.AnswerTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			for page := range 3 {
				server.Inject(kalturatest.AnswerJSON(strings.Replace(test.body, `"id":1,`, fmt.Sprintf(`"id":%d,`, page+1), 1)))
			}
			_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).Accounts(t.Context(), kaltura.AccountFilter{})
			wantFailure(t, err, test.want)
		})
	}
}
