// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestSession_madeHereAndRevoked(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
	before := time.Now()
	opened := p.open(arguments{
		"type": "admin", "user_id": "zoë@example.com", "expiry": 120, "privileges": []any{"sview:1_abcd1234", "disableentitlement"},
	})
	after := time.Now()
	if n := len(server.Requests()); n != 1 || server.Count("system", "getTime") != 1 {
		t.Errorf("%d requests were sent to make a session, want one for the time", n)
	}
	got := inside(t, server, kalturatest.Acme, opened.ks)
	if got["sessionType"] != "2" || got["userId"] != "zoë@example.com" || got["privileges"] != "sview:1_abcd1234,disableentitlement" {
		t.Errorf("the session holds %v", got)
	}
	expectExpiry(t, opened, got)
	expires, err := time.Parse(time.RFC3339, opened.expiresAt)
	if err != nil || expires.Before(before.Add(120*time.Second).Truncate(time.Second)) || expires.After(after.Add(120*time.Second)) {
		t.Errorf("expires_at = %q, %v; want 120 seconds from %s", opened.expiresAt, err, before)
	}
	if why := refusal(t, server, opened.ks); why != "" {
		t.Errorf("refused while it is open: %s", why)
	}
	if got := p.close(t.Context(), opened); len(got) > 0 {
		t.Errorf("closing said:\n%s", said(got))
	}
	if why := refusal(t, server, opened.ks); why != "LOGOUT" {
		t.Errorf("after closing it was refused as %q, want LOGOUT", why)
	}
}

// expectExpiry compares expires_at with what the API reads in the session.
func expectExpiry(t *testing.T, opened openSession, got map[string]any) {
	t.Helper()
	expiry, err := strconv.ParseInt(got["expiry"].(string), 10, 64)
	if err != nil || opened.expiresAt != rfc3339(time.Unix(expiry, 0)) {
		t.Errorf("expires_at = %q, but the session expires at %s", opened.expiresAt, rfc3339(time.Unix(expiry, 0)))
	}
}

func TestSession_defaults(t *testing.T) {
	server := kalturatest.NewServer(t)
	before := time.Now()
	opened := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme)).open(arguments{})
	got := inside(t, server, kalturatest.Acme, opened.ks)
	if got["sessionType"] != "0" || got["userId"] != "" || got["privileges"] != "" {
		t.Errorf("the session holds %v, want a user session without user and privileges", got)
	}
	expires, err := time.Parse(time.RFC3339, opened.expiresAt)
	if lifetime := expires.Sub(before); err != nil || lifetime < 3599*time.Second || lifetime > 3605*time.Second {
		t.Errorf("it lives for %s, %v; want an hour", lifetime, err)
	}
}

func TestSession_keptOpen(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
	opened := p.open(arguments{"revoke_on_close": false, "privileges": []any{"sessionid:group"}})
	if got := p.close(t.Context(), opened); len(got) > 0 {
		t.Errorf("closing said:\n%s", said(got))
	}
	if why := refusal(t, server, opened.ks); why != "" {
		t.Errorf("refused after closing: %s", why)
	}
}

// Each opening has a session of its own, and closing one leaves the other.
func TestSession_severalAtOnce(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
	one, other := p.open(arguments{}), p.open(arguments{})
	if one.ks == other.ks {
		t.Error("two openings gave the same session")
	}
	p.close(t.Context(), one)
	if first, second := refusal(t, server, one.ks), refusal(t, server, other.ks); first != "LOGOUT" || second != "" {
		t.Errorf("after closing the first: %q, %q", first, second)
	}
	p.close(t.Context(), one)
	p.close(t.Context(), openSession{})
	p.close(t.Context(), openSession{private: []byte(`{"session":"YW5vdGhlciBwcm9jZXNz"}`)})
	if n := server.Count("session", "end"); n != 1 {
		t.Errorf("%d sessions were ended, want the one", n)
	}
}

// What the engine keeps between Open and Close is a handle, not the session.
func TestSession_notInPrivateData(t *testing.T) {
	server := kalturatest.NewServer(t)
	opened := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme)).open(arguments{})
	var kept map[string][]byte
	if err := json.Unmarshal(opened.private, &kept); err != nil || len(kept) == 0 {
		t.Fatalf("nothing is kept, so nothing could be closed: %q, %v", opened.private, err)
	}
	for name, value := range kept {
		for start := 16; start+16 <= len(opened.ks); start += 16 {
			if piece := []byte(opened.ks[start : start+16]); bytes.Contains(value, piece) || bytes.Contains(opened.private, piece) {
				t.Fatalf("%s holds the session: %s", name, value)
			}
		}
	}
}

func TestSession_notRevoked(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
	opened := p.open(arguments{"expiry": 7200})
	server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", "no "+opened.ks).On("session", "end"))
	got := p.close(t.Context(), opened)
	text := said(got)
	if len(got) != 1 || !strings.HasPrefix(text, "WARNING: Kaltura Session Not Revoked\n") {
		t.Fatalf("closing said:\n%s", text)
	}
	for _, want := range []string{"Kaltura Permission Missing", "It may be valid until " + opened.expiresAt + " (", "from now)", "session.end"} {
		if !strings.Contains(text, want) {
			t.Errorf("the warning does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, opened.ks[16:40]) {
		t.Errorf("the warning shows the session:\n%s", text)
	}
}

// A session that is over already needs no warning.
func TestSession_overBeforeClose(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
	opened := p.open(arguments{"expiry": 60})
	server.SetClock(func() time.Time { return time.Now().Add(time.Hour) })
	if got := p.close(t.Context(), opened); len(got) > 0 {
		t.Errorf("closing an expired session said:\n%s", said(got))
	}
}

func TestSession_closeWarnings(t *testing.T) {
	for _, test := range []struct{ reason, summary, says string }{
		{"EXPIRED", "Kaltura Session Expired Early", "The API calls the session of this run expired, although it was to live until "},
		{"EXCEEDED_RESTRICTED_IP", "Kaltura Session Not Revoked", "Set revoke_on_close = false and a short expiry"},
		{"EXCEEDED_RESTRICTED_URI", "Kaltura Session Not Revoked", "Set revoke_on_close = false and a short expiry"},
		{"EXCEEDED_ACTIONS_LIMIT", "", ""},
	} {
		t.Run(test.reason, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
			opened := p.open(arguments{"expiry": 7200})
			server.Inject(kalturatest.AnswerJSON(`{"code":"INVALID_KS","objectType":"KalturaAPIException","args":{"KSID":"` + test.reason + `"}}`))
			got := p.close(t.Context(), opened)
			text := said(got)
			if test.summary == "" {
				if len(got) != 0 {
					t.Errorf("closing said:\n%s", text)
				}
				return
			}
			if len(got) != 1 || !strings.HasPrefix(text, "WARNING: "+test.summary+"\n") || !strings.Contains(text, test.says) {
				t.Errorf("closing said:\n%s", text)
			}
		})
	}
}

func TestSession_serverClockUnknown(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Acme))
	server.Inject(kalturatest.Unavailable().On("system", "getTime").For(-1))
	opened := p.tryOpen(t.Context(), arguments{})
	if text := said(opened.diagnostics); !strings.HasPrefix(text, "WARNING: Kaltura Server Clock Unknown\n") || !strings.Contains(text, server.URL+" did not tell its own time") {
		t.Errorf("opening said:\n%s", text)
	}
	if why := refusal(t, server, opened.ks); why != "" {
		t.Errorf("the session is refused: %s", why)
	}
}

func TestSession_ofGivenKS(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	opened := newSessionProtocol(t, server, arguments{"ks": ks}).tryOpen(t.Context(), arguments{})
	text := said(opened.diagnostics)
	if !strings.HasPrefix(text, "ERROR: Cannot Create a Kaltura Session\n") || !strings.Contains(text, "a KS cannot create another one") {
		t.Errorf("opening said:\n%s", text)
	}
	if len(server.Requests()) != 0 {
		t.Error("a request was sent for it")
	}
}
