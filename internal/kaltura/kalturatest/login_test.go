// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"testing"
	"time"
)

// TestLockout: the attempt that reaches the maximum locks the login for the
// account's time. What a login is refused for is among the exchanges.
func TestLockout(t *testing.T) {
	s := NewServer(t)
	now := time.Now()
	s.SetClock(func() time.Time { return now })
	try := func(password string) string {
		p := map[string]any{"partnerId": Strict.ID, "loginId": Strict.Users[0].LoginID, "password": password}
		return describe(s, invoke(t, s, "user.loginByLoginId", p))
	}
	for _, password := range []string{"wrong", "wrong", OwnerPassword, "wrong", "wrong", "wrong"} {
		want := "USER_WRONG_PASSWORD"
		if password == OwnerPassword {
			want = "v2 type 2"
		}
		if got := try(password); got != want {
			t.Errorf("%s: got %q, want %q", password, got, want)
		}
	}
	if got := try(OwnerPassword); got != "USER_WRONG_PASSWORD" {
		t.Errorf("right password of a locked login: %q", got)
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
