// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAccountInfo_isOneRequest(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	info, err := client.AccountInfo(t.Context(), 0)
	wantAcme(t, info, err)
	wantCount(t, server, "", 1)
	wantCount(t, server, "partner.getInfo", 1)
}

func TestAccountInfo_neverSendsTheAdminSecret(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, account := range []kalturatest.Account{kalturatest.Acme, kalturatest.Umbrella} {
		client := newClient(t, server.URL, adminOf(account))
		if _, err := client.AccountInfo(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Account(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Accounts(t.Context(), kaltura.AccountFilter{}); err != nil {
			t.Fatal(err)
		}
		wantNeverSent(t, server, account.AdminSecret)
		wantNeverSent(t, server, account.UserSecret)
	}
}

func TestAccountInfo_putsNothingIntoURLAndHeaders(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	client := newClient(t, server.URL, givenKS(ks))
	info, err := client.AccountInfo(t.Context(), 0)
	wantAcme(t, info, err)
	for _, request := range server.Requests() {
		request.Body = nil
		if strings.Contains(sent(request), ks) || strings.Contains(request.URL, "?") {
			t.Errorf("URL or header of %s carries the KS or a query", request.Action)
		}
	}
}

func TestAccountInfo_requestIsWhatTheAPIReads(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
	info, err := client.AccountInfo(t.Context(), 0)
	wantAcme(t, info, err)
	request := server.Requests()[0]
	profile, _ := request.Params["responseProfile"].(map[string]any)
	for _, test := range []struct{ what, got, want string }{
		{"method", request.Method, "POST"},
		{"URL", request.URL, "/api_v3/service/partner/action/getInfo"},
		{"Content-Type", strings.Join(request.Header["Content-Type"], "|"), "application/json"},
		{"User-Agent", request.Header.Get("User-Agent"), testUserAgent},
		{"clientTag", text(request.Params["clientTag"]), testClientTag},
		{"profile fields", text(profile["fields"]), "id,secret,adminSecret"},
		{"profile class", text(profile["objectType"]), "KalturaDetachedResponseProfile"},
	} {
		if test.got != test.want {
			t.Errorf("%s is %q, want %q", test.what, test.got, test.want)
		}
	}
	for _, part := range []string{`"format":1`, `"nocache":true`, `"type":1`} {
		if !bytes.Contains(request.Body, []byte(part)) {
			t.Errorf("the body has no %s", part)
		}
	}
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

func TestAccountInfo_choosesTheActionByAccount(t *testing.T) {
	for _, test := range []struct {
		name      string
		partnerID int64
		action    string
		want      kalturatest.Account
	}{
		{"the signed-in account", 0, "partner.getInfo", kalturatest.Umbrella},
		{"the same by its id", kalturatest.Umbrella.ID, "partner.getInfo", kalturatest.Umbrella},
		{"a child", kalturatest.UmbrellaNorth.ID, "partner.get", kalturatest.UmbrellaNorth},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			client := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
			info, err := client.AccountInfo(t.Context(), test.partnerID)
			if err != nil {
				t.Fatal(err)
			}
			if info.PartnerID != test.want.ID || info.AdminSecret.Reveal() != test.want.AdminSecret || info.UserSecret.Reveal() != test.want.UserSecret {
				t.Errorf("read account %d or its secrets wrongly", info.PartnerID)
			}
			wantCount(t, server, test.action, 1)
			wantCount(t, server, "", 1)
		})
	}
}

func TestAccountInfo_kindsOfAccount(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct {
		name    string
		account kalturatest.Account
		failure kaltura.Failure
	}{
		{"read-only", kalturatest.ReadOnly, ""},
		{"issues KS version 1", kalturatest.Umbrella, ""},
		{"short sessions", kalturatest.ShortSessions, ""},
		{"names beyond ASCII", kalturatest.Foreign, ""},
		{"two factors", kalturatest.TwoFactor, ""},
		{"secrets hidden", kalturatest.Hidden, kaltura.SecretsNotVisible},
		{"blocked", kalturatest.Blocked, kaltura.AccountBlocked},
		{"fully blocked", kalturatest.FullBlocked, kaltura.AccountBlocked},
		{"https only, read by http", kalturatest.HTTPSOnly, kaltura.HTTPSRequired},
	} {
		t.Run(test.name, func(t *testing.T) {
			info, err := newClient(t, server.URL, adminOf(test.account)).AccountInfo(t.Context(), 0)
			if test.failure != "" {
				wantFailure(t, err, test.failure)
				return
			}
			if err != nil || info.AdminSecret.Reveal() != test.account.AdminSecret {
				t.Errorf("error %v, or another secret", err)
			}
		})
	}
}

func TestAccountInfo_secretsLeftOut(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct{ name, user, privileges string }{
		{"role of the user", kalturatest.Viewer.ID, ""},
		{"setrole", "", "setrole:READ_ONLY_ROLE"},
	} {
		t.Run(test.name, func(t *testing.T) {
			ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{
				Type: kalturatest.AdminSession, UserID: test.user, Privileges: test.privileges,
			})
			info, err := newClient(t, server.URL, givenKS(ks)).AccountInfo(t.Context(), 0)
			failed := wantFailure(t, err, kaltura.SecretsNotVisible)
			if failed.AskedPartnerID != kalturatest.Acme.ID || info != (kaltura.AccountInfo{}) {
				t.Errorf("asked for %d, and got %v", failed.AskedPartnerID, info)
			}
		})
	}
}

func TestAccountInfo_oneSecretIsNotEnough(t *testing.T) {
	for _, name := range []string{"secret", "adminSecret"} {
		for _, value := range []any{nil, ""} {
			server := kalturatest.NewServer(t)
			server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.Extra = map[string]any{name: value} })
			_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
			wantFailure(t, err, kaltura.SecretsNotVisible)
		}
	}
}

func TestAccountInfo_rotation(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct {
		name, secret string
		want         bool
	}{
		{"primary secret", kalturatest.Rotated.AdminSecret, false},
		{"additional secret", kalturatest.RotatedOldSecret, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			credentials := kaltura.AdminSecret{PartnerID: kalturatest.Rotated.ID, Secret: kaltura.NewSecret(test.secret)}
			info, err := newClient(t, server.URL, credentials).AccountInfo(t.Context(), 0)
			if err != nil || info.AnotherAdminSecret != test.want || info.AdminSecret.Reveal() != kalturatest.Rotated.AdminSecret {
				t.Errorf("error %v, another secret %t", err, info.AnotherAdminSecret)
			}
		})
	}
}
