// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// failure is something that goes wrong, with the summary of the error that the
// user reads.
type failure struct {
	name    string
	way     way
	summary string
	prepare func(*stage)
	style   style
}

// expect plans with the failure and checks that the error is the expected one.
func (f failure) expect(t testing.TB, e engines.Engine) *stage {
	t.Helper()
	s := newStage(t, e, readAccountInfo+readOnce(f.way), f.way, f.style)
	f.prepare(s)
	r := s.run(t.Context(), "plan", "-no-color", "-out=tfplan")
	if r.Code != 1 || !strings.Contains(r.Stderr, "Error: "+f.summary) {
		t.Fatalf("no error %q:\n%s", f.summary, r)
	}
	s.expectNoControlCharacters(t)
	return s
}

// expectNoControlCharacters checks the terminal output.
func (s *stage) expectNoControlCharacters(t testing.TB) {
	t.Helper()
	for _, r := range s.results {
		if strings.ContainsAny(r.Stderr+r.Stdout, "\x1b\x07\u202e") {
			t.Errorf("control characters reach the terminal:\n%q", r.String())
		}
	}
}

// always makes the server answer every request with the fault.
func always(f kalturatest.Fault) func(*stage) {
	return func(s *stage) { s.server.Inject(f.For(-1)) }
}

// setting overrides an environment variable of the provider.
func setting(variable, value string) func(*stage) {
	return func(s *stage) { s.setenv(variable, value) }
}

// secretsQuoted is a text that contains every secret the server knows, as a
// careless server might send it.
func secretsQuoted(s *stage) string {
	return strings.Join([]string{
		canaryAdminSecret, canaryUserSecret, canaryToken, s.givenKS(), canaryOTP, canaryPassword, "\x1b]0;owned\x07\x1b[31m\u202e",
	}, " ")
}

// quoting makes the server put the secrets into a part of its answer.
func quoting(answer func(text string) kalturatest.Fault) func(*stage) {
	return func(s *stage) { always(answer(secretsQuoted(s)))(s) }
}

// sessionGiven replaces the KS that the user supplies.
func sessionGiven(options func(*stage) kalturatest.SessionOptions) func(*stage) {
	return func(s *stage) {
		s.ks = s.server.StartSession(canaryParentID, options(s))
		s.setenv("KALTURA_KS", s.ks)
	}
}

// failures is a sample of what can go wrong in the connection to the API, in
// its answers, and in the user's input.
var failures = []failure{
	{"HTML", byAdminSecret, "Not a Kaltura API: HTML Answer", quoting(func(text string) kalturatest.Fault {
		return kalturatest.Fault{Body: []byte("<html>" + text)}
	}), inEnvironment},
	{"XML", byAppToken, "Not a Kaltura API: XML Answer", quoting(func(text string) kalturatest.Fault {
		return kalturatest.Fault{Body: []byte("<?xml version=\"1.0\"?>" + text)}
	}), inVariables},
	{"no content", byKS, "Not a Kaltura API: Empty Answer", always(kalturatest.AnswerEmpty(http.StatusOK)), inVariables},
	{"truncated", byAdminSecret, "Kaltura API Connection Lost", always(kalturatest.Drop(kalturatest.CloseInBody)), inVariables},
	{"not JSON", byLogin, "Not a Kaltura API: Unreadable Answer", quoting(func(text string) kalturatest.Fault {
		return kalturatest.AnswerJSON(`{"id": ` + text)
	}), inEnvironment},
	{"JSON of another type", byAdminSecret, "Unexpected Answer from Kaltura", quoting(func(text string) kalturatest.Fault {
		return kalturatest.AnswerJSON(`{"id":"` + jsonText(text) + `","totalCount":"` + canaryAdminSecret + `"}`)
	}), inEnvironment},
	{"secret of another type", byKS, "Unexpected Answer from Kaltura", always(kalturatest.AnswerJSON(
		`{"id":31000001,"adminSecret":["` + canaryAdminSecret + `"],"secret":{},"name":["` + canaryUserSecret + `"]}`,
	)), inEnvironment},
	{"message and arguments", byLogin, "Kaltura API Error", quoting(func(text string) kalturatest.Fault {
		return kalturatest.AnswerError("SOMETHING_NEW", text, "KSID", text, text, canaryUserSecret)
	}), inVariables},
	{"message for a known code", byAdminSecret, "Kaltura Permission Missing", quoting(func(text string) kalturatest.Fault {
		return kalturatest.AnswerError("SERVICE_FORBIDDEN", text, "SERVICE", text)
	}), inEnvironment},
	{"code", byKS, "Kaltura API Error", quoting(func(text string) kalturatest.Fault {
		return kalturatest.AnswerError(text, text)
	}), inVariables},
	{"code that repeats the password", byLogin, "Kaltura API Error", func(s *stage) {
		const password = "KNOCK_KNOCK_CANARY_4711"
		s.extra = append(s.extra, canary{"password", password})
		s.setenv("KALTURA_PASSWORD", password)
		always(kalturatest.AnswerError(password, password))(s)
	}, inEnvironment},
	{"request ID", byKS, "Kaltura API Unavailable", func(s *stage) {
		fault := kalturatest.AnswerStatus(http.StatusInternalServerError)
		fault.Header.Set("X-Kaltura-Session", s.givenKS()+", 1700000000")
		always(fault)(s)
	}, inEnvironment},
	{"HTTP status 500", byAppToken, "Kaltura API Unavailable", quoting(func(text string) kalturatest.Fault {
		return kalturatest.Fault{Status: 500, Body: []byte(text)}
	}), inEnvironment},
	{"HTTP status 502, retried", byAdminSecret, "Kaltura API Unavailable", func(s *stage) {
		s.setenv("KALTURA_MAX_RETRIES", "1")
		always(kalturatest.Fault{Status: 502, Body: []byte(secretsQuoted(s))})(s)
	}, inEnvironment},
	{"HTTP status 403", byAdminSecret, "Unexpected HTTP Status from Kaltura", quoting(func(text string) kalturatest.Fault {
		return kalturatest.Fault{Status: 403, Body: []byte(text)}
	}), inVariables},
	{"redirect 302", byKS, "Kaltura Service URL Redirects", redirect(http.StatusFound, func(*stage) string { return canaryUserSecret }), inEnvironment},
	{"redirect 307", byAdminSecret, "Kaltura Service URL Redirects", redirect(http.StatusTemporaryRedirect, (*stage).givenKS), inEnvironment},
	{"redirect 308", byLogin, "Kaltura Service URL Redirects", redirect(http.StatusPermanentRedirect, (*stage).givenKS), inVariables},
	{"reset", byAdminSecret, "Kaltura API Connection Lost", always(kalturatest.Drop(kalturatest.ResetProcessed)), inEnvironment},
	{"reset before reading", byLogin, "Kaltura API Connection Lost", always(kalturatest.Drop(kalturatest.ResetBeforeReading)), inEnvironment},
	{"another account", byAdminSecret, "Answer of Another Kaltura Account", always(kalturatest.Fault{
		Mutate: func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("31000001"), []byte("39999999")) },
	}), inEnvironment},
	{"secrets hidden", byAdminSecret, "Kaltura Account Secrets Not Visible", always(kalturatest.Fault{
		Mutate: func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`"secret":`), []byte(`"other":`)) },
	}), inVariables},
	{"unreachable", byAdminSecret, "Kaltura API Unreachable", func(s *stage) { s.server.Close() }, inEnvironment},
	{"certificate", byAdminSecret, "Untrusted Kaltura Server Certificate", untrusted, inEnvironment},
	{"plain HTTP", byAdminSecret, "Insecure Kaltura Service URL", func(s *stage) {
		// The other host is the proxy and sees everything that is not
		// encrypted.
		s.setenv("HTTP_PROXY", s.elsewhere.URL)
		s.setenv("KALTURA_SERVICE_URL", "http://kaltura.example.com")
	}, inEnvironment},
	{"proxy", byAdminSecret, "Proxy Refused the Connection", refusingProxy, inEnvironment},

	// The user's input.
	{"expired KS", byKS, "Kaltura Session Expired", sessionGiven(func(*stage) kalturatest.SessionOptions {
		return kalturatest.SessionOptions{Type: kalturatest.AdminSession, Expiry: time.Now().Add(-time.Hour)}
	}), inEnvironment},
	{"revoked KS", byKS, "Kaltura Session Revoked", func(s *stage) {
		answer, err := http.Post(s.server.URL+"/api_v3/service/session/action/end", "application/json",
			strings.NewReader(`{"format":1,"ks":"`+s.givenKS()+`"}`))
		if err != nil {
			s.t.Fatal(err)
		}
		answer.Body.Close()
	}, inVariables},
	{"KS with a wrong signature", byKS, "Invalid Kaltura Session", sessionGiven(func(*stage) kalturatest.SessionOptions {
		return kalturatest.SessionOptions{Type: kalturatest.AdminSession, Secret: canaryWrong}
	}), inEnvironment},
	{"garbage KS", byKS, "Invalid Kaltura Session", func(s *stage) {
		s.ks = "no-session-but-something-secret-8Zq1xW-8Zq1xW"
		s.setenv("KALTURA_KS", s.ks)
	}, inEnvironment},
	{"KS of another account", byKS, "Kaltura Session of Another Account", setting("KALTURA_PARTNER_ID", "31000002"), inEnvironment},
	{"wrong admin secret", byAdminSecret, "Wrong Kaltura Administrator Secret", setting("KALTURA_ADMIN_SECRET", canaryWrong), inEnvironment},
	{"wrong app token", byAppToken, "Wrong Kaltura App Token", setting("KALTURA_APP_TOKEN", canaryWrong), inEnvironment},
	{"wrong password", byLogin, "Kaltura Login Refused", setting("KALTURA_PASSWORD", canaryWrong), inEnvironment},
	{"wrong one-time password", byLogin, "Kaltura One-Time Password Refused", func(s *stage) {
		s.setenv("KALTURA_PARTNER_ID", strconv.Itoa(canaryTwoFactorID))
		s.setenv("KALTURA_LOGIN_ID", "second@canary.example.com")
	}, inEnvironment},
	{"every way at once", byAdminSecret, "Ambiguous Kaltura Credentials", func(s *stage) {
		for _, w := range ways {
			for name, value := range w.settings(s) {
				s.setenv("KALTURA_"+strings.ToUpper(name), value)
			}
		}
	}, inEnvironment},
	{"quotation marks", byAdminSecret, "Invalid Kaltura Credential", setting("KALTURA_ADMIN_SECRET", `"`+canaryAdminSecret+`"`), inEnvironment},
	{"quotation marks in a variable", byAppToken, "Invalid Kaltura Credential", setting("TF_VAR_app_token", `"`+canaryToken+`"`), inVariables},
	{"line break in a password", byLogin, "Invalid Kaltura Credential", setting("KALTURA_PASSWORD", canaryPassword+"\n"+canaryPassword), inEnvironment},
	{
		"secret in the service URL", byAdminSecret, "Invalid Kaltura Service URL",
		setting("KALTURA_SERVICE_URL", "https://user:"+canaryWrong+"@kaltura.example.com/?ks="+canaryUserSecret), inEnvironment,
	},
	{
		"secret in the path of the service URL", byAdminSecret, "Invalid Kaltura Service URL",
		setting("KALTURA_SERVICE_URL", "https://kaltura.example.com/api_v3/service/session/action/start/secret/"+canaryWrong), inEnvironment,
	},
	{"KS in the path of the service URL", byKS, "Invalid Kaltura Service URL", func(s *stage) {
		s.setenv("KALTURA_SERVICE_URL", "https://kaltura.example.com/ks/"+s.givenKS())
	}, inEnvironment},
	{
		"secret as privilege", byAdminSecret, "Invalid Kaltura Privilege",
		refusing(`privileges = ["${var.item},", " ${var.item}", "a:${var.item}", "a:${var.item}"]`), inEnvironment,
	},
	{"secret as session type", byAdminSecret, "Invalid Attribute Value", refusing("type = var.item"), inEnvironment},
	{"secret as number", byAdminSecret, "Invalid Kaltura Partner ID", setting("KALTURA_PARTNER_ID", canaryUserSecret), inEnvironment},
	{"secret as setting", byAdminSecret, "Invalid Request Timeout", setting("KALTURA_REQUEST_TIMEOUT", canaryUserSecret), inEnvironment},
}

// refusing plans one session with an invalid argument.
func refusing(argument string) func(*stage) {
	return func(s *stage) {
		s.setenv("TF_VAR_item", canaryWrong)
		err := s.Write("main.tf", engines.RequireProvider+"variable \"item\" {\n  type = string\n  ephemeral = true\n}\n"+
			"ephemeral \"kaltura_session\" \"run\" {\n  "+argument+"\n}\n")
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// redirect redirects every request to another host, with a secret in the query.
func redirect(status int, secret func(*stage) string) func(*stage) {
	return func(s *stage) {
		always(kalturatest.Redirect(status, s.elsewhere.URL+"/api_v3/service/partner/action/getInfo?ks="+secret(s)))(s)
	}
}

// refusingProxy puts a proxy that rejects the password between the provider and
// a remote host.
func refusingProxy(s *stage) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, secretsQuoted(s), http.StatusProxyAuthRequired)
	}))
	s.t.Cleanup(proxy.Close)
	s.extra = append(s.extra, canary{"proxy password", "pr0xy-passw0rd-canary-77"})
	s.setenv("HTTPS_PROXY", strings.Replace(proxy.URL, "http://", "http://user:pr0xy-passw0rd-canary-77@", 1))
	s.setenv("KALTURA_SERVICE_URL", "https://kaltura.example.com")
}

// untrusted is a host whose certificate no trusted authority signed.
func untrusted(s *stage) {
	s.elsewhere = kalturatest.NewTLSServer(s.t, canaryAccounts()...)
	s.setenv("KALTURA_SERVICE_URL", s.elsewhere.URL)
}
