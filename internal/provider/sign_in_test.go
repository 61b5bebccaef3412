// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"sync"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestSignIn_tenReadsAtOnce: ten parallel reads need one sign-in, or none if the
// credentials need none. Neither validate nor configure opens a connection.
func TestSignIn_tenReadsAtOnce(t *testing.T) {
	for _, way := range []struct {
		title           string
		service, action string // that the provider calls once
		arguments       func(*kalturatest.Server) arguments
	}{
		{"administrator secret", "", "", func(s *kalturatest.Server) arguments { return administrator(s, kalturatest.Acme) }},
		{"KS", "", "", func(s *kalturatest.Server) arguments {
			return bearer(s, s.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Manager.ID}))
		}},
		{"app token", "appToken", "startSession", func(s *kalturatest.Server) arguments {
			return byToken(s, kalturatest.TokenSHA512).with("app_token_hash_type", "sha512") // any letter case
		}},
		{"KMC user", "user", "loginByLoginId", func(s *kalturatest.Server) arguments { return loginAs(s, kalturatest.Acme, kalturatest.Manager) }},
	} {
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
			if reads := server.Count("partner", "getInfo"); reads != 10 {
				t.Errorf("%d reads", reads)
			}
			switch {
			case way.action == "":
				expectRequests(t, server, 10)
			case server.Count(way.service, way.action) != 1:
				t.Errorf("%d of %s.%s", server.Count(way.service, way.action), way.service, way.action)
			}
		})
	}
}

func TestSignIn_oneTimePassword(t *testing.T) {
	server := kalturatest.NewServer(t)
	block := loginAt(server, kalturatest.TwoFactor, kalturatest.TwoFactor.Users[0].LoginID, kalturatest.OwnerPassword)
	e := configured(t, block.with("otp", kalturatest.TOTP(kalturatest.TwoFactorSeed, time.Now())))
	e.mustRead("kaltura_account_info", nil)
}
