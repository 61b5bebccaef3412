// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestLookUp_givesUp: a caller that waits for another's request gives up with
// its own context, and takes over if only the other one gives up.
func TestLookUp_givesUp(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme), kalturatest.Drop(kalturatest.Hang).On("permission", "list"))
	first, cancelFirst := context.WithCancel(t.Context())
	results := make(chan error, 2)
	ask := func(ctx context.Context) {
		_, err := client.Permissions(ctx)
		results <- err
	}
	go ask(first)
	for server.Count("permission", "list") == 0 {
		time.Sleep(time.Millisecond)
	}
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.Permissions(impatient)
	wantFailure(t, err, kaltura.Cancelled)

	go ask(t.Context())
	cancelFirst()
	failures := []kaltura.Failure{kaltura.FailureOf(<-results), kaltura.FailureOf(<-results)}
	if failures[0] != kaltura.Cancelled && failures[1] != kaltura.Cancelled || failures[0] != "" && failures[1] != "" {
		t.Errorf("the callers got %q, want one answer and one that was cancelled", failures)
	}
	wantCount(t, server, "permission.list", 2)
}

// TestLookUp_sharesFailures: callers that wait for a request that fails do not
// repeat it one after the other.
func TestLookUp_sharesFailures(t *testing.T) {
	refusal := kalturatest.AnswerError("NO_SUCH_CODE", "").On("permission", "list").For(-1)
	refusal.Delay = 500 * time.Millisecond
	server, client := start(t, adminOf(kalturatest.Acme), refusal)
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			if _, err := client.Permissions(t.Context()); kaltura.FailureOf(err) != kaltura.APIRefused {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	wantCount(t, server, "permission.list", 1)
}

// TestLookUp_keepsWhatNoRetryChanges: a session that may not list permissions
// asks once; a failure that may pass is asked for again.
func TestLookUp_keepsWhatNoRetryChanges(t *testing.T) {
	server := kalturatest.NewServer(t)
	viewer := newClient(t, server.URL, loginOf(kalturatest.Viewer))
	for range 3 {
		_, err := viewer.Permissions(t.Context())
		wantFailure(t, err, kaltura.ActionForbidden)
	}
	wantCount(t, server, "permission.list", 1)
	server.Inject(kalturatest.AnswerError("NO_SUCH_CODE", "").On("permission", "list"))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	_, err := client.Permissions(t.Context())
	wantFailure(t, err, kaltura.APIRefused)
	if _, err := client.Permissions(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestLookUp_bounded: the lists of all children together have a limit. Above it,
// each call reads its own copy, and waits for its turn if that is long.
func TestLookUp_bounded(t *testing.T) {
	group := kalturatest.LargeGroup(4)
	server := kalturatest.NewServer(t, group...)
	var roles []string
	for id := range 100 {
		roles = append(roles, fmt.Sprintf(`{"id":%d,"partnerId":0,"description":"%s"}`, id+1, strings.Repeat("x", 64_000)))
	}
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":100,"objects":[`+strings.Join(roles, ",")+`]}`).On("userRole", "list").For(-1))
	parent := newClient(t, server.URL, adminOf(group[0]))
	ctx, end := kaltura.WithTurn(t.Context())
	for range 2 {
		for _, child := range group[1:] {
			if roles, err := parent.ForAccount(child.ID).Roles(ctx); err != nil || len(roles) != 100 {
				t.Fatalf("%d roles, %v", len(roles), err)
			}
		}
	}
	wantCount(t, server, "userRole.list", 5) // only the lists of three children were kept

	waiting, cancel := context.WithCancel(t.Context())
	other, endOther := kaltura.WithTurn(waiting)
	defer endOther()
	if _, err := parent.ForAccount(group[1].ID).Roles(other); err != nil {
		t.Error(err)
	}
	time.AfterFunc(200*time.Millisecond, cancel)
	_, err := parent.ForAccount(group[4].ID).Roles(other)
	wantFailure(t, err, kaltura.Cancelled)
	end()
}
