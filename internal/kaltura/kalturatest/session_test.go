// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"strings"
	"testing"
	"time"
)

func TestSessionStart(t *testing.T) {
	s := NewServer(t)
	for _, c := range []struct {
		name    string
		account Account
		params  map[string]any
		want    string // error code, or what the KS says
	}{
		{"admin", Acme, map[string]any{"secret": Acme.AdminSecret, "type": 2}, "v2 type 2"},
		{"admin with user secret", Acme, map[string]any{"secret": Acme.UserSecret, "type": 2}, "START_SESSION_ERROR"},
		{"user with user secret", Acme, map[string]any{"secret": Acme.UserSecret}, "v2 type 0"},
		{"user with admin secret", Acme, map[string]any{"secret": Acme.AdminSecret, "type": "0"}, "v2 type 0"},
		{"additional secret", Rotated, map[string]any{"secret": RotatedOldSecret, "type": 2}, "v2 type 2"},
		{"version 1", Umbrella, map[string]any{"secret": Umbrella.AdminSecret, "type": 2}, "v1 type 2"},
		{"missing secret", Acme, map[string]any{}, "MISSING_MANDATORY_PARAMETER"},
		{"null secret", Acme, map[string]any{"secret": nil}, "START_SESSION_ERROR"},
		{"bad type", Acme, map[string]any{"secret": "x", "type": 1}, "INVALID_ENUM_VALUE"},
		{"unknown role", Acme, map[string]any{"secret": Acme.AdminSecret, "type": 2, "privileges": "setrole:NOPE"}, "UNKNOWN_ROLE_ID"},
		{"garbage ks sent along", Acme, map[string]any{"secret": Acme.AdminSecret, "ks": "x"}, "INVALID_KS x"},
		{"blocked", Blocked, map[string]any{"secret": Blocked.AdminSecret, "type": 2}, "SERVICE_FORBIDDEN_CONTENT_BLOCKED"},
		{"read only", ReadOnly, map[string]any{"secret": ReadOnly.AdminSecret, "type": 2}, "v2 type 2"},
		{"unknown account", Account{ID: 7}, map[string]any{"secret": "x"}, "SERVICE_FORBIDDEN_CONTENT_BLOCKED"},
		{"https only", HTTPSOnly, map[string]any{"secret": HTTPSOnly.AdminSecret}, "SERVICE_ACCESS_CONTROL_RESTRICTED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.ForgetSecrets()
			c.params["partnerId"] = c.account.ID
			if got := describe(s, invoke(t, s, "session.start", c.params)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func describe(s *Server, answer any) string {
	text, ok := answer.(string)
	if !ok {
		return code(answer)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.parse(text)
	if k == nil {
		return "not a KS"
	}
	return "v" + string(rune('0'+k.version)) + " type " + string(rune('0'+k.kind))
}

// TestFastPath: with the secrets in memory the maximum is not applied and the
// role not checked; nocache brings the checks back.
func TestFastPath(t *testing.T) {
	s := NewServer(t)
	p := map[string]any{"partnerId": ShortSessions.ID, "secret": ShortSessions.AdminSecret, "type": 2, "expiry": 86400, "privileges": "setrole:2"}
	lifetime := func() int64 {
		k := parseKS(invoke(t, s, "session.start", p).(string), func(int64) []string { return []string{ShortSessions.AdminSecret} })
		return k.expiry - time.Now().Unix()
	}
	if got := lifetime(); got > 600 {
		t.Errorf("cold: %d s", got)
	}
	if got := lifetime(); got < 86000 {
		t.Errorf("warm: %d s", got)
	}
	p["nocache"] = true
	if got := lifetime(); got > 600 {
		t.Errorf("nocache: %d s", got)
	}
}

func TestRevocation(t *testing.T) {
	s := NewServer(t)
	start := func(id int64, privileges string) string {
		return s.StartSession(id, SessionOptions{Type: AdminSession, Privileges: privileges})
	}
	plain, other := start(Acme.ID, ""), start(Acme.ID, "")
	sibling1, sibling2, stranger := start(Acme.ID, "sessionid:x"), start(Acme.ID, "sessionid:x"), start(Foreign.ID, "sessionid:x")
	widget := s.StartSession(Acme.ID, SessionOptions{Privileges: "widget:1"})
	for _, ks := range []string{plain, sibling1, widget} {
		if answer := invoke(t, s, "session.end", map[string]any{"ks": ks}); answer != nil {
			t.Errorf("session.end: %v", answer)
		}
	}
	for ks, want := range map[string]string{
		plain: "INVALID_KS LOGOUT", sibling1: "INVALID_KS LOGOUT", sibling2: "INVALID_KS LOGOUT",
		other: "", stranger: "", widget: "SERVICE_FORBIDDEN",
	} {
		if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks})); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if answer := invoke(t, s, "session.end", nil); answer != nil {
		t.Errorf("without a KS: %v", answer)
	}
	if got := code(invoke(t, s, "session.end", map[string]any{"ks": plain})); got != "INVALID_KS LOGOUT" {
		t.Errorf("twice: %q", got)
	}
}

func TestActionsLimit(t *testing.T) {
	s := NewServer(t)
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession, Privileges: "actionslimit:2"})
	for _, want := range []string{"", "", "INVALID_KS EXCEEDED_ACTIONS_LIMIT"} {
		if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks})); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSessionGet(t *testing.T) {
	s := NewServer(t)
	expiry := time.Now().Add(time.Hour)
	ks := s.StartSession(Umbrella.ID, SessionOptions{Type: AdminSession, UserID: "u", Privileges: "*", Expiry: expiry})
	past := s.StartSession(Umbrella.ID, SessionOptions{Expiry: time.Unix(5, 0)})
	answer := invoke(t, s, "session.get", map[string]any{"ks": ks}).(map[string]any)
	if answer["sessionType"] != "2" || answer["partnerId"] != "30000002" || answer["userId"] != "u" || answer["privileges"] != "*" {
		t.Errorf("got %v", answer)
	}
	if answer := invoke(t, s, "session.get", map[string]any{"ks": ks, "session": past}).(map[string]any); answer["expiry"] != "5" {
		t.Errorf("expired session: %v", answer)
	}
	for session, want := range map[string]string{
		"garbage": "INTERNAL_SERVERL_ERROR", s.StartSession(Acme.ID, SessionOptions{}): "PARTNER_ACCESS_FORBIDDEN",
	} {
		if got := code(invoke(t, s, "session.get", map[string]any{"ks": ks, "session": session})); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestImpersonate(t *testing.T) {
	s := NewServer(t)
	p := map[string]any{"secret": Umbrella.AdminSecret, "partnerId": Umbrella.ID, "impersonatedPartnerId": UmbrellaNorth.ID, "type": 2}
	ks := invoke(t, s, "session.impersonate", p)
	if got := outcome(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks}), UmbrellaNorth); got != "both secrets" {
		t.Errorf("child: %s", got)
	}
	p["impersonatedPartnerId"] = Acme.ID
	if got := code(invoke(t, s, "session.impersonate", p)); got != "START_SESSION_ERROR" {
		t.Errorf("foreign: %q", got)
	}
}

// TestErrorCache: with the cache on, a stranger's bad KS is quoted.
func TestErrorCache(t *testing.T) {
	s := NewServer(t)
	s.SetErrorCache(true)
	invoke(t, s, "partner.getInfo", map[string]any{"ks": "first"})
	if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": "second"})); got != "INVALID_KS first" {
		t.Errorf("got %q", got)
	}
	if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": "third", "nocache": true})); !strings.HasSuffix(got, "third") {
		t.Errorf("nocache: %q", got)
	}
}
