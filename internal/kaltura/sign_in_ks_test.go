// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

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
		{name: "role without secrets", options: kalturatest.SessionOptions{Type: admin, UserID: kalturatest.Viewer.ID}, want: kaltura.SecretsNotVisible},
		{name: "role that may only read", options: kalturatest.SessionOptions{Type: admin, Privileges: "setrole:READ_ONLY_ROLE"}, want: kaltura.SecretsNotVisible},
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
			wantRead(t, newClient(t, server.URL, givenKS(ks)), test.want)
			wantCount(t, server, "", 1) // no retry
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
		wantAcme(t, client)
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
