// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const accounts, appTokens, roles = "partner.list", "appToken.list", "userRole.list"

var lists = map[string]func(context.Context, *kaltura.Client) error{
	accounts: func(ctx context.Context, client *kaltura.Client) error {
		_, err := client.Accounts(ctx, kaltura.AccountFilter{})
		return err
	},
	appTokens: func(ctx context.Context, client *kaltura.Client) error {
		_, err := client.AppTokens(ctx, kaltura.AppTokenFilter{})
		return err
	},
	players: func(ctx context.Context, client *kaltura.Client) error {
		_, err := client.Players(ctx, kaltura.PlayerFilter{})
		return err
	},
	roles: func(ctx context.Context, client *kaltura.Client) error {
		_, err := client.Roles(ctx)
		return err
	},
}

// wantRefusedList ends the test unless the list is refused once all answers are
// read.
func wantRefusedList(t *testing.T, list string, want kaltura.Failure, answers ...string) {
	t.Helper()
	server, client := start(t, adminOf(kalturatest.Umbrella))
	for _, answer := range answers {
		server.Inject(kalturatest.AnswerJSON(answer))
	}
	wantFailure(t, lists[list](t.Context(), client), want)
	wantCount(t, server, list, len(answers))
}

// TestLists_incomplete: an incomplete list without an error would make
// Terraform destroy the resources of the missing objects.
func TestLists_incomplete(t *testing.T) {
	for name, answer := range map[string]string{
		"empty object": `{}`,
		"null":         `null`,
		"no object":    `[]`,
		"no count":     `{"objects":[]}`,
		"no id":        `{"totalCount":1,"objects":[{}]}`,
		"null id":      `{"totalCount":1,"objects":[{"id":null}]}`,
		"no list":      `{"totalCount":1,"objects":{}}`,
		"empty":        `{"totalCount":5,"objects":[]}`,
		"left out":     `{"totalCount":5}`,
		"negative":     `{"totalCount":-1,"objects":[]}`,
		"many objects": `{"totalCount":9,"objects":[` + strings.Repeat(`{"id":1},`, 800_000) + `{"id":1}]}`,
	} {
		for list := range lists {
			t.Run(name+", "+list, func(t *testing.T) { wantRefusedList(t, list, kaltura.UnexpectedAnswer, answer) })
		}
	}
}

// pageOf is a full page of a long list. Its IDs count up from first, unless the
// fields of each object replace them.
func pageOf(first int, fields string) string {
	var objects []string
	for id := first; id < first+500; id++ {
		objects = append(objects, fmt.Sprintf(`{"id":%d%s}`, id, fields))
	}
	return `{"totalCount":1000000,"objects":[` + strings.Join(objects, ",") + `]}`
}

// TestLists_thatLie bounds what a server can fill memory with, and refuses
// pages that repeat or skip objects.
func TestLists_thatLie(t *testing.T) {
	long := `,"name":"` + strings.Repeat("x", 16_000) + `"`
	sameToken := pageOf(1, `,"createdAt":1`)
	var endless, endlessInOneSecond []string
	for page := range kaltura.MaxObjects/500 + 1 { // the API reads no further than 10,000
		endless = append(endless, pageOf(1+500*page, fmt.Sprintf(`,"createdAt":%d`, 1+page)))
		endlessInOneSecond = append(endlessInOneSecond, sameToken)
	}
	for _, test := range []struct {
		name, list string
		answers    []string
		want       kaltura.Failure
	}{
		{"negative id", accounts, []string{`{"totalCount":1,"objects":[{"id":-7}]}`}, kaltura.UnexpectedAnswer},
		{"largest id", accounts, []string{`{"totalCount":1,"objects":[{"id":9223372036854775807}]}`}, kaltura.UnexpectedAnswer},
		{"descending", accounts, []string{`{"totalCount":9,"objects":[{"id":2},{"id":1}]}`}, kaltura.UnexpectedAnswer},
		{"same page again", accounts, []string{pageOf(1, ""), pageOf(1, "")}, kaltura.UnexpectedAnswer},
		{"long texts", accounts, []string{pageOf(1, long), pageOf(501, long)}, kaltura.ListTooLong},
		{"endless", accounts, endless, kaltura.TooManyAccounts},
		{"short page", accounts, []string{`{"totalCount":3,"objects":[{"id":1}]}`}, kaltura.UnexpectedAnswer},
		{"short page", appTokens, []string{`{"totalCount":3,"objects":[{"id":"0_aaaaaaaa"}]}`}, kaltura.UnexpectedAnswer},
		{"ID twice", appTokens, []string{`{"totalCount":2,"objects":[{"id":"0_aaaaaaaa"},{"id":"0_aaaaaaaa"}]}`}, kaltura.UnexpectedAnswer},
		{"ID twice", roles, []string{`{"totalCount":2,"objects":[{"id":7},{"id":7}]}`}, kaltura.UnexpectedAnswer},
		{"another account", appTokens, []string{`{"totalCount":1,"objects":[{"id":"0_aaaaaaaa","partnerId":30000099}]}`}, kaltura.AnswerOfAnotherAccount},
		{"another account", roles, []string{`{"totalCount":1,"objects":[{"id":7,"partnerId":30000099}]}`}, kaltura.AnswerOfAnotherAccount},
		{"endless", appTokens, endless, kaltura.ListTooLong},
		{"endless in one second", appTokens, endlessInOneSecond, kaltura.ListTooLong},
		{"endless", roles, endless, kaltura.ListTooLong},
		{"same page again", roles, []string{pageOf(1, ""), pageOf(1, "")}, kaltura.UnexpectedAnswer},
		{"long texts", roles, []string{pageOf(1, long), pageOf(501, long)}, kaltura.ListTooLong},
	} {
		t.Run(test.name+", "+test.list, func(t *testing.T) { wantRefusedList(t, test.list, test.want, test.answers...) })
	}
}

// TestAccounts_most: a parent with as many children as can be listed does not
// count itself.
func TestAccounts_most(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Umbrella))
	objects := []string{fmt.Sprintf(`{"id":%d}`, kalturatest.Umbrella.ID)}
	for id := range kaltura.MaxObjects {
		objects = append(objects, fmt.Sprintf(`{"id":%d}`, 40000000+id))
	}
	for left := len(objects); left > 0; left -= 500 {
		page := objects[len(objects)-left:]
		server.Inject(kalturatest.AnswerJSON(fmt.Sprintf(`{"totalCount":%d,"objects":[%s]}`, left, strings.Join(page[:min(500, left)], ","))))
	}
	if accounts, err := client.Accounts(t.Context(), kaltura.AccountFilter{}); err != nil || len(accounts) != kaltura.MaxObjects {
		t.Errorf("%d accounts, %v", len(accounts), err)
	}
}
