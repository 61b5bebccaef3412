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

func init() {
	register(&action{
		service: "user", name: "loginByLoginId", run: loginByLoginID, strict: true,
		params: []param{must("loginId"), must("password"), may("privileges"), may("otp")},
	})
}

// loginByLoginID is user.loginByLoginId: a KS of type ADMIN for admins, USER for
// others (`user_loginByLoginId_ok_with_partner_json`, `user_loginByLoginId_non_admin`).
func loginByLoginID(c *call) (any, error) {
	a, u, err := c.login(c.params.text("loginId"), c.params.text("password"))
	if err != nil {
		return nil, err
	}
	return c.issueLogin(a, u), nil
}

func (c *call) issueLogin(a *Account, u *User) string {
	k := &session{partnerID: a.ID, userID: u.ID}
	if u.Admin {
		k.kind = AdminSession
	}
	privileges := "*"
	if c.params.has("privileges") {
		privileges = c.params.text("privileges")
	}
	k.privileges = parsePrivileges(privileges)
	k.expiry = c.now.Unix() + min(c.params.number("expiry", 86400), a.maxExpiry())
	return c.server.issue(a, k, "")
}

// accountsOf are the accounts in which a login id has a user, by id.
func (s *Server) accountsOf(loginID string) []*Account {
	var list []*Account
	for _, a := range s.accounts {
		if a.findLogin(loginID) != nil {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b *Account) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// loginRecord counts what the server keeps per login id, across accounts.
type loginRecord struct {
	failed       int
	blockedUntil int64
	lastPartner  int64
}

func (s *Server) loginRecord(loginID string) *loginRecord {
	key := strings.ToLower(loginID)
	if s.logins[key] == nil {
		s.logins[key] = &loginRecord{}
	}
	return s.logins[key]
}

func userNotFound() *APIError { return newError("USER_NOT_FOUND", "User was not found") }

func userWrongPassword() *APIError {
	return newError("USER_WRONG_PASSWORD", "Wrong password supplied")
}

func userBlocked() *APIError { return newError("USER_IS_BLOCKED", "User is blocked") }

// login signs a user in, in the server's order: password, lock, direct login,
// one-time password, password age, membership. A stranger to the requested
// account is therefore asked for its one-time password first.
func (c *call) login(loginID, password string) (*Account, *User, error) {
	homes := c.server.accountsOf(loginID)
	if len(homes) == 0 {
		return nil, nil, userNotFound()
	}
	record := c.server.loginRecord(loginID)
	policy, identity := homes[0], homes[0].findLogin(loginID)
	if password != identity.Password {
		return nil, nil, c.failLogin(policy, record, userWrongPassword())
	}
	if c.now.Unix() < record.blockedUntil {
		return nil, nil, loginBlocked()
	}
	target := c.loginTarget(homes, record)
	if target != nil && target.BlockDirectLogin {
		return nil, nil, newError("DIRECT_LOGIN_BLOCKED", "Direct login is blocked on this partner")
	}
	if refused := c.refuseOTP(target, identity); refused != nil {
		return nil, nil, c.failLogin(policy, record, refused)
	}
	record.failed = 0
	if identity.PasswordExpired {
		return nil, nil, newError("PASSWORD_EXPIRED", "Current password has expired")
	}
	return c.enter(target, homes, loginID, record)
}

// loginTarget: without partnerId it is the account last used
// (`user_loginByLoginId_multi_without_partner`).
func (c *call) loginTarget(homes []*Account, record *loginRecord) *Account {
	if id := c.params.number("partnerId", 0); id != 0 {
		return c.server.accounts[id]
	}
	if record.lastPartner != 0 {
		return c.server.accounts[record.lastPartner]
	}
	return homes[0]
}

// enter checks membership. An account that was asked for by id is the only
// candidate; otherwise the first usable one will do.
func (c *call) enter(target *Account, homes []*Account, loginID string, record *loginRecord) (*Account, *User, error) {
	candidates := []*Account{target}
	if c.params.number("partnerId", 0) == 0 {
		candidates = append(candidates, homes...)
	}
	refusal := userNotFound()
	for _, a := range candidates {
		if a == nil {
			continue
		}
		u := a.findLogin(loginID)
		if u != nil && !u.Blocked && a.Status == StatusActive {
			if u.Admin {
				record.lastPartner = a.ID
			}
			return a, u, nil
		}
		if a.Status != StatusActive || u != nil && u.Blocked {
			refusal = userBlocked()
		}
	}
	return nil, nil, refusal
}

func loginBlocked() *APIError { return newError("LOGIN_BLOCKED", "You account is locked") }

// failLogin counts a failed attempt; the one that reaches the maximum locks the
// login (`user_loginByLoginId_lockout_good_password`).
func (c *call) failLogin(policy *Account, record *loginRecord, refusal *APIError) error {
	if c.now.Unix() < record.blockedUntil {
		return loginBlocked()
	}
	record.failed++
	if record.failed < policy.maxAttempts() {
		return refusal
	}
	record.failed = 0
	record.blockedUntil = c.now.Unix() + int64(policy.LoginBlockPeriod/time.Second)
	return newError("LOGIN_RETRIES_EXCEEDED",
		"Maximum login retries exceeded. Your account has been locked and will not be available for 24 hours")
}

// refuseOTP: `user_loginByLoginId_2fa_missing_otp`, `_2fa_bad_otp`; a code that
// is not needed is ignored (`user_loginByLoginId_otp_superfluous`).
func (c *call) refuseOTP(target *Account, identity *User) *APIError {
	if target == nil || !target.TwoFactor {
		return nil
	}
	code := c.params.text("otp")
	if code == "" {
		return newError("MISSING_OTP", "OTP is missing")
	}
	if !validTOTP(identity.TOTPSeed, code, c.now) {
		return newError("INVALID_OTP", "OTP provided failed to validate")
	}
	return nil
}

// TOTP returns the six-digit one-time password of a base32 seed at a moment
// (RFC 6238, SHA-1, 30 seconds), as an authenticator app would show it.
func TOTP(seed string, at time.Time) string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(strings.ToUpper(seed), "="))
	if err != nil || len(key) == 0 {
		return ""
	}
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(at.Unix()/30))
	mac := hmac.New(sha1.New, key)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 15
	value := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf("%06d", value%1000000)
}

// validTOTP accepts the neighbouring windows too; a code may be used again
// within its window (`user_loginByLoginId_2fa_good_otp_reuse`).
func validTOTP(seed, code string, now time.Time) bool {
	for _, drift := range []time.Duration{0, -30 * time.Second, 30 * time.Second} {
		if want := TOTP(seed, now.Add(drift)); want != "" && want == code {
			return true
		}
	}
	return false
}
