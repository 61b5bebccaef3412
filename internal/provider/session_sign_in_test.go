// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func byToken(token kalturatest.AppToken) arguments {
	return arguments{"partner_id": kalturatest.Acme.ID, "app_token_id": token.ID, "app_token": token.Token}
}

func byPassword(account kalturatest.Account, user kalturatest.User) arguments {
	return arguments{"partner_id": account.ID, "login_id": user.LoginID, "password": user.Password}
}

func TestSession_ofAppToken(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, byToken(kalturatest.TokenSHA256))
	opened := p.open(arguments{"expiry": 300})
	expectExpiry(t, opened, inside(t, server, kalturatest.Acme, opened.ks))
	if got := p.close(t.Context(), opened); len(got) > 0 {
		t.Errorf("closing said:\n%s", said(got))
	}
	if n := server.Count("session", "end"); n != 0 {
		t.Errorf("session.end was called %d times: that disables the token", n)
	}
	if why := refusal(t, server, opened.ks); why != "" {
		t.Errorf("the session was refused after closing: %s", why)
	}
	if again := p.open(arguments{}); refusal(t, server, again.ks) != "" {
		t.Error("the token makes no sessions any more")
	}
}

func TestSession_ofAppTokenDiffers(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, byToken(kalturatest.TokenSHA256))
	opened := p.tryOpen(t.Context(), arguments{"type": "user", "user_id": "somebody", "privileges": []any{"setrole:OTHER_ROLE", "custom:1"}})
	text := said(opened.diagnostics)
	if opened.ks == "" || !strings.HasPrefix(text, "WARNING: Kaltura Session Differs From the Request\n") {
		t.Fatalf("opening said:\n%s", text)
	}
	for _, want := range []string{"type: admin instead of user", "privileges: item 1 was not granted"} {
		if !strings.Contains(text, want) {
			t.Errorf("the warning does not say %q:\n%s", want, text)
		}
	}
	for _, unwanted := range []string{"custom:1", "user_id"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("the warning is about %s, which was granted:\n%s", unwanted, text)
		}
	}
}

func TestSession_ofLogin(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, byPassword(kalturatest.Acme, kalturatest.Owner))
	opened := p.open(arguments{"expiry": 300, "privileges": []any{"sview:1_abcd1234"}})
	got := inside(t, server, kalturatest.Acme, opened.ks)
	expectExpiry(t, opened, got)
	if got["userId"] != kalturatest.Owner.ID || got["privileges"] != "sview:1_abcd1234" {
		t.Errorf("the session holds %v", got)
	}
	if n := server.Count("user", "loginByLoginId"); n != 1 {
		t.Errorf("%d logins, want 1", n)
	}
	p.close(t.Context(), opened)
	if why := refusal(t, server, opened.ks); why != "LOGOUT" {
		t.Errorf("after closing it was refused as %q, want LOGOUT", why)
	}
}

// A role that may not ask about sessions leaves expires_at null.
func TestSession_ofLoginWithoutExpiry(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, byPassword(kalturatest.Acme, kalturatest.Uploader))
	server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", "no").On("session", "get"))
	opened := p.open(arguments{})
	if opened.expiresAt != "" {
		t.Errorf("expires_at = %q, but nobody said so", opened.expiresAt)
	}
	server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", "no").On("session", "end"))
	if text := said(p.close(t.Context(), opened)); !strings.Contains(text, "It may be valid until it expires.") {
		t.Errorf("closing said:\n%s", text)
	}
}

func TestSession_ofLoginFixesUserAndType(t *testing.T) {
	server := kalturatest.NewServer(t)
	p := newSessionProtocol(t, server, byPassword(kalturatest.Acme, kalturatest.Owner))
	for _, given := range []arguments{{"type": "user"}, {"type": "admin"}, {"user_id": "somebody"}} {
		text := said(p.tryOpen(t.Context(), given).diagnostics)
		if !strings.HasPrefix(text, "ERROR: Cannot Create a Kaltura Session\n") || !strings.Contains(text, "Remove type and user_id") {
			t.Errorf("%v: opening said:\n%s", given, text)
		}
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent, want none", n)
	}
}

// The API alone decides how long a child's session lives: the account's
// maximum of ten minutes wins, and expires_at says so.
func TestSession_ofChild(t *testing.T) {
	child := kalturatest.UmbrellaNorth
	child.KSMaxExpiry = 600
	server := kalturatest.NewServer(t, kalturatest.Umbrella, child)
	now := time.Now().Truncate(time.Second)
	server.SetClock(func() time.Time { return now })
	p := newSessionProtocol(t, server, withSecretOf(kalturatest.Umbrella))
	opened := p.open(arguments{"partner_id": child.ID, "expiry": 3600, "user_id": "visitor"})
	if want := rfc3339(now.Add(600 * time.Second)); opened.expiresAt != want {
		t.Errorf("expires_at = %q, want %q", opened.expiresAt, want)
	}
	if got := inside(t, server, child, opened.ks); got["partnerId"] != "30000003" || got["userId"] != "visitor" {
		t.Errorf("the session holds %v", got)
	}
	p.close(t.Context(), opened)
	if why := refusal(t, server, opened.ks); why != "LOGOUT" {
		t.Errorf("after closing it was refused as %q, want LOGOUT", why)
	}
}

func TestSession_ofChildRefused(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct {
		name     string
		settings arguments
		child    int64
		want     string
	}{
		{"no child", withSecretOf(kalturatest.Umbrella), kalturatest.Foreign.ID, "ERROR: Kaltura Child Session Refused at "},
		{"app token", byToken(kalturatest.TokenSHA256), kalturatest.UmbrellaNorth.ID, "ERROR: Cannot Create a Kaltura Session at "},
		{"login", byPassword(kalturatest.Acme, kalturatest.Owner), kalturatest.UmbrellaNorth.ID, "ERROR: Cannot Create a Kaltura Session at "},
	} {
		opened := newSessionProtocol(t, server, test.settings).tryOpen(t.Context(), arguments{"partner_id": test.child})
		if text := said(opened.diagnostics); !strings.HasPrefix(text, test.want) || !strings.Contains(text, "partner_id") {
			t.Errorf("%s: opening said:\n%s", test.name, text)
		}
	}
}
