// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// TestSession_severalAtOnce: each open creates its own session, and closing one
// does not affect the other.
func TestSession_severalAtOnce(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	one, other := e.session(nil), e.session(nil)
	if one.ks == other.ks {
		t.Error("two openings gave the same session")
	}
	e.closeQuietly(one)
	expectRefusal(t, server, one.ks, "LOGOUT")
	expectRefusal(t, server, other.ks, "")
	e.close(t.Context(), one)
	e.close(t.Context(), openSession{})
	e.close(t.Context(), openSession{private: []byte(`{"session":"YW5vdGhlciBwcm9jZXNz"}`)})
	if n := server.Count("session", "end"); n != 1 {
		t.Errorf("%d sessions were ended, want the one", n)
	}
}

// TestSession_notInPrivateData: the engine keeps a handle between Open and
// Close, not the session.
func TestSession_notInPrivateData(t *testing.T) {
	opened := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Acme)).session(nil)
	var kept map[string][]byte
	if err := json.Unmarshal(opened.private, &kept); err != nil || len(kept) == 0 {
		t.Fatalf("nothing is kept, so nothing could be closed: %q, %v", opened.private, err)
	}
	for name, value := range kept {
		for start := 16; start+16 <= len(opened.ks); start += 16 {
			if piece := []byte(opened.ks[start : start+16]); bytes.Contains(value, piece) || bytes.Contains(opened.private, piece) {
				t.Fatalf("%s holds the session: %s", name, value)
			}
		}
	}
}

// TestSession_closeWarnings: closing a session after its expiry or its last
// allowed action needs no warning.
func TestSession_closeWarnings(t *testing.T) {
	const restricted = "Set revoke_on_close = false and a short expiry"
	for title, test := range map[string]struct {
		code, reason, summary string
		says                  []string
	}{
		"forbidden":   {"SERVICE_FORBIDDEN", "", "Kaltura Session Not Revoked", []string{"Kaltura Permission Missing", "It may stay valid until EXPIRY (", "from now)", "session.end"}},
		"expired":     {"INVALID_KS", "EXPIRED", "Kaltura Session Expired Early", []string{"The API reports that the session of this run has expired, although it should have been valid until EXPIRY"}},
		"address":     {"INVALID_KS", "EXCEEDED_RESTRICTED_IP", "Kaltura Session Not Revoked", []string{restricted}},
		"URI":         {"INVALID_KS", "EXCEEDED_RESTRICTED_URI", "Kaltura Session Not Revoked", []string{restricted}},
		"used up":     {"INVALID_KS", "EXCEEDED_ACTIONS_LIMIT", "", nil},
		"over before": {"", "", "", nil},
	} {
		t.Run(title, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.SetClock(func() time.Time { return time.Now().Add(3 * time.Hour) })
			e := configured(t, administrator(server, kalturatest.Acme))
			opened := e.session(arguments{"expiry": 7200})
			if test.code == "" {
				server.SetClock(func() time.Time { return time.Now().Add(6 * time.Hour) })
			} else {
				server.Inject(kalturatest.AnswerError(test.code, "no "+opened.ks, "KSID", test.reason).On("session", "end"))
			}
			if test.summary == "" {
				e.closeQuietly(opened)
				return
			}
			diags := e.close(t.Context(), opened)
			for _, says := range test.says {
				diags.expectOnly(t, test.summary, strings.Replace(says, "EXPIRY", opened.expiresAt, 1))
			}
			if text := diags.String(); !strings.HasPrefix(text, "WARNING: ") || strings.Contains(text, opened.ks[16:40]) || strings.Contains(text, "(5h0m") || strings.Contains(text, "(4h59m") {
				t.Errorf("it is no warning, shows the session, or ignores the server's clock:\n%s", text)
			}
		})
	}
}

// duringRequest runs call, interrupts it during a request that hangs, and
// returns its messages.
func duringRequest(t *testing.T, server *kalturatest.Server, call func(context.Context) diagnostics, interrupt func(context.CancelFunc)) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	before := len(server.Requests())
	done := make(chan diagnostics, 1)
	go func() { done <- call(ctx) }()
	for deadline := time.Now().Add(10 * time.Second); len(server.Requests()) == before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no request arrived")
		}
	}
	interrupt(cancel)
	select {
	case got := <-done:
		return got.String()
	case <-time.After(20 * time.Second): // before the request times out
		t.Fatal("the call does not end")
		return ""
	}
}

// TestSession_interrupted: an interrupt is either the engine's StopProvider or
// a canceled call.
func TestSession_interrupted(t *testing.T) {
	for _, stops := range []bool{true, false} {
		for _, opens := range []bool{true, false} {
			t.Run(fmt.Sprintf("stops %t, opens %t", stops, opens), func(t *testing.T) {
				server := kalturatest.NewServer(t)
				e := configured(t, byToken(server, kalturatest.TokenSHA256))
				call := func(ctx context.Context) diagnostics { return e.trySession(ctx, nil).diagnostics }
				prefix, says := "ERROR: Kaltura Request Cancelled\n", ""
				if !opens {
					e = configured(t, administrator(server, kalturatest.Acme))
					opened := e.session(nil)
					call = func(ctx context.Context) diagnostics { return e.close(ctx, opened) }
					prefix, says = "WARNING: Kaltura Session Not Revoked\n", opened.expiresAt
				}
				server.Inject(kalturatest.Drop(kalturatest.Hang))
				text := duringRequest(t, server, call, func(cancel context.CancelFunc) {
					if !stops {
						cancel()
						return
					}
					_, err := e.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
					e.ok(err)
				})
				if !strings.HasPrefix(text, prefix) || !strings.Contains(text, "Kaltura Request Cancelled") || !strings.Contains(text, says) {
					t.Error(text)
				}
				e.session(nil) // the engine goes on to close open resources
			})
		}
	}
}

// TestEndOpenSessions: the end of the process revokes open sessions, but never
// a session of an app token, because that would disable the token.
func TestEndOpenSessions(t *testing.T) {
	for _, test := range []struct {
		name  string
		block func(*kalturatest.Server) arguments
		ended int
		open  string // why the API refuses the open session
		own   string // why the API refuses the session of the provider's reads
	}{
		{"administrator secret", func(s *kalturatest.Server) arguments { return administrator(s, kalturatest.Acme) }, 1, "LOGOUT", ""},
		{"login", func(s *kalturatest.Server) arguments { return loginAs(s, kalturatest.Acme, kalturatest.Manager) }, 2, "LOGOUT", "LOGOUT"},
		{"app token", func(s *kalturatest.Server) arguments { return byToken(s, kalturatest.TokenSHA256) }, 0, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			e := configured(t, test.block(server))
			e.mustRead("kaltura_account", nil)
			requests := server.Requests()
			own, _ := requests[len(requests)-1].Params["ks"].(string)
			kept, closed, open := e.session(arguments{"revoke_on_close": false}), e.session(nil), e.session(nil)
			e.closeQuietly(closed)
			before := server.Count("session", "end")
			for range 2 { // on a signal and at the end of the server
				provider.EndOpenSessions(e.served)
			}
			if ended := server.Count("session", "end") - before; ended != test.ended {
				t.Errorf("%d sessions were ended, want %d", ended, test.ended)
			}
			for session, want := range map[string]string{open.ks: test.open, own: test.own, kept.ks: ""} {
				expectRefusal(t, server, session, want)
			}
		})
	}
}

// TestEndOpenSessions_isNotHeldUp: an engine kills a process that does not
// exit, and the sessions of other servers would stay open.
func TestEndOpenSessions_isNotHeldUp(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme).with("request_timeout", "1h"))
	e.session(nil)
	server.Inject(kalturatest.Drop(kalturatest.Hang).On("session", "end").For(-1))
	done := make(chan struct{})
	go func() { defer close(done); provider.EndOpenSessions(e.served) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("a server that does not answer holds up the end of the process")
	}
}

// TestEndOpenSessions_isBounded: revoking a session is tried as often as
// max_retries allows, and not again.
func TestEndOpenSessions_isBounded(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerStatus(503).On("session", "end").For(-1))
	e := configured(t, administrator(server, kalturatest.Acme).with("max_retries", 1))
	e.close(t.Context(), e.session(nil))
	e.session(nil)
	for range 2 {
		provider.EndOpenSessions(e.served)
	}
	if n := server.Count("session", "end"); n < 3 || n > 4 { // the time for the second session is short
		t.Errorf("%d requests, want two for each session", n)
	}
}

// TestEndOpenSessions_waits for a session that the engine is closing.
func TestEndOpenSessions_waits(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	opened := e.session(nil)
	arrived, answer, closed, ended := make(chan struct{}), make(chan struct{}), make(chan struct{}), make(chan struct{})
	server.Inject(kalturatest.Fault{Mutate: func(body []byte) []byte {
		close(arrived)
		<-answer
		return body
	}}.On("session", "end"))
	go func() { defer close(closed); e.close(t.Context(), opened) }()
	<-arrived
	go func() { defer close(ended); provider.EndOpenSessions(e.served) }()
	select {
	case <-ended:
		t.Error("the process would end before the session")
	case <-time.After(100 * time.Millisecond):
	}
	close(answer)
	<-ended
	<-closed
}
