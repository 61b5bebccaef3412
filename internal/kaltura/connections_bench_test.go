// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	parallelReaders = 10
	groupReads      = 1000
)

// BenchmarkConnections is 1 000 reads, ten at a time, of an account with a
// latency of one millisecond, by a new client, as in one run of the engine. It
// counts the connections. Bare is the
// standard library's default transport.
func BenchmarkConnections(b *testing.B) {
	for _, protocol := range []string{"http1", "tls-http1", "tls-http2"} {
		server := newCountingServer(b, protocol, getInfoAnswer(b, secretFields))
		b.Run(protocol+"/provider", func(b *testing.B) {
			server.measure(b, func() (func(), func()) {
				client := newBenchClient(b, server.URL)
				client.http = newTransport(server.roots(), nil)
				return func() {
					if _, err := client.AccountInfo(context.Background(), 0); err != nil {
						b.Error(err)
					}
				}, client.CloseIdleConnections
			})
		})
		b.Run(protocol+"/bare", func(b *testing.B) {
			body := readRequest(b, newBenchClient(b, server.URL))
			server.measure(b, func() (func(), func()) {
				transport := http.DefaultTransport.(*http.Transport).Clone()
				transport.TLSClientConfig = newTransport(server.roots(), nil).TLSClientConfig
				transport.TLSClientConfig.ClientSessionCache = nil
				client := &http.Client{Transport: transport}
				return func() {
					barePost(b, client, server.URL+"/api_v3/service/partner/action/getInfo", body)
				}, client.CloseIdleConnections
			})
		})
	}
}

// BenchmarkReconnection is one read over a new TLS connection, as after a
// server that closed the last one. The provider resumes the TLS session; bare
// does all of the handshake again.
func BenchmarkReconnection(b *testing.B) {
	server := newCountingServer(b, "tls-http1", getInfoAnswer(b, secretFields))
	for _, name := range []string{"provider", "bare"} {
		b.Run(name, func(b *testing.B) {
			client := newBenchClient(b, server.URL)
			client.http = newTransport(server.roots(), nil)
			if name == "bare" {
				client.http.TLSClientConfig.ClientSessionCache = nil
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := client.AccountInfo(context.Background(), 0); err != nil {
					b.Fatal(err)
				}
				client.CloseIdleConnections()
			}
		})
	}
}

type countingServer struct {
	*httptest.Server
	connections atomic.Int64
}

func newCountingServer(b *testing.B, protocol string, answer []byte) *countingServer {
	b.Helper()
	server := &countingServer{}
	server.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // the client may be gone
		time.Sleep(time.Millisecond)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer) // the client may be gone
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	// A connection that the client closes at once never becomes active.
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			server.connections.Add(1)
		}
	}
	server.EnableHTTP2 = protocol == "tls-http2"
	if protocol == "http1" {
		server.Start()
	} else {
		server.StartTLS()
	}
	b.Cleanup(server.Close)
	return server
}

func (s *countingServer) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	if certificate := s.Certificate(); certificate != nil {
		pool.AddCert(certificate)
	}
	return pool
}

// measure lets ten readers share a new client, each time round.
func (s *countingServer) measure(b *testing.B, newClient func() (read, done func())) {
	b.ReportAllocs()
	before, rounds := s.connections.Load(), 0
	for b.Loop() {
		rounds++
		read, done := newClient()
		var readers sync.WaitGroup
		for range parallelReaders {
			readers.Go(func() {
				for range groupReads / parallelReaders {
					read()
				}
			})
		}
		readers.Wait()
		done()
	}
	b.ReportMetric(float64(s.connections.Load()-before)/float64(rounds), "conns/op")
}
