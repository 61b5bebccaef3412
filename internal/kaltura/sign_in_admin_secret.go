// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// requestKSLifetime is the lifetime of the KS of one request. It covers the
// request, its waits and a clock difference.
const requestKSLifetime = 10 * time.Minute

// adminSecretSignIn signs a KS for each request.
type adminSecretSignIn struct {
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

func (s *adminSecretSignIn) partnerID() int64 { return s.PartnerID }

// own is empty: each request has a separate KS, for ten minutes.
func (s *adminSecretSignIn) own() Secret { return Secret{} }

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

// clock is this machine's clock and, once known, how far the server's is ahead.
type clock struct {
	now   func() time.Time
	ahead atomic.Int64
	// known reports whether ahead comes from an answer.
	known atomic.Bool

	// asking is held during the request for the server's time. silent reports
	// that the server did not answer it.
	asking sync.Mutex
	silent bool
}

// server returns the time by the server's clock, as far as known.
func (c *clock) server() time.Time { return c.now().Add(time.Duration(c.ahead.Load())) }

// difference returns how far the server's clock is ahead of this machine's.
func (c *clock) difference(serverTime time.Time) time.Duration {
	return serverTime.Sub(c.now()).Round(time.Second)
}

// maxClockDifference is the largest clock difference that is adopted. It limits
// how much longer than intended a KS can be valid, regardless of an answer's
// date.
const maxClockDifference = 24 * time.Hour

// networkTime is what an answer may take; smaller differences are ignored.
const networkTime = 5 * time.Second

// adopt stores the server's clock and reports whether the difference is
// acceptable.
func (c *clock) adopt(serverTime time.Time) bool {
	difference := c.difference(serverTime)
	switch {
	case difference.Abs() > maxClockDifference:
		return false
	case difference.Abs() < networkTime:
		difference = 0
	}
	c.ahead.Store(int64(difference))
	c.known.Store(true)
	return true
}

// askClockTime is the timeout of the request for the server's time.
const askClockTime = 5 * time.Second

// askClock determines the server's clock before a session is signed, with one
// request if there was no answer yet (system.getTime). It reports whether the
// clock is known, and fails with ClocksDiffer, TimedOut or Cancelled.
func (c *Client) askClock(ctx context.Context) (known bool, failed *Error) {
	c.clock.asking.Lock()
	defer c.clock.asking.Unlock()
	if c.clock.known.Load() || c.clock.silent {
		return !c.clock.silent, nil
	}
	brief, cancel := context.WithTimeout(ctx, askClockTime)
	defer cancel()
	var seconds lenientInt
	action := apiAction{service: "system", name: "getTime", once: true}
	_, err := c.call(brief, action, nil, &seconds)
	switch {
	case ctx.Err() != nil:
		failed = action.failed("")
		failed.Failure, failed.cause = contextFailure(ctx)
		return false, failed
	case err != nil:
		c.clock.silent = true
		return false, nil
	}
	if serverTime := time.Unix(int64(seconds), 0); !c.clock.adopt(serverTime) {
		failed = action.failed(ClocksDiffer)
		failed.ClockDifference = c.clock.difference(serverTime)
		return false, failed
	}
	return true, nil
}
