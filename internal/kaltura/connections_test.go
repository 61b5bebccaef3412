// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// readMany reads n times, ten at a time, and returns the failures.
func readMany(t testing.TB, client *kaltura.Client, n int) []error {
	ctx := t.Context()
	var failures []error
	for _, list := range parallelLists(10, func() (failed []error) {
		for range n / 10 {
			info, err := client.AccountInfo(ctx, 0)
			if err == nil {
				err = checkAcme(info)
			}
			if err != nil {
				failed = append(failed, err)
			}
		}
		return failed
	}) {
		failures = append(failures, list...)
	}
	return failures
}

func parallelLists(n int, do func() []error) [][]error {
	results := make(chan []error, n)
	for range n {
		go func() { results <- do() }()
	}
	all := make([][]error, n)
	for i := range all {
		all[i] = <-results
	}
	return all
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
			// On a machine that stalls for 50 ms the HTTP library gives up a sound
			// connection, so one good run of three is enough.
			for range 3 {
				server, change := test.server()
				for _, err := range readMany(t, newClient(t, server.URL, adminOf(kalturatest.Acme), change...), 1000) {
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

// Whoever waits for one of ten others to end has not used up any time: all reads
// together take longer than one request may.
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
	for _, err := range readMany(t, client, 50) {
		t.Error(err)
	}
	if clientGoroutines() <= before {
		t.Error("no goroutine of the transport was seen, so nothing is proved")
	}
	client.CloseIdleConnections()
	wantNoClientGoroutines(t, before)
}

// clientGoroutines counts those of HTTP clients, which keep a connection each.
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
