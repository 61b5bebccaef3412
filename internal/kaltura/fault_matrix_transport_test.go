// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// transportFaults prevent the answer from arriving.
func transportFaults() []faultRow {
	rows := []faultRow{
		{name: "connection refused", place: refusing, want: kaltura.Unreachable, attempts: 4},
		{name: "host not found", place: unresolved(net.DNSError{IsNotFound: true}), want: kaltura.HostNotFound, attempts: 1},
		{name: "name server in trouble", place: unresolved(net.DNSError{IsTemporary: true}), want: kaltura.DNSTrouble, attempts: 4},
		{name: "certificate untrusted", place: tlsWith(kalturatest.GoodCertificate, false), want: kaltura.CertificateUntrusted, attempts: 1},
		{name: "certificate expired", place: tlsWith(kalturatest.ExpiredCertificate, true), want: kaltura.CertificateExpired, attempts: 1},
		{name: "certificate of another host", place: tlsWith(kalturatest.WrongHostCertificate, true), want: kaltura.CertificateWrongHost, attempts: 1},
		{name: "TLS version too old", place: tlsAs(tls11), want: kaltura.TLSFailed, attempts: 1},
		{name: "certificate demanded, TLS 1.2", place: tlsAs(demanding(tls.VersionTLS12)), want: kaltura.TLSFailed, attempts: 1},
		{name: "certificate demanded, TLS 1.3", place: tlsAs(demanding(tls.VersionTLS13)), want: kaltura.TLSFailed, attempts: 1},
		{name: "handshake_failure alert", place: saying("https://", "\x15\x03\x03\x00\x02\x02\x28"), want: kaltura.TLSFailed, requests: 1},
		{name: "https to a plain port", place: otherScheme(kalturatest.NewServer), want: kaltura.TLSFailed, attempts: 1},
		{name: "http to a TLS port", place: otherScheme(kalturatest.NewTLSServer), want: kaltura.HTTPRefused, attempts: 1},
		{name: "TLS handshake hangs", place: saying("https://", ""), want: kaltura.TimedOut, requests: 4, hangs: true},
		{name: "nothing is read", place: saying("http://", ""), want: kaltura.TimedOut, requests: 4, hangs: true},
		{name: "not HTTP", place: saying("http://", "SSH-2.0-OpenSSH_9.9\r\n"), want: kaltura.ConnectionLost, requests: 4},
		{name: "headers without an end", place: saying("http://", "HTTP/1.1 200 OK\r\nX-A: 1\r\n"), want: kaltura.TimedOut, requests: 4, hangs: true},
		{name: "wrong Content-Length", place: saying("http://", "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}"), want: kaltura.ConnectionLost, requests: 4},
	}
	for _, drop := range []struct {
		name string
		at   kalturatest.Break
	}{
		{"closed before the body is read", kalturatest.CloseBeforeReading},
		{"reset before the body is read", kalturatest.ResetBeforeReading},
		{"closed before the answer", kalturatest.CloseUnprocessed},
		{"reset before the answer", kalturatest.ResetUnprocessed},
		{"done, then closed", kalturatest.CloseProcessed},
		{"done, then reset", kalturatest.ResetProcessed},
		{"closed in the body", kalturatest.CloseInBody},
		{"reset in the body", kalturatest.ResetInBody},
	} {
		rows = append(rows, onceAndAlways(drop.name, kalturatest.Drop(drop.at), kaltura.ConnectionLost)...)
	}
	rows = append(rows, onceAndAlways("no answer", kalturatest.Drop(kalturatest.Hang), kaltura.TimedOut)...)
	rows = append(rows, onceAndAlways("late headers", kalturatest.Slow(time.Minute), kaltura.TimedOut)...)
	rows = append(rows, onceAndAlways("late body", kalturatest.SlowBody(time.Minute), kaltura.TimedOut)...)
	rows = append(rows, onceAndAlways("dripping body", kalturatest.Drip(1, 100*time.Millisecond), kaltura.TimedOut)...)
	return append(rows, faultRow{name: "slow but in time", fault: kalturatest.Drip(64, time.Millisecond), requests: 1})
}

// onceAndAlways returns two rows: a read that recovers from a single fault, and
// the error for a permanent one.
func onceAndAlways(name string, fault kalturatest.Fault, want kaltura.Failure) []faultRow {
	rows := []faultRow{
		{name: name + ", once", times: 1, requests: 2},
		{name: name + ", three times", times: 3, requests: 4},
		{name: name + ", always", want: want, requests: 4},
	}
	for i := range rows {
		rows[i].fault, rows[i].hangs = fault, want == kaltura.TimedOut
	}
	return rows
}

func none() int { return 0 }

func refusing(t *testing.T) place {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	return place{url: "http://" + listener.Addr().String(), requests: none}
}

func unresolved(answer net.DNSError) func(*testing.T) place {
	return func(*testing.T) place {
		return place{url: "https://kaltura.invalid", dial: answerDNS(answer), requests: none}
	}
}

func tlsWith(kind kalturatest.CertificateKind, trust bool) func(*testing.T) place {
	return func(t *testing.T) place {
		server := kalturatest.NewTLSServerWith(t, kind)
		at := place{url: server.URL, requests: received(server)}
		if trust {
			at.change = append(at.change, trusting(t, server))
		}
		return at
	}
}

// tls11 is the configuration of an outdated server.
var tls11 = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11} //nolint:gosec // too old on purpose

// demanding requires a client certificate.
func demanding(version uint16) *tls.Config {
	return &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: version, MaxVersion: version}
}

// tlsAs starts a server whose certificate the client trusts.
func tlsAs(config *tls.Config) func(*testing.T) place {
	return func(t *testing.T) place {
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.TLS = config
		server.StartTLS()
		t.Cleanup(server.Close)
		return place{url: server.URL, change: []func(*kaltura.Config){rootsOf(server)}, requests: none}
	}
}

// rootsOf makes a client trust a server's certificate.
func rootsOf(server *httptest.Server) func(*kaltura.Config) {
	roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	return func(c *kaltura.Config) { c.RootCAs = roots }
}

// otherScheme calls a server by http instead of https, or the reverse.
func otherScheme(newServer func(testing.TB, ...kalturatest.Account) *kalturatest.Server) func(*testing.T) place {
	return func(t *testing.T) place {
		server := newServer(t)
		swapped := strings.NewReplacer("https:", "http:", "http:", "https:").Replace(server.URL)
		return place{url: swapped, requests: received(server)}
	}
}

// saying answers each connection with fixed bytes, or not at all, and counts the
// connections in place of requests.
func saying(scheme, answer string) func(*testing.T) place {
	return func(t *testing.T) place {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		var accepted atomic.Int64
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					return
				}
				accepted.Add(1)
				t.Cleanup(func() { connection.Close() })
				if answer != "" {
					_, _ = connection.Read(make([]byte, 64<<10))
					_, _ = io.WriteString(connection, answer)
				}
			}
		}()
		return place{url: scheme + listener.Addr().String(), requests: func() int { return int(accepted.Load()) }}
	}
}

// statusFaults are answers with a status other than 200.
func statusFaults() []faultRow {
	var rows []faultRow
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, to := range map[string]string{"same host": "/elsewhere/api_v3/", "another host": "https://other.example.com/api_v3/?ks=" + canary} {
			rows = append(rows, faultRow{
				name: fmt.Sprintf("%d to the %s", status, name), fault: kalturatest.Redirect(status, to), want: kaltura.Redirected, requests: 1,
			})
		}
	}
	for _, status := range []int{429, 500, 502, 503, 504} {
		want := kaltura.ServerTrouble
		if status == http.StatusTooManyRequests {
			want = kaltura.RateLimited
		}
		plain, asking := kalturatest.AnswerStatus(status), kalturatest.AnswerStatus(status)
		asking.Header.Set("Retry-After", "3600")
		rows = append(rows, onceAndAlways(fmt.Sprint(status), plain, want)...)
		rows = append(rows, onceAndAlways(fmt.Sprintf("%d with Retry-After", status), asking, want)...)
	}
	for _, status := range []int{400, 401, 403, 404, 413, 451, 501} {
		rows = append(rows, faultRow{name: fmt.Sprint(status), fault: kalturatest.AnswerStatus(status), want: kaltura.HTTPRefused, requests: 1})
	}
	return append(rows,
		faultRow{name: "407", fault: kalturatest.AnswerStatus(407), want: kaltura.ProxyRefused, requests: 1},
		faultRow{name: "302 without a Location", fault: kalturatest.AnswerStatus(302), want: kaltura.HTTPRefused, requests: 1},
		faultRow{name: "302 to what is no URL", fault: kalturatest.Redirect(302, "https://[::1"), want: kaltura.Redirected, requests: 1},
	)
}
