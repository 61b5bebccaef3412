// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// Interrupts come as the engine's StopProvider, or as the end of a call.
func interrupts(p *sessionProtocol) map[string]func(cancel context.CancelFunc) {
	return map[string]func(context.CancelFunc){
		"stop": func(context.CancelFunc) {
			if _, err := p.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				p.t.Error(err)
			}
		},
		"cancel": func(cancel context.CancelFunc) { cancel() },
	}
}

// duringRequest runs call, interrupts it when the server has a request that
// hangs, and returns what it said and how long it went on.
func duringRequest(t *testing.T, server *kalturatest.Server, call func(context.Context) []*tfprotov6.Diagnostic, interrupt func(context.CancelFunc)) (string, time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	before := len(server.Requests())
	done := make(chan []*tfprotov6.Diagnostic, 1)
	go func() { done <- call(ctx) }()
	for deadline := time.Now().Add(10 * time.Second); len(server.Requests()) == before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no request arrived")
		}
	}
	began := time.Now()
	interrupt(cancel)
	select {
	case got := <-done:
		return said(got), time.Since(began)
	case <-time.After(20 * time.Second):
		t.Fatal("the call does not end")
		return "", 0
	}
}

func TestSession_openInterrupted(t *testing.T) {
	for _, how := range []string{"stop", "cancel"} {
		t.Run(how, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			p := newSessionProtocol(t, server, byToken(kalturatest.TokenSHA256))
			server.Inject(kalturatest.Drop(kalturatest.Hang))
			open := func(ctx context.Context) []*tfprotov6.Diagnostic { return p.tryOpen(ctx, arguments{}).diagnostics }
			text, took := duringRequest(t, server, open, interrupts(p)[how])
			if took > time.Second || !strings.HasPrefix(text, "ERROR: Kaltura Request Cancelled\n") {
				t.Errorf("after %s:\n%s", took, text)
			}
			// The provider still works: the engine goes on to close what is open.
			if opened := p.open(arguments{}); opened.ks == "" {
				t.Error("no session after the interrupt")
			}
		})
	}
}

func TestSession_closeInterrupted(t *testing.T) {
	for _, how := range []string{"stop", "cancel"} {
		t.Run(how, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
			opened := p.open(arguments{})
			server.Inject(kalturatest.Drop(kalturatest.Hang).On("session", "end"))
			end := func(ctx context.Context) []*tfprotov6.Diagnostic { return p.close(ctx, opened) }
			text, took := duringRequest(t, server, end, interrupts(p)[how])
			if took > time.Second || !strings.HasPrefix(text, "WARNING: Kaltura Session Not Revoked\n") ||
				!strings.Contains(text, "Kaltura Request Cancelled") || !strings.Contains(text, opened.expiresAt) {
				t.Errorf("after %s:\n%s", took, text)
			}
		})
	}
}
