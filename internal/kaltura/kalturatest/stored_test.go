// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"strings"
	"testing"
)

func administratorOf(t *testing.T, s *Server, account Account) caller {
	return caller{t, s, s.StartSession(account.ID, SessionOptions{Type: AdminSession})}
}

// TestStored: add and update answer with what they were sent; get shows what the
// database holds.
func TestStored(t *testing.T) {
	long := strings.Repeat
	for _, c := range []struct {
		name, class, property string
		sent, stored          any
	}{
		{"expiry", "appToken", "expiry", 4102358400, 2147483647.0},
		{"user", "appToken", "sessionUserId", long("u", 101), long("u", 100)},
		{"token's text", "appToken", "description", long("d", 65000), long("d", 65000)},
		{"token's text, re-encoded", "appToken", "description", long("ü", 16000), long("ü", 16000)},
		{"token's text, cut", "appToken", "description", long("ü", 32400), nil},
		{"role's name", "userRole", "name", long("n", 101), long("n", 100)},
		{"role's name, cut in a character", "userRole", "name", long("日", 34), nil},
		{"system name", "userRole", "systemName", long("S", 129), long("S", 128)},
		{"role's text", "userRole", "description", long("d", 65536), long("d", 65535)},
	} {
		admin := administratorOf(t, NewServer(t), Acme)
		added := admin.answer(c.class+".add", object{c.class: object{"name": "New", "hashType": "SHA256", c.property: c.sent}})
		stored := admin.answer(c.class+".get", object{"id": added["id"], "userRoleId": added["id"]})
		if echo, number := c.sent.(int); added[c.property] != c.sent && !(number && added[c.property] == float64(echo)) {
			t.Errorf("%s: answered %.60v", c.name, added)
		}
		if stored[c.property] != c.stored {
			t.Errorf("%s: stored %.60v", c.name, stored[c.property])
		}
		if lost := stored["hashType"] == "SHA1"; lost != (c.name == "token's text, cut") {
			t.Errorf("%s: hash type %v", c.name, stored["hashType"])
		}
	}
}

func TestStored_tooLongForAnyDescription(t *testing.T) {
	admin := administratorOf(t, NewServer(t), Acme)
	before := admin.answer("appToken.list", nil)["totalCount"]
	answer := admin.answer("appToken.add", object{"appToken": object{"description": strings.Repeat("d", 65001)}})
	if after := admin.answer("appToken.list", nil)["totalCount"]; answer["code"] != "INTERNAL_SERVERL_ERROR" || after != before {
		t.Errorf("%v, %v tokens before and %v after", answer["code"], before, after)
	}
}

// TestUTF8MB4: updates of a token with a description beyond ASCII are lost.
func TestUTF8MB4(t *testing.T) {
	account := NewAccount(30000091, "Encoded")
	account.UTF8MB4 = true
	admin := administratorOf(t, NewServer(t, account), account)
	for _, c := range []struct{ first, stored, updated string }{
		{"plain", "plain", "new"}, {"ü", "ü", "ü"}, {"a🎬", "a????", "new"},
	} {
		id := admin.answer("appToken.add", object{"appToken": object{"description": c.first}})["id"]
		stored := admin.answer("appToken.get", object{"id": id})["description"]
		answered := admin.answer("appToken.update", object{"id": id, "appToken": object{"description": "new"}})["description"]
		updated := admin.answer("appToken.get", object{"id": id})["description"]
		if stored != c.stored || answered != "new" || updated != c.updated {
			t.Errorf("%q: stored %v, updated to %v, answered %v", c.first, stored, updated, answered)
		}
	}
}

// TestReplicaLag: each object is behind for its own number of reads.
func TestReplicaLag(t *testing.T) {
	s := NewServer(t)
	admin := administratorOf(t, s, Acme)
	s.SetReplicaLag(2)
	for class, id := range map[string]string{"appToken": "id", "userRole": "userRoleId"} {
		property := map[string]string{"appToken": "description", "userRole": "name"}[class]
		shown := func(one any) any {
			got := admin.answer(class+".get", object{id: one})
			if got["code"] != nil {
				return "none"
			}
			return got[property]
		}
		one := admin.answer(class+".add", object{class: object{property: "first"}})["id"]
		got := []any{shown(one), shown(one), shown(one)}
		admin.answer(class+".update", object{id: one, class: object{property: "second"}})
		listed := admin.answer(class+".list", object{"filter": object{"idEqual": one}})["objects"].([]any)[0].(map[string]any)[property]
		got = append(got, listed, shown(one), shown(one))
		admin.answer(class+".delete", object{id: one})
		got = append(got, shown(one), shown(one), shown(one))
		for i, want := range []any{"none", "none", "first", "first", "first", "second", "second", "second", "none"} {
			if got[i] != want {
				t.Errorf("%s: read %d shows %v, want %v", class, i, got[i], want)
			}
		}
	}
}

// TestDeletedUser: its tokens are gone, its sessions are not.
func TestDeletedUser(t *testing.T) {
	s := NewServer(t)
	admin := administratorOf(t, s, Acme)
	running := tokenSession(t, s, Acme.ID, AppToken{SessionUserID: &Manager.ID}, nil)
	admin.answer("user.delete", object{"userId": Manager.ID})
	if got := admin.answer("appToken.get", object{"id": "0_test"})["code"]; got != "APP_TOKEN_ID_NOT_FOUND" {
		t.Errorf("the token: %v", got)
	}
	if got := running.answer("permission.getCurrentPermissions", nil); got != nil {
		t.Errorf("the session: %v", got)
	}
}
