// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// wantUsable ends the test unless the account can be read with the KS.
func wantUsable(t *testing.T, server *kalturatest.Server, session kaltura.Session, account kalturatest.Account) {
	t.Helper()
	got, err := newClient(t, server.URL, kaltura.GivenKS{KS: session.KS}).Account(t.Context(), 0)
	if err != nil || got.PartnerID != account.ID {
		t.Fatalf("the session does not read account %d: %v", account.ID, err)
	}
}

func TestCreateSession_adminSecretIsLocal(t *testing.T) {
	now := time.Now().Truncate(time.Second).Add(700 * time.Millisecond)
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withClock(func() time.Time { return now }))
	session := create(t, client, kaltura.SessionRequest{
		Type: kaltura.SessionTypeAdmin, UserID: kalturatest.Manager.ID, Lifetime: 2 * time.Hour, Privileges: []string{"list:run-7"},
	})
	wantCount(t, server, "", 1)
	wantCount(t, server, "system.getTime", 1)
	wantUsable(t, server, session, kalturatest.Acme)
	in := inspectKS(t, server, session.KS.Reveal())
	want := now.Add(2 * time.Hour).Truncate(time.Second)
	switch {
	case !session.ExpiresAt.Equal(want) || !in.Expiry.Equal(want):
		t.Errorf("expires at %s, and the KS itself at %s, want %s", session.ExpiresAt, in.Expiry, want)
	case in.Type != 2 || in.UserID != kalturatest.Manager.ID || in.Privileges != "list:run-7":
		t.Errorf("the KS holds %+v", in)
	case !session.Revocable || session.Type != kaltura.SessionTypeAdmin || session.UserID != kalturatest.Manager.ID || !slices.Equal(session.Privileges, []string{"list:run-7"}):
		t.Error("the session is described wrongly")
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
	wantUsable(t, server, kept, kalturatest.Acme)
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
		{expired, past, "", ""}, // already ended
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

func TestCreateSession_childByImpersonation(t *testing.T) {
	for maximum, want := range map[int]time.Duration{0: time.Hour, 600: 10 * time.Minute} {
		server, client := start(t, adminOf(kalturatest.Umbrella))
		now := time.Now().Truncate(time.Second)
		server.SetClock(func() time.Time { return now })
		server.Update(kalturatest.UmbrellaNorth.ID, func(a *kalturatest.Account) { a.KSMaxExpiry = maximum })
		session := create(t, client, kaltura.SessionRequest{PartnerID: kalturatest.UmbrellaNorth.ID, Type: kaltura.SessionTypeAdmin, Lifetime: time.Hour})
		if in := inspectKS(t, server, session.KS.Reveal()); !session.ExpiresAt.Equal(now.Add(want)) || !in.Expiry.Equal(session.ExpiresAt) {
			t.Errorf("expires at %s, and the KS itself at %s, want %s", session.ExpiresAt, in.Expiry, now.Add(want))
		}
		wantUsable(t, server, session, kalturatest.UmbrellaNorth)
	}
}

func TestCreateSession_childThatIsNone(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, id := range []int64{kalturatest.Acme.ID, 39999999} {
		_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).CreateSession(t.Context(), kaltura.SessionRequest{PartnerID: id, Lifetime: time.Hour})
		wantFailure(t, err, kaltura.ImpersonationRefused)
	}
}

// TestCreateSession_appToken: the token's own settings take precedence, and the
// API drops reserved privileges.
func TestCreateSession_appToken(t *testing.T) {
	server := kalturatest.NewServer(t)
	now := time.Now().Truncate(time.Second)
	server.SetClock(func() time.Time { return now })
	session := create(t, newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256)), kaltura.SessionRequest{
		Type: kaltura.SessionTypeUser, UserID: "ci", Lifetime: time.Hour, Privileges: []string{"custom:1", "edit:*"},
	})
	in := inspectKS(t, server, session.KS.Reveal())
	switch {
	case session.Type != kaltura.SessionTypeAdmin || in.Type != 2:
		t.Error("the token's type did not win")
	case !session.ExpiresAt.Equal(now.Add(900 * time.Second)):
		t.Errorf("expires at %s, not when the token's duration ends", session.ExpiresAt)
	case session.UserID != "ci" || in.UserID != "ci":
		t.Errorf("user %q", session.UserID)
	case !slices.Contains(session.Privileges, "custom:1") || slices.Contains(session.Privileges, "edit:*"):
		t.Errorf("privileges %q", session.Privileges)
	}
	wantUsable(t, server, session, kalturatest.Acme)
}

func TestCreateSession_login(t *testing.T) {
	server := kalturatest.NewServer(t)
	now := time.Now().Truncate(time.Second)
	server.SetClock(func() time.Time { return now })
	client := newClient(t, server.URL, loginOf(kalturatest.Manager))
	session := create(t, client, kaltura.SessionRequest{Lifetime: time.Hour, Privileges: []string{"custom:1"}})
	in := inspectKS(t, server, session.KS.Reveal())
	if !session.ExpiresAt.Equal(now.Add(time.Hour)) || !in.Expiry.Equal(session.ExpiresAt) || session.UserID != kalturatest.Manager.ID || session.Type != kaltura.SessionTypeAdmin {
		t.Errorf("expires at %s, user %q, type %s", session.ExpiresAt, session.UserID, session.Type)
	}
	wantCount(t, server, "user.loginByLoginId", 1)
}

func TestCreateSession_cannot(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	child := kaltura.SessionRequest{PartnerID: kalturatest.UmbrellaNorth.ID, Lifetime: time.Hour}
	for _, test := range []struct {
		name        string
		credentials kaltura.Credentials
		request     kaltura.SessionRequest
		reason      string
	}{
		{"given KS", givenKS(ks), kaltura.SessionRequest{Lifetime: time.Hour}, kaltura.ReasonGivenKS},
		{"app token, child", tokenOf(kalturatest.TokenSHA256), child, kaltura.ReasonChildNeedsAdminSecret},
		{"login, child", loginOf(kalturatest.Manager), child, kaltura.ReasonChildNeedsAdminSecret},
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

// TestCreateSession_groupIsNotRevocable: ending one session of a group ends the
// group, and the client must not do that on its own.
func TestCreateSession_groupIsNotRevocable(t *testing.T) {
	server := kalturatest.NewServer(t)
	for name, credentials := range map[string]kaltura.Credentials{
		"admin secret": adminOf(kalturatest.Acme), "login": loginOf(kalturatest.Manager),
	} {
		for item, revocable := range map[string]bool{"sessionid:others": false, "list:*": true} {
			session, err := newClient(t, server.URL, credentials).CreateSession(t.Context(), kaltura.SessionRequest{
				Lifetime: time.Hour, Privileges: []string{item},
			})
			if err != nil || session.Revocable != revocable {
				t.Errorf("%s, %s: revocable %t, error %v", name, item, session.Revocable, err)
			}
		}
	}
}
