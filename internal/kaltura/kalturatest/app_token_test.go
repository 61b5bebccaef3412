// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"strings"
	"testing"
	"time"
)

func TestAppTokenSession(t *testing.T) {
	s := NewServer(t)
	widget := func(a Account) string {
		return invoke(t, s, "session.startWidgetSession", map[string]any{"widgetId": "_" + itoa(a.ID)}).(map[string]any)["ks"].(string)
	}
	for _, c := range []struct {
		name  string
		home  Account
		token AppToken
		want  string // of appToken.startSession, else of partner.getInfo
	}{
		{"MD5", Acme, TokenMD5, "both secrets"},
		{"SHA1", Acme, TokenSHA1, "both secrets"},
		{"SHA256", Acme, TokenSHA256, "both secrets"},
		{"SHA512", Acme, TokenSHA512, "both secrets"},
		{"inactive", Acme, TokenInactive, "APP_TOKEN_NOT_ACTIVE"},
		{"expired", Acme, TokenExpired, "APP_TOKEN_EXPIRED"},
		{"deleted", Acme, TokenDeleted, "APP_TOKEN_ID_NOT_FOUND"},
		{"role without secrets", Acme, TokenWithoutSecrets, "no secrets"},
		{"role without access", Acme, TokenUploadOnly, "SERVICE_FORBIDDEN"},
		{"of another account", Foreign, TokenSHA256, "APP_TOKEN_ID_NOT_FOUND"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ks := widget(c.home)
			answer := invoke(t, s, "appToken.startSession", map[string]any{"ks": ks, "id": c.token.ID, "tokenHash": c.token.hash(ks)})
			got := code(answer)
			if got == "" {
				got = outcome(invoke(t, s, "partner.getInfo", map[string]any{"ks": answer.(map[string]any)["ks"]}), Acme)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	ks := widget(Acme)
	for hash, want := range map[string]string{
		strings.ToUpper(TokenSHA256.hash(ks)): "INVALID_APP_TOKEN_HASH", TokenSHA1.hash(ks): "INVALID_APP_TOKEN_HASH",
	} {
		if got := code(invoke(t, s, "appToken.startSession", map[string]any{"ks": ks, "id": TokenSHA256.ID, "tokenHash": hash})); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestAppTokenLife: add, use with wishes, end a session and with it all others
// of the token, delete.
func TestAppTokenLife(t *testing.T) {
	s := NewServer(t)
	admin := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	token := invoke(t, s, "appToken.add", map[string]any{"ks": admin, "appToken": map[string]any{"hashType": "SHA512"}}).(map[string]any)
	known := AppToken{ID: token["id"].(string), Token: token["token"].(string), HashType: "SHA512"}
	start := func(more map[string]any) map[string]any {
		ks := s.StartSession(Acme.ID, SessionOptions{Privileges: "widget:1"})
		p := map[string]any{"ks": ks, "id": known.ID, "tokenHash": known.hash(ks)}
		for name, value := range more {
			p[name] = value
		}
		return invoke(t, s, "appToken.startSession", p).(map[string]any)
	}
	info := start(map[string]any{"type": 2, "userId": "u", "expiry": 120, "sessionPrivileges": "setrole:2,custom:1"})
	if info["sessionType"] != 2.0 || info["userId"] != "u" || info["privileges"] != "sessionid:"+known.ID+",apptoken:"+known.ID+",custom:1" {
		t.Errorf("got %v", info)
	}
	if left := info["expiry"].(float64) - float64(time.Now().Unix()); left > 120 || left < 110 {
		t.Errorf("lives %v s", left)
	}
	invoke(t, s, "session.end", map[string]any{"ks": info["ks"]})
	if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": start(map[string]any{"type": 2})["ks"]})); got != "INVALID_KS LOGOUT" {
		t.Errorf("session.end ends all sessions of the token: %q", got)
	}
	invoke(t, s, "appToken.delete", map[string]any{"ks": admin, "id": known.ID})
	if got := code(start(nil)); got != "APP_TOKEN_ID_NOT_FOUND" {
		t.Errorf("deleted: %q", got)
	}
}
