// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// steppedClock is a clock that tests move, for the client and the server alike.
type steppedClock struct{ ahead atomic.Int64 }

func (c *steppedClock) now() time.Time       { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *steppedClock) step(d time.Duration) { c.ahead.Add(int64(d)) }

func TestSignIn_isSharedByParallelReads(t *testing.T) {
	for _, test := range []struct {
		name        string
		credentials kaltura.Credentials
		signIn      map[string]int
	}{
		{"app token", tokenOf(kalturatest.TokenSHA256), map[string]int{"session.startWidgetSession": 1, "appToken.startSession": 1}},
		{"login", loginOf(kalturatest.Manager), map[string]int{"user.loginByLoginId": 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.SetLatency(5 * time.Millisecond)
			for _, err := range tenReads(t, newClient(t, server.URL, test.credentials)) {
				if err != nil {
					t.Fatal(err)
				}
			}
			for action, want := range test.signIn {
				wantCount(t, server, action, want)
			}
			wantCount(t, server, "partner.getInfo", 10)
			wantCount(t, server, "", 10+len(test.signIn))
		})
	}
}

func TestSignIn_isRenewedBeforeItsEnd(t *testing.T) {
	for _, test := range []struct {
		name    string
		step    time.Duration // the client asks for ten minutes
		renewed bool
	}{
		{"half of its life", 5 * time.Minute, false},
		{"nine minutes", 9 * time.Minute, false},
		{"twenty seconds left", 9*time.Minute + 40*time.Second, true},
		{"after its end", time.Hour, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, clock := kalturatest.NewServer(t), &steppedClock{}
			server.SetClock(clock.now)
			client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256), withClock(clock.now))
			info, err := client.AccountInfo(t.Context(), 0)
			wantAcme(t, info, err)
			clock.step(test.step)
			info, err = client.AccountInfo(t.Context(), 0)
			wantAcme(t, info, err)
			want := 1
			if test.renewed {
				want = 2
			}
			wantCount(t, server, "appToken.startSession", want)
			wantCount(t, server, "partner.getInfo", 2) // none was sent with an expired KS
		})
	}
}

// A token may allow less than the client asks for.
func TestSignIn_renewsByTheLifetimeItGot(t *testing.T) {
	server, clock := kalturatest.NewServer(t), &steppedClock{}
	server.SetClock(clock.now)
	short := 20
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		for i := range a.AppTokens {
			a.AppTokens[i].SessionDuration = &short
		}
	})
	client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256), withClock(clock.now))
	for range 2 {
		info, err := client.AccountInfo(t.Context(), 0)
		wantAcme(t, info, err)
		clock.step(18 * time.Second)
	}
	wantCount(t, server, "appToken.startSession", 2)
	wantCount(t, server, "partner.getInfo", 2)
}

func TestSignIn_expiredIsRenewedOnce(t *testing.T) {
	for _, test := range []struct {
		name    string
		expired int // answers
		want    kaltura.Failure
		reads   int
		signIns int
	}{
		{"once", 1, "", 2, 2},
		{"again and again", -1, kaltura.AppTokenSessionOver, 2, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.Inject(expiredAnswer().For(test.expired))
			_, err := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256)).AccountInfo(t.Context(), 0)
			if test.want == "" && err != nil || test.want != "" && kaltura.FailureOf(err) != test.want {
				t.Errorf("got %v, want %q", err, test.want)
			}
			wantCount(t, server, "partner.getInfo", test.reads)
			wantCount(t, server, "appToken.startSession", test.signIns)
		})
	}
}

func expiredAnswer() kalturatest.Fault {
	return kalturatest.AnswerError("INVALID_KS", `Invalid KS "EXPIRED", Error "-1,INVALID_STR"`,
		"KSID", "EXPIRED", "ERR_CODE", "-1", "ERR_DESC", "INVALID_STR").On("partner", "getInfo")
}

// The server's clock jumps, so that ten reads are refused with the same KS.
func TestSignIn_parallelReadsRenewAnExpiredSessionOnce(t *testing.T) {
	server, clock := kalturatest.NewServer(t), &steppedClock{}
	server.SetClock(clock.now)
	client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256))
	info, err := client.AccountInfo(t.Context(), 0)
	wantAcme(t, info, err)
	clock.step(time.Hour)
	server.Reset()
	for i := range 9 { // answers that arrive one after another
		server.Inject(kalturatest.Slow(time.Duration(i*10)*time.Millisecond).On("partner", "getInfo"))
	}
	for _, err := range tenReads(t, client) {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantCount(t, server, "appToken.startSession", 1)
}

// A server that is away answers the sign-in of all ten at once, not ten times
// in a row.
func TestSignIn_parallelReadsShareATransientFailure(t *testing.T) {
	server := kalturatest.NewServer(t)
	fault := kalturatest.Unavailable().On("session", "startWidgetSession").For(-1)
	fault.Delay = 50 * time.Millisecond
	server.Inject(fault)
	client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256), withRetries(1))
	for _, err := range tenReads(t, client) {
		wantFailure(t, err, kaltura.ServerTrouble)
	}
	wantCount(t, server, "session.startWidgetSession", 2)
	server.Reset()
	info, err := client.AccountInfo(t.Context(), 0)
	wantAcme(t, info, err) // it is not kept beyond
}

// The reader that happens to sign in is cancelled; the others are not.
func TestSignIn_cancelledReaderLeavesTheOthersAlone(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Slow(time.Second).On("session", "startWidgetSession"))
	client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256))
	first := make(chan error, 1)
	ctx := cancelled(t, 100*time.Millisecond)
	go func() {
		_, err := client.AccountInfo(ctx, 0)
		first <- err
	}()
	time.Sleep(30 * time.Millisecond)
	for _, err := range tenReads(t, client) {
		if err != nil {
			t.Error(err)
		}
	}
	wantFailure(t, <-first, kaltura.Cancelled)
}
