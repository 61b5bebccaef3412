// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"time"
)

// requestKSLifetime is the lifetime of the KS of one request. It covers the
// request, its waits and a clock difference.
const requestKSLifetime = 10 * time.Minute

// adminSecretSignIn signs a KS for each request.
type adminSecretSignIn struct {
	noAppToken
	AdminSecret
	client *Client

	// probing is held by the one caller that determines refusal or reads it.
	probing chan struct{}
	// refusal is the result of the probe after a rejected signature.
	refusal Failure
}

func (a AdminSecret) signIn(client *Client) signIn {
	return &adminSecretSignIn{AdminSecret: a, client: client, probing: make(chan struct{}, 1)}
}

func (s *adminSecretSignIn) method() string                   { return "admin_secret" }
func (s *adminSecretSignIn) adminSecret() (AdminSecret, bool) { return s.AdminSecret, true }
func (s *adminSecretSignIn) partnerID() int64                 { return s.PartnerID }

// own is empty: each request has a separate KS, for ten minutes.
func (s *adminSecretSignIn) own(context.Context) Secret { return Secret{} }

// ks has no user, because the API would create an unknown user and limit the KS
// to a known user's role, and no privileges.
func (s *adminSecretSignIn) ks(context.Context) (Secret, error) {
	return SignKS(KSFields{
		PartnerID: s.PartnerID,
		Type:      SessionTypeAdmin,
		Expiry:    s.client.clock.server().Add(requestKSLifetime),
	}, s.Secret, s.client.config.Random)
}

// renew adopts the server's clock: a KS signed for the next ten minutes can
// only have expired if that clock is ahead of this machine's.
func (s *adminSecretSignIn) renew(_ Secret, refused *Error) bool {
	return !refused.serverTime.IsZero() && s.client.clock.adopt(refused.serverTime)
}

func (s *adminSecretSignIn) explain(ctx context.Context, failed *Error) *Error {
	if failed.Failure == KSInvalid {
		failed.Failure, failed.cause = s.whyRefused(ctx)
	}
	if failed.Failure == KSExpired {
		failed.Failure = ClocksDiffer
		if !failed.serverTime.IsZero() {
			failed.ClockDifference = s.client.clock.difference(failed.serverTime)
		}
	}
	return failed
}

// whyRefused determines whether the account exists, because the API answers
// INVALID_KS both to a wrong secret and to an unknown account (wire cases
// localks_getInfo_v2_wrong_secret and _unknown_partner). The result is kept,
// even if inconclusive, so that many failing reads ask once.
func (s *adminSecretSignIn) whyRefused(ctx context.Context) (Failure, error) {
	select {
	case s.probing <- struct{}{}:
		defer func() { <-s.probing }()
	case <-ctx.Done():
		return contextFailure(ctx)
	}
	if s.refusal != "" {
		return s.refusal, nil
	}
	_, err := s.client.startWidgetSession(ctx, s.PartnerID)
	switch FailureOf(err) {
	case "":
		s.refusal = WrongAdminSecret
	case UnknownAccount:
		s.refusal = UnknownAccount
	default:
		if ctx.Err() != nil {
			return contextFailure(ctx)
		}
		s.refusal = AdminSecretRefused
	}
	return s.refusal, nil
}

func (s *adminSecretSignIn) createSession(ctx context.Context, request SessionRequest) (Session, error) {
	if request.PartnerID != 0 && request.PartnerID != s.PartnerID {
		return s.client.impersonate(ctx, s.AdminSecret, request)
	}
	told, failed := s.client.askClock(ctx)
	if failed != nil {
		return Session{}, failed
	}
	expiry := s.client.clock.server().Add(request.Lifetime).Truncate(time.Second)
	ks, err := SignKS(KSFields{
		PartnerID: s.PartnerID, UserID: request.UserID, Type: request.Type,
		Expiry: expiry, Privileges: request.Privileges,
	}, s.Secret, s.client.config.Random)
	if err != nil {
		return Session{}, err
	}
	return Session{
		KS: ks, ExpiresAt: expiry, Revocable: endsAlone(request.Privileges),
		Type: request.Type, UserID: request.UserID, Privileges: request.Privileges, LocalClock: !told,
	}, nil
}
