// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package kalturatest is a stand-in for the Kaltura API server, for tests,
// benchmarks and the demo. It serves real HTTP, verifies and issues Kaltura
// Sessions, resolves roles, stores app tokens, counts failed logins, and
// rejects what the real server rejects, with the same codes and formats. It
// supports the actions and the encoding that the client uses and fails loudly
// for others. Faults can be injected (Fault), and it records every request.
//
// The names in backquotes in this package's comments, such as
// `partner_getInfo_expired_ks_json`, are exchanges with a real server (release
// Venus-22.19.0) in testdata/exchanges.json; TestConformance compares them.
package kalturatest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
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
	http     *httptest.Server
	closing  chan struct{}
	close    sync.Once

	mu       sync.Mutex
	accounts map[int64]*Account
	clock    func() time.Time
	latency  time.Duration
	lag      int // reads; see SetReplicaLag
	ended    map[string]bool
	uses     map[string]int
	logins   map[string]*attempts
	faults   []*Fault
	chance   *chance
	requests []Request
	counts   map[[2]string]int
	unkept   bool        // requests are counted but not stored
	next     identifiers // of the next created object, unless random
}

// NewServer serves plain HTTP on a free port of 127.0.0.1 until the test ends,
// with DefaultAccounts by default.
func NewServer(tb testing.TB, accounts ...Account) *Server {
	tb.Helper()
	return untilTestEnds(tb, nil, accounts)
}

// Start serves plain HTTP on an address, for programs. Close stops it.
func Start(addr string, accounts ...Account) (*Server, error) {
	return start(addr, nil, accounts)
}

func untilTestEnds(tb testing.TB, certificate *tls.Certificate, accounts []Account) *Server {
	tb.Helper()
	s, err := start("127.0.0.1:0", certificate, accounts)
	if err != nil {
		tb.Fatalf("kalturatest: %v", err)
	}
	tb.Cleanup(s.Close)
	return s
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
		listener: &countingListener{Listener: l}, closing: make(chan struct{}),
		accounts: map[int64]*Account{}, clock: time.Now, ended: map[string]bool{},
		uses: map[string]int{}, logins: map[string]*attempts{}, counts: map[[2]string]int{},
	}
	for _, a := range accounts {
		s.AddAccount(a)
	}
	s.http = &httptest.Server{Listener: s.listener, Config: &http.Server{
		Handler: http.HandlerFunc(s.serve), ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute,
	}}
	if certificate == nil {
		s.http.Start()
	} else {
		s.http.TLS = &tls.Config{Certificates: []tls.Certificate{*certificate}, MinVersion: tls.VersionTLS12}
		s.http.StartTLS()
	}
	s.URL = s.http.URL
	return s, nil
}

// Close stops the server immediately, including open connections and requests
// that hang or wait.
func (s *Server) Close() {
	s.close.Do(func() {
		close(s.closing)
		s.http.CloseClientConnections()
		s.http.Close()
	})
}

// SetClock sets the server's clock. The function must not call the server.
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = now
}

// SetLatency delays every answer.
func (s *Server) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// pause waits, unless the client or the server stops first.
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

// AddAccount adds an account, or replaces the one with the same ID.
func (s *Server) AddAccount(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[a.ID] = a.clone()
}

// RemoveAccount removes an account completely.
func (s *Server) RemoveAccount(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.accounts, id)
}

// Update changes an account while the server runs, for example to rotate a
// secret or disable a token. It panics on an unknown account.
func (s *Server) Update(id int64, change func(*Account)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.mustAccount(id))
}

// Account returns a copy of an account, and whether it exists.
func (s *Server) Account(id int64) (Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[id]
	if a == nil {
		return Account{}, false
	}
	return *a.clone(), true
}

// mustAccount panics, because only a mistake in a test names an unknown
// account.
func (s *Server) mustAccount(id int64) *Account {
	a := s.accounts[id]
	if a == nil {
		panic("kalturatest: no account " + itoa(id))
	}
	return a
}

// countingListener counts the connections it accepts and the bytes they send.
type countingListener struct {
	net.Listener
	connections, sent atomic.Int64
}

// Accept implements net.Listener.
func (l *countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.connections.Add(1)
	return &countingConn{Conn: conn, sent: &l.sent}, nil
}

type countingConn struct {
	net.Conn
	sent *atomic.Int64
}

// Write implements net.Conn.
func (c *countingConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.sent.Add(int64(n))
	return n, err
}

// Connections is the number of TCP connections accepted so far.
func (s *Server) Connections() int { return int(s.listener.connections.Load()) }

// BytesSent is the number of bytes sent so far, including headers and TLS.
func (s *Server) BytesSent() int64 { return s.listener.sent.Load() }

// CertificateKind selects the certificate of a TLS server. All kinds are
// self-signed, so a client must be told to trust them.
type CertificateKind int

// The kinds of certificate.
const (
	GoodCertificate      CertificateKind = iota // for 127.0.0.1, ::1 and localhost, valid now
	ExpiredCertificate                          // expired a day ago
	WrongHostCertificate                        // for wrong-host.example.com
)

// NewTLSServer is NewServer over TLS; trust its CertificatePEM.
func NewTLSServer(tb testing.TB, accounts ...Account) *Server {
	tb.Helper()
	return NewTLSServerWith(tb, GoodCertificate, accounts...)
}

// NewTLSServerWith is NewTLSServer with another kind of certificate.
func NewTLSServerWith(tb testing.TB, kind CertificateKind, accounts ...Account) *Server {
	tb.Helper()
	certificate, err := newCertificate(kind)
	if err != nil {
		tb.Fatalf("kalturatest: %v", err)
	}
	s := untilTestEnds(tb, certificate, accounts)
	s.CertificatePEM = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]}))
	return s
}

func newCertificate(kind CertificateKind) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(int64(kind) + 1),
		NotBefore:    time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IsCA:        true, BasicConstraintsValid: true,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	switch kind {
	case ExpiredCertificate:
		template.NotAfter = time.Now().Add(-24 * time.Hour)
	case WrongHostCertificate:
		template.DNSNames, template.IPAddresses = []string{"wrong-host.example.com"}, nil
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
