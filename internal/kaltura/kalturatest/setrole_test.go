// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// caller sends requests with one KS.
type caller struct {
	t      *testing.T
	server *Server
	ks     string
}

// answer is the object that an action answers, or its error with its code.
func (c caller) answer(action string, params object) map[string]any {
	c.t.Helper()
	answer, _ := c.call(action, params).(map[string]any)
	return answer
}

// text is the text that an action answers.
func (c caller) text(action string, params object) string {
	c.t.Helper()
	answer := c.call(action, params)
	text, ok := answer.(string)
	if !ok {
		c.t.Fatalf("%s: %v", action, answer)
	}
	return text
}

func (c caller) call(action string, params object) (decoded any) {
	c.t.Helper()
	body := object{"format": 1}
	if c.ks != "" {
		body["ks"] = c.ks
	}
	maps.Copy(body, params)
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	service, name, _ := strings.Cut(action, ".")
	recorder := ask(c.server, http.MethodPost, "/api_v3/service/"+service+"/action/"+name, http.Header{"Content-Type": {jsonType}}, string(text))
	if err := json.Unmarshal(recorder.Body.Bytes(), &decoded); err != nil {
		c.t.Fatalf("%s: %q", action, recorder.Body)
	}
	return decoded
}

// sees is what the account info shows: "secrets", "info", or the code of the
// error.
func (c caller) sees() string {
	info := c.answer("partner.getInfo", nil)
	switch {
	case info["code"] != nil:
		return info["code"].(string)
	case info["adminSecret"] != nil:
		return "secrets"
	}
	return "info"
}

// TestSetRole: every form of the role of an app token and of a KS.
func TestSetRole(t *testing.T) {
	account := NewAccount(30000090, "Roles")
	account.Roles = []Role{
		{ID: 300, SystemName: "INFO", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 301, SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 302, SystemName: "2", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 304, SystemName: "TWIN", Permissions: []string{integrationBase}},
		{ID: 303, SystemName: "TWIN", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 305, SystemName: "BLOCKED", Status: 2, Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 306, SystemName: "A:B,C", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 307, SystemName: "SECRETS", Permissions: []string{integrationBase}},
		{ID: 308, SystemName: "ALONE", Permissions: []string{"KMC_READ_ONLY"}},
	}
	account.Users = []User{
		{ID: "info", Roles: []string{"300", "308"}}, {ID: "both", Roles: []string{"300", "307"}}, {ID: "plain"}, {ID: "admin", Admin: true},
	}
	const forbidden, unknown = "SERVICE_FORBIDDEN", "INVALID_OBJECT_ID"
	for _, c := range []struct{ user, privileges, admin, ordinary string }{
		{"", "", "secrets", forbidden},
		{"", "setrole", "secrets", forbidden},
		{"", "setrole:", "secrets", forbidden},
		{"", "setrole:0", "secrets", forbidden},
		{"", "SetRole:300", "secrets", forbidden},
		{"", "setrole:300", "info", "info"},
		{"", "setrole:0300", "info", "info"},
		{"", "setrole:+300.0", "info", "info"},
		{"", "setrole: 3e2", "info", "info"},
		{"", "setrole:300:2", "info", "info"},
		{"", "setrole:2", "secrets", "secrets"},
		{"", "setrole:info ", "info", "info"},
		{"", "setrole: INFO", unknown, unknown},
		{"", "setrole:BLOCKED", "info", "info"},
		{"", "setrole:TWIN", "info", "info"},
		{"", "setrole:publisher administrator", "secrets", "secrets"},
		{"", "setrole:A:B,C", unknown, unknown},
		{"", "setrole:308", forbidden, forbidden},
		{"", "setrole:null", forbidden, forbidden},
		{"", "setrole:-5", "INVALID_SET_ROLE", "INVALID_SET_ROLE"},
		{"", "setrole:9999", unknown, unknown},
		{"", "*,setrole:300", "info", "info"},
		{"", "all:*,setrole:300", "info", "info"},
		{"info", "", "info", "info"},
		{"both", "", "secrets", "secrets"},
		{"both", "setrole:300", "info", "info"},
		{"info", "setrole:307", "secrets", "secrets"},
		{"plain", "", "secrets", forbidden},
		{"admin", "", "secrets", forbidden},
	} {
		s := NewServer(t, account)
		for kind, want := range map[int]string{AdminSession: c.admin, UserSession: c.ordinary} {
			ks := s.StartSession(account.ID, SessionOptions{Type: kind, UserID: c.user, Privileges: c.privileges})
			if got := (caller{t, s, ks}).sees(); got != want {
				t.Errorf("user %q, %q: a KS of type %d sees %s, want %s", c.user, c.privileges, kind, got, want)
			}
			token := AppToken{SessionType: &kind, SessionPrivileges: c.privileges}
			if c.user != "" {
				token.SessionUserID = &c.user
			}
			if got := tokenSession(t, s, account.ID, token, nil).sees(); got != want {
				t.Errorf("user %q, %q: a token of type %d sees %s, want %s", c.user, c.privileges, kind, got, want)
			}
		}
	}
}

// TestSetRole_ofSeveral: a token cannot name two roles. It leaves the choice to
// its holder with "*"; otherwise the holder's is ignored.
func TestSetRole_ofSeveral(t *testing.T) {
	s := NewServer(t)
	for _, c := range []struct{ fixed, asked, want string }{
		{"setrole:104,setrole:105", "", "INVALID_OBJECT_ID"},
		{"setrole:105,setrole:105", "", "INVALID_OBJECT_ID"},
		{"setrole:105", "setrole:2,*", "info"},
		{"setrole:*", "setrole:2", "secrets"},
		{"setrole:105,setrole:*", "setrole:104", "secrets"},
		{"", "setrole:104", "SERVICE_FORBIDDEN"},
	} {
		if got := tokenSession(t, s, Acme.ID, AppToken{SessionPrivileges: c.fixed}, object{"sessionPrivileges": c.asked}).sees(); got != c.want {
			t.Errorf("%q asked for %q: sees %s, want %s", c.fixed, c.asked, got, c.want)
		}
	}
	for version, want := range map[int]string{1: "info", 2: "secrets"} {
		ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession, Privileges: "setrole:105,setrole:104", Version: version})
		if got := (caller{t, s, ks}).sees(); got != want {
			t.Errorf("a KS v%d with two roles sees %s, want %s", version, got, want)
		}
	}
}

// tokenSession signs in with a new token.
func tokenSession(t *testing.T, s *Server, account int64, token AppToken, params object) caller {
	t.Helper()
	token.ID, token.Token, token.HashType = "0_test", "fa4e70", "SHA256"
	s.Update(account, func(a *Account) {
		a.AppTokens = append(slices.DeleteFunc(a.AppTokens, func(old AppToken) bool { return old.ID == token.ID }), token)
	})
	widget := caller{t, s, s.StartSession(account, SessionOptions{Privileges: "widget:1,view:*"})}
	all := object{"id": token.ID, "tokenHash": token.hash(widget.ks)}
	maps.Copy(all, params)
	started := widget.answer("appToken.startSession", all)
	ks, _ := started["ks"].(string)
	if ks == "" {
		t.Fatalf("no session: %v", started)
	}
	return caller{t, s, ks}
}
