// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"sync/atomic"
	"time"
)

// appTokenLifetime is the requested lifetime of the provider's own sessions of
// an app token. It can be short, because they are renewed while in use.
const appTokenLifetime = 10 * time.Minute

type appTokenSignIn struct {
	AppToken
	*sharedSession
	client *Client
	// hash is the hash type that worked, or the configured one.
	hash atomic.Value
	// started is the session in use, without its KS.
	started atomic.Pointer[sessionInfo]
}

func (a AppToken) signIn(client *Client) signIn {
	s := &appTokenSignIn{AppToken: a, client: client}
	if a.HashType != "" {
		s.hash.Store(a.HashType)
	}
	s.sharedSession = newSharedSession(client.clock, true, s.start)
	return s
}

func (s *appTokenSignIn) method() string                   { return "app_token" }
func (s *appTokenSignIn) adminSecret() (AdminSecret, bool) { return AdminSecret{}, false }
func (s *appTokenSignIn) partnerID() int64                 { return s.PartnerID }

func (s *appTokenSignIn) appTokenID() string { return s.ID }

func (s *appTokenSignIn) granted() *sessionInfo { return s.started.Load() }

// own is empty: revoking one session of a token permanently revokes all of
// them.
func (s *appTokenSignIn) own(context.Context) Secret { return Secret{} }

// explain recognizes a token whose renewed session has expired too: its
// sessions expire immediately, as with sessionDuration 0.
func (s *appTokenSignIn) explain(_ context.Context, failed *Error) *Error {
	if failed.Failure == KSExpired {
		failed.Failure = AppTokenSessionExpired
	}
	return failed
}

func (s *appTokenSignIn) renew(used Secret, _ *Error) bool {
	s.drop(used)
	return true
}

// start requests an administrator session if the token does not fix the type: a
// user session without a role may read no account.
func (s *appTokenSignIn) start(ctx context.Context) (Secret, time.Duration, error) {
	info, head, err := s.startSession(ctx, apiParams{"type": SessionTypeAdmin, "expiry": int(appTokenLifetime.Seconds())})
	if err != nil {
		return Secret{}, 0, err
	}
	known := *info
	known.KS = secretString{}
	s.started.Store(&known)
	now := head.serverTime
	if now.IsZero() {
		now = s.client.clock.server()
	}
	return info.KS.Secret, time.Unix(int64(info.Expiry), 0).Sub(now), nil
}

// startSession proves possession of the token with a widget session. The API
// does not report the token's hash type, so it is found by trying.
func (s *appTokenSignIn) startSession(ctx context.Context, params apiParams) (*sessionInfo, response, error) {
	base, err := s.client.startWidgetSession(ctx, s.PartnerID)
	if err != nil {
		return nil, response{}, err
	}
	types := HashTypes
	if known, ok := s.hash.Load().(HashType); ok {
		types = []HashType{known}
	}
	action := apiAction{service: "appToken", name: "startSession"}
	request := params.and("ks", base.Reveal()).and("id", s.ID)
	for _, hashType := range types {
		request["tokenHash"] = HashAppToken(hashType, base, s.Token)
		var info sessionInfo
		var head response
		head, err = s.client.call(ctx, action, request, &info)
		if err == nil {
			s.hash.Store(hashType)
			return &info, head, s.check(action, &info)
		}
		if FailureOf(err) != AppTokenRefused {
			break
		}
	}
	return nil, response{}, err
}

func (s *appTokenSignIn) check(action apiAction, info *sessionInfo) error {
	switch answered := int64(info.PartnerID); {
	case !info.KS.Present():
		return action.failed(UnexpectedAnswer)
	case answered != s.PartnerID:
		return action.ofAnother(s.PartnerID, answered)
	}
	return nil
}

// createSession creates a session of the token. Values that the token fixes take
// precedence over the request, and the API drops privileges that the token does
// not allow.
func (s *appTokenSignIn) createSession(ctx context.Context, request SessionRequest) (Session, error) {
	if request.PartnerID != 0 && request.PartnerID != s.PartnerID {
		return Session{}, &Error{Failure: CannotCreateSession, Reason: ReasonChildRequiresAdminSecret}
	}
	params := apiParams{"type": request.Type, "expiry": int(request.Lifetime.Seconds())}
	if request.UserID != "" {
		params["userId"] = request.UserID
	}
	if len(request.Privileges) > 0 {
		params["sessionPrivileges"] = joinPrivileges(request.Privileges)
	}
	info, _, err := s.startSession(ctx, params)
	if err != nil {
		return Session{}, err
	}
	// Not revocable: session.end would end every session of the token, including
	// later ones, because they all carry its ID as their sessionid.
	return info.session(false), nil
}

// HashType is the hash that proves an app token (API enum
// KalturaAppTokenHashType).
type HashType string

// HashTypes lists the hash types of app tokens, most likely first. The API's
// default for new tokens is SHA1.
var HashTypes = []HashType{"SHA256", "SHA1", "SHA512", "MD5"}

// HashAppToken proves possession of the token: the lower-case hex hash of the
// KS followed by the token, or "" for an unknown hash type.
func HashAppToken(hashType HashType, ks, token Secret) string {
	text := []byte(ks.Reveal() + token.Reveal())
	switch hashType {
	case "SHA256":
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:])
	case "SHA1":
		sum := sha1.Sum(text)
		return hex.EncodeToString(sum[:])
	case "SHA512":
		sum := sha512.Sum512(text)
		return hex.EncodeToString(sum[:])
	case "MD5":
		sum := md5.Sum(text)
		return hex.EncodeToString(sum[:])
	}
	return ""
}
