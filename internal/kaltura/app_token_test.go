// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var nextYear = time.Now().AddDate(1, 0, 0).Truncate(time.Second).UTC()

// fullToken has a value for every setting.
func fullToken() kaltura.AppTokenSettings {
	kind := kaltura.SessionTypeUser
	return kaltura.AppTokenSettings{
		Description: "for the\npipeline", Role: "INTEGRATION_ONLY_ROLE", Privileges: []string{"sview:*", "disableentitlement"},
		SessionType: &kind, SessionUserID: "PlainUser", SessionDuration: 900, ExpiresAt: nextYear, HashType: "SHA512",
	}
}

// TestAppToken_life checks that every setting arrives, that an update sends only
// the changed ones and clears those removed, and that only AppTokenValue requests
// the value of a token.
func TestAppToken_life(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	made, err := client.AddAppToken(t.Context(), fullToken())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(made.AppTokenSettings, fullToken()) || made.PartnerID != kalturatest.Acme.ID || made.CreatedAt.IsZero() {
		t.Errorf("made %+v", made)
	}
	if _, err := client.AddedAppToken(t.Context(), made); err != nil {
		t.Error(err)
	}
	older := made
	older.CreatedAt = made.CreatedAt.Add(-3 * time.Hour)
	_, err = client.AddedAppToken(t.Context(), older)
	wantFailure(t, err, kaltura.CreationUncertain)
	described, hashed := fullToken(), fullToken()
	described.Description, hashed.HashType = "changed", "MD5"
	bare := kaltura.AppTokenSettings{SessionDuration: 900, HashType: "SHA512"}
	for title, step := range map[string]struct {
		to   kaltura.AppTokenSettings
		sent []string
	}{
		"nothing":  {fullToken(), []string{"objectType"}},
		"one":      {described, []string{"description", "objectType"}},
		"hash":     {hashed, []string{"hashType", "objectType"}},
		"removals": {bare, []string{"description__null", "expiry__null", "objectType", "sessionPrivileges__null", "sessionType__null", "sessionUserId__null"}},
	} {
		t.Run(title, func(t *testing.T) {
			fresh, err := client.AddAppToken(t.Context(), fullToken())
			if err != nil {
				t.Fatal(err)
			}
			updated, err := client.UpdateAppToken(t.Context(), fresh.ID, fullToken(), step.to)
			if err != nil || !reflect.DeepEqual(updated.AppTokenSettings, step.to) {
				t.Errorf("%v: %+v", err, updated)
			}
			requests := server.Requests()
			object := requests[len(requests)-1].Params["appToken"].(map[string]any)
			if names := slices.Sorted(maps.Keys(object)); !slices.Equal(names, step.sent) {
				t.Errorf("sent %v, want %v", names, step.sent)
			}
			if read, err := client.AppToken(t.Context(), strings.ToUpper(fresh.ID)); err != nil || !reflect.DeepEqual(read, updated) {
				t.Errorf("%v: read %+v", err, read)
			}
			if err := errors.Join(client.DeleteAppToken(t.Context(), fresh.ID), client.DeleteAppToken(t.Context(), fresh.ID)); err != nil {
				t.Error(err)
			}
			_, err = client.AppToken(t.Context(), fresh.ID)
			wantFailure(t, err, kaltura.AppTokenGone)
		})
	}
	if _, err := client.AppTokens(t.Context(), kaltura.AppTokenFilter{}); err != nil {
		t.Error(err)
	}
	account, _ := server.Account(kalturatest.Acme.ID)
	for _, token := range account.AppTokens {
		wantNotAnswered(t, server, token.Token)
	}
	value, err := client.AppTokenValue(t.Context(), made.ID)
	if err != nil || value.Token.Reveal() != account.AppToken(made.ID).Token || value.HashType != "SHA512" || value.PartnerID != kalturatest.Acme.ID {
		t.Errorf("%v: not the value of the token", err)
	}
}

// TestAppTokens_pages lists 1,300 tokens once each. 700 of them have the same
// creation time.
func TestAppTokens_pages(t *testing.T) {
	account := kalturatest.NewAccount(30000201, "Many tokens")
	for i := range 1300 {
		account.AppTokens = append(account.AppTokens, kalturatest.AppToken{
			ID: fmt.Sprintf("0_%08d", i*7919%1300), CreatedAt: int64(1700000000 + max(0, i-700)),
		})
	}
	server := kalturatest.NewServer(t, account)
	client := newClient(t, server.URL, adminOf(account))
	tokens, err := client.AppTokens(t.Context(), kaltura.AppTokenFilter{})
	distinct := map[string]bool{}
	for _, token := range tokens {
		distinct[token.ID] = true
	}
	if err != nil || len(tokens) != 1300 || len(distinct) != 1300 {
		t.Errorf("%v: %d tokens, %d distinct", err, len(tokens), len(distinct))
	}
	for filter, want := range map[kaltura.AppTokenFilter]int{{CreatedAfter: time.Unix(1700000598, 0)}: 2, {SessionUserID: "nobody"}: 0} {
		if tokens, err := client.AppTokens(t.Context(), filter); err != nil || len(tokens) != want {
			t.Errorf("%v: %d tokens of %+v", err, len(tokens), filter)
		}
		// A server that ignores the filter.
		server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":"0_00000000","createdAt":1700000000,"sessionUserId":"somebody"}]}`))
		if tokens, err := client.AppTokens(t.Context(), filter); err != nil || len(tokens) != 0 {
			t.Errorf("%v: %+v does not match %+v", err, tokens, filter)
		}
	}
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"id":"0_00000000","createdAt":1700000000,"sessionUserId":"somebody"}]}`))
	if tokens, err := client.AppTokens(t.Context(), kaltura.AppTokenFilter{SessionUserID: "Somebody"}); err != nil || len(tokens) != 1 {
		t.Errorf("%v: %+v, although IDs of users ignore letter case", err, tokens)
	}
	wantCount(t, server, "appToken.list", 9) // filtered by the server
}

// TestAppToken_role: a role is shown only if it is certain which one the
// privileges mean, and an untouched token is not changed.
func TestAppToken_role(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	for stored, want := range map[string]kaltura.AppTokenSettings{
		"sview:*,setrole:102":      {Role: "102", Privileges: []string{"sview:*"}},
		"setrole:VIEWER_ROLE":      {Role: "VIEWER_ROLE"},
		"setrole:+102":             {Role: "102"},
		"setrole:2:5":              {Role: "2"},
		"setrole:0":                {Privileges: []string{"setrole:0"}},
		"setrole:":                 {Privileges: []string{"setrole:"}},
		"setrole:*":                {Privileges: []string{"setrole:*"}},
		"setrole:null":             {Privileges: []string{"setrole:null"}},
		"SetRole:102":              {Privileges: []string{"SetRole:102"}},
		"setrole:102,SetRole:2":    {Role: "102", Privileges: []string{"SetRole:2"}},
		" setrole:102":             {Privileges: []string{" setrole:102"}},
		"setrole:102,setrole:2":    {Privileges: []string{"setrole:102", "setrole:2"}},
		"view:1_a, list:*,view:2_": {Privileges: []string{"view:1_a", " list:*", "view:2_"}},
	} {
		server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.AppTokens[0].SessionPrivileges = stored })
		read, err := client.AppToken(t.Context(), kalturatest.TokenMD5.ID)
		if err != nil || read.Role != want.Role || !slices.Equal(read.Privileges, want.Privileges) {
			t.Errorf("%q: role %q, privileges %q, %v", stored, read.Role, read.Privileges, err)
		}
	}
}

func TestCheckExpiry(t *testing.T) {
	now := time.Now()
	for at, good := range map[time.Time]bool{
		now.Add(time.Hour): true, now: false, now.Add(-time.Second): false, time.Unix(3600, 0): false, time.Unix(0, 0): false,
		kaltura.MaxExpiry: true, kaltura.MaxExpiry.Add(time.Second): false, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC): false,
	} {
		if err := kaltura.CheckExpiry(at, now); (err == nil) != good {
			t.Errorf("%s: %v", at, err)
		}
	}
	// A local clock far in the past must not let through a time that the API
	// misreads.
	if kaltura.CheckExpiry(time.Unix(3600, 0), time.Unix(1, 0)) == nil {
		t.Error("an expiry is sent that the API counts from now")
	}
}
