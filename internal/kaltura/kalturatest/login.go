// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"
)

// loginByLoginID is user.loginByLoginId: a KS of type ADMIN for admins, USER
// for others (`user_loginByLoginId_ok_with_partner_json`,
// `user_loginByLoginId_non_admin`). The server's order is visible: password,
// direct login, one-time password, password age, membership. A user without
// access to the account is therefore asked for a one-time password first. Only
// the lock is checked before the password.
func loginByLoginID(c *call) (any, error) {
	loginID := c.params.text("loginId")
	home := c.server.homeOf(loginID)
	attempts := c.server.attemptsOf(loginID)
	if home == nil || c.now.Unix() < attempts.lockedUntil {
		return nil, userWrongPassword()
	}
	identity, target := home.findLogin(loginID), cmp.Or(c.account, home)
	if c.params.text("password") != identity.Password {
		return nil, attempts.fail(home, c.now, userWrongPassword())
	}
	if target.BlockDirectLogin {
		return nil, newError("DIRECT_LOGIN_BLOCKED", "Direct login is blocked on this partner")
	}
	if refused := c.refuseOTP(target, identity); refused != nil {
		return nil, attempts.fail(home, c.now, refused)
	}
	attempts.failed = 0
	if identity.PasswordExpired {
		return nil, newError("PASSWORD_EXPIRED", "Current password has expired")
	}
	u := target.findLogin(loginID)
	if u == nil || u.Blocked || target.Status != StatusActive {
		return nil, userWrongPassword()
	}
	return c.issueLogin(target, u), nil
}

func userWrongPassword() *APIError {
	return newError("USER_WRONG_PASSWORD", "Wrong password supplied")
}

// refuseOTP: `user_loginByLoginId_2fa_missing_otp`; an unnecessary code is
// ignored (`user_loginByLoginId_otp_superfluous`).
func (c *call) refuseOTP(target *Account, identity *User) *APIError {
	code := c.params.text("otp")
	switch {
	case !target.TwoFactor || validTOTP(identity.TOTPSeed, code, c.now):
		return nil
	case code == "":
		return newError("MISSING_OTP", "OTP is missing")
	}
	return newError("INVALID_OTP", "OTP provided failed to validate")
}

func (c *call) issueLogin(a *Account, u *User) string {
	k := &session{
		partnerID: a.ID, userID: u.ID, privileges: parsePrivileges("*"),
		expiry: c.now.Unix() + min(c.params.number("expiry", 86400), a.maxExpiry()),
	}
	if u.Admin {
		k.kind = AdminSession
	}
	if c.params.has("privileges") {
		k.privileges = parsePrivileges(c.params.text("privileges"))
	}
	return c.server.issue(a, k)
}

// homeOf returns the account with the lowest ID that has a user with this login
// ID.
func (s *Server) homeOf(loginID string) *Account {
	var home *Account
	for _, a := range s.accounts {
		if a.findLogin(loginID) != nil && (home == nil || a.ID < home.ID) {
			home = a
		}
	}
	return home
}

// attempts is stored per login ID, across accounts.
type attempts struct {
	failed      int
	lockedUntil int64
}

func (s *Server) attemptsOf(loginID string) *attempts {
	key := strings.ToLower(loginID)
	if s.logins[key] == nil {
		s.logins[key] = &attempts{}
	}
	return s.logins[key]
}

// fail counts a failed attempt; the one that reaches the maximum locks the
// login (`user_loginByLoginId_lockout_good_password`).
func (l *attempts) fail(policy *Account, now time.Time, refusal *APIError) *APIError {
	if l.failed++; l.failed < cmp.Or(policy.MaxLoginAttempts, 5000) {
		return refusal
	}
	*l = attempts{lockedUntil: now.Add(policy.LoginBlockPeriod).Unix()}
	return userWrongPassword()
}

// TOTP returns the six-digit one-time password of a base32 seed at a given time
// (RFC 6238, SHA-1, 30 seconds), as in an authenticator app.
func TOTP(seed string, at time.Time) string {
	key, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(seed)
	mac := hmac.New(sha1.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/30)))
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[offset:])&0x7fffffff%1000000)
}

// validTOTP also accepts the adjacent windows; a code may be used again within
// its window (`user_loginByLoginId_2fa_good_otp_reuse`).
func validTOTP(seed, code string, now time.Time) bool {
	return seed != "" && slices.ContainsFunc([]time.Duration{0, -30 * time.Second, 30 * time.Second}, func(drift time.Duration) bool {
		return TOTP(seed, now.Add(drift)) == code
	})
}
