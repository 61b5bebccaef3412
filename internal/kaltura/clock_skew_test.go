// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// serverAhead is a server whose clock is ahead of the client's.
func serverAhead(t *testing.T, ahead time.Duration) *kalturatest.Server {
	server := kalturatest.NewServer(t)
	server.SetClock(func() time.Time { return time.Now().Add(ahead) })
	return server
}

func TestClockSkew_isSurvivedWithOneExtraRequest(t *testing.T) {
	for _, test := range []struct {
		name     string
		ahead    time.Duration
		requests int // for the first read
	}{
		{"same clock", 0, 1},
		{"an hour ahead", time.Hour, 2},
		{"23 hours ahead", 23 * time.Hour, 2},
		{"nine minutes ahead", 9 * time.Minute, 1},
		{"an hour behind", -time.Hour, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := serverAhead(t, test.ahead)
			client := newClient(t, server.URL, adminOf(kalturatest.Acme))
			info, err := client.AccountInfo(t.Context(), 0)
			wantAcme(t, info, err)
			wantCount(t, server, "", test.requests)
			info, err = client.AccountInfo(t.Context(), 0)
			wantAcme(t, info, err)
			wantCount(t, server, "", test.requests+1)
		})
	}
}

// A forged date must not make a KS that lives for years.
func TestClockSkew_isNotFollowedBeyondADay(t *testing.T) {
	for _, ahead := range []time.Duration{25 * time.Hour, 10 * 365 * 24 * time.Hour, 1<<63 - 1} {
		server := serverAhead(t, ahead)
		server.Inject(expiredAnswer().For(-1))
		client := newClient(t, server.URL, adminOf(kalturatest.Acme))
		_, err := client.AccountInfo(t.Context(), 0)
		if failed := wantFailure(t, err, kaltura.ClocksDiffer); failed.ClockDifference < 24*time.Hour {
			t.Errorf("the clocks are said to differ by %s", failed.ClockDifference)
		}
		wantCount(t, server, "", 1)
		_, err = client.MintSession(t.Context(), kaltura.SessionRequest{Lifetime: time.Minute})
		if failed := wantFailure(t, err, kaltura.ClocksDiffer); failed.ClockDifference < 24*time.Hour {
			t.Errorf("at minting the clocks are said to differ by %s", failed.ClockDifference)
		}
	}
}

// A session that is signed here lives by the server's clock.
func TestClockSkew_ofAMintedSession(t *testing.T) {
	for _, ahead := range []time.Duration{-2 * time.Hour, 2 * time.Hour} {
		server := serverAhead(t, ahead)
		client := newClient(t, server.URL, adminOf(kalturatest.Acme))
		for range 2 {
			session, err := client.MintSession(t.Context(), kaltura.SessionRequest{Type: kaltura.SessionTypeAdmin, Lifetime: time.Minute})
			if err != nil || session.LocalClock {
				t.Fatal(session.LocalClock, err)
			}
			wantUsable(t, server, session, kalturatest.Acme)
			lives := time.Until(session.ExpiresAt) - ahead
			if in := inspectKS(t, server, session.KS.Reveal()); lives < 50*time.Second || lives > 70*time.Second || in.expiry != session.ExpiresAt.Unix() {
				t.Errorf("it lives for %s by the server's clock, and the KS says %d", lives, in.expiry)
			}
		}
		wantCount(t, server, "system.getTime", 1)
	}
}

func TestClockSkew_isKnownFromAnyAnswer(t *testing.T) {
	server := serverAhead(t, -2*time.Hour)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	if _, err := client.Account(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	session, err := client.MintSession(t.Context(), kaltura.SessionRequest{Lifetime: time.Hour})
	if err != nil || time.Until(session.ExpiresAt) > 0 {
		t.Errorf("expires at %s, error %v", session.ExpiresAt, err)
	}
	wantCount(t, server, "system.getTime", 0)
}

// A server that does not tell its time is asked once, and the local clock has
// to do.
func TestClockSkew_ofASilentServer(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Unavailable().On("system", "getTime").For(-1))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	for range 2 {
		session, err := client.MintSession(t.Context(), kaltura.SessionRequest{Lifetime: time.Hour})
		if err != nil || !session.LocalClock {
			t.Errorf("local clock %t, error %v", session.LocalClock, err)
		}
	}
	wantCount(t, server, "system.getTime", 1)
}

func TestEndOwnSession(t *testing.T) {
	for _, test := range []struct {
		credentials kaltura.Credentials
		want        int
	}{{loginOf(kalturatest.Manager), 1}, {tokenOf(kalturatest.TokenSHA256), 0}, {adminOf(kalturatest.Acme), 0}} {
		server := kalturatest.NewServer(t)
		client := newClient(t, server.URL, test.credentials)
		if err := client.EndOwnSession(t.Context()); err != nil {
			t.Error(err)
		}
		wantCount(t, server, "", 0)
		if _, err := client.Account(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if err := client.EndOwnSession(t.Context()); err != nil {
			t.Error(err)
		}
		wantCount(t, server, "session.end", test.want)
	}
}

// Without X-Kaltura-Session, as in cached answers, the Date header tells.
func TestClockSkew_readsEitherHeader(t *testing.T) {
	for _, header := range []string{"X-Kaltura-Session", "Date"} {
		server := serverAhead(t, time.Hour)
		server.Inject(kalturatest.Fault{Times: -1, Header: http.Header{header: nil}})
		info, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
		wantAcme(t, info, err)
		wantCount(t, server, "", 2)
	}
}

func TestClockSkew_isToldWhenItCannotBeSurvived(t *testing.T) {
	server := serverAhead(t, time.Hour)
	server.Inject(expiredAnswer().For(-1))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	_, err := client.AccountInfo(t.Context(), 0)
	failed := wantFailure(t, err, kaltura.ClocksDiffer)
	if off := (failed.ClockDifference - time.Hour).Abs(); off > 5*time.Second {
		t.Errorf("the clocks are said to differ by %s", failed.ClockDifference)
	}
	wantCount(t, server, "", 2)
}

func TestClockSkew_withoutAServerTime(t *testing.T) {
	server := serverAhead(t, time.Hour)
	server.Inject(kalturatest.Fault{Times: -1, Header: http.Header{"X-Kaltura-Session": nil, "Date": nil}})
	_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
	if failed := wantFailure(t, err, kaltura.ClocksDiffer); failed.ClockDifference != 0 {
		t.Errorf("a difference of %s was made up", failed.ClockDifference)
	}
	wantCount(t, server, "", 1)
}

func TestClockSkew_ofTenReads(t *testing.T) {
	server := serverAhead(t, time.Hour)
	for _, err := range tenReads(t, newClient(t, server.URL, adminOf(kalturatest.Acme))) {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestClockSkew_countsEveryRequestAsAnAttempt(t *testing.T) {
	server := serverAhead(t, time.Hour)
	server.Inject(expiredAnswer().For(-1))
	_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
	if failed := wantFailure(t, err, kaltura.ClocksDiffer); failed.Attempts != 2 {
		t.Errorf("%d attempts, want 2", failed.Attempts)
	}
}

// An app token's session lives by the server's clock, whatever this one says.
func TestClockSkew_ofAnAppToken(t *testing.T) {
	for _, ahead := range []time.Duration{-time.Hour, time.Hour} {
		server := serverAhead(t, ahead)
		client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256))
		for range 2 {
			info, err := client.AccountInfo(t.Context(), 0)
			wantAcme(t, info, err)
		}
		wantCount(t, server, "", 4)
	}
}
