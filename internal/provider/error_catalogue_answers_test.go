// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var cataloguedOnTheWay = []catalogued{
	{
		failure: kaltura.Cancelled, summary: "Kaltura Request Cancelled", says: "The run was cancelled",
		arrange: as(kalturatest.Acme), cancelled: true,
	},
	{
		failure: kaltura.TimedOut, summary: "Kaltura API Timed Out", says: "may need a longer request_timeout",
		arrange: func(t *testing.T) arguments {
			return faulty(kalturatest.Drop(kalturatest.Hang))(t).with("request_timeout", "1s")
		},
	},
	{
		failure: kaltura.HostNotFound, summary: "Kaltura Host Not Found", says: "DNS does not know the host of https://kaltura.example.com",
		arrange: func(t *testing.T) arguments {
			answerNames(t, dnsNoSuchName)
			return elsewhere("https://kaltura.example.com")
		},
	},
	{
		failure: kaltura.DNSTrouble, summary: "Kaltura Host Lookup Failed", says: "DNS gave no answer for the host of https://kaltura.example.com",
		arrange: func(t *testing.T) arguments {
			answerNames(t, dnsServerFailure)
			return elsewhere("https://kaltura.example.com")
		},
	},
	{
		failure: kaltura.Unreachable, summary: "Kaltura API Unreachable", says: "Nothing accepts connections at http://127.0.0.1:",
		arrange: func(t *testing.T) arguments { return elsewhere("http://" + closedPort(t)) },
	},
	{
		failure: kaltura.ConnectionLost, title: "before the answer", summary: "Kaltura API Connection Lost",
		says: "broke before the answer was complete", arrange: faulty(kalturatest.Drop(kalturatest.CloseUnprocessed)),
	},
	{
		failure: kaltura.ConnectionLost, title: "in the answer", summary: "Kaltura API Connection Lost",
		says: "broke before the answer was complete", arrange: faulty(kalturatest.Drop(kalturatest.CloseInBody)),
	},
	{
		failure: kaltura.ProxyRefused, summary: "Proxy Refused the Connection", says: "list the host in NO_PROXY",
		arrange: func(t *testing.T) arguments {
			t.Setenv("HTTPS_PROXY", "http://user:canary@"+closedPort(t))
			return elsewhere("https://kaltura.example.com")
		},
	},
	{
		failure: kaltura.ProxyMalformed, summary: "Malformed Proxy Address", says: "The environment variable HTTPS_PROXY does not hold the address of a proxy",
		arrange: func(t *testing.T) arguments {
			t.Setenv("HTTPS_PROXY", "http://user:canary%zz@proxy.example.com:3128")
			return elsewhere("https://kaltura.example.com")
		},
	},
	{
		failure: kaltura.ProxyTLSFailed, summary: "TLS Connection to the Proxy Failed", says: "comes from an authority that this machine does not trust",
		arrange: func(t *testing.T) arguments {
			t.Setenv("HTTPS_PROXY", kalturatest.NewTLSServer(t).URL)
			return elsewhere("https://kaltura.example.com")
		},
	},
	{
		failure: kaltura.CertificateUntrusted, summary: "Untrusted Kaltura Server Certificate", says: "give that authority's certificate as ca_cert_pem (KALTURA_CA_CERT_PEM)",
		arrange: func(t *testing.T) arguments { return administrator(kalturatest.NewTLSServer(t), kalturatest.Acme) },
	},
	{
		failure: kaltura.CertificateWrongHost, summary: "Kaltura Server Certificate Mismatch", says: "was issued for other host names",
		arrange: certified(kalturatest.WrongHostCertificate),
	},
	{
		failure: kaltura.CertificateExpired, summary: "Kaltura Server Certificate Expired", says: "not valid at this time",
		arrange: certified(kalturatest.ExpiredCertificate),
	},
	{
		failure: kaltura.TLSFailed, summary: "TLS Connection to Kaltura Failed", says: "The port may speak plain http",
		arrange: func(t *testing.T) arguments {
			return elsewhere(strings.Replace(kalturatest.NewServer(t).URL, "http://", "https://", 1))
		},
	},
}

var cataloguedAnswers = []catalogued{
	{
		failure: kaltura.Redirected, summary: "Kaltura Service URL Redirects", says: "a redirect to https://new.example.com. Redirects are not followed",
		arrange: faulty(kalturatest.Redirect(http.StatusTemporaryRedirect, "https://new.example.com/api_v3/service/partner/action/getInfo?ks=canary")),
	},
	{
		failure: kaltura.Redirected, title: "to nowhere", summary: "Kaltura Service URL Redirects", says: "a redirect to an address that is not shown",
		arrange: faulty(kalturatest.Redirect(http.StatusFound, "ftp://canary.example.com")),
	},
	{
		failure: kaltura.RateLimited, summary: "Kaltura API Rate Limit Reached", says: "run with a lower -parallelism",
		arrange: faulty(kalturatest.AnswerStatus(http.StatusTooManyRequests)),
	},
	{
		failure: kaltura.ServerTrouble, title: "HTTP 503", summary: "Kaltura API Unavailable", says: "contact Kaltura support with the facts below",
		arrange: faulty(kalturatest.Unavailable()),
	},
	{
		failure: kaltura.ServerTrouble, title: "database", summary: "Kaltura API Unavailable", says: "  Error code:  INTERNAL_DATABASE_ERROR",
		arrange: faulty(kalturatest.DatabaseDown()),
	},
	{
		failure: kaltura.HTTPRefused, summary: "Unexpected HTTP Status from Kaltura", says: "answered with HTTP status 404",
		arrange: faulty(kalturatest.AnswerStatus(http.StatusNotFound)),
	},
	{
		failure: kaltura.EmptyAnswer, summary: "Not a Kaltura API: Empty Answer", says: "without any content",
		arrange: faulty(kalturatest.AnswerEmpty(http.StatusOK)),
	},
	{
		failure: kaltura.HTMLAnswer, summary: "Not a Kaltura API: HTML Answer", says: "a web page instead of JSON",
		arrange: faulty(kalturatest.AnswerHTML()),
	},
	{
		failure: kaltura.XMLAnswer, summary: "Not a Kaltura API: XML Answer", says: "XML instead of JSON",
		arrange: faulty(kalturatest.AnswerXML()),
	},
	{
		failure: kaltura.MalformedAnswer, summary: "Not a Kaltura API: Unreadable Answer", says: "not valid JSON",
		arrange: faulty(kalturatest.AnswerJSON(`{"id":30000001,"adminSecret":"canary`)),
	},
	{
		failure: kaltura.UnexpectedAnswer, summary: "Unexpected Answer from Kaltura", says: "The API action partner.getInfo answered with JSON of a form",
		arrange: faulty(kalturatest.AnswerJSON(`["canary"]`)),
	},
	{
		failure: kaltura.AnswerTooLarge, summary: "Kaltura Answer Too Large", says: "far more than partner.getInfo returns",
		arrange: faulty(kalturatest.Fault{GiantBody: kaltura.MaxAnswerBytes + 1<<20}),
	},
}

// elsewhere is a provider block for an address without a stand-in.
func elsewhere(serviceURL string) arguments {
	return arguments{"service_url": serviceURL, "ks": "a-ks-that-cannot-be-read", "max_retries": 0}
}

// certified arranges a server whose certificate is trusted and wrong.
func certified(kind kalturatest.CertificateKind) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		server := kalturatest.NewTLSServerWith(t, kind)
		return administrator(server, kalturatest.Acme).with("ca_cert_pem", server.CertificatePEM)
	}
}

// closedPort is an address of this machine where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}

// Response codes of DNS.
const (
	dnsServerFailure = 2
	dnsNoSuchName    = 3
)

// answerNames makes every name lookup of the process end in a response code,
// until the test ends.
func answerNames(t *testing.T, code byte) {
	t.Helper()
	server, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		query := make([]byte, 1500)
		for {
			length, from, err := server.ReadFrom(query)
			if err != nil {
				return
			}
			query[2] |= 0x80 // an answer
			query[3] = code
			_, _ = server.WriteTo(query[:length], from) // the resolver asks again
		}
	}()
	before := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = before
		if err := server.Close(); err != nil {
			t.Error(fmt.Errorf("closing the name server: %w", err))
		}
	})
}
