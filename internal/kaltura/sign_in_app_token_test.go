// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestAppToken_hashTypes: the client tries the hash types until one is accepted,
// and remembers it for the sessions that it creates.
func TestAppToken_hashTypes(t *testing.T) {
	for _, test := range []struct {
		token kalturatest.AppToken
		tries int
	}{{kalturatest.TokenSHA256, 1}, {kalturatest.TokenSHA1, 2}, {kalturatest.TokenSHA512, 3}, {kalturatest.TokenMD5, 4}} {
		given, unknown := tokenOf(test.token), tokenOf(test.token)
		unknown.HashType = ""
		for credentials, tries := range map[kaltura.AppToken]int{given: 1, unknown: test.tries} {
			server, client := start(t, credentials)
			wantAcme(t, client)
			wantCount(t, server, "session.startWidgetSession", 1)
			wantCount(t, server, "appToken.startSession", tries)
			wantCount(t, server, "", tries+2)
			create(t, client, kaltura.SessionRequest{Lifetime: time.Minute})
			wantCount(t, server, "appToken.startSession", tries+1)
			wantNeverSent(t, server, test.token.Token)
		}
	}
}

func TestAppToken_failures(t *testing.T) {
	acme := kalturatest.Acme.ID
	wrongHash, wrongToken := tokenOf(kalturatest.TokenSHA256), tokenOf(kalturatest.TokenSHA256)
	wrongHash.HashType = "MD5"
	wrongToken.HashType, wrongToken.Token = "", kaltura.NewSecret("fa4e70")
	for _, test := range []struct {
		name     string
		token    kaltura.AppToken
		want     kaltura.Failure
		requests int
	}{
		{"inactive", tokenOf(kalturatest.TokenInactive), kaltura.AppTokenInactive, 2},
		{"expired", tokenOf(kalturatest.TokenExpired), kaltura.AppTokenExpired, 2},
		{"unknown", kaltura.AppToken{PartnerID: acme, ID: "0_nosuchid", Token: kaltura.NewSecret("x")}, kaltura.AppTokenUnknown, 2},
		{"of an unknown account", kaltura.AppToken{PartnerID: 39999999, ID: "0_x", Token: kaltura.NewSecret("x")}, kaltura.UnknownAccount, 1},
		{"wrong hash type", wrongHash, kaltura.AppTokenRefused, 2},
		{"wrong token, every hash tried", wrongToken, kaltura.AppTokenRefused, 5},
		{"role without INTEGRATION_BASE", tokenOf(kalturatest.TokenWithoutSecrets), kaltura.SecretsNotVisible, 3},
		{"role that may not read", tokenOf(kalturatest.TokenUploadOnly), kaltura.ActionForbidden, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, test.token)
			wantRead(t, client, test.want)
			wantCount(t, server, "", test.requests)
		})
	}
}

func TestAppToken_sessionOfAnotherAccount(t *testing.T) {
	acme, umbrella := kalturatest.Acme.ID, kalturatest.Umbrella.ID
	server, client := start(t, tokenOf(kalturatest.TokenSHA256), replaceID(acme, umbrella).On("appToken", "startSession"))
	failed := wantRead(t, client, kaltura.AnswerOfAnotherAccount)
	if failed.AskedPartnerID != acme || failed.AnsweredPartnerID != umbrella {
		t.Errorf("asked for %d, answered %d", failed.AskedPartnerID, failed.AnsweredPartnerID)
	}
	wantCount(t, server, "partner.getInfo", 0)
}

// TestAppToken_sessionOfTheClient: a token without a type gives the requested
// session. The client requests an administrator session of ten minutes, because
// a user's session cannot read the account.
func TestAppToken_sessionOfTheClient(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		for i := range a.AppTokens {
			a.AppTokens[i].SessionType, a.AppTokens[i].SessionDuration = nil, nil
		}
	})
	client := newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256))
	began := time.Now()
	wantAcme(t, client)
	requests := server.Requests()
	in := inspectKS(t, server, text(requests[len(requests)-1].Params["ks"]))
	if lives := in.Expiry.Sub(began); in.Type != 2 || in.UserID != "" || lives > 11*time.Minute {
		t.Errorf("the KS is %+v and lives for %s", in, lives)
	}
	session, err := client.CreateSession(t.Context(), kaltura.SessionRequest{Type: kaltura.SessionTypeUser, Lifetime: time.Hour})
	if err != nil || session.Type != kaltura.SessionTypeUser || inspectKS(t, server, session.KS.Reveal()).Type != 0 {
		t.Errorf("made a session of type %s, error %v", session.Type, err)
	}
	// A short session is used for most of its life.
	seconds := 20
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		for i := range a.AppTokens {
			a.AppTokens[i].SessionDuration = &seconds
		}
	})
	server.Reset()
	client = newClient(t, server.URL, tokenOf(kalturatest.TokenSHA256))
	wantAcme(t, client)
	wantAcme(t, client)
	wantCount(t, server, "appToken.startSession", 1)
}
