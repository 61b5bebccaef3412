// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"time"
)

// loginLifetime is the requested lifetime of the provider's own login. It must
// outlast an apply, because a login is never repeated.
const loginLifetime = 4 * time.Hour

type loginSignIn struct {
	noAppToken
	Login
	*sharedSession
	client *Client

	// turn is held during a login. refused keeps the first failure: a second
	// login might count towards a lock, so none follows.
	turn    chan struct{}
	refused error
}

func (l Login) signIn(client *Client) signIn {
	s := &loginSignIn{Login: l, client: client, turn: make(chan struct{}, 1)}
	s.sharedSession = newSharedSession(client.clock, false, func(ctx context.Context) (Secret, time.Duration, error) {
		ks, err := s.login(ctx, loginLifetime, nil)
		return ks, loginLifetime, err
	})
	return s
}

func (s *loginSignIn) method() string                   { return "login" }
func (s *loginSignIn) adminSecret() (AdminSecret, bool) { return AdminSecret{}, false }
func (s *loginSignIn) partnerID() int64                 { return s.PartnerID }
func (s *loginSignIn) renew(Secret, *Error) bool        { return false }

func (s *loginSignIn) explain(_ context.Context, failed *Error) *Error {
	if failed.Failure == KSExpired {
		failed.Failure = LoginSessionExpired
	}
	return failed
}

// login creates a session with the password, unless a login failed before. Each
// failure, including a missing or wrong OTP, counts towards the account's lock
// (wire cases user_loginByLoginId_lockout_1 to _4).
func (s *loginSignIn) login(ctx context.Context, lifetime time.Duration, privileges []string) (Secret, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		failure, cause := contextFailure(ctx)
		return Secret{}, &Error{Failure: failure, cause: cause}
	}
	if s.refused != nil {
		return Secret{}, s.refused
	}
	ks, err := s.sendLogin(ctx, lifetime, privileges)
	s.refused = err
	return ks, err
}

// sendLogin sends the password once. It always names the account: otherwise the
// API uses the one that the user chose last.
func (s *loginSignIn) sendLogin(ctx context.Context, lifetime time.Duration, privileges []string) (Secret, error) {
	params := apiParams{
		"loginId": s.LoginID, "password": s.Password.Reveal(),
		"partnerId": s.PartnerID, "expiry": int(lifetime.Seconds()),
	}
	if s.OTP.Present() {
		params["otp"] = s.OTP.Reveal()
	}
	if len(privileges) > 0 {
		params["privileges"] = joinPrivileges(privileges)
	}
	action := apiAction{service: "user", name: "loginByLoginId", once: true}
	var ks secretString
	if _, err := s.client.call(ctx, action, params, &ks); err != nil {
		return Secret{}, err
	}
	if !ks.Present() {
		return Secret{}, action.failed(UnexpectedAnswer)
	}
	return ks.Secret, nil
}

// createSession logs in again, for a session with its own lifetime and privileges.
func (s *loginSignIn) createSession(ctx context.Context, request SessionRequest) (Session, error) {
	switch {
	case request.PartnerID != 0 && request.PartnerID != s.PartnerID:
		return Session{}, &Error{Failure: CannotCreateSession, Reason: ReasonChildRequiresAdminSecret}
	case request.TypeGiven || request.UserID != "":
		return Session{}, &Error{Failure: CannotCreateSession, Reason: ReasonLoginFixesUser}
	}
	ks, err := s.login(ctx, request.Lifetime, request.Privileges)
	if err != nil {
		return Session{}, err
	}
	var info sessionInfo
	if _, failed := s.client.call(ctx, getSession, apiParams{"ks": ks.Reveal()}, &info); failed != nil {
		// The session is valid; its role may just not read it.
		return Session{KS: ks, Revocable: endsAlone(request.Privileges), UserID: s.LoginID, Privileges: request.Privileges}, nil
	}
	if answered := int64(info.PartnerID); answered != s.PartnerID {
		return Session{}, s.client.abandon(ctx, ks, request, getSession.ofAnother(s.PartnerID, answered))
	}
	info.KS.Secret = ks
	return info.session(endsAlone(request.Privileges)), nil
}
