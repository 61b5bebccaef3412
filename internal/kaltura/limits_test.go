// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestItems_bounded: each text of items may have as many as the API can store.
func TestItems_bounded(t *testing.T) {
	for name, test := range map[string]struct {
		answer string
		read   func(context.Context, *kaltura.Client) (items int, err error)
	}{
		"permissions of a role": {`{"id":7,"permissionNames":"ITEMS"}`, func(ctx context.Context, client *kaltura.Client) (int, error) {
			role, err := client.UserRole(ctx, 7)
			return len(role.PermissionNames), err
		}},
		"permissions of a role in a list": {`{"totalCount":1,"objects":[{"id":7,"permissionNames":"ITEMS"}]}`, func(ctx context.Context, client *kaltura.Client) (int, error) {
			roles, err := client.UserRoles(ctx, kaltura.UserRoleFilter{ID: 7})
			if len(roles) != 1 {
				return 0, err
			}
			return len(roles[0].PermissionNames), err
		}},
		"permissions of the session": {`"ITEMS"`, func(ctx context.Context, client *kaltura.Client) (int, error) {
			session, err := client.CurrentSession(ctx)
			return len(session.Permissions), err
		}},
		"what a permission needs": {`{"totalCount":1,"objects":[{"name":"A","type":1,"dependsOnPermissionNames":"ITEMS"}]}`, func(ctx context.Context, client *kaltura.Client) (int, error) {
			permissions, err := client.Permissions(ctx)
			return len(permissions["A"].Requires), err
		}},
		"privileges of an app token": {`{"id":"0_aaaaaaaa","partnerId":30000001,"sessionPrivileges":"ITEMS"}`, func(ctx context.Context, client *kaltura.Client) (int, error) {
			token, err := client.AppToken(ctx, "0_aaaaaaaa")
			return len(token.Privileges), err
		}},
		"roles of a user": {`{"totalCount":1,"objects":[{"id":"ann","isAdmin":false,"status":1,"roleIds":"ITEMS"}]}`, func(ctx context.Context, client *kaltura.Client) (int, error) {
			users, err := client.Users(ctx, kaltura.UserFilter{})
			if len(users) != 1 {
				return 0, err
			}
			return len(users[0].RoleIDs), err
		}},
	} {
		for items, want := range map[int]kaltura.Failure{kaltura.MaxItems: "", kaltura.MaxItems + 1: kaltura.AnswerTooLarge} {
			t.Run(fmt.Sprint(name, items), func(t *testing.T) {
				var text []string
				for i := range items {
					text = append(text, fmt.Sprintf("ITEM_%d", i))
				}
				server, client := start(t, adminOf(kalturatest.Acme))
				server.Inject(kalturatest.AnswerJSON(`{"objectType":"KalturaAPIException","code":"SERVICE_FORBIDDEN"}`).On("session", "get"))
				server.Inject(kalturatest.AnswerJSON(strings.Replace(test.answer, "ITEMS", strings.Join(text, ","), 1)))
				got, err := test.read(t.Context(), client)
				if wantFailure(t, err, want); want == "" && got != items {
					t.Errorf("%d items, want %d", got, items)
				}
			})
		}
	}
}

// TestLists_bounded: objects, items and texts share the limit of a list.
func TestLists_bounded(t *testing.T) {
	for name, fields := range map[string]string{
		"items": `,"sessionPrivileges":"` + strings.Repeat("a,", 800) + `"`,
		"texts": `,"createdAt":1,"description":"` + strings.Repeat("x", 16_000) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			pages := []string{pageOf(1, fields), pageOf(501, fields)}
			if name == "items" {
				pages = pages[:1]
			}
			wantRefusedList(t, appTokens, kaltura.ListTooLong, pages...)
		})
	}
}

// longAnswers are a full page of tokens and the rest of the list.
var longAnswers = []string{strings.Replace(pageOf(1, `,"createdAt":1`), "1000000", "501", 1), `{"totalCount":1,"objects":[{"id":"0_last","createdAt":1}]}`}

// TestWithTurn: one call at a time reads a long list. Others wait until it ends
// or their own context does; short lists do not wait.
func TestWithTurn(t *testing.T) {
	read := func(ctx context.Context, answers ...string) error {
		server, client := start(t, adminOf(kalturatest.Acme))
		for _, answer := range answers {
			server.Inject(kalturatest.AnswerJSON(answer))
		}
		_, err := client.AppTokens(ctx, kaltura.AppTokenFilter{})
		return err
	}
	first, end := kaltura.WithTurn(t.Context())
	for range 2 { // the same call does not wait for itself
		if err := read(first, longAnswers...); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	waiting := make(chan error)
	second, endSecond := kaltura.WithTurn(ended)
	defer endSecond()
	go func() { waiting <- read(second, longAnswers...) }()
	if err := read(second, `{"totalCount":0,"objects":[]}`); err != nil {
		t.Error(err)
	}
	cancel()
	wantFailure(t, <-waiting, kaltura.Cancelled)

	third, endThird := kaltura.WithTurn(t.Context())
	defer endThird()
	go func() { waiting <- read(third, longAnswers...) }()
	end()
	if err := <-waiting; err != nil {
		t.Error(err)
	}
}

// TestWithTurn_largePages: a large page does not stay in memory while its call
// waits for the turn; the call reads it again.
func TestWithTurn_largePages(t *testing.T) {
	large := kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":"0_large","partnerId":30000001,"createdAt":1}]` + strings.Repeat(" ", 3<<20) + `}`)
	read := func(ctx context.Context, received func()) (requests int, err error) {
		server := kalturatest.NewServer(t)
		server.Inject(large)
		server.Inject(large)
		client := newClient(t, server.URL, adminOf(kalturatest.Acme), func(c *kaltura.Config) {
			c.OnAttempt = func(context.Context, kaltura.Attempt) { received() }
		})
		_, err = client.AppTokens(ctx, kaltura.AppTokenFilter{})
		return server.Count("appToken", "list"), err
	}
	first, end := kaltura.WithTurn(t.Context())
	if requests, err := read(first, func() {}); err != nil || requests != 1 {
		t.Fatalf("%d requests, %v", requests, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	canceled, endCanceled := kaltura.WithTurn(ended)
	defer endCanceled()
	_, err := read(canceled, cancel)
	wantFailure(t, err, kaltura.Cancelled)

	second, endSecond := kaltura.WithTurn(t.Context())
	defer endSecond()
	soon := func() { time.AfterFunc(300*time.Millisecond, end) }
	if requests, err := read(second, soon); err != nil || requests != 2 {
		t.Errorf("%d requests, %v", requests, err)
	}
}

// TestWithTurn_sharedLists: a list that all callers share needs no turn, so that
// a call with the turn can wait for the call that reads it.
func TestWithTurn_sharedLists(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme), kalturatest.AnswerJSON(longAnswers[0]), kalturatest.AnswerJSON(longAnswers[1]))
	holder, end := kaltura.WithTurn(t.Context())
	defer end()
	if _, err := client.AppTokens(holder, kaltura.AppTokenFilter{}); err != nil {
		t.Fatal(err)
	}
	server.Inject(kalturatest.AnswerJSON(strings.Replace(pageOf(1, ""), "1000000", "500", 1)))
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":500,"objects":[]}`))
	limited, cancel := context.WithTimeout(t.Context(), time.Minute) // or it would wait forever
	defer cancel()
	other, endOther := kaltura.WithTurn(limited)
	defer endOther()
	if roles, err := client.Roles(other); err != nil || len(roles) != 500 {
		t.Errorf("%d roles, %v", len(roles), err)
	}
}

// TestLargeAnswers: one large answer at a time is in memory. Others wait within
// their time limit; small ones do not.
func TestLargeAnswers(t *testing.T) {
	large := kalturatest.AnswerJSON(`{"totalCount":0,"objects":[]` + strings.Repeat(" ", 2*kaltura.MaxAnswerBytes) + `}`)
	endless := large
	endless.DripBytes, endless.DripDelay = kaltura.MaxAnswerBytes+1<<16, time.Hour
	_, client := start(t, adminOf(kalturatest.Acme), endless)
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan error)
	go func() {
		_, err := client.AppTokens(ctx, kaltura.AppTokenFilter{})
		stopped <- err
	}()
	for !kaltura.ReadsLargeAnswer() {
		runtime.Gosched()
	}
	read := func(answers ...kalturatest.Fault) error {
		server := kalturatest.NewServer(t)
		for _, answer := range answers {
			server.Inject(answer)
		}
		once := func(c *kaltura.Config) { c.MaxRetries = 0 }
		_, err := newClient(t, server.URL, adminOf(kalturatest.Acme), once, withTimeout(time.Second)).AppTokens(t.Context(), kaltura.AppTokenFilter{})
		return err
	}
	if err := read(); err != nil {
		t.Error(err)
	}
	wantFailure(t, read(large), kaltura.TimedOut)
	cancel()
	wantFailure(t, <-stopped, kaltura.Cancelled)
	if err := read(large); err != nil {
		t.Error(err)
	}
}
