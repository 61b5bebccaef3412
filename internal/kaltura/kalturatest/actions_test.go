// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"testing"
	"time"
)

// TestReadOnlyPermission: KMC_READ_ONLY needs KMC_ACCESS beside it.
func TestReadOnlyPermission(t *testing.T) {
	s := NewServer(t)
	s.Update(Acme.ID, func(a *Account) {
		a.Roles = append(a.Roles, Role{ID: 150, SystemName: "READ_ONLY_ALONE", Permissions: []string{"KMC_READ_ONLY"}})
	})
	for role, want := range map[string]string{"READ_ONLY_ROLE": "no secrets", "READ_ONLY_ALONE": "SERVICE_FORBIDDEN"} {
		ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession, Privileges: "setrole:" + role})
		if got := outcome(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks}), Acme); got != want {
			t.Errorf("%s: got %q, want %q", role, got, want)
		}
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

// TestLockout: the attempt that reaches the maximum locks the login for the
// account's time. What a login is refused for is among the exchanges.
func TestLockout(t *testing.T) {
	s := NewServer(t)
	now := time.Now()
	s.SetClock(func() time.Time { return now })
	try := func(password string) string {
		p := map[string]any{"partnerId": Strict.ID, "loginId": Strict.Users[0].LoginID, "password": password}
		return describe(s, invoke(t, s, "user.loginByLoginId", p))
	}
	for _, password := range []string{"wrong", "wrong", OwnerPassword, "wrong", "wrong", "wrong"} {
		want := "USER_WRONG_PASSWORD"
		if password == OwnerPassword {
			want = "v2 type 2"
		}
		if got := try(password); got != want {
			t.Errorf("%s: got %q, want %q", password, got, want)
		}
	}
	if got := try(OwnerPassword); got != "USER_WRONG_PASSWORD" {
		t.Errorf("right password of a locked login: %q", got)
	}
	now = now.Add(25 * time.Hour)
	if got := try(OwnerPassword); got != "v2 type 2" {
		t.Errorf("a day later: %q", got)
	}
}

// TestPartnerList: pages and filters; whole accounts whatever the profile says.
func TestPartnerList(t *testing.T) {
	group := LargeGroup(600)
	group[3].Status = StatusBlocked
	group[5].Name = "Zoë"
	s := NewServer(t, append(group, Acme)...)
	ks := s.StartSession(group[0].ID, SessionOptions{Type: AdminSession})
	type object = map[string]any
	for _, c := range []struct {
		name          string
		filter, pager object
		total, length int
		first         float64
	}{
		{"default page", nil, nil, 601, 30, 40000000},
		{"largest page", nil, object{"pageSize": 1000}, 601, 500, 40000000},
		{"second page", nil, object{"pageSize": 500, "pageIndex": 2}, 601, 101, 40000500},
		{"greater", object{"idGreaterThan": 40000598}, nil, 2, 2, 40000599},
		{"status", object{"statusEqual": 2}, nil, 1, 1, 40000003},
		{"name", object{"nameLike": "child 000"}, nil, 8, 8, 40000001},
		{"letter case beyond ASCII", object{"nameLike": "ZOË"}, nil, 0, 0, 0},
		{"foreign", object{"idEqual": Acme.ID}, nil, 0, 0, 0},
	} {
		p := object{"ks": ks, "filter": c.filter, "pager": c.pager, "responseProfile": object{"type": 1, "fields": "id"}}
		answer := invoke(t, s, "partner.list", p).(object)
		objects := answer["objects"].([]any)
		if answer["totalCount"] != float64(c.total) || len(objects) != c.length {
			t.Errorf("%s: total %v, length %d", c.name, answer["totalCount"], len(objects))
			continue
		}
		if c.length > 0 && (objects[0].(object)["id"] != c.first || objects[0].(object)["adminSecret"] == nil) {
			t.Errorf("%s: first %v", c.name, objects[0])
		}
	}
}
