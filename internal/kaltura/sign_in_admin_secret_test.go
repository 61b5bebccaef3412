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

// wrongSecret is a wrong administrator secret.
func wrongSecret(partnerID int64) kaltura.AdminSecret {
	return kaltura.AdminSecret{PartnerID: partnerID, Secret: kaltura.NewSecret("fa4e")}
}

func TestAdminSecret_whyItIsRefused(t *testing.T) {
	for _, test := range []struct {
		name        string
		credentials kaltura.AdminSecret
		want        kaltura.Failure
		probes      int
	}{
		{"a wrong secret", wrongSecret(kalturatest.Acme.ID), kaltura.WrongAdminSecret, 1},
		{"an unknown account", wrongSecret(39999999), kaltura.UnknownAccount, 1},
		{"a blocked account", adminOf(kalturatest.Blocked), kaltura.AccountBlocked, 0},
		{"a blocked account, wrong secret", wrongSecret(kalturatest.Blocked.ID), kaltura.WrongAdminSecret, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, test.credentials)
			wantRead(t, client, test.want)
			wantCount(t, server, "session.startWidgetSession", test.probes)
			wantCount(t, server, "partner.getInfo", 1)
		})
	}
}

// startAhead starts a stand-in whose clock is ahead of its client's.
func startAhead(t *testing.T, ahead time.Duration, credentials kaltura.Credentials, faults ...kalturatest.Fault) (*kalturatest.Server, *kaltura.Client) {
	server, client := start(t, credentials, faults...)
	server.SetClock(func() time.Time { return time.Now().Add(ahead) })
	return server, client
}

// TestClockSkew_isSurvivedWithOneExtraRequest: an app token's session lives by
// the server's clock, regardless of the local one.
func TestClockSkew_isSurvivedWithOneExtraRequest(t *testing.T) {
	admin, token := adminOf(kalturatest.Acme), tokenOf(kalturatest.TokenSHA256)
	// Without X-Kaltura-Session, as in cached answers, the client uses the
	// Date header.
	without := func(header string) kalturatest.Fault {
		return kalturatest.Fault{Times: -1, Header: http.Header{header: nil}}
	}
	for _, test := range []struct {
		name        string
		ahead       time.Duration
		credentials kaltura.Credentials
		fault       kalturatest.Fault
		requests    int // for the first read
	}{
		{"same clock", 0, admin, kalturatest.Fault{}, 1},
		{"an hour ahead", time.Hour, admin, kalturatest.Fault{}, 2},
		{"an hour ahead, by Date", time.Hour, admin, without("X-Kaltura-Session"), 2},
		{"an hour ahead, by X-Kaltura-Session", time.Hour, admin, without("Date"), 2},
		{"23 hours ahead", 23 * time.Hour, admin, kalturatest.Fault{}, 2},
		{"nine minutes ahead", 9 * time.Minute, admin, kalturatest.Fault{}, 1},
		{"an hour behind", -time.Hour, admin, kalturatest.Fault{}, 1},
		{"app token, an hour ahead", time.Hour, token, kalturatest.Fault{}, 3},
		{"app token, an hour behind", -time.Hour, token, kalturatest.Fault{}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := startAhead(t, test.ahead, test.credentials, test.fault)
			wantAcme(t, client)
			wantCount(t, server, "", test.requests)
			wantAcme(t, client)
			wantCount(t, server, "", test.requests+1)
		})
	}
}

func TestClockSkew_isSurvivedByTenReads(t *testing.T) {
	_, client := startAhead(t, time.Hour, adminOf(kalturatest.Acme))
	wantTenReads(t, client, "")
}

// TestClockSkew_isNotFollowedBeyondADay: a forged date must not produce a KS
// that lives for years, or sessions that have expired.
func TestClockSkew_isNotFollowedBeyondADay(t *testing.T) {
	for _, ahead := range []time.Duration{25 * time.Hour, 10 * 365 * 24 * time.Hour, 1<<63 - 1, -25 * time.Hour, -10 * 365 * 24 * time.Hour} {
		server, client := startAhead(t, ahead, adminOf(kalturatest.Acme), expiredAnswer().For(-1))
		_, readErr := client.AccountInfo(t.Context(), 0)
		wantCount(t, server, "", 1)
		_, createErr := client.CreateSession(t.Context(), kaltura.SessionRequest{Lifetime: time.Minute})
		for _, err := range []error{readErr, createErr} {
			if failed := wantFailure(t, err, kaltura.ClocksDiffer); failed.ClockDifference.Abs() < 24*time.Hour || (failed.ClockDifference < 0) != (ahead < 0) {
				t.Errorf("the clocks are said to differ by %s", failed.ClockDifference)
			}
		}
	}
}

func TestClockSkew_isToldWhenItCannotBeSurvived(t *testing.T) {
	server, client := startAhead(t, time.Hour, adminOf(kalturatest.Acme), expiredAnswer().For(-1))
	failed := wantRead(t, client, kaltura.ClocksDiffer)
	if off := (failed.ClockDifference - time.Hour).Abs(); off > 5*time.Second || failed.Attempts != 2 || failed.ClockDifference%time.Second != 0 {
		t.Errorf("after %d attempts the clocks are said to differ by %s", failed.Attempts, failed.ClockDifference)
	}
	wantCount(t, server, "", 2)
}

func TestClockSkew_withoutAServerTime(t *testing.T) {
	server, client := startAhead(t, time.Hour, adminOf(kalturatest.Acme),
		kalturatest.Fault{Times: -1, Header: http.Header{"X-Kaltura-Session": nil, "Date": nil}})
	if failed := wantRead(t, client, kaltura.ClocksDiffer); failed.ClockDifference != 0 {
		t.Errorf("a difference of %s was made up", failed.ClockDifference)
	}
	wantCount(t, server, "", 1)
}

// TestClockSkew_ofACreatedSession: a locally signed session lives by the
// server's clock.
func TestClockSkew_ofACreatedSession(t *testing.T) {
	for _, ahead := range []time.Duration{-2 * time.Hour, 2 * time.Hour} {
		server, client := startAhead(t, ahead, adminOf(kalturatest.Acme))
		for range 2 {
			session := create(t, client, kaltura.SessionRequest{Type: kaltura.SessionTypeAdmin, Lifetime: time.Minute})
			wantUsable(t, server, session, kalturatest.Acme.ID)
			lives := time.Until(session.ExpiresAt) - ahead
			if in := inspectKS(t, server, session.KS.Reveal()); lives < 50*time.Second || lives > 70*time.Second || !in.Expiry.Equal(session.ExpiresAt) || session.LocalClock {
				t.Errorf("it lives for %s by the server's clock, and the KS says %s", lives, in.Expiry)
			}
		}
		wantCount(t, server, "system.getTime", 1)
	}
}

func TestClockSkew_isKnownFromAnyAnswer(t *testing.T) {
	server, client := startAhead(t, -2*time.Hour, adminOf(kalturatest.Acme))
	wantAcme(t, client)
	if session := create(t, client, kaltura.SessionRequest{Lifetime: time.Hour}); time.Until(session.ExpiresAt) > 0 {
		t.Errorf("expires at %s", session.ExpiresAt)
	}
	wantCount(t, server, "system.getTime", 0)
}

// TestClockSkew_ofASilentServer: the client asks a server that does not report
// its time only once, and then uses the local clock.
func TestClockSkew_ofASilentServer(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme), kalturatest.Unavailable().On("system", "getTime").For(-1))
	for range 2 {
		if session := create(t, client, kaltura.SessionRequest{Lifetime: time.Hour}); !session.LocalClock {
			t.Error("the server's clock is said to count")
		}
	}
	wantAcme(t, client)
	if session := create(t, client, kaltura.SessionRequest{Lifetime: time.Hour}); session.LocalClock {
		t.Error("another answer told the time since")
	}
	wantCount(t, server, "system.getTime", 1)
}

// TestClockSkew_cancelled: who gives up while the server's time is asked for gets
// no session, and has not learned that the server is silent.
func TestClockSkew_cancelled(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Acme), kalturatest.Drop(kalturatest.Hang).On("system", "getTime"))
	_, err := client.CreateSession(cancelled(t, 50*1e6), kaltura.SessionRequest{Lifetime: time.Hour})
	wantFailure(t, err, kaltura.Cancelled)
	if session := create(t, client, kaltura.SessionRequest{Lifetime: time.Hour}); session.LocalClock {
		t.Error("the server was not asked again")
	}
}

// TestClockSkew_ofRequests: once any answer of the API has told the time, also a
// refusal, the KS of a request lives ten minutes by the server's clock.
func TestClockSkew_ofRequests(t *testing.T) {
	for _, ahead := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		server, client := startAhead(t, ahead, adminOf(kalturatest.Acme), kalturatest.AnswerError("SERVICE_FORBIDDEN", ""))
		wantRead(t, client, kaltura.ActionForbidden)
		wantAcme(t, client)
		requests := server.Requests()
		session, _ := server.ReadSession(text(requests[len(requests)-1].Params["ks"]))
		if lives := time.Until(session.Expiry) - ahead; len(requests) != 2 || lives < 9*time.Minute || lives > 11*time.Minute {
			t.Errorf("%s ahead: the KS lives for %s, after %d requests", ahead, lives, len(requests))
		}
	}
}
