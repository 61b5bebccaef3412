// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import "time"

func userNotFound() *APIError { return newError("USER_NOT_FOUND", "User was not found") }

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
// login (`user_login_lockout_3`, `user_login_lockout_4`).
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
	if u := target.findLogin(identity.LoginID); u != nil {
		if target.TwoFactorMode == 1 && !u.Admin || target.TwoFactorMode == 2 && u.Admin {
			return nil
		}
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
