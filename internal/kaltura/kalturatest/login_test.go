// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"testing"
	"time"
)

func TestLogin(t *testing.T) {
	s := NewServer(t)
	owner := func(a Account) (string, string) { return a.Users[0].LoginID, a.Users[0].Password }
	twoFactorID, twoFactorPassword := owner(TwoFactor)
	otp := TOTP(TwoFactorSeed, time.Now())
	for _, c := range []struct {
		name, login, password string
		partner               any
		more                  map[string]any
		want                  string
	}{
		{"admin", Owner.LoginID, Owner.Password, Acme.ID, nil, "v2 type 2"},
		{"letter case", "OWNER@acme.example.com", Owner.Password, Acme.ID, nil, "v2 type 2"},
		{"without account", Owner.LoginID, Owner.Password, nil, nil, "v2 type 2"},
		{"not an admin", Student.LoginID, Student.Password, Acme.ID, nil, "v2 type 0"},
		{"wrong password", Owner.LoginID, "x", Acme.ID, nil, "USER_WRONG_PASSWORD"},
		{"unknown user", "nobody@example.com", "x", Acme.ID, nil, "USER_WRONG_PASSWORD"},
		{"another account", Owner.LoginID, Owner.Password, Foreign.ID, nil, "USER_WRONG_PASSWORD"},
		{"unknown account", Owner.LoginID, Owner.Password, 7, nil, "USER_WRONG_PASSWORD"},
		{"blocked user", BlockedUser.LoginID, BlockedUser.Password, Acme.ID, nil, "USER_WRONG_PASSWORD"},
		{"superfluous otp", Owner.LoginID, Owner.Password, Acme.ID, map[string]any{"otp": "1"}, "v2 type 2"},
		{"otp missing", twoFactorID, twoFactorPassword, TwoFactor.ID, nil, "MISSING_OTP"},
		{"otp wrong", twoFactorID, twoFactorPassword, TwoFactor.ID, map[string]any{"otp": "000000x"}, "INVALID_OTP"},
		{"otp", twoFactorID, twoFactorPassword, TwoFactor.ID, map[string]any{"otp": otp}, "v2 type 2"},
		{"otp again", twoFactorID, twoFactorPassword, TwoFactor.ID, map[string]any{"otp": otp}, "v2 type 2"},
		{"a stranger is asked for an otp", Owner.LoginID, Owner.Password, TwoFactor.ID, nil, "MISSING_OTP"},
		{"direct login blocked", SSO.Users[0].LoginID, OwnerPassword, SSO.ID, nil, "DIRECT_LOGIN_BLOCKED"},
		{"expired password", ExpiredPassword.Users[0].LoginID, OwnerPassword, ExpiredPassword.ID, nil, "PASSWORD_EXPIRED"},
		{"https only", HTTPSOnly.Users[0].LoginID, OwnerPassword, HTTPSOnly.ID, nil, "USER_WRONG_PASSWORD"},
		{"blocked account", Blocked.Users[0].LoginID, OwnerPassword, Blocked.ID, nil, "USER_WRONG_PASSWORD"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := map[string]any{"loginId": c.login, "password": c.password, "partnerId": c.partner}
			for name, value := range c.more {
				p[name] = value
			}
			if got := describe(s, invoke(t, s, "user.loginByLoginId", p)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := code(invoke(t, s, "user.loginByLoginId", nil)); got != "USER_WRONG_PASSWORD" {
		t.Errorf("missing parameters: %q", got)
	}
}

// TestLockout: user.login shows the codes that user.loginByLoginId hides.
func TestLockout(t *testing.T) {
	s := NewServer(t)
	now := time.Now()
	s.SetClock(func() time.Time { return now })
	try := func(password string) string {
		p := map[string]any{"partnerId": Strict.ID, "userId": Strict.Users[0].ID, "password": password}
		return describe(s, invoke(t, s, "user.login", p))
	}
	for _, want := range []string{"USER_WRONG_PASSWORD", "USER_WRONG_PASSWORD", "LOGIN_RETRIES_EXCEEDED", "LOGIN_BLOCKED"} {
		if got := try("wrong"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := try(OwnerPassword); got != "LOGIN_BLOCKED" {
		t.Errorf("right password: %q", got)
	}
	now = now.Add(25 * time.Hour)
	if got := try(OwnerPassword); got != "v2 type 2" {
		t.Errorf("a day later: %q", got)
	}
}

// TestTOTP: test vectors of RFC 6238, cut to six digits.
func TestTOTP(t *testing.T) {
	for second, want := range map[int64]string{59: "287082", 1111111109: "081804", 20000000000: "353130"} {
		if got := TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", time.Unix(second, 0)); got != want {
			t.Errorf("%d: %s", second, got)
		}
	}
}
