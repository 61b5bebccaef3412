// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAccountInfo_neverSendsTheAdminSecret(t *testing.T) {
	for _, account := range []kalturatest.Account{kalturatest.Acme, kalturatest.Umbrella} {
		server, client := start(t, adminOf(account))
		_, infoErr := client.AccountInfo(t.Context(), 0)
		_, accountErr := client.Account(t.Context(), 0)
		_, listErr := client.Accounts(t.Context(), kaltura.AccountFilter{})
		if err := errors.Join(infoErr, accountErr, listErr); err != nil {
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
	wantAcme(t, client)
	for _, request := range server.Requests() {
		request.Body = nil
		if strings.Contains(sent(request), ks) || strings.Contains(request.URL, "?") {
			t.Errorf("URL or header of %s carries the KS or a query", request.Action)
		}
	}
}

func TestAccountInfo_requestIsWhatTheAPIReads(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	wantAcme(t, client)
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
			server, client := start(t, adminOf(kalturatest.Umbrella))
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
	for name, test := range map[string]struct {
		account kalturatest.Account
		want    kaltura.Failure
	}{
		"read-only":                {kalturatest.ReadOnly, ""},
		"issues KS version 1":      {kalturatest.Umbrella, ""},
		"short sessions":           {kalturatest.ShortSessions, ""},
		"names beyond ASCII":       {kalturatest.Foreign, ""},
		"two factors":              {kalturatest.TwoFactor, ""},
		"secrets hidden":           {kalturatest.Hidden, kaltura.SecretsNotVisible},
		"blocked":                  {kalturatest.Blocked, kaltura.AccountBlocked},
		"fully blocked":            {kalturatest.FullBlocked, kaltura.AccountBlocked},
		"https only, read by http": {kalturatest.HTTPSOnly, kaltura.HTTPSRequired},
	} {
		t.Run(name, func(t *testing.T) {
			info, err := newClient(t, server.URL, adminOf(test.account)).AccountInfo(t.Context(), 0)
			if wantFailure(t, err, test.want); err == nil && info.AdminSecret.Reveal() != test.account.AdminSecret {
				t.Error("another secret")
			}
		})
	}
}

func TestAccountInfo_secretsLeftOut(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, options := range []kalturatest.SessionOptions{{UserID: kalturatest.Viewer.ID}, {Privileges: "setrole:READ_ONLY_ROLE"}} {
		options.Type = kalturatest.AdminSession
		client := newClient(t, server.URL, givenKS(server.StartSession(kalturatest.Acme.ID, options)))
		info, err := client.AccountInfo(t.Context(), 0)
		if failed := wantFailure(t, err, kaltura.SecretsNotVisible); failed.AskedPartnerID != kalturatest.Acme.ID || info != (kaltura.AccountInfo{}) {
			t.Errorf("asked for %d, and got %v", failed.AskedPartnerID, info)
		}
	}
}

func TestAccountInfo_oneSecretIsNotEnough(t *testing.T) {
	for _, name := range []string{"secret", "adminSecret"} {
		for _, value := range []any{nil, ""} {
			server := kalturatest.NewServer(t)
			server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.Extra = map[string]any{name: value} })
			wantRead(t, newClient(t, server.URL, adminOf(kalturatest.Acme)), kaltura.SecretsNotVisible)
		}
	}
}

func TestAccountInfo_rotation(t *testing.T) {
	for secret, another := range map[string]bool{kalturatest.Rotated.AdminSecret: false, kalturatest.RotatedOldSecret: true} {
		_, client := start(t, kaltura.AdminSecret{PartnerID: kalturatest.Rotated.ID, Secret: kaltura.NewSecret(secret)})
		info, err := client.AccountInfo(t.Context(), 0)
		if err != nil || info.AnotherAdminSecret != another || info.AdminSecret.Reveal() != kalturatest.Rotated.AdminSecret {
			t.Errorf("error %v, another secret %t, want %t", err, info.AnotherAdminSecret, another)
		}
	}
}

// replaceID makes the server answer with another account's ID.
func replaceID(from, to int64) kalturatest.Fault {
	return kalturatest.Fault{Times: -1, Mutate: func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(strconv.FormatInt(from, 10)), []byte(strconv.FormatInt(to, 10)))
	}}
}

func TestRead_answerOfAnotherAccount(t *testing.T) {
	parent, north, south := kalturatest.Umbrella.ID, kalturatest.UmbrellaNorth.ID, kalturatest.UmbrellaSouth.ID
	for _, test := range []struct {
		name                    string
		asked, expected, answer int64
	}{
		{"own account", 0, parent, south},
		{"own account by id", parent, parent, south},
		{"child", north, north, south},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, adminOf(kalturatest.Umbrella), replaceID(test.expected, test.answer))
			_, infoErr := client.AccountInfo(t.Context(), test.asked)
			_, accountErr := client.Account(t.Context(), test.asked)
			for _, err := range []error{infoErr, accountErr} {
				failed := wantFailure(t, err, kaltura.AnswerOfAnotherAccount)
				if failed.AskedPartnerID != test.expected || failed.AnsweredPartnerID != test.answer {
					t.Errorf("asked for %d and answered %d", failed.AskedPartnerID, failed.AnsweredPartnerID)
				}
			}
			wantCount(t, server, "", 2) // no retry
		})
	}
}

func TestRead_accountNotReachable(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct {
		name  string
		as    kalturatest.Account
		asked int64
	}{
		{"foreign", kalturatest.Umbrella, kalturatest.Acme.ID},
		{"unknown", kalturatest.Umbrella, 39999999},
		{"parent asked by its child", kalturatest.UmbrellaNorth, kalturatest.Umbrella.ID},
		{"sibling", kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth.ID},
		{"from an account without children", kalturatest.Acme, kalturatest.UmbrellaSouth.ID},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := newClient(t, server.URL, adminOf(test.as)).AccountInfo(t.Context(), test.asked)
			if failed := wantFailure(t, err, kaltura.AccountNotReachable); failed.AskedPartnerID != test.asked {
				t.Errorf("the error names account %d", failed.AskedPartnerID)
			}
		})
	}
}
