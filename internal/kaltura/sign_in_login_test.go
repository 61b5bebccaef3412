// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"net/http"
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
	unknown := loginOf(kalturatest.Manager)
	unknown.LoginID = "nobody@example.com"
	wrongOTP := ownerOf(kalturatest.TwoFactor)
	wrongOTP.OTP = kaltura.NewSecret("12345")
	for _, test := range []struct {
		name  string
		login kaltura.Login
		want  kaltura.Failure
	}{
		{"wrong password", mistyped(loginOf(kalturatest.Manager), "not it"), kaltura.PasswordRefused},
		{"unknown user", unknown, kaltura.PasswordRefused},
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

func TestLogin_isSentOnceWhateverFails(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault kalturatest.Fault
		want  kaltura.Failure
	}{
		{"closed before reading", kalturatest.Drop(kalturatest.CloseBeforeReading), kaltura.ConnectionLost},
		{"reset before reading", kalturatest.Drop(kalturatest.ResetBeforeReading), kaltura.ConnectionLost},
		{"closed before the answer", kalturatest.Drop(kalturatest.CloseUnprocessed), kaltura.ConnectionLost},
		{"reset before the answer", kalturatest.Drop(kalturatest.ResetUnprocessed), kaltura.ConnectionLost},
		{"logged in, then closed", kalturatest.Drop(kalturatest.CloseProcessed), kaltura.ConnectionLost},
		{"logged in, then reset", kalturatest.Drop(kalturatest.ResetProcessed), kaltura.ConnectionLost},
		{"closed in the body", kalturatest.Drop(kalturatest.CloseInBody), kaltura.ConnectionLost},
		{"reset in the body", kalturatest.Drop(kalturatest.ResetInBody), kaltura.ConnectionLost},
		{"no answer", kalturatest.Drop(kalturatest.Hang), kaltura.TimedOut},
		{"slow body", kalturatest.SlowBody(5 * time.Second), kaltura.TimedOut},
		{"429", kalturatest.RetryAfter(time.Second), kaltura.RateLimited},
		{"500", kalturatest.AnswerEmpty(http.StatusInternalServerError), kaltura.ServerTrouble},
		{"502", kalturatest.AnswerStatus(http.StatusBadGateway), kaltura.ServerTrouble},
		{"503", kalturatest.Unavailable(), kaltura.ServerTrouble},
		{"database down", kalturatest.DatabaseDown(), kaltura.ServerTrouble},
		{"rate limited by the API", kalturatest.RateLimited(), kaltura.ActionBlocked},
		{"307", kalturatest.Redirect(http.StatusTemporaryRedirect, "/api_v3/elsewhere"), kaltura.Redirected},
		{"HTML", kalturatest.AnswerHTML(), kaltura.HTMLAnswer},
		{"cut-off JSON", kalturatest.AnswerJSON(`"djJ8`), kaltura.MalformedAnswer},
		{"null", kalturatest.AnswerJSON(`null`), kaltura.UnexpectedAnswer},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.Inject(test.fault)
			client := newClient(t, server.URL, loginOf(kalturatest.Manager), withTimeout(timeoutFor(test.want)))
			wantTenReads(t, client, test.want)
			if failed := wantRead(t, client, test.want); failed.Attempts != 1 {
				t.Errorf("%d attempts", failed.Attempts)
			}
			wantCount(t, server, "user.loginByLoginId", 1)
			wantCount(t, server, "", 1)
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
	within(t, 5*time.Second, func() {
		for server.Count("", "") == 0 {
			time.Sleep(time.Millisecond)
		}
	})
	wantCount(t, server, "", 1)
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

// TestLogin_refusedForItsAccount: servers without the strict error map report
// the account when they refuse a login.
func TestLogin_refusedForItsAccount(t *testing.T) {
	_, client := start(t, loginOf(kalturatest.Manager), kalturatest.AnswerError("INVALID_PARTNER_ID", "Invalid partner id"))
	wantRead(t, client, kaltura.PasswordRefused)
}
