// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"testing"
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
