// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// steppedClock is a clock that tests advance, for both the client and the
// server.
type steppedClock struct{ ahead atomic.Int64 }

func (c *steppedClock) now() time.Time       { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *steppedClock) step(d time.Duration) { c.ahead.Add(int64(d)) }

func TestSignIn_isSharedByParallelReads(t *testing.T) {
	const widget, exchange, login = "session.startWidgetSession", "appToken.startSession", "user.loginByLoginId"
	away := kalturatest.Unavailable().On("session", "startWidgetSession")
	late := away
	late.Delay = 50 * time.Millisecond
	token := tokenOf(kalturatest.TokenSHA256)
	for _, test := range []struct {
		name        string
		credentials kaltura.Credentials
		fault       kalturatest.Fault
		want        kaltura.Failure
		sent        map[string]int
	}{
		{"app token", token, kalturatest.Fault{}, "", map[string]int{widget: 1, exchange: 1, "partner.getInfo": 10, "": 12}},
		{"app token refused", tokenOf(kalturatest.TokenInactive), kalturatest.Fault{}, kaltura.AppTokenInactive, map[string]int{"": 2}},
		{"login", loginOf(kalturatest.Manager), kalturatest.Fault{}, "", map[string]int{login: 1, "partner.getInfo": 10, "": 11}},
		{"login's session over", loginOf(kalturatest.Manager), expiredAnswer().For(-1), kaltura.LoginSessionExpired, map[string]int{login: 1}},
		{"admin secret refused", wrongSecret(kalturatest.Acme.ID), kalturatest.Fault{}, kaltura.WrongAdminSecret, map[string]int{widget: 1}},
		// One probe and its retries.
		{"admin secret refused, probe fails", wrongSecret(kalturatest.Acme.ID), away.For(4), kaltura.AdminSecretRefused, map[string]int{widget: 4}},
		// The ten reads share the answer of an unavailable server instead of
		// repeating the request.
		{"server away", token, late.For(-1), kaltura.ServerTrouble, map[string]int{widget: 4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, test.credentials, test.fault)
			server.SetLatency(5 * time.Millisecond)
			wantTenReads(t, client, test.want)
			for action, want := range test.sent {
				wantCount(t, server, action, want)
			}
			if test.want == kaltura.ServerTrouble { // the client does not cache this failure
				server.Reset()
				wantAcme(t, client)
			}
		})
	}
}

func TestSignIn_isRenewedBeforeItsEnd(t *testing.T) {
	for _, test := range []struct {
		name    string
		allowed int // seconds of a session by the token; the client requests ten minutes
		step    time.Duration
		signIns int
	}{
		{"half of its life", 900, 5 * time.Minute, 1},
		{"nine minutes", 900, 9 * time.Minute, 1},
		{"twenty seconds left", 900, 9*time.Minute + 40*time.Second, 2},
		{"after its end", 900, time.Hour, 2},
		{"near the end of a shorter one", 20, 18 * time.Second, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, clock := kalturatest.NewServer(t), &steppedClock{}
			server.SetClock(clock.now)
			server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
				for i := range a.AppTokens {
					a.AppTokens[i].SessionDuration = &test.allowed
				}
			})
			client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256), withClock(clock.now))
			wantAcme(t, client)
			clock.step(test.step)
			wantAcme(t, client)
			wantCount(t, server, "appToken.startSession", test.signIns)
			wantCount(t, server, "partner.getInfo", 2) // none with an expired KS
		})
	}
}

func TestSignIn_expiredIsRenewedOnce(t *testing.T) {
	for times, want := range map[int]kaltura.Failure{1: "", -1: kaltura.AppTokenSessionExpired} {
		server, client := start(t, tokenOf(kalturatest.TokenSHA256), expiredAnswer().For(times))
		wantRead(t, client, want)
		wantCount(t, server, "partner.getInfo", 2)
		wantCount(t, server, "appToken.startSession", 2)
	}
}

func expiredAnswer() kalturatest.Fault {
	return kalturatest.AnswerError("INVALID_KS", `Invalid KS "EXPIRED", Error "-1,INVALID_STR"`,
		"KSID", "EXPIRED", "ERR_CODE", "-1", "ERR_DESC", "INVALID_STR").On("partner", "getInfo")
}

// TestSignIn_parallelReadsRenewAnExpiredSessionOnce moves the server's clock,
// and the server refuses ten reads with the same KS.
func TestSignIn_parallelReadsRenewAnExpiredSessionOnce(t *testing.T) {
	server, clock := kalturatest.NewServer(t), &steppedClock{}
	server.SetClock(clock.now)
	client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256))
	wantAcme(t, client)
	clock.step(time.Hour)
	server.Reset()
	for i := range 9 { // spread the answers over time
		server.Inject(kalturatest.Slow(time.Duration(i*10)*time.Millisecond).On("partner", "getInfo"))
	}
	wantTenReads(t, client, "")
	wantCount(t, server, "appToken.startSession", 1)
}

// TestSignIn_cancelledReaderLeavesTheOthersAlone: canceling the reader that
// signs in does not cancel the others.
func TestSignIn_cancelledReaderLeavesTheOthersAlone(t *testing.T) {
	_, client := start(t, tokenOf(kalturatest.TokenSHA256), kalturatest.Slow(time.Second).On("session", "startWidgetSession"))
	first := make(chan error, 1)
	ctx := cancelled(t, 100*time.Millisecond)
	go func() { first <- readAcme(ctx, client) }()
	time.Sleep(30 * time.Millisecond)
	wantTenReads(t, client, "")
	wantFailure(t, <-first, kaltura.Cancelled)
}

func TestEndOwnSession(t *testing.T) {
	for _, test := range []struct {
		credentials kaltura.Credentials
		want        int
	}{{loginOf(kalturatest.Manager), 1}, {tokenOf(kalturatest.TokenSHA256), 0}, {adminOf(kalturatest.Acme), 0}} {
		server, client := start(t, test.credentials)
		unused := client.EndOwnSession(t.Context())
		wantCount(t, server, "", 0)
		wantAcme(t, client)
		if err := errors.Join(unused, client.EndOwnSession(t.Context())); err != nil {
			t.Error(err)
		}
		wantCount(t, server, "session.end", test.want)
	}
}

func TestGivenKS_failures(t *testing.T) {
	const admin = kalturatest.AdminSession
	for _, test := range []struct {
		name    string
		options kalturatest.SessionOptions
		want    kaltura.Failure
	}{
		{"expired", kalturatest.SessionOptions{Type: admin, Expiry: time.Now().Add(-time.Minute)}, kaltura.KSExpired},
		{"signed with another secret", kalturatest.SessionOptions{Type: admin, Secret: kalturatest.Acme.UserSecret}, kaltura.KSInvalid},
		{"another address", kalturatest.SessionOptions{Type: admin, Privileges: "iprestrict:203.0.113.7"}, kaltura.KSRestricted},
		{"another URI", kalturatest.SessionOptions{Type: admin, Privileges: "urirestrict:/p/*"}, kaltura.KSRestricted},
		{"no actions left", kalturatest.SessionOptions{Type: admin, Privileges: "actionslimit:0"}, kaltura.KSUsedUp},
		{"blocked user", kalturatest.SessionOptions{Type: admin, UserID: kalturatest.BlockedUser.ID}, kaltura.UserBlocked},
		{"role that may not read", kalturatest.SessionOptions{Type: admin, UserID: kalturatest.Uploader.ID}, kaltura.ActionForbidden},
		{"role without secrets", kalturatest.SessionOptions{Type: admin, UserID: kalturatest.Viewer.ID}, kaltura.SecretsNotVisible},
		{"role that may only read", kalturatest.SessionOptions{Type: admin, Privileges: "setrole:READ_ONLY_ROLE"}, kaltura.SecretsNotVisible},
		{"user session", kalturatest.SessionOptions{}, kaltura.ActionForbidden},
		{"unknown role", kalturatest.SessionOptions{Type: admin, Privileges: "setrole:NO_SUCH_ROLE"}, kaltura.UnknownRole},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			ks := server.StartSession(kalturatest.Acme.ID, test.options)
			wantRead(t, newClient(t, server.URL, givenKS(ks)), test.want)
			wantCount(t, server, "", 1) // no retry
		})
	}
}

func TestGivenKS_versions(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, version := range []int{1, 2} {
		ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Version: version})
		client := newClient(t, server.URL, givenKS(ks))
		if client.PartnerID() != kalturatest.Acme.ID {
			t.Errorf("version %d: account %d", version, client.PartnerID())
		}
		wantAcme(t, client)
	}
}

func TestGivenKS_ofAnotherAccountFailsWithoutARequest(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Umbrella.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	_, err := kaltura.New(kaltura.Config{
		ServiceURL:  configOf(t, server.URL).ServiceURL,
		Credentials: kaltura.GivenKS{PartnerID: kalturatest.Acme.ID, KS: kaltura.NewSecret(ks)},
	})
	failed := wantFailure(t, err, kaltura.KSOfAnotherAccount)
	if failed.AskedPartnerID != kalturatest.Acme.ID || failed.AnsweredPartnerID != kalturatest.Umbrella.ID {
		t.Errorf("asked for %d, answered %d", failed.AskedPartnerID, failed.AnsweredPartnerID)
	}
	wantCount(t, server, "", 0)
}
