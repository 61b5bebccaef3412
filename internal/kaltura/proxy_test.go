// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// The host name of kalturatest.WrongHostCertificate. It has no address, and
// only a proxy can reach it.
const proxiedHost = "wrong-host.example.com"

// proxy is an HTTP proxy that forwards every request to one server.
type proxy struct {
	*httptest.Server
	target string // host:port
	refuse int    // the status to refuse with, or 0

	mu    sync.Mutex
	asked []string
}

func newProxy(t *testing.T, target string, refuse int) *proxy {
	p := &proxy{target: target, refuse: refuse}
	p.Server = httptest.NewUnstartedServer(p)
	p.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(p.Close)
	return p
}

func startProxy(t *testing.T, target string, refuse int) *proxy {
	p := newProxy(t, target, refuse)
	p.Start()
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, fmt.Sprintf("%s %s %s", r.Method, r.Host, r.Header.Get("Proxy-Authorization")))
	p.mu.Unlock()
	switch {
	case p.refuse != 0:
		w.WriteHeader(p.refuse)
	case r.Method == http.MethodConnect:
		p.tunnel(w)
	default:
		forward := httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL.Host = p.target }}
		forward.ServeHTTP(w, r)
	}
}

func (p *proxy) tunnel(w http.ResponseWriter) {
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	// Hijack only now. Earlier, the HTTP server would read some of the
	// client's data.
	client, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		server.Close()
		return
	}
	_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { _, _ = io.Copy(server, client); server.Close() }()
	_, _ = io.Copy(client, server)
	client.Close()
}

func (p *proxy) requests() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.asked, "\n")
}

// proxyEnvironment sets these proxy variables and clears the others.
func proxyEnvironment(t *testing.T, set map[string]string) {
	t.Helper()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "REQUEST_METHOD"} {
		t.Setenv(name, set[name])
	}
}

func hostOf(url string) string {
	_, host, _ := strings.Cut(url, "://")
	return host
}

// TestProxy_isAsked: P stands for the proxy's address. White space from pasting
// does not bypass the proxy.
func TestProxy_isAsked(t *testing.T) {
	secure, plain := kalturatest.NewTLSServerWith(t, kalturatest.WrongHostCertificate), kalturatest.NewServer(t)
	for _, test := range []struct{ scheme, variable, value string }{
		{"https", "HTTPS_PROXY", "http://P"},
		{"https", "https_proxy", "http://P"},
		{"https", "HTTPS_PROXY", "http://P\n"},
		{"https", "HTTPS_PROXY", " http://P/ "},
		{"https", "HTTPS_PROXY", "P\r\n"},
		{"http", "HTTP_PROXY", "http://P"},
	} {
		server, want := secure, "CONNECT "+proxiedHost+":443 "
		if test.scheme == "http" {
			server, want = plain, "POST "+proxiedHost+" "
		}
		p := startProxy(t, hostOf(server.URL), 0)
		proxyEnvironment(t, map[string]string{test.variable: strings.Replace(test.value, "P", hostOf(p.URL), 1)})
		wantAcme(t, newClient(t, test.scheme+"://"+proxiedHost, adminOf(kalturatest.Acme), trusting(t, secure)))
		if p.requests() != want {
			t.Errorf("%+v: the proxy was asked %q", test, p.requests())
		}
	}
}

// TestProxy_isNotAsked: a malformed address is no error if no request would use
// it.
func TestProxy_isNotAsked(t *testing.T) {
	p := startProxy(t, "127.0.0.1:1", 0)
	for _, test := range []struct {
		name, url string
		set       map[string]string
	}{
		{"NO_PROXY names the host", "https://" + proxiedHost, map[string]string{"HTTPS_PROXY": p.URL, "NO_PROXY": proxiedHost}},
		{"NO_PROXY names the domain", "https://" + proxiedHost, map[string]string{"HTTPS_PROXY": p.URL, "NO_PROXY": ".example.com"}},
		{"NO_PROXY names everything", "https://" + proxiedHost, map[string]string{"HTTPS_PROXY": p.URL, "NO_PROXY": "*"}},
		{"https by HTTP_PROXY", "https://" + proxiedHost, map[string]string{"HTTP_PROXY": p.URL}},
		{"http by HTTPS_PROXY", "http://" + proxiedHost, map[string]string{"HTTPS_PROXY": p.URL}},
		{"malformed, of the other scheme", "https://" + proxiedHost, map[string]string{"HTTP_PROXY": "http://%zz"}},
		{"malformed, NO_PROXY", "https://" + proxiedHost, map[string]string{"HTTPS_PROXY": "http://%zz", "NO_PROXY": proxiedHost}},
		{"blank", "https://" + proxiedHost, map[string]string{"HTTPS_PROXY": " \n"}},
		{"this machine", kalturatest.NewServer(t).URL, map[string]string{"HTTP_PROXY": p.URL}},
	} {
		t.Run(test.name, func(t *testing.T) {
			proxyEnvironment(t, test.set)
			client, want := newClient(t, test.url, adminOf(kalturatest.Acme)), kaltura.Failure("")
			if test.name != "this machine" {
				client.SetDial(answerDNS(net.DNSError{IsNotFound: true}))
				want = kaltura.HostNotFound // a direct connection fails
			}
			wantRead(t, client, want)
			if p.requests() != "" {
				t.Errorf("the proxy was asked %q", p.requests())
			}
		})
	}
}

func TestProxy_failures(t *testing.T) {
	const password = "pr0xy-passw0rd"
	for name, test := range map[string]struct {
		scheme string
		status int // 0 if nothing listens
	}{
		"407 to CONNECT":        {"https", http.StatusProxyAuthRequired},
		"403 to CONNECT":        {"https", http.StatusForbidden},
		"502 to CONNECT":        {"https", http.StatusBadGateway},
		"407 to a request":      {"http", http.StatusProxyAuthRequired},
		"nobody listens, https": {"https", 0},
		"nobody listens, http":  {"http", 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := startProxy(t, "127.0.0.1:1", test.status)
			address := strings.Replace(p.URL, "http://", "http://user:"+password+"@", 1)
			proxyEnvironment(t, map[string]string{"HTTPS_PROXY": address, "HTTP_PROXY": address})
			if test.status == 0 {
				p.Close()
			}
			failed := wantRead(t, newClient(t, test.scheme+"://"+proxiedHost, adminOf(kalturatest.Acme)), kaltura.ProxyRefused)
			wantSafeError(t, failed, []string{password, "dXNlcjpwcjB4eS1wYXNzdzByZA", hostOf(p.URL)})
			if test.status != 0 && !strings.Contains(p.requests(), "Basic ") {
				t.Error("the proxy was not given the password, so nothing was proved")
			}
		})
	}
}

// TestProxy_malformed: the client refuses an unreadable address before it sends
// anything, and the error names only the variable.
func TestProxy_malformed(t *testing.T) {
	const canary = "pr0xy-passw0rd"
	for _, address := range []string{
		"http://user:" + canary + "%zz@proxy.example.com:3128",
		"http://user:" + canary + "#1@proxy.example.com:3128",
		"http://user:1?" + canary + "@proxy.example.com:3128",
		"http://user:1/" + canary + "@proxy.example.com:3128",
		"http://pro xy.example.com:3128",
		"http://proxy.example.com:port",
		"http://proxy.example.com\n:3128",
		"http://",
		"ftp://proxy.example.com",
		"//",
	} {
		for scheme, variable := range map[string]string{"https": "HTTPS_PROXY", "http": "HTTP_PROXY"} {
			for _, variable := range []string{variable, strings.ToLower(variable)} {
				proxyEnvironment(t, map[string]string{variable: address})
				_, err := kaltura.New(configOf(t, scheme+"://"+proxiedHost))
				failed := wantFailure(t, err, kaltura.ProxyMalformed)
				if failed.Variable != variable {
					t.Errorf("%q: blamed %q, want %q", address, failed.Variable, variable)
				}
				wantSafeError(t, failed, []string{canary})
			}
		}
	}
}

// TestProxy_overTLS: the proxy's certificate differs from the server's.
func TestProxy_overTLS(t *testing.T) {
	server := kalturatest.NewTLSServerWith(t, kalturatest.WrongHostCertificate)
	p := newProxy(t, hostOf(server.URL), 0)
	p.StartTLS()
	both, err := kaltura.ParseCertificates(server.CertificatePEM)
	if err != nil {
		t.Fatal(err)
	}
	both.AddCert(p.Certificate())
	plain := startProxy(t, hostOf(server.URL), 0)
	for _, test := range []struct {
		name, proxy string
		trust       func(*kaltura.Config)
		want        kaltura.Failure
	}{
		{"trusted", p.URL, func(c *kaltura.Config) { c.RootCAs = both }, ""},
		{"untrusted", p.URL, trusting(t, server), kaltura.ProxyTLSFailed},
		{"speaks plain http", "https://" + hostOf(plain.URL), trusting(t, server), kaltura.ProxyTLSFailed},
		{"the server's is untrusted", p.URL, func(c *kaltura.Config) {
			c.RootCAs = x509.NewCertPool()
			c.RootCAs.AddCert(p.Certificate())
		}, kaltura.CertificateUntrusted},
	} {
		t.Run(test.name, func(t *testing.T) {
			proxyEnvironment(t, map[string]string{"HTTPS_PROXY": test.proxy})
			wantRead(t, newClient(t, "https://"+proxiedHost, adminOf(kalturatest.Acme), test.trust), test.want)
		})
	}
}
