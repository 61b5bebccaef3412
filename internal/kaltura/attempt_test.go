// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestRedirect_location: a hostile redirect can repeat parts of the request
// where a path prefix would be.
func TestRedirect_location(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	for name, test := range map[string]struct{ location, want string }{
		"https":                      {"https://eu.example.com/api_v3/service/x", "https://eu.example.com"},
		"prefix":                     {"https://eu.example.com/kaltura/api_v3/", "https://eu.example.com/kaltura"},
		"relative":                   {"/kaltura/api_v3/index.php", server.URL + "/kaltura"},
		"user and query":             {"https://user:pass@eu.example.com/?token=1#x", "https://eu.example.com"},
		"no web address":             {"mailto:someone@example.com", ""},
		"not an address":             {"https://[::1", ""},
		"a login page's own path":    {"https://sso.example.com/login/djJ8MzAwMDAwMDF8c2VjcmV0", "https://sso.example.com"},
		"a login page's short path":  {"https://sso.example.com/login", "https://sso.example.com"},
		"a host like a secret":       {"https://abcdefghijklmnopqrstuvwx.example.com/", ""},
		"escapes":                    {"https://eu.example.com/%1b[31m/api_v3", "https://eu.example.com"},
		"the KS":                     {"https://evil.example.com/" + ks + "/api_v3/", "https://evil.example.com"},
		"the KS, in two parts of it": {"https://evil.example.com/p/" + ks[:30] + "/" + ks[30:] + "/api_v3/", "https://evil.example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			server.Inject(kalturatest.Redirect(302, test.location))
			if failed := wantRead(t, newClient(t, server.URL, givenKS(ks)), kaltura.Redirected); failed.Location != test.want {
				t.Errorf("location %q, want %q", failed.Location, test.want)
			}
		})
	}
}

func TestRequestID_isShownAndLogged(t *testing.T) {
	for id, want := range map[string]string{"12345678901234567890": "12345678901234567890", "123456789012345678901": "", "4f67": ""} {
		server, log := kalturatest.NewServer(t), &attemptLog{}
		server.Inject(withHeader(kalturatest.AnswerError("SERVICE_FORBIDDEN", ""), "X-Kaltura-Session", id+", 1795419146"))
		client := newClient(t, server.URL, adminOf(kalturatest.Acme), func(c *kaltura.Config) { c.OnAttempt = log.add })
		failed := wantRead(t, client, kaltura.ActionForbidden)
		if failed.RequestID != want || len(log.all) != 1 || log.all[0].RequestID != failed.RequestID {
			t.Errorf("%s is shown as %q, logged as %+v", id, failed.RequestID, log.all)
		}
	}
}

// slowWaits are longer than any test. Each test must end them.
var slowWaits = kaltura.RetryWaits{First: time.Hour, Longest: time.Hour, Blocked: time.Hour, RetryAfterCap: time.Hour}

func TestCancel_endsEveryWait(t *testing.T) {
	admin, token, login := adminOf(kalturatest.Acme), tokenOf(kalturatest.TokenSHA256), loginOf(kalturatest.Manager)
	wrong := kaltura.AdminSecret{PartnerID: kalturatest.Acme.ID, Secret: kaltura.NewSecret("fa4e")}
	hang := kalturatest.Drop(kalturatest.Hang)
	for _, test := range []struct {
		name        string
		credentials kaltura.Credentials
		fault       kalturatest.Fault
	}{
		{"waiting for the answer", admin, hang},
		{"reading the body", admin, kalturatest.SlowBody(time.Hour)},
		{"reading a dripping body", admin, kalturatest.Drip(1, 50*time.Millisecond)},
		{"between attempts", admin, kalturatest.Unavailable()},
		{"blocked by the rate limit", admin, kalturatest.RateLimited()},
		{"told to retry in an hour", admin, kalturatest.RetryAfter(time.Hour)},
		{"asking for a widget session", token, hang.On("session", "startWidgetSession")},
		{"starting the token's session", token, hang.On("appToken", "startSession")},
		{"retrying the sign-in", token, kalturatest.Unavailable().On("appToken", "startSession")},
		{"logging in", login, hang.On("user", "loginByLoginId")},
		{"finding out why a secret is refused", wrong, hang.On("session", "startWidgetSession")},
		{"retrying to find that out", wrong, kalturatest.Unavailable().On("session", "startWidgetSession")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t)
			server.Inject(test.fault.For(-1))
			client := newClient(t, server.URL, test.credentials, withTimeout(time.Hour))
			client.SetRetryWaits(slowWaits)
			ctx := cancelled(t, 150*time.Millisecond)
			for _, err := range parallel(3, func() error { return readAcme(ctx, client) }) {
				wantFailure(t, err, kaltura.Cancelled)
				if !errors.Is(err, context.Canceled) {
					t.Error("the error does not unwrap to context.Canceled")
				}
			}
		})
	}
}

func TestCancel_deadlineOfTheCallerIsATimeout(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Drop(kalturatest.Hang))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(time.Hour))
	err := readAcme(ctx, client)
	if wantFailure(t, err, kaltura.TimedOut); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("the error does not unwrap to context.DeadlineExceeded")
	}
}

func TestRetry_isBoundByMaxRetries(t *testing.T) {
	for retries, want := range map[int]int{-1: 1, 0: 1, 1: 2, 3: 4, 7: 8} {
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.Unavailable().For(-1))
		client := newClient(t, server.URL, adminOf(kalturatest.Acme), withRetries(retries))
		wantRead(t, client, kaltura.ServerTrouble)
		wantCount(t, server, "", want)
	}
}

// TestRetry_waits measures the gaps between requests from the server's record
// of arrivals.
func TestRetry_waits(t *testing.T) {
	blocked, capped := 80*time.Millisecond, 120*time.Millisecond
	for _, test := range []struct {
		name  string
		fault kalturatest.Fault
		least time.Duration
	}{
		{"ACTION_BLOCKED waits its own time", kalturatest.RateLimited(), blocked},
		{"Retry-After, capped", kalturatest.RetryAfter(time.Hour), capped},
		{"no Retry-After", kalturatest.Unavailable(), time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, adminOf(kalturatest.Acme), test.fault)
			client.SetRetryWaits(kaltura.RetryWaits{First: time.Millisecond, Longest: time.Millisecond, Blocked: blocked, RetryAfterCap: capped})
			wantAcme(t, client)
			requests := server.Requests()
			if gap := requests[1].Time.Sub(requests[0].Time); gap < test.least {
				t.Errorf("waited %s, want %s", gap, test.least)
			}
		})
	}
}

func TestRetry_waitsOfTheClient(t *testing.T) {
	config := configOf(t, "https://kaltura.example.com")
	config.RequestTimeout = time.Hour
	client, err := kaltura.New(config)
	if err != nil {
		t.Fatal(err)
	}
	w := client.RetryWaits()
	if w.Blocked < 10*time.Second || w.RetryAfterCap > time.Minute || w.First > time.Second || w.Longest > 15*time.Second || w.Settle > 10*time.Second {
		t.Errorf("the waits are %+v", w)
	}
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-7": 0, "7.5": 0, "soon": 0, "99999999999999999999": 0,
		"Sun, 01 Mar 2026 12:00:20 GMT": 20 * time.Second, "Sun, 01 Mar 2026 11:00:00 GMT": 0, "Sun, 99 Mar 2026 11:00:00 GMT": 0,
	} {
		if got := kaltura.ParseRetryAfter(header, now); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
