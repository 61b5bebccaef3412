// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestConnections_areReused(t *testing.T) {
	for _, newServer := range []func(testing.TB, ...kalturatest.Account) *kalturatest.Server{kalturatest.NewServer, kalturatest.NewTLSServer} {
		// If the machine stalls for 50 ms, the HTTP library drops a good
		// connection. One good run of three is enough.
		connections := 0
		for range 3 {
			server := newServer(t)
			for _, err := range readInTurn(t, newClient(t, server.URL, adminOf(kalturatest.Acme), trusting(t, server)), 1000, kalturatest.Acme) {
				t.Error(err)
			}
			wantCount(t, server, "", 1000)
			if connections = server.Connections(); connections <= 10 {
				break
			}
		}
		if connections > 10 {
			t.Errorf("%d connections for 1000 reads, ten at a time", connections)
		}
	}
}

// TestConnections_waitingIsNoRequestTime: waiting for one of ten parallel
// requests to end does not count as request time. All reads together take
// longer than the timeout of one request.
func TestConnections_waitingIsNoRequestTime(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.SetLatency(300 * time.Millisecond)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(2*time.Second), withRetries(0))
	ctx := t.Context()
	for _, err := range parallel(100, func() error { return readAcme(ctx, client) }) {
		if err != nil {
			t.Error(err)
		}
	}
	wantCount(t, server, "", 100)
	if server.Connections() > 10 {
		t.Errorf("%d connections", server.Connections())
	}
}

func TestConnections_waitingEndsWithTheCaller(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Drop(kalturatest.Hang).For(-1))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withRetries(0))
	ctx, cancel := context.WithCancel(t.Context())
	results := make(chan []error)
	go func() { results <- parallel(15, func() error { return readAcme(ctx, client) }) }()
	wantArrived(t, received(server), 10)
	cancel()
	for _, err := range <-results {
		wantFailure(t, err, kaltura.Cancelled)
	}
	wantCount(t, server, "", 10)
}

// clientGoroutines counts the goroutines of HTTP clients, which hold one
// connection each.
func clientGoroutines() int {
	stacks := make([]byte, 4<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	return strings.Count(string(stacks), "net/http.(*persistConn)")
}

func wantNoClientGoroutines(t testing.TB, before int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); clientGoroutines() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d frames of connections are left, %d before", clientGoroutines(), before)
		}
	}
}

func TestConnections_errorAnswersKeepTheirs(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme), kalturatest.AnswerStatus(503).For(3))
	wantAcme(t, client)
	if server.Connections() != 1 {
		t.Errorf("%d connections for four attempts", server.Connections())
	}
}

// TestTLS_nextConnectionResumesTheSession: a full handshake costs more than the
// request of a read.
func TestTLS_nextConnectionResumesTheSession(t *testing.T) {
	var resumed []bool
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resumed = append(resumed, r.TLS.DidResume)
		fmt.Fprintf(w, `{"id":%d}`, kalturatest.Acme.ID)
	}))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), rootsOf(server))
	for range 2 {
		if _, err := client.Account(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		client.CloseIdleConnections()
	}
	if !slices.Equal(resumed, []bool{false, true}) {
		t.Errorf("sessions resumed: %v", resumed)
	}
}

// answerDNS stands for a name server's answer about any host, which keeps the
// test independent of the network.
func answerDNS(answer net.DNSError) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &answer}
	}
}

// TestTLS_handshakeEndsBeforeALongRequestTimeout uses a server that accepts
// connections and stays silent, and a fake clock.
func TestTLS_handshakeEndsBeforeALongRequestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, "https://127.0.0.1:1", adminOf(kalturatest.Acme), withTimeout(time.Hour), withRetries(0))
		client.SetDial(func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			t.Cleanup(func() { theirs.Close() })
			return ours, nil
		})
		began := time.Now()
		_, err := client.Account(t.Context(), 0)
		wantFailure(t, err, kaltura.TimedOut)
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("given up after %s", took)
		}
	})
}
