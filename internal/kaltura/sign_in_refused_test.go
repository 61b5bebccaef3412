// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAdminSecret_whyItIsRefused(t *testing.T) {
	acme := kalturatest.Acme
	for _, test := range []struct {
		name        string
		credentials kaltura.AdminSecret
		want        kaltura.Failure
		probes      int
	}{
		{"another account's secret", kaltura.AdminSecret{PartnerID: acme.ID, Secret: kaltura.NewSecret(kalturatest.Umbrella.AdminSecret)}, kaltura.WrongAdminSecret, 1},
		{"the user secret", kaltura.AdminSecret{PartnerID: acme.ID, Secret: kaltura.NewSecret(acme.UserSecret)}, kaltura.WrongAdminSecret, 1},
		{"upper case", kaltura.AdminSecret{PartnerID: acme.ID, Secret: kaltura.NewSecret(strings.ToUpper(acme.AdminSecret))}, kaltura.WrongAdminSecret, 1},
		{"an unknown account", kaltura.AdminSecret{PartnerID: 39999999, Secret: kaltura.NewSecret(acme.AdminSecret)}, kaltura.UnknownAccount, 1},
		{"a blocked account", adminOf(kalturatest.Blocked), kaltura.AccountBlocked, 0},
		{"a blocked account, wrong secret", kaltura.AdminSecret{PartnerID: kalturatest.Blocked.ID, Secret: kaltura.NewSecret("fa4e")}, kaltura.WrongAdminSecret, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			_, err := newClient(t, server.URL, test.credentials).AccountInfo(t.Context(), 0)
			wantFailure(t, err, test.want)
			wantCount(t, server, "session.startWidgetSession", test.probes)
			wantCount(t, server, "partner.getInfo", 1)
		})
	}
}

func TestAdminSecret_parallelRefusalsShareOneProbe(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, kaltura.AdminSecret{PartnerID: kalturatest.Acme.ID, Secret: kaltura.NewSecret("fa4e")})
	for _, err := range tenReads(t, client) {
		wantFailure(t, err, kaltura.WrongAdminSecret)
	}
	wantCount(t, server, "session.startWidgetSession", 1)
}

func TestAdminSecret_probeThatFails(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Unavailable().On("session", "startWidgetSession").For(4))
	client := newClient(t, server.URL, kaltura.AdminSecret{PartnerID: kalturatest.Acme.ID, Secret: kaltura.NewSecret("fa4e")})
	for _, err := range tenReads(t, client) {
		wantFailure(t, err, kaltura.AdminSecretRefused)
	}
	wantCount(t, server, "session.startWidgetSession", 4) // one probe and its retries
}

// replaceID makes the server answer about another account.
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
			server := kalturatest.NewServer(t)
			server.Inject(replaceID(test.expected, test.answer))
			client := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
			_, infoErr := client.AccountInfo(t.Context(), test.asked)
			_, accountErr := client.Account(t.Context(), test.asked)
			for _, err := range []error{infoErr, accountErr} {
				failed := wantFailure(t, err, kaltura.AnswerOfAnotherAccount)
				if failed.AskedPartnerID != test.expected || failed.AnsweredPartnerID != test.answer {
					t.Errorf("asked for %d and answered %d", failed.AskedPartnerID, failed.AnsweredPartnerID)
				}
			}
			wantCount(t, server, "", 2) // not asked again
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

func TestRead_answerWithoutID(t *testing.T) {
	for _, body := range []string{`{}`, `null`, `{"id":null}`, `{"id":0}`, `{"id":"0","secret":"x","adminSecret":"y"}`} {
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.AnswerJSON(body))
		_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
		wantFailure(t, err, kaltura.UnexpectedAnswer)
	}
}

func TestGivenKS_failures(t *testing.T) {
	const admin = kalturatest.AdminSession
	for _, test := range []struct {
		name    string
		options kalturatest.SessionOptions
		change  func(*testing.T, *kalturatest.Server, string) string
		want    kaltura.Failure
	}{
		{name: "expired", options: kalturatest.SessionOptions{Type: admin, Expiry: time.Now().Add(-time.Minute)}, want: kaltura.KSExpired},
		{name: "revoked", options: kalturatest.SessionOptions{Type: admin}, change: revoke, want: kaltura.KSRevoked},
		{name: "garbage", change: become("garbage"), want: kaltura.KSInvalid},
		{name: "truncated", options: kalturatest.SessionOptions{Type: admin}, change: cutOff, want: kaltura.KSInvalid},
		{name: "signed with another secret", options: kalturatest.SessionOptions{Type: admin, Secret: kalturatest.Acme.UserSecret}, want: kaltura.KSInvalid},
		{name: "another address", options: kalturatest.SessionOptions{Type: admin, Privileges: "iprestrict:203.0.113.7"}, want: kaltura.KSRestricted},
		{name: "another URI", options: kalturatest.SessionOptions{Type: admin, Privileges: "urirestrict:/p/*"}, want: kaltura.KSRestricted},
		{name: "no actions left", options: kalturatest.SessionOptions{Type: admin, Privileges: "actionslimit:0"}, want: kaltura.KSUsedUp},
		{name: "blocked user", options: kalturatest.SessionOptions{Type: admin, UserID: kalturatest.BlockedUser.ID}, want: kaltura.UserBlocked},
		{name: "role that may not read", options: kalturatest.SessionOptions{Type: admin, UserID: kalturatest.Uploader.ID}, want: kaltura.ActionForbidden},
		{name: "user session", options: kalturatest.SessionOptions{}, want: kaltura.ActionForbidden},
		{name: "unknown role", options: kalturatest.SessionOptions{Type: admin, Privileges: "setrole:NO_SUCH_ROLE"}, want: kaltura.UnknownRole},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			ks := server.StartSession(kalturatest.Acme.ID, test.options)
			if test.change != nil {
				ks = test.change(t, server, ks)
			}
			server.Reset()
			_, err := newClient(t, server.URL, givenKS(ks)).AccountInfo(t.Context(), 0)
			wantFailure(t, err, test.want)
			wantCount(t, server, "", 1) // nothing of it is worth a second try
		})
	}
}

func become(ks string) func(*testing.T, *kalturatest.Server, string) string {
	return func(*testing.T, *kalturatest.Server, string) string { return ks }
}

func cutOff(_ *testing.T, _ *kalturatest.Server, ks string) string { return ks[:len(ks)-20] }

func revoke(t *testing.T, server *kalturatest.Server, ks string) string {
	if err := newClient(t, server.URL, givenKS(ks)).EndSession(t.Context(), kaltura.Session{KS: kaltura.NewSecret(ks)}); err != nil {
		t.Fatal(err)
	}
	return ks
}

func TestGivenKS_versions(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, version := range []int{1, 2} {
		ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Version: version})
		client := newClient(t, server.URL, givenKS(ks))
		if client.PartnerID() != kalturatest.Acme.ID {
			t.Errorf("version %d: account %d", version, client.PartnerID())
		}
		info, err := client.AccountInfo(t.Context(), kalturatest.Acme.ID)
		wantAcme(t, info, err)
	}
}

func TestGivenKS_ofAnotherAccountFailsWithoutARequest(t *testing.T) {
	server := kalturatest.NewServer(t)
	address, err := kaltura.ParseServiceURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	ks := server.StartSession(kalturatest.Umbrella.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	_, err = kaltura.New(kaltura.Config{
		ServiceURL: address, Credentials: kaltura.GivenKS{PartnerID: kalturatest.Acme.ID, KS: kaltura.NewSecret(ks)},
	})
	failed := wantFailure(t, err, kaltura.KSOfAnotherAccount)
	if failed.AskedPartnerID != kalturatest.Acme.ID || failed.AnsweredPartnerID != kalturatest.Umbrella.ID {
		t.Errorf("asked for %d, answered %d", failed.AskedPartnerID, failed.AnsweredPartnerID)
	}
	wantCount(t, server, "", 0)
}

// A server that knows nothing of the KS's account answers for its own.
func TestGivenKS_guardsTheAnswer(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	server.Inject(replaceID(kalturatest.Acme.ID, kalturatest.Umbrella.ID))
	_, err := newClient(t, server.URL, givenKS(ks)).AccountInfo(t.Context(), 0)
	wantFailure(t, err, kaltura.AnswerOfAnotherAccount)
}
