// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// ways are what the holder of a session can try to get the account's secrets.
// Each has a copy of the server for itself, and returns another session, which
// may read more.
var ways = []struct {
	name string
	try  func(h holder) holder
}{
	{readsSecrets, func(h holder) holder { return h }},
	{"reads app tokens", func(h holder) holder {
		h.account().AppTokens = []AppToken{strongToken}
		list := h.get("appToken.list", nil)["objects"]
		if text, _ := json.Marshal(list); !bytes.Contains(text, []byte(strongToken.Token)) {
			return h
		}
		return h.tokenSession(strongToken, nil)
	}},
	{"creates an app token", func(h holder) holder {
		made := h.get("appToken.add", object{"appToken": object{"sessionType": AdminSession}})
		id, _ := made["id"].(string)
		value, _ := made["token"].(string)
		return h.tokenSession(AppToken{ID: id, Token: value}, nil)
	}},
	{"updates its app token", func(h holder) holder {
		h.account().AppTokens = []AppToken{heldToken}
		h.get("appToken.update", object{"id": heldToken.ID, "appToken": object{"sessionPrivileges": ""}})
		return h.tokenSession(heldToken, nil)
	}},
	{"updates its role", func(h holder) holder {
		roles, _ := h.account().rolesOf(h.session)
		for _, r := range roles {
			h.get("userRole.update", object{"userRoleId": r.ID, "userRole": object{"permissionNames": integrationBase}})
		}
		return h
	}},
	{"adds a user", func(h holder) holder {
		h.get("user.add", object{"user": object{"id": "new", "email": login, "password": password, "isAdmin": true, "roleIds": "2"}})
		return h.login()
	}},
	{"updates a user", func(h holder) holder {
		h.account().Users = append(h.account().Users, User{ID: "held", LoginID: login, Password: password})
		h.get("user.update", object{"userId": "held", "user": object{"isAdmin": true, "roleIds": "2"}})
		return h.login()
	}},
	{"adds a permission", func(h holder) holder {
		for _, name := range h.permissions() {
			h.get("permission.add", object{"permission": object{"name": name, "permissionItemsIds": IntegrationItems}})
		}
		return h
	}},
	{"updates a permission", func(h holder) holder {
		for _, name := range h.permissions() {
			h.account().Permissions = append(h.account().Permissions, Permission{Name: name})
			h.get("permission.update", object{"permissionName": name, "permission": object{"permissionItemsIds": IntegrationItems}})
		}
		return h
	}},
}

const readsSecrets = "reads the secrets"

const login, password = "held@example.com", "H3ld-passw!"

var (
	strongToken = AppToken{ID: "0_strong", Token: "fa4e70aa", SessionType: pointer(AdminSession)}
	heldToken   = AppToken{ID: "0_held", Token: "fa4e70bb", SessionType: pointer(AdminSession), SessionPrivileges: "setrole:null"}
)

// Reach tries every known way from a session to its account's secrets, each on a
// copy of the account, and returns the ways that succeed; whoever reads them needs
// no other. It counts what such an
// account may hold: a stronger app token, an app token and a user that the
// holder can sign in with, and permissions of the account's own with names that
// the holder has.
func (s *Server) Reach(ks string) (successful []string) {
	for _, way := range ways {
		if h := s.holderOf(ks); h.session != nil && way.try(h).seesSecrets() {
			successful = append(successful, way.name)
		}
		if slices.Contains(successful, readsSecrets) {
			break
		}
	}
	return successful
}

// ReachOfToken is Reach for the sessions that the holder of an app token can
// start: of each type, for each user, and with each role.
func (s *Server) ReachOfToken(partnerID int64, t AppToken) (successful []string) {
	a, _ := s.Account(partnerID)
	users, roles := []string{""}, []string{""}
	for _, u := range a.Users {
		users = append(users, u.ID)
	}
	for _, r := range slices.Concat(globalRoles, a.Roles) {
		roles = append(roles, "setrole:"+itoa(r.ID))
	}
	widget := s.holderOf(s.StartSession(partnerID, SessionOptions{Privileges: "widget:1,view:*"}))
	widget.account().AppTokens = []AppToken{t}
	tried := map[string]bool{}
	for _, kind := range []int{AdminSession, UserSession} {
		for _, user := range users {
			for _, role := range roles {
				h := widget.tokenSession(t, object{"type": kind, "userId": user, "sessionPrivileges": role})
				if h.session == nil {
					continue // refused
				}
				if fields := h.session.fields(); !tried[fields] {
					tried[fields] = true
					successful = append(successful, h.Reach(h.text)...)
				}
				if slices.Contains(successful, readsSecrets) {
					return []string{readsSecrets}
				}
			}
		}
	}
	slices.Sort(successful)
	return slices.Compact(successful)
}

// permissions are the names that are in force for the session.
func (h holder) permissions() []string {
	names, _ := permissionsOf(h.account(), h.session)
	return names
}

// holder has a session, and a server of its own with nothing but the session's
// account.
type holder struct {
	*Server
	text    string
	session *session
}

func (s *Server) holderOf(ks string) holder {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := &Server{
		accounts: map[int64]*Account{}, clock: s.clock, ended: maps.Clone(s.ended),
		uses: map[string]int{}, logins: map[string]*attempts{}, counts: map[[2]string]int{},
	}
	h := holder{own, ks, s.parse(ks)}
	if h.session != nil {
		own.accounts[h.session.partnerID] = s.accounts[h.session.partnerID].clone()
	}
	return h
}

// with is the holder with another session of the account.
func (h holder) with(ks any) holder {
	h.text, _ = ks.(string)
	h.session = h.parse(h.text)
	return h
}

func (h holder) account() *Account { return h.accounts[h.session.partnerID] }

// run returns the answer of an action, or nil if it is refused.
func (h holder) run(action string, given object) (answer any) {
	all := object{"ks": h.text}
	maps.Copy(all, given)
	c := &call{server: h.Server, remoteIP: "127.0.0.1", secure: true}
	c.name = action
	reencode(all, &c.params)
	if result, err := c.run(); err == nil {
		reencode(result, &answer)
	}
	return answer
}

// reencode gives a value the form that it has on the wire.
func reencode(value, into any) {
	text, err := json.Marshal(value)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err == nil {
		err = decoder.Decode(into)
	}
	if err != nil {
		panic(err) // only a mistake in this package
	}
}

// get is run for an action that answers an object.
func (h holder) get(action string, given object) map[string]any {
	answer, _ := h.run(action, given).(map[string]any)
	return answer
}

func (h holder) seesSecrets() bool {
	return h.session != nil && h.get("partner.getInfo", nil)["adminSecret"] != nil
}

// tokenSession signs in with an app token.
func (h holder) tokenSession(t AppToken, params object) holder {
	all := object{"id": t.ID, "tokenHash": t.hash(h.text)}
	maps.Copy(all, params)
	return h.with(h.get("appToken.startSession", all)["ks"])
}

func (h holder) login() holder {
	return h.with(h.run("user.loginByLoginId", object{"loginId": login, "password": password, "ks": ""}))
}
