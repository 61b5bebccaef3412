// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// signIn is a way to sign in to Acme, and the action that it calls once.
type signIn struct {
	title           string
	service, action string
	arguments       func(*kalturatest.Server) arguments
}

var signIns = []signIn{
	{"administrator secret", "", "", func(s *kalturatest.Server) arguments { return administrator(s, kalturatest.Acme) }},
	{"KS", "", "", func(s *kalturatest.Server) arguments {
		return bearer(s, s.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Manager.ID}))
	}},
	{"app token", "appToken", "startSession", func(s *kalturatest.Server) arguments { return byToken(s, kalturatest.TokenSHA256) }},
	{"KMC user", "user", "loginByLoginId", func(s *kalturatest.Server) arguments { return loginAs(s, kalturatest.Acme, kalturatest.Manager) }},
}

// TestAccSignIn_tenReadsThroughAnEngine: ten parallel reads need one sign-in.
func TestAccSignIn_tenReadsThroughAnEngine(t *testing.T) {
	t.Parallel()
	config, servers := "", make([]*kalturatest.Server, len(signIns))
	for i, way := range signIns {
		servers[i] = kalturatest.NewServer(t)
		alias := fmt.Sprint("way", i)
		config += way.arguments(servers[i]).aliased(alias) + fmt.Sprintf(`
			data "kaltura_account_info" %[1]q {
			  provider = kaltura.%[1]s
			  count    = 10
			}
			`, alias)
	}
	newWorkspace(t, config).run("plan", "-no-color")
	for i, way := range signIns {
		expectReads(t, servers[i], way)
	}
}

// TestSignIn_tenReadsAtOnce does the same without an engine. Neither validate
// nor configure opens a connection.
func TestSignIn_tenReadsAtOnce(t *testing.T) {
	for _, way := range signIns {
		t.Run(way.title, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.SetLatency(20 * time.Millisecond)
			block := way.arguments(server)
			e := configured(t, block)
			if diags := e.validate(block); len(diags) > 0 || len(server.Requests()) > 0 || server.Connections() > 0 {
				t.Errorf("%d requests and %d connections before the first read, %s", len(server.Requests()), server.Connections(), diags)
			}
			var reads sync.WaitGroup
			for range 10 {
				reads.Go(func() {
					if state := e.mustRead("kaltura_account_info", nil); textOf(t, state["admin_secret"]) != kalturatest.Acme.AdminSecret {
						t.Error("another secret")
					}
				})
			}
			reads.Wait()
			expectReads(t, server, way)
		})
	}
}

// expectReads expects ten reads and one sign-in, or none if the credentials need
// none.
func expectReads(t *testing.T, server *kalturatest.Server, way signIn) {
	t.Helper()
	if reads := server.Count("partner", "getInfo"); reads != 10 {
		t.Errorf("%s: %d reads", way.title, reads)
	}
	switch {
	case way.action == "":
		expectRequests(t, server, 10)
	case server.Count(way.service, way.action) != 1:
		t.Errorf("%d of %s.%s", server.Count(way.service, way.action), way.service, way.action)
	}
}

func TestSignIn_appTokenOfEveryHashType(t *testing.T) {
	for _, token := range []kalturatest.AppToken{kalturatest.TokenMD5, kalturatest.TokenSHA1, kalturatest.TokenSHA256, kalturatest.TokenSHA512} {
		for _, hashType := range []any{nil, token.HashType, strings.ToLower(token.HashType)} {
			t.Run(fmt.Sprint(token.HashType, " given as ", hashType), func(t *testing.T) {
				server := kalturatest.NewServer(t)
				configured(t, byToken(server, token).with("app_token_hash_type", hashType)).mustRead("kaltura_account_info", nil)
				if hashType != nil && len(server.Requests()) != 3 {
					t.Errorf("%d requests although the hash type is given", len(server.Requests()))
				}
			})
		}
	}
}

func TestSignIn_oneTimePassword(t *testing.T) {
	server := kalturatest.NewServer(t)
	block := loginAt(server, kalturatest.TwoFactor, kalturatest.TwoFactor.Users[0].LoginID, kalturatest.OwnerPassword)
	e := configured(t, block.with("otp", kalturatest.TOTP(kalturatest.TwoFactorSeed, time.Now())))
	e.mustRead("kaltura_account_info", nil)
}

// TestSignIn_refusedLoginIsSentOnce: other objects do not repeat a failed
// login.
func TestSignIn_refusedLoginIsSentOnce(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, loginAt(server, kalturatest.Strict, kalturatest.Strict.Users[0].LoginID, "canary").with("max_retries", 3))
	var reads sync.WaitGroup
	for range 10 {
		reads.Go(func() {
			_, diags := e.read(context.Background(), "kaltura_account", nil)
			diags.expectOnly(t, "Kaltura Login Refused")
		})
	}
	reads.Wait()
	expectRequests(t, server, 1)
}
