// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"testing"
	"time"
)

func TestGetInfoByRole(t *testing.T) {
	s := NewServer(t)
	s.Update(Acme.ID, func(a *Account) {
		a.Roles = append(a.Roles, Role{ID: 150, SystemName: "READ_ONLY_ALONE", Permissions: []string{"KMC_READ_ONLY"}})
	})
	const secrets, noSecrets = "both secrets", "no secrets"
	for _, c := range []struct {
		name    string
		account Account
		options SessionOptions
		want    string
	}{
		{"admin without user", Acme, SessionOptions{Type: AdminSession}, secrets},
		{"type 1 counts as admin", Acme, SessionOptions{Type: 1}, secrets},
		{"admin with unknown user", Acme, SessionOptions{Type: AdminSession, UserID: "nobody"}, secrets},
		{"admin as manager", Acme, SessionOptions{Type: AdminSession, UserID: Manager.ID}, secrets},
		{"admin as viewer", Acme, SessionOptions{Type: AdminSession, UserID: Viewer.ID}, noSecrets},
		{"admin as uploader", Acme, SessionOptions{Type: AdminSession, UserID: Uploader.ID}, "SERVICE_FORBIDDEN"},
		{"admin as blocked user", Acme, SessionOptions{Type: AdminSession, UserID: BlockedUser.ID}, "USER_BLOCKED"},
		{"user", Acme, SessionOptions{}, "SERVICE_FORBIDDEN"},
		{"user as owner", Acme, SessionOptions{UserID: Owner.ID}, secrets},
		{"user with setrole", Acme, SessionOptions{Privileges: "setrole:2"}, secrets},
		{"setrole by name", Acme, SessionOptions{Type: AdminSession, Privileges: "setrole:INTEGRATION_ONLY_ROLE"}, secrets},
		{"setrole without secrets", Acme, SessionOptions{Type: AdminSession, Privileges: "setrole:READ_ONLY_ROLE"}, noSecrets},
		{"KMC_READ_ONLY without KMC_ACCESS", Acme, SessionOptions{Type: AdminSession, Privileges: "setrole:READ_ONLY_ALONE"}, "SERVICE_FORBIDDEN"},
		{"setrole beats user", Acme, SessionOptions{UserID: Owner.ID, Privileges: "setrole:UPLOAD_ONLY"}, "SERVICE_FORBIDDEN"},
		{"setrole unknown", Acme, SessionOptions{Type: AdminSession, Privileges: "setrole:NOPE"}, "INVALID_OBJECT_ID"},
		{"version 1", Acme, SessionOptions{Type: AdminSession, Version: 1}, secrets},
		{"signed with user secret", Acme, SessionOptions{Type: AdminSession, Secret: Acme.UserSecret}, "INVALID_KS"},
		{"expired", Acme, SessionOptions{Type: AdminSession, Expiry: time.Now().Add(-time.Minute)}, "INVALID_KS EXPIRED"},
		{"other address", Acme, SessionOptions{Type: AdminSession, Privileges: "iprestrict:203.0.113.9"}, "INVALID_KS EXCEEDED_RESTRICTED_IP"},
		{"own address", Acme, SessionOptions{Type: AdminSession, Privileges: "iprestrict:127.0.0.1"}, secrets},
		{"other URI", Acme, SessionOptions{Type: AdminSession, Privileges: "urirestrict:/x/*"}, "INVALID_KS EXCEEDED_RESTRICTED_URI"},
		{"own URI", Acme, SessionOptions{Type: AdminSession, Privileges: "urirestrict:/x|/api_v3/*"}, secrets},
		{"hidden", Hidden, SessionOptions{Type: AdminSession}, noSecrets},
		{"blocked", Blocked, SessionOptions{Type: AdminSession}, "SERVICE_FORBIDDEN_CONTENT_BLOCKED"},
		{"fully blocked", FullBlocked, SessionOptions{Type: AdminSession}, "SERVICE_FORBIDDEN_CONTENT_BLOCKED"},
		{"read only", ReadOnly, SessionOptions{Type: AdminSession}, secrets},
		{"https only", HTTPSOnly, SessionOptions{Type: AdminSession}, "SERVICE_ACCESS_CONTROL_RESTRICTED"},
		{"additional secret", Rotated, SessionOptions{Type: AdminSession, Secret: RotatedOldSecret}, secrets},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := invoke(t, s, "partner.getInfo", map[string]any{"ks": s.StartSession(c.account.ID, c.options)})
			if got := outcome(answer, c.account); got != c.want && (c.want != "INVALID_KS" || len(got) <= 60) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if a, _ := s.Account(Acme.ID); a.findUser("nobody") == nil {
		t.Error("a KS for an unknown user did not create that user")
	}
}

func outcome(answer any, a Account) string {
	object, _ := answer.(map[string]any)
	if problem := code(answer); problem != "" {
		return problem
	}
	if object["id"] != float64(a.ID) {
		return "another account"
	}
	_, user := object["secret"]
	_, admin := object["adminSecret"]
	switch {
	case !user && !admin:
		return "no secrets"
	case object["secret"] == a.UserSecret && object["adminSecret"] == a.AdminSecret:
		return "both secrets"
	}
	return "wrong secrets"
}
