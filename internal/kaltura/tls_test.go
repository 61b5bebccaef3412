// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// trusting makes a client accept a server's certificate.
func trusting(t testing.TB, server *kalturatest.Server) func(*kaltura.Config) {
	t.Helper()
	pool, err := kaltura.ParseCertificates(server.CertificatePEM)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *kaltura.Config) { c.RootCAs = pool }
}

func TestTLS_certificates(t *testing.T) {
	good := kalturatest.NewTLSServer(t)
	expired := kalturatest.NewTLSServerWith(t, kalturatest.ExpiredCertificate)
	wrongHost := kalturatest.NewTLSServerWith(t, kalturatest.WrongHostCertificate)
	for _, test := range []struct {
		name   string
		server *kalturatest.Server
		trust  bool
		want   kaltura.Failure
	}{
		{"trusted by ca_cert_pem", good, true, ""},
		{"self-signed", good, false, kaltura.CertificateUntrusted},
		{"expired", expired, true, kaltura.CertificateExpired},
		{"another host's", wrongHost, true, kaltura.CertificateWrongHost},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.server.Reset()
			var change []func(*kaltura.Config)
			if test.trust {
				change = append(change, trusting(t, test.server))
			}
			info, err := newClient(t, test.server.URL, adminOf(kalturatest.Acme), change...).AccountInfo(t.Context(), 0)
			if test.want == "" {
				wantAcme(t, info, err)
				return
			}
			if failed := wantFailure(t, err, test.want); failed.Attempts != 1 {
				t.Errorf("%d attempts for what will not change", failed.Attempts)
			}
			wantCount(t, test.server, "", 0)
		})
	}
}

// listening answers each connection with serve, which owns it.
func listening(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(connection)
		}
	}()
	return listener.Addr().String()
}

// tls11 is the configuration of a server that was not updated for years.
var tls11 = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11} //nolint:gosec // too old on purpose

// tlsListening is a TLS server with a certificate that nobody trusts.
func tlsListening(t *testing.T, config *tls.Config) string {
	t.Helper()
	server := serveTLS(config)
	t.Cleanup(server.Close)
	return server.URL
}

func TestTLS_handshakeFails(t *testing.T) {
	plain := kalturatest.NewServer(t)
	secure := kalturatest.NewTLSServer(t)
	alert := listening(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 4096)) // the greeting of the client
		_, _ = c.Write([]byte{21, 3, 3, 0, 2, 2, 40})
		c.Close()
	})
	for _, test := range []struct {
		name, url string
		want      kaltura.Failure
	}{
		{"https to a plain port", strings.Replace(plain.URL, "http:", "https:", 1), kaltura.TLSFailed},
		{"http to a TLS port", strings.Replace(secure.URL, "https:", "http:", 1), kaltura.HTTPRefused},
		{"TLS 1.1 only", tlsListening(t, tls11), kaltura.TLSFailed},
		{"handshake_failure alert", "https://" + alert, kaltura.TLSFailed},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := newClient(t, test.url, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
			if failed := wantFailure(t, err, test.want); failed.Attempts != 1 {
				t.Errorf("%d attempts for what will not change", failed.Attempts)
			}
		})
	}
}

func TestTLS_clientCertificateDemanded(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		server := serveTLS(&tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: version, MaxVersion: version})
		t.Cleanup(server.Close)
		roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
		client := newClient(t, server.URL, adminOf(kalturatest.Acme), func(c *kaltura.Config) { c.RootCAs = roots })
		_, err := client.AccountInfo(t.Context(), 0)
		wantFailure(t, err, kaltura.TLSFailed)
	}
}

func serveTLS(config *tls.Config) *httptest.Server {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = config
	server.StartTLS()
	return server
}

// As pasting, heredocs and variables of one line leave it.
func TestParseCertificates_forms(t *testing.T) {
	server := kalturatest.NewTLSServer(t)
	pem := server.CertificatePEM
	for form, text := range map[string]string{
		"as it is":          pem,
		"byte-order mark":   "\ufeff" + pem,
		"indented":          strings.ReplaceAll("\n"+pem, "\n", "\n    "),
		"CR LF":             strings.ReplaceAll(pem, "\n", "\r\n"),
		`\n written out`:    strings.ReplaceAll(pem, "\n", `\n`),
		`\r\n written out`:  strings.ReplaceAll(pem, "\n", `\r\n`),
		"in one line":       strings.ReplaceAll(pem, "\n", " "),
		"in quotes":         `"` + pem + `"`,
		"among other words": "# The authority\n" + pem + "# its end\n",
		"twice":             pem + "\ufeff" + strings.TrimSpace(pem) + pem,
		"beside a list":     "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n" + pem,
	} {
		t.Run(form, func(t *testing.T) {
			pool, err := kaltura.ParseCertificates(text)
			if err != nil {
				t.Fatal(err)
			}
			trust := func(c *kaltura.Config) { c.RootCAs = pool }
			info, err := newClient(t, server.URL, adminOf(kalturatest.Acme), trust).AccountInfo(t.Context(), 0)
			wantAcme(t, info, err)
		})
	}
}

func TestParseCertificates_refused(t *testing.T) {
	good := kalturatest.NewTLSServer(t).CertificatePEM
	block := func(label, body string) string {
		return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n"
	}
	for _, test := range []struct{ name, text, says string }{
		{"empty", "", "it holds no PEM certificate"},
		{"not PEM", "canary", "it holds no PEM certificate"},
		{"a request", block("CERTIFICATE REQUEST", "canary"), "it holds no PEM certificate"},
		{"not base64", block("CERTIFICATE", "canary?"), "certificate 1 of 1 cannot be read"},
		{"not a certificate", block("CERTIFICATE", "Y2FuYXJ5"), "certificate 1 of 1 cannot be read"},
		{"first of two", block("CERTIFICATE", "Y2FuYXJ5") + good, "certificate 1 of 2 cannot be read"},
		{"second of three", good + block("CERTIFICATE", "Y2FuYXJ5") + good, "certificate 2 of 3 cannot be read"},
		{"cut short", good + good[:len(good)/2], "certificate 2 of 2 cannot be read"},
		{"key", block("PRIVATE KEY", "canary"), "it holds a private key"},
		{"key among them", good + block("EC PRIVATE KEY", "canary") + good, "it holds a private key"},
		{"key behind one that is damaged", block("CERTIFICATE", "canary") + block("ENCRYPTED PRIVATE KEY", "canary"), "it holds a private key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pool, err := kaltura.ParseCertificates(test.text)
			if pool != nil || err == nil || !strings.HasPrefix(err.Error(), test.says) {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "Y2Fu") {
				t.Errorf("quoted: %v", err)
			}
		})
	}
}
