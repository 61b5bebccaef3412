// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package kalturatest is a stand-in for the Kaltura API server, for tests,
// benchmarks and demonstrations. It speaks real HTTP, verifies and issues
// Kaltura Sessions, resolves roles, keeps app tokens, counts failed logins and
// refuses what the real server refuses, with the same codes and in the same
// shape. It has the actions and the encoding that the client uses and fails
// loudly at others. It can also be told to misbehave (Fault), and it remembers
// every request it received.
//
// The names in backquotes in this package's comments, such as
// `partner_getInfo_expired_ks_json`, are exchanges with a real server (release
// Venus-22.19.0) that stand in testdata/exchanges.json; TestConformance compares.
package kalturatest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// Server is a stand-in for a Kaltura API server.
type Server struct {
	// URL is the service URL, such as http://127.0.0.1:43210, without a path.
	URL string
	// CertificatePEM is the certificate to trust; empty for plain HTTP.
	CertificatePEM string

	listener *countingListener
	http     *http.Server
	served   sync.WaitGroup
	closing  chan struct{}
	close    sync.Once

	mu       sync.Mutex
	accounts map[int64]*Account
	clock    func() time.Time
	latency  time.Duration
	ended    map[string]bool
	uses     map[string]int
	logins   map[string]*attempts
	faults   []*Fault
	chance   *chance
	requests []Request
	counts   map[[2]string]int
	unkept   bool // requests are counted but not kept
	closed   bool
	next     identifiers // of what a request creates, when not random
}

// NewServer serves plain HTTP on a free port of 127.0.0.1 until the test ends.
// Without accounts it serves DefaultAccounts.
func NewServer(tb testing.TB, accounts ...Account) *Server {
	tb.Helper()
	s, err := Start("127.0.0.1:0", accounts...)
	if err != nil {
		tb.Fatalf("kalturatest: %v", err)
	}
	tb.Cleanup(s.Close)
	return s
}

// Start serves plain HTTP on an address, for programs; Close stops it.
func Start(addr string, accounts ...Account) (*Server, error) {
	return start(addr, nil, accounts)
}

func start(addr string, certificate *tls.Certificate, accounts []Account) (*Server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	if len(accounts) == 0 {
		accounts = DefaultAccounts()
	}
	s := &Server{
		URL: "http://" + l.Addr().String(), listener: &countingListener{Listener: l}, closing: make(chan struct{}),
		accounts: map[int64]*Account{}, clock: time.Now, ended: map[string]bool{},
		uses: map[string]int{}, logins: map[string]*attempts{}, counts: map[[2]string]int{},
	}
	for _, a := range accounts {
		s.AddAccount(a)
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute}
	var serving net.Listener = s.listener
	if certificate != nil {
		s.URL = "https://" + l.Addr().String()
		serving = tls.NewListener(serving, &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12})
	}
	s.served.Go(func() {
		if err := s.http.Serve(serving); !errors.Is(err, http.ErrServerClosed) {
			panic(err)
		}
	})
	return s, nil
}

// enter counts a request in, so that Close can wait for it.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.served.Add(1)
	}
	return !s.closed
}

// Close stops the server at once: open connections are cut, requests that hang
// or wait are let go, and no goroutine of the server is left.
func (s *Server) Close() {
	s.close.Do(func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		close(s.closing)
		_ = s.http.Close() // the listener may be gone already
		s.served.Wait()
	})
}

// SetClock makes the server live at another time than the caller. The function
// must not call the server.
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = now
}

// now needs the mutex.
func (s *Server) now() time.Time { return s.clock() }

// SetLatency makes every answer wait that long.
func (s *Server) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// pause waits, unless the client or the server goes away first.
func (s *Server) pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-s.closing:
	}
}

// AddAccount adds an account, or replaces the one with the same id.
func (s *Server) AddAccount(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[a.ID] = a.clone()
}

// RemoveAccount removes an account without a trace.
func (s *Server) RemoveAccount(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.accounts, id)
}

// Update changes an account while the server runs: a rotation, a new status, a
// disabled token. It panics on an unknown account.
func (s *Server) Update(id int64, change func(*Account)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[id]
	if a == nil {
		panic(fmt.Sprintf("kalturatest: no account %d", id))
	}
	change(a)
}

// Account returns a copy of an account as it is now, and whether it exists.
func (s *Server) Account(id int64) (Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[id]
	if a == nil {
		return Account{}, false
	}
	return *a.clone(), true
}
