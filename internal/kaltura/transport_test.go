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

// Response codes of DNS.
const (
	serverFailure byte = 2
	nameError     byte = 3
)

// answerDNS makes this process ask a name server that knows no names, which
// keeps the test independent of the network.
func answerDNS(t *testing.T, code byte) {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		query := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(query)
			if err != nil {
				return
			}
			_, _ = server.WriteTo(dnsRefusal(query[:n], code), from)
		}
	}()
	regular := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() { net.DefaultResolver = regular; server.Close() })
}

// dnsRefusal repeats the header and the question of a query.
func dnsRefusal(query []byte, code byte) []byte {
	end := 12
	for end < len(query) && query[end] != 0 {
		end += int(query[end]) + 1
	}
	answer := append([]byte{}, query[:end+5]...)
	answer[2], answer[3] = 0x81, 0x80|code
	copy(answer[6:12], make([]byte, 6)) // no records
	return answer
}

func TestConnections_areReused(t *testing.T) {
	for _, test := range []struct {
		name   string
		server func() (*kalturatest.Server, []func(*kaltura.Config))
	}{
		{"http", func() (*kalturatest.Server, []func(*kaltura.Config)) { return kalturatest.NewServer(t), nil }},
		{"https", func() (*kalturatest.Server, []func(*kaltura.Config)) {
			server := kalturatest.NewTLSServer(t)
			return server, []func(*kaltura.Config){trusting(t, server)}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			// If the machine stalls for 50 ms, the HTTP library drops a good
			// connection. One good run of three is enough.
			for range 3 {
				server, change := test.server()
				for _, err := range readInTurn(t, newClient(t, server.URL, adminOf(kalturatest.Acme), change...), 1000, kalturatest.Acme) {
					t.Error(err)
				}
				wantCount(t, server, "", 1000)
				t.Logf("1000 reads, ten at a time: %d connections", server.Connections())
				if server.Connections() <= 10 {
					return
				}
			}
			t.Error("more than 10 connections, three times")
		})
	}
}

// TestConnections_waitingIsNoRequestTime: waiting for one of ten parallel
// requests to end does not count as request time. All reads together take
// longer than the timeout of one request.
func TestConnections_waitingIsNoRequestTime(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.SetLatency(300 * time.Millisecond)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(2*time.Second), withRetries(0))
	for _, err := range parallel(100, func() error {
		_, err := client.AccountInfo(t.Context(), 0)
		return err
	}) {
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
	go func() {
		results <- parallel(15, func() error {
			_, err := client.AccountInfo(ctx, 0)
			return err
		})
	}()
	for server.Count("", "") < 10 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	for _, err := range <-results {
		wantFailure(t, err, kaltura.Cancelled)
	}
	wantCount(t, server, "", 10)
}

func TestConnections_noGoroutineIsLeft(t *testing.T) {
	server := kalturatest.NewServer(t)
	before := clientGoroutines()
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	for _, err := range readInTurn(t, client, 50, kalturatest.Acme) {
		t.Error(err)
	}
	if clientGoroutines() <= before {
		t.Error("no goroutine of the transport was seen, so nothing is proved")
	}
	client.CloseIdleConnections()
	wantNoClientGoroutines(t, before)
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
