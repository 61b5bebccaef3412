// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// mistyped returns the login with another password.
func mistyped(login kaltura.Login, password string) kaltura.Login {
	login.Password = kaltura.NewSecret(password)
	return login
}

func TestLogin_refusals(t *testing.T) {
	wrongOTP := ownerOf(kalturatest.TwoFactor)
	wrongOTP.OTP = kaltura.NewSecret("12345")
	for _, test := range []struct {
		name  string
		login kaltura.Login
		want  kaltura.Failure
	}{
		{"wrong password", mistyped(loginOf(kalturatest.Manager), "not it"), kaltura.PasswordRefused},
		{"blocked user", loginOf(kalturatest.BlockedUser), kaltura.PasswordRefused},
		{"blocked account", ownerOf(kalturatest.Blocked), kaltura.PasswordRefused},
		{"OTP missing", ownerOf(kalturatest.TwoFactor), kaltura.OTPMissing},
		{"OTP wrong", wrongOTP, kaltura.OTPRefused},
		{"password expired", ownerOf(kalturatest.ExpiredPassword), kaltura.PasswordExpired},
		{"single sign-on", ownerOf(kalturatest.SSO), kaltura.PasswordLoginDisabled},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, test.login)
			wantTenReads(t, client, test.want)
			wantRead(t, client, test.want)
			wantCount(t, server, "", 1)
		})
	}
}

// TestLogin_readsDoNotLockAnAccount: three wrong passwords lock the login for a
// day, and the API reports that as a wrong password too. Any number of reads
// must use only one try.
func TestLogin_readsDoNotLockAnAccount(t *testing.T) {
	server := kalturatest.NewServer(t)
	right := ownerOf(kalturatest.Strict)
	wrong := mistyped(right, "not it")
	read := func(login kaltura.Login) error {
		_, err := newClient(t, server.URL, login).AccountInfo(t.Context(), 0)
		return err
	}
	wantTenReads(t, newClient(t, server.URL, wrong), kaltura.PasswordRefused)
	wantFailure(t, read(right), "")
	for _, login := range []kaltura.Login{wrong, wrong, wrong, right} {
		wantFailure(t, read(login), kaltura.PasswordRefused)
	}
}

// timeoutFor is short only in tests that wait for it, to prevent other timeouts
// on a busy machine.
func timeoutFor(want kaltura.Failure) time.Duration {
	if want == kaltura.TimedOut {
		return 300 * time.Millisecond
	}
	return 20 * time.Second
}

// TestLogin_isSentOnceWhateverFails repeats the faults of the fault matrix that
// a read would retry. Servers without the strict error map report the account
// when they refuse a login.
func TestLogin_isSentOnceWhateverFails(t *testing.T) {
	rows := []faultRow{
		{name: "refused for its account", fault: kalturatest.AnswerError("INVALID_PARTNER_ID", ""), want: kaltura.PasswordRefused},
		{name: "307", fault: kalturatest.Redirect(http.StatusTemporaryRedirect, "/api_v3/elsewhere"), want: kaltura.Redirected},
		{name: "cut-off JSON", fault: kalturatest.AnswerJSON(`"djJ8`), want: kaltura.MalformedAnswer},
		{name: "null", fault: kalturatest.AnswerJSON(`null`), want: kaltura.UnexpectedAnswer},
	}
	for _, row := range slices.Concat(transportFaults(), statusFaults(), answerFaults()) {
		if row.place == nil && row.requests == 4 && row.want != "" {
			rows = append(rows, row)
		}
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t)
			server.Inject(row.fault)
			client := newClient(t, server.URL, loginOf(kalturatest.Manager), withTimeout(timeoutFor(row.want)))
			wantTenReads(t, client, row.want)
			if failed := wantRead(t, client, row.want); failed.Attempts != 1 {
				t.Errorf("%d attempts", failed.Attempts)
			}
			wantArrived(t, received(server), 1)
		})
	}
}

func TestLogin_cancelledIsNotSentAgain(t *testing.T) {
	server, client := start(t, loginOf(kalturatest.Manager), kalturatest.Drop(kalturatest.Hang))
	_, err := client.AccountInfo(cancelled(t, 50*time.Millisecond), 0)
	wantFailure(t, err, kaltura.Cancelled)
	if _, err = client.AccountInfo(t.Context(), 0); err == nil {
		t.Error("a second login was sent")
	}
	wantArrived(t, received(server), 1)
}

// TestLogin_noSessionAfterRefusal: each created session logs in separately, and
// none logs in after a refusal.
func TestLogin_noSessionAfterRefusal(t *testing.T) {
	server, client := start(t, mistyped(loginOf(kalturatest.Manager), "not it"))
	ctx := t.Context()
	for _, err := range parallel(10, func() error {
		_, err := client.CreateSession(ctx, kaltura.SessionRequest{Lifetime: time.Hour})
		return err
	}) {
		wantFailure(t, err, kaltura.PasswordRefused)
	}
	wantRead(t, client, kaltura.PasswordRefused)
	wantCount(t, server, "", 1)
}

func TestLogin_passwordIsNotShown(t *testing.T) {
	login := mistyped(loginOf(kalturatest.Manager), "HUNTER2_HUNTER2")
	_, client := start(t, login, kalturatest.AnswerError("BAD_HUNTER2_HUNTER2", ""))
	if failed := wantRead(t, client, kaltura.APIRefused); failed.Code != "(not shown)" {
		t.Errorf("code %q", failed.Code)
	}
	login = mistyped(login, "hunter2hunter2")
	_, client = start(t, login, kalturatest.Redirect(307, "https://HUNTER2hunter2.example.com/api_v3/"))
	if failed := wantRead(t, client, kaltura.Redirected); failed.Location != "" {
		t.Errorf("location %q", failed.Location)
	}
}
