// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// Response codes of DNS.
const (
	serverFailure byte = 2
	nameError     byte = 3
)

// answerDNS makes this process ask a name server that knows no name, so that a
// test does not depend on the network.
func answerDNS(t *testing.T, code byte) {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		query := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(query)
			if err != nil {
				return
			}
			_, _ = server.WriteTo(dnsRefusal(query[:n], code), from)
		}
	}()
	regular := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() { net.DefaultResolver = regular; server.Close() })
}

// dnsRefusal repeats the header and the question of a query.
func dnsRefusal(query []byte, code byte) []byte {
	end := 12
	for end < len(query) && query[end] != 0 {
		end += int(query[end]) + 1
	}
	answer := append([]byte{}, query[:end+5]...)
	answer[2], answer[3] = 0x81, 0x80|code
	copy(answer[6:12], make([]byte, 6)) // no records
	return answer
}

func TestDNS(t *testing.T) {
	for _, test := range []struct {
		name     string
		code     byte
		want     kaltura.Failure
		attempts int
	}{
		{"no such host", nameError, kaltura.HostNotFound, 1},
		{"name server in trouble", serverFailure, kaltura.DNSTrouble, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			answerDNS(t, test.code)
			_, err := newClient(t, "https://kaltura.invalid", adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
			if failed := wantFailure(t, err, test.want); failed.Attempts != test.attempts {
				t.Errorf("%d attempts, want %d", failed.Attempts, test.attempts)
			}
		})
	}
}

func TestRedirect_isNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, sameHost := range []bool{true, false} {
			t.Run(strconv.Itoa(status)+", same host "+strconv.FormatBool(sameHost), func(t *testing.T) {
				server, other := kalturatest.NewServer(t), kalturatest.NewServer(t)
				target := other
				if sameHost {
					target = server
				}
				server.Inject(kalturatest.Redirect(status, target.URL+"/prefix/api_v3/service/partner/action/getInfo?ks=1"))
				_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
				if failed := wantFailure(t, err, kaltura.Redirected); failed.Location != target.URL+"/prefix" {
					t.Errorf("location %q", failed.Location)
				}
				wantCount(t, server, "", 1)
				wantCount(t, other, "", 0)
				if other.Connections() != 0 {
					t.Error("the other host was connected to")
				}
			})
		}
	}
}

func TestRedirect_location(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct{ name, location, want string }{
		{"https", "https://eu.example.com/api_v3/service/x", "https://eu.example.com"},
		{"prefix", "https://eu.example.com/kaltura/api_v3/", "https://eu.example.com/kaltura"},
		{"relative", "/kaltura/api_v3/index.php", server.URL + "/kaltura"},
		{"user and query dropped", "https://user:pass@eu.example.com/?token=1#x", "https://eu.example.com"},
		{"no web address", "mailto:someone@example.com", ""},
		{"not an address", "https://[::1", ""},
		{"a login page's own path dropped", "https://sso.example.com/login/djJ8MzAwMDAwMDF8c2VjcmV0", "https://sso.example.com"},
		{"escapes", "https://eu.example.com/%1b[31m/api_v3", "https://eu.example.com"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server.Inject(kalturatest.Redirect(302, test.location))
			_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
			failed := wantFailure(t, err, kaltura.Redirected)
			if failed.Location != test.want {
				t.Errorf("location %q, want %q", failed.Location, test.want)
			}
		})
	}
}

// A hostile redirect can repeat what the request carried in a place that
// looks like a prefix.
func TestRedirect_locationRepeatsNothingThatWasSent(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	for _, location := range []string{
		"https://evil.example.com/" + ks + "/api_v3/", "https://evil.example.com/p/" + ks[:30] + "/" + ks[30:] + "/api_v3/",
	} {
		server.Inject(kalturatest.Redirect(307, location))
		_, err := newClient(t, server.URL, givenKS(ks)).AccountInfo(t.Context(), 0)
		if failed := wantFailure(t, err, kaltura.Redirected); strings.Contains(failed.Location, ks[:20]) {
			t.Errorf("location %q", failed.Location)
		}
	}
}

func TestRedirect_hostRepeatsThePassword(t *testing.T) {
	server := kalturatest.NewServer(t)
	login := loginOf(kalturatest.Manager)
	login.Password = kaltura.NewSecret("hunter2hunter2")
	server.Inject(kalturatest.Redirect(307, "https://HUNTER2hunter2.example.com/api_v3/"))
	_, err := newClient(t, server.URL, login).AccountInfo(t.Context(), 0)
	if failed := wantFailure(t, err, kaltura.Redirected); failed.Location != "" {
		t.Errorf("location %q", failed.Location)
	}
}

// A server that holds a secret must not have it shown by way of an error.
func TestSecretOfTheServer_isNotShown(t *testing.T) {
	for name, fault := range map[string]kalturatest.Fault{
		"redirect": kalturatest.Redirect(307, "https://"+kalturatest.Acme.AdminSecret+".example.com/api_v3/"),
		"code":     kalturatest.AnswerError("A4F0B9C1D2E3", ""),
	} {
		t.Run(name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.Inject(fault)
			_, err := newClient(t, server.URL, adminOf(kalturatest.Umbrella)).AccountInfo(t.Context(), 0)
			failed := kaltura.ErrorOf(err)
			if failed == nil || failed.Location != "" || failed.Code != "" && failed.Code != "(not shown)" {
				t.Errorf("%v, location %q, code %q", err, failed.Location, failed.Code)
			}
		})
	}
}

// slowWaits would outlast every test that did not end them.
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
			var all []error
			took := within(t, 20*time.Second, func() {
				all = parallel(3, func() error {
					_, err := client.AccountInfo(ctx, 0)
					return err
				})
			})
			if took > 3*time.Second { // a second after 150 ms, on a busy machine
				t.Errorf("took %s", took)
			}
			for _, err := range all {
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
	_, err := client.AccountInfo(ctx, 0)
	if wantFailure(t, err, kaltura.TimedOut); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("the error does not unwrap to context.DeadlineExceeded")
	}
}

func TestTimeout_isPerAttempt(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Drop(kalturatest.Hang).For(2))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(time.Second))
	info, err := client.AccountInfo(t.Context(), 0)
	wantAcme(t, info, err)
	wantCount(t, server, "partner.getInfo", 3)
}
