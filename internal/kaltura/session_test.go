// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"cmp"
	"context"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// wantUsable ends the test unless the account can be read with the KS.
func wantUsable(t *testing.T, server *kalturatest.Server, session kaltura.Session, partnerID int64) {
	t.Helper()
	got, err := newClient(t, server.URL, kaltura.GivenKS{KS: session.KS}).Account(t.Context(), 0)
	if err != nil || got.PartnerID != partnerID {
		t.Fatalf("the session does not read account %d: %v", partnerID, err)
	}
}

// TestCreateSession: a locally signed session needs only the server's time. The
// settings of an app token take precedence, and the API drops privileges that
// are reserved for it. Ending one session of a group, which sessionid makes,
// would end the others, so the client must not do that on its own.
func TestCreateSession(t *testing.T) {
	now := time.Now().Truncate(time.Second).Add(700 * time.Millisecond)
	const admin, manager = kaltura.SessionTypeAdmin, "manager@acme.example.com"
	acme, parent, south := adminOf(kalturatest.Acme), adminOf(kalturatest.Umbrella), kalturatest.UmbrellaSouth.ID
	token := kalturatest.TokenSHA256
	asUser := kaltura.SessionRequest{PartnerID: kalturatest.Acme.ID, UserID: "ci", Lifetime: time.Hour, Privileges: []string{"custom:1", "edit:*"}}
	ofToken := []string{"sessionid:" + token.ID, "apptoken:" + token.ID, "custom:1", "setrole:INTEGRATION_ONLY_ROLE"}
	request := func(partnerID int64, userID string, privileges ...string) kaltura.SessionRequest {
		return kaltura.SessionRequest{PartnerID: partnerID, Type: admin, UserID: userID, Lifetime: time.Hour, Privileges: privileges}
	}
	for _, test := range []struct {
		name        string
		credentials kaltura.Credentials
		request     kaltura.SessionRequest
		userID      string
		privileges  []string
		lifetime    time.Duration
		revocable   bool
		requests    int
	}{
		{"admin secret", acme, request(0, manager, "list:1"), manager, []string{"list:1"}, time.Hour, true, 1},
		{"admin secret, group", acme, request(kalturatest.Acme.ID, "", "sessionid:1"), "", []string{"sessionid:1"}, time.Hour, false, 1},
		{"child", parent, request(kalturatest.UmbrellaNorth.ID, ""), "", nil, time.Hour, true, 3},
		{"child with short sessions", parent, request(south, ""), "", nil, 10 * time.Minute, true, 3},
		{"app token", tokenOf(token), asUser, "ci", ofToken, 15 * time.Minute, false, 2},
		{"login", loginOf(kalturatest.Manager), request(0, "", "list:1"), manager, []string{"list:1"}, time.Hour, true, 2},
		{"login, group", loginOf(kalturatest.Manager), request(kalturatest.Acme.ID, "", "sessionid:1"), manager, []string{"sessionid:1"}, time.Hour, false, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, clock := kalturatest.NewServer(t), func() time.Time { return now }
			server.SetClock(clock)
			server.Update(south, func(a *kalturatest.Account) { a.KSMaxExpiry = 600 })
			session := create(t, newClient(t, server.URL, test.credentials, withClock(clock)), test.request)
			wantCount(t, server, "", test.requests)
			want := kaltura.Session{
				KS: session.KS, ExpiresAt: now.Add(test.lifetime).Truncate(time.Second).UTC(),
				Type: admin, UserID: test.userID, Privileges: test.privileges, Revocable: test.revocable,
			}
			if session.ExpiresAt = session.ExpiresAt.UTC(); !reflect.DeepEqual(session, want) {
				t.Errorf("created %+v, want %+v", session, want)
			}
			in := inspectKS(t, server, session.KS.Reveal())
			if in.Type != int(session.Type) || in.UserID != session.UserID || !in.Expiry.Equal(session.ExpiresAt) || in.Privileges != strings.Join(session.Privileges, ",") {
				t.Errorf("the KS holds %+v", in)
			}
			wantUsable(t, server, session, cmp.Or(test.request.PartnerID, kalturatest.Acme.ID))
		})
	}
}

func TestCreateSession_isRevokedByEndSession(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	request := kaltura.SessionRequest{Type: kaltura.SessionTypeAdmin, Lifetime: time.Hour}
	ended, kept := create(t, client, request), create(t, client, request)
	for range 2 { // ending it again is no error
		if err := client.EndSession(t.Context(), ended); err != nil {
			t.Fatal(err)
		}
	}
	wantRead(t, newClient(t, server.URL, kaltura.GivenKS{KS: ended.KS}), kaltura.KSRevoked)
	wantUsable(t, server, kept, kalturatest.Acme.ID)
}

func TestEndSession_ofAnythingElse(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	past, future := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	expired := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Expiry: past})
	const usedUp = `{"code":"INVALID_KS","objectType":"KalturaAPIException","args":{"KSID":"EXCEEDED_ACTIONS_LIMIT"}}`
	for _, test := range []struct {
		ks        string
		expiresAt time.Time
		answer    string
		want      kaltura.Failure
	}{
		{expired, past, "", ""},                            // already ended
		{expired, time.Now().Add(2 * time.Second), "", ""}, // the answer took some time
		{expired, future, "", kaltura.KSExpired},
		{expired, future, usedUp, ""}, // already ended
		{"garbage", time.Time{}, "", kaltura.KSInvalid},
		{"x", time.Time{}, `{"code":{},"objectType":"KalturaAPIException"}`, kaltura.APIRefused},
	} {
		if test.answer != "" {
			server.Inject(kalturatest.AnswerJSON(test.answer))
		}
		wantFailure(t, client.EndSession(t.Context(), kaltura.Session{KS: kaltura.NewSecret(test.ks), ExpiresAt: test.expiresAt}), test.want)
	}
}

// TestCurrentSession_ofAnUnreadableKS: the API tells the account that the KS does
// not.
func TestCurrentSession_ofAnUnreadableKS(t *testing.T) {
	_, client := start(t, givenKS("unreadable"), kalturatest.AnswerJSON(`{"partnerId":"30000099","userId":"a\u001b"}`), kalturatest.AnswerJSON(`"B.x,A,,B.x,-,`+strings.Repeat("A", 129)+`"`))
	current, err := client.CurrentSession(t.Context())
	if err != nil || current.PartnerID != 30000099 || *current.UserID != "a\ufffd" || current.Privileges == nil || !slices.Equal(current.Permissions, []string{"A", "B.x"}) {
		t.Errorf("%+v, error %v", current, err)
	}
}

func TestCreateSession_childThatIsNone(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, id := range []int64{kalturatest.Acme.ID, 39999999} {
		_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).CreateSession(t.Context(), kaltura.SessionRequest{PartnerID: id, Lifetime: time.Hour})
		wantFailure(t, err, kaltura.ImpersonationRefused)
	}
}

func TestCreateSession_cannot(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	child := kaltura.SessionRequest{PartnerID: kalturatest.UmbrellaNorth.ID, Lifetime: time.Hour}
	for _, test := range []struct {
		name        string
		credentials kaltura.Credentials
		request     kaltura.SessionRequest
		reason      kaltura.SessionReason
	}{
		{"given KS", givenKS(ks), kaltura.SessionRequest{Lifetime: time.Hour}, kaltura.ReasonGivenKS},
		{"app token, child", tokenOf(kalturatest.TokenSHA256), child, kaltura.ReasonChildRequiresAdminSecret},
		{"login, child", loginOf(kalturatest.Manager), child, kaltura.ReasonChildRequiresAdminSecret},
		{"login, type", loginOf(kalturatest.Manager), kaltura.SessionRequest{TypeGiven: true, Lifetime: time.Hour}, kaltura.ReasonLoginFixesUser},
		{"login, user", loginOf(kalturatest.Manager), kaltura.SessionRequest{UserID: "ci", Lifetime: time.Hour}, kaltura.ReasonLoginFixesUser},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := newClient(t, server.URL, test.credentials).CreateSession(t.Context(), test.request)
			if failed := wantFailure(t, err, kaltura.CannotCreateSession); failed.Reason != test.reason {
				t.Errorf("reason %q", failed.Reason)
			}
		})
	}
	wantCount(t, server, "", 0)
}

// TestCreateSession_ofAnotherAccount: the client does not return a session of
// another account than the requested one, and revokes it.
func TestCreateSession_ofAnotherAccount(t *testing.T) {
	other := kalturatest.Fault{Mutate: func(body []byte) []byte {
		return regexp.MustCompile(`"partnerId":"?[0-9]+"?`).ReplaceAll(body, []byte(`"partnerId":30000099`))
	}}
	for _, test := range []struct {
		credentials kaltura.Credentials
		request     kaltura.SessionRequest
	}{
		{adminOf(kalturatest.Umbrella), kaltura.SessionRequest{PartnerID: kalturatest.UmbrellaNorth.ID, Lifetime: time.Hour}},
		{loginOf(kalturatest.Manager), kaltura.SessionRequest{Lifetime: time.Hour}},
	} {
		server, client := start(t, test.credentials, other.On("session", "get"))
		_, err := client.CreateSession(t.Context(), test.request)
		if failed := wantFailure(t, err, kaltura.AnswerOfAnotherAccount); failed.AnsweredPartnerID != 30000099 {
			t.Errorf("it is said to be of account %d", failed.AnsweredPartnerID)
		}
		wantCount(t, server, "session.end", 1)
	}
}

// TestCreateSession_loginThatCannotBeInspected: the session of a login is
// returned although its role cannot read it, with what was requested.
func TestCreateSession_loginThatCannotBeInspected(t *testing.T) {
	for item, revocable := range map[string]bool{"list:1": true, "sessionid:1": false} {
		_, client := start(t, loginOf(kalturatest.Manager), kalturatest.AnswerError("SERVICE_FORBIDDEN", "").On("session", "get"))
		session := create(t, client, kaltura.SessionRequest{Lifetime: time.Hour, Privileges: []string{item}})
		if session.Revocable != revocable || session.UserID != kalturatest.Manager.ID || !slices.Equal(session.Privileges, []string{item}) || !session.ExpiresAt.IsZero() {
			t.Errorf("created %+v", session)
		}
	}
}

// TestCreateSession_childThatCannotBeInspected: the client does not return a
// child's session if it cannot read its expiry. It revokes the session, even
// after the caller gave up, unless that would revoke others with it.
func TestCreateSession_childThatCannotBeInspected(t *testing.T) {
	for name, test := range map[string]struct {
		fault      kalturatest.Fault
		privileges []string
		want       kaltura.Failure
		ended      int
	}{
		"alone":      {kalturatest.AnswerError("SERVICE_FORBIDDEN", ""), nil, kaltura.ActionForbidden, 1},
		"in a group": {kalturatest.AnswerError("SERVICE_FORBIDDEN", ""), []string{"sessionid:others"}, kaltura.ActionForbidden, 0},
		"given up":   {kalturatest.Drop(kalturatest.Hang), nil, kaltura.TimedOut, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server, client := start(t, adminOf(kalturatest.Umbrella), test.fault.On("session", "get"))
			ctx, cancel := context.WithTimeout(t.Context(), timeoutFor(test.want))
			defer cancel()
			_, err := client.CreateSession(ctx, kaltura.SessionRequest{
				PartnerID: kalturatest.UmbrellaNorth.ID, Lifetime: time.Hour, Privileges: test.privileges,
			})
			wantFailure(t, err, test.want)
			wantCount(t, server, "session.end", test.ended)
		})
	}
}
