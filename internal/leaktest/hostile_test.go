// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"runtime"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// hostile lists servers that send more than they should, and variables that
// make libraries in the provider's process write what they send.
var hostile = []struct {
	name    string
	prepare func(*stage)
}{
	{"answer longer than its length", func(s *stage) { s.setenv("KALTURA_SERVICE_URL", answeringMore(s, secretsQuoted(s))) }},
	{"two answers to one request", func(s *stage) {
		s.setenv("KALTURA_SERVICE_URL", answeringMore(s, "HTTP/1.1 200 OK\r\nX-More: "+s.givenKS()+"\r\n\r\n"+secretsQuoted(s)))
	}},
	{"http2debug=1", func(s *stage) { overHTTP2(s); s.debugProvider("GODEBUG=http2debug=1") }},
	{"http2debug=2", func(s *stage) { overHTTP2(s); s.debugProvider("GODEBUG=http2debug=2") }},
	{"gRPC log", func(s *stage) {
		s.debugProvider("GRPC_GO_LOG_SEVERITY_LEVEL=info GRPC_GO_LOG_VERBOSITY_LEVEL=99 GRPC_BINARY_LOG_FILTER='*'")
	}},
	{"control characters in texts", func(s *stage) {
		for _, id := range []int64{canaryParentID, canaryChildID} {
			s.server.Update(id, func(a *kalturatest.Account) {
				a.Name, a.AdminEmail = "\x1b]0;owned\x07\x1b[31m\u202e"+a.Name, "\x1b[2J"+a.AdminEmail
			})
		}
	}},
}

// showTexts makes the engine display all that it read of accounts.
const showTexts = `output "texts" { value = [data.kaltura_account.this, data.kaltura_accounts.all] }` + "\n"

func TestHostileSurroundings(t *testing.T) {
	e := everyEngine(t)[0]
	for _, h := range hostile {
		for _, w := range []way{byAdminSecret, byLogin} {
			t.Run(label(h.name, w.name), func(t *testing.T) {
				t.Parallel()
				s := newStage(t, e, readAccountInfo+readOnce(w)+showTexts, w, inEnvironment)
				h.prepare(s)
				// The extra bytes of a server can become the next answer,
				// and these runs may fail.
				s.run(t.Context(), "apply", "-no-color", "-auto-approve")
				if s.server.Count("partner", "getInfo") == 0 {
					t.Errorf("nothing was read:\n%s", s.results)
				}
				s.expectProviderInLog(t)
				s.expectNoLeak(t)
				s.expectNoControlCharacters(t)
			})
		}
	}
}

func (s *stage) proxy() http.Handler {
	target, err := url.Parse(s.server.URL)
	if err != nil {
		s.t.Fatal(err)
	}
	return httputil.NewSingleHostReverseProxy(target)
}

// answeringMore adds more bytes after each answer of the stand-in.
func answeringMore(s *stage, more string) string {
	proxy := s.proxy()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		proxy.ServeHTTP(answer, r)
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			s.t.Error(err)
			return
		}
		defer connection.Close()
		fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s", answer.Body.Len(), answer.Body, more)
	}))
	s.t.Cleanup(front.Close)
	return front.URL
}

// overHTTP2 puts a server that speaks HTTP/2 in front of the stand-in.
func overHTTP2(s *stage) {
	proxy := s.proxy()
	front := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			s.t.Errorf("a request over %s", r.Proto)
		}
		proxy.ServeHTTP(w, r)
	}))
	front.EnableHTTP2 = true
	front.StartTLS()
	s.t.Cleanup(front.Close)
	s.setenv("KALTURA_SERVICE_URL", front.URL)
	s.setenv("KALTURA_CA_CERT_PEM", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw})))
}

// debugProvider sets variables for the provider only, because engines also
// write what they send (TestDebuggingOfEngines).
func (s *stage) debugProvider(variables string) {
	if runtime.GOOS == "windows" {
		s.t.Skip("needs a shell")
	}
	program, err := engines.Provider()
	script := fmt.Sprintf("#!/bin/sh\nexport %s\nexec %q \"$@\"\n", variables, program)
	if err := errors.Join(err, os.WriteFile(s.in("f", "terraform-provider-kaltura"), []byte(script), 0o700)); err != nil {
		s.t.Fatal(err)
	}
	s.override(s.in("f"))
}
