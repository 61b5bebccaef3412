// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// What is left open at the end of the process is revoked, but never a session
// of an app token: that would disable the token.
func TestEndOpenSessions(t *testing.T) {
	for _, test := range []struct {
		name     string
		settings arguments
		ended    int
		open     string // why the session that is open is refused
		own      string // why that of the provider's reads is
	}{
		{"administrator secret", withSecretOf(kalturatest.Acme), 1, "LOGOUT", ""},
		{"login", byPassword(kalturatest.Acme, kalturatest.Manager), 2, "LOGOUT", "LOGOUT"},
		{"app token", byToken(kalturatest.TokenSHA256), 0, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			p := newSessionProtocol(t, server, test.settings)
			if _, diags := p.read(t.Context(), "kaltura_account", nil); len(diags) > 0 {
				t.Fatal(diags)
			}
			requests := server.Requests()
			own, _ := requests[len(requests)-1].Params["ks"].(string)
			kept, closed, open := p.open(arguments{"revoke_on_close": false}), p.open(arguments{}), p.open(arguments{})
			p.close(t.Context(), closed)
			before := server.Count("session", "end")
			for range 2 { // on a signal and at the end of the server
				provider.EndOpenSessions(p.served)
			}
			if ended := server.Count("session", "end") - before; ended != test.ended {
				t.Errorf("%d sessions were ended, want %d", ended, test.ended)
			}
			for session, want := range map[string]string{open.ks: test.open, own: test.own, kept.ks: ""} {
				if why := refusal(t, server, session); why != want {
					t.Errorf("a session is refused as %q, want %q", why, want)
				}
			}
		})
	}
}

// An engine kills a process that does not end, and the sessions of other
// servers would stay.
func TestEndOpenSessions_isNotHeldUp(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme).with("request_timeout", "1h"))
	p.open(arguments{})
	server.Inject(kalturatest.Drop(kalturatest.Hang).On("session", "end").For(-1))
	done := make(chan struct{})
	go func() { defer close(done); provider.EndOpenSessions(p.served) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("a server that does not answer holds up the end of the process")
	}
}
