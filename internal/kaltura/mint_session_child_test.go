// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// A child's session whose end cannot be read is not handed out. It is ended,
// unless that would end others with it.
func TestMintSession_childThatCannotBeInspected(t *testing.T) {
	for _, test := range []struct {
		name       string
		privileges []string
		ended      int
	}{
		{"alone", nil, 1},
		{"in a group", []string{"sessionid:others"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", "").On("session", "get"))
			client := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
			_, err := client.MintSession(t.Context(), kaltura.SessionRequest{
				PartnerID: kalturatest.UmbrellaNorth.ID, Lifetime: time.Hour, Privileges: test.privileges,
			})
			wantFailure(t, err, kaltura.ActionForbidden)
			wantCount(t, server, "session.end", test.ended)
		})
	}
}

// The caller gave up, but what was made for it is ended all the same.
func TestMintSession_childCancelled(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Drop(kalturatest.Hang).On("session", "get"))
	client := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := client.MintSession(ctx, kaltura.SessionRequest{PartnerID: kalturatest.UmbrellaNorth.ID, Lifetime: time.Hour})
	wantFailure(t, err, kaltura.TimedOut)
	wantCount(t, server, "session.end", 1)
}

// Ending a session of a group ends the group, so nobody is to end it unasked.
func TestMintSession_groupIsNotRevocable(t *testing.T) {
	server := kalturatest.NewServer(t)
	for name, credentials := range map[string]kaltura.Credentials{
		"admin secret": adminOf(kalturatest.Acme), "login": loginOf(kalturatest.Manager),
	} {
		for item, revocable := range map[string]bool{"sessionid:others": false, "list:*": true} {
			session, err := newClient(t, server.URL, credentials).MintSession(t.Context(), kaltura.SessionRequest{
				Lifetime: time.Hour, Privileges: []string{item},
			})
			if err != nil || session.Revocable != revocable {
				t.Errorf("%s, %s: revocable %t, error %v", name, item, session.Revocable, err)
			}
		}
	}
}
