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

// wantUsable ends the test unless the server reads the account with the KS.
func wantUsable(t *testing.T, server *kalturatest.Server, session kaltura.Session, account kalturatest.Account) {
	t.Helper()
	got, err := newClient(t, server.URL, kaltura.GivenKS{KS: session.KS}).Account(t.Context(), 0)
	if err != nil || got.PartnerID != account.ID {
		t.Fatalf("the session does not read account %d: %v", account.ID, err)
	}
}

func TestMintSession_adminSecretIsLocal(t *testing.T) {
	now := time.Now().Truncate(time.Second).Add(700 * time.Millisecond)
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withClock(func() time.Time { return now }))
	session, err := client.MintSession(t.Context(), kaltura.SessionRequest{
		Type: kaltura.SessionTypeAdmin, UserID: kalturatest.Manager.ID, Lifetime: 2 * time.Hour, Privileges: []string{"list:run-7"},
	})
	if err != nil {
		t.Fatal(err)
	}
	wantCount(t, server, "", 1)
	wantCount(t, server, "system.getTime", 1)
	wantUsable(t, server, session, kalturatest.Acme)
	in := inspectKS(t, server, session.KS.Reveal())
	want := now.Add(2 * time.Hour).Truncate(time.Second)
	switch {
	case !session.ExpiresAt.Equal(want) || in.expiry != want.Unix():
		t.Errorf("expires at %s, and the KS itself at %d, want %d", session.ExpiresAt, in.expiry, want.Unix())
	case in.kind != 2 || in.user != kalturatest.Manager.ID || in.privileges != "list:run-7":
		t.Errorf("the KS holds %+v", in)
	case !session.Revocable || session.Type != kaltura.SessionTypeAdmin || session.UserID != kalturatest.Manager.ID || !slices.Equal(session.Privileges, []string{"list:run-7"}):
		t.Error("the session is described wrongly")
	}
}

func TestMintSession_isRevokedByEndSession(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	mint := func() kaltura.Session {
		session, err := client.MintSession(t.Context(), kaltura.SessionRequest{Type: kaltura.SessionTypeAdmin, Lifetime: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		return session
	}
	ended, kept := mint(), mint()
	for range 2 { // a second end is no error
		if err := client.EndSession(t.Context(), ended); err != nil {
			t.Fatal(err)
		}
	}
	_, err := newClient(t, server.URL, kaltura.GivenKS{KS: ended.KS}).Account(t.Context(), 0)
	wantFailure(t, err, kaltura.KSRevoked)
	wantUsable(t, server, kept, kalturatest.Acme)
}

func TestEndSession_ofAnythingElse(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	expired := kaltura.Session{
		KS:        kaltura.NewSecret(server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Expiry: time.Now().Add(-time.Hour)})),
		ExpiresAt: time.Now().Add(-time.Hour),
	}
	if err := client.EndSession(t.Context(), expired); err != nil {
		t.Errorf("an expired session counts as ended: %v", err)
	}
	expired.ExpiresAt = time.Now().Add(time.Hour)
	wantFailure(t, client.EndSession(t.Context(), expired), kaltura.KSExpired)
	server.Inject(kalturatest.AnswerJSON(`{"code":"INVALID_KS","objectType":"KalturaAPIException","args":{"KSID":"EXCEEDED_ACTIONS_LIMIT"}}`))
	if err := client.EndSession(t.Context(), expired); err != nil {
		t.Errorf("a session that is used up counts as ended: %v", err)
	}
	wantFailure(t, client.EndSession(t.Context(), kaltura.Session{KS: kaltura.NewSecret("garbage")}), kaltura.KSInvalid)
}

func TestMintSession_childByImpersonation(t *testing.T) {
	for _, test := range []struct {
		name     string
		maximum  int
		lifetime time.Duration
		want     time.Duration
	}{
		{"within the child's maximum", 0, time.Hour, time.Hour},
		{"clamped by the child's maximum", 600, time.Hour, 10 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			now := time.Now().Truncate(time.Second)
			server.SetClock(func() time.Time { return now })
			server.Update(kalturatest.UmbrellaNorth.ID, func(a *kalturatest.Account) { a.KSMaxExpiry = test.maximum })
			client := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
			session, err := client.MintSession(t.Context(), kaltura.SessionRequest{
				PartnerID: kalturatest.UmbrellaNorth.ID, Type: kaltura.SessionTypeAdmin, Lifetime: test.lifetime,
			})
			if err != nil {
				t.Fatal(err)
			}
			if !session.ExpiresAt.Equal(now.Add(test.want)) {
				t.Errorf("expires at %s, want %s", session.ExpiresAt, now.Add(test.want))
			}
			if in := inspectKS(t, server, session.KS.Reveal()); in.expiry != session.ExpiresAt.Unix() {
				t.Errorf("the KS itself expires at %d", in.expiry)
			}
			wantUsable(t, server, session, kalturatest.UmbrellaNorth)
		})
	}
}

func TestMintSession_childThatIsNone(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, id := range []int64{kalturatest.Acme.ID, 39999999} {
		_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).MintSession(t.Context(), kaltura.SessionRequest{PartnerID: id, Lifetime: time.Hour})
		wantFailure(t, err, kaltura.ImpersonationRefused)
	}
}

// What the token fixes wins, and reserved privileges are dropped by the API.
func TestMintSession_appToken(t *testing.T) {
	server := kalturatest.NewServer(t)
	now := time.Now().Truncate(time.Second)
	server.SetClock(func() time.Time { return now })
	session, err := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256)).MintSession(t.Context(), kaltura.SessionRequest{
		Type: kaltura.SessionTypeUser, UserID: "ci", Lifetime: time.Hour, Privileges: []string{"custom:1", "edit:*"},
	})
	if err != nil {
		t.Fatal(err)
	}
	in := inspectKS(t, server, session.KS.Reveal())
	switch {
	case session.Type != kaltura.SessionTypeAdmin || in.kind != 2:
		t.Error("the token's type did not win")
	case !session.ExpiresAt.Equal(now.Add(900 * time.Second)):
		t.Errorf("expires at %s, not when the token's duration ends", session.ExpiresAt)
	case session.UserID != "ci" || in.user != "ci":
		t.Errorf("user %q", session.UserID)
	case !slices.Contains(session.Privileges, "custom:1") || slices.Contains(session.Privileges, "edit:*"):
		t.Errorf("privileges %q", session.Privileges)
	}
	wantUsable(t, server, session, kalturatest.Acme)
}

func TestMintSession_login(t *testing.T) {
	server := kalturatest.NewServer(t)
	now := time.Now().Truncate(time.Second)
	server.SetClock(func() time.Time { return now })
	client := newClient(t, server.URL, loginOf(kalturatest.Manager))
	session, err := client.MintSession(t.Context(), kaltura.SessionRequest{Lifetime: time.Hour, Privileges: []string{"custom:1"}})
	if err != nil {
		t.Fatal(err)
	}
	in := inspectKS(t, server, session.KS.Reveal())
	if !session.ExpiresAt.Equal(now.Add(time.Hour)) || in.expiry != now.Add(time.Hour).Unix() || session.UserID != kalturatest.Manager.ID || session.Type != kaltura.SessionTypeAdmin {
		t.Errorf("expires at %s, user %q, type %s", session.ExpiresAt, session.UserID, session.Type)
	}
	wantCount(t, server, "user.loginByLoginId", 1)
}

func TestMintSession_cannot(t *testing.T) {
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
			_, err := newClient(t, server.URL, test.credentials).MintSession(t.Context(), test.request)
			if failed := wantFailure(t, err, kaltura.CannotMint); failed.Reason != test.reason {
				t.Errorf("reason %q", failed.Reason)
			}
		})
	}
	wantCount(t, server, "", 0)
}

func TestEndSession_errorWithAStrangeCode(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerJSON(`{"code":{},"objectType":"KalturaAPIException"}`))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	wantFailure(t, client.EndSession(t.Context(), kaltura.Session{KS: kaltura.NewSecret("x")}), kaltura.APIRefused)
}

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
