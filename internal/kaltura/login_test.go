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

func TestLogin_reads(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, loginOf(kalturatest.Manager))
	for range 2 {
		info, err := client.AccountInfo(t.Context(), 0)
		wantAcme(t, info, err)
	}
	wantCount(t, server, "user.loginByLoginId", 1)
	wantCount(t, server, "", 3)
}

func TestLogin_refusals(t *testing.T) {
	wrong, unknown := loginOf(kalturatest.Manager), loginOf(kalturatest.Manager)
	wrong.Password = kaltura.NewSecret("not it")
	unknown.LoginID = "nobody@example.com"
	wrongOTP := ownerOf(kalturatest.TwoFactor)
	wrongOTP.OTP = kaltura.NewSecret("12345")
	for _, test := range []struct {
		name  string
		login kaltura.Login
		want  kaltura.Failure
	}{
		{"wrong password", wrong, kaltura.PasswordRefused},
		{"unknown user", unknown, kaltura.PasswordRefused},
		{"blocked user", loginOf(kalturatest.BlockedUser), kaltura.PasswordRefused},
		{"blocked account", ownerOf(kalturatest.Blocked), kaltura.PasswordRefused},
		{"OTP missing", ownerOf(kalturatest.TwoFactor), kaltura.OTPMissing},
		{"OTP wrong", wrongOTP, kaltura.OTPRefused},
		{"password expired", ownerOf(kalturatest.ExpiredPassword), kaltura.PasswordExpired},
		{"single sign-on", ownerOf(kalturatest.SSO), kaltura.PasswordLoginDisabled},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			client := newClient(t, server.URL, test.login)
			for _, err := range tenReads(t, client) {
				wantFailure(t, err, test.want)
			}
			_, err := client.AccountInfo(t.Context(), 0)
			wantFailure(t, err, test.want)
			wantCount(t, server, "", 1)
		})
	}
}

// Three wrong passwords lock the login for a day. Any number of reads must
// cost one of them only.
func TestLogin_readsDoNotLockAnAccount(t *testing.T) {
	server := kalturatest.NewServer(t)
	wrong := ownerOf(kalturatest.Strict)
	wrong.Password = kaltura.NewSecret("not it")
	client := newClient(t, server.URL, wrong)
	for _, err := range tenReads(t, client) {
		wantFailure(t, err, kaltura.PasswordRefused)
	}
	if _, err := newClient(t, server.URL, ownerOf(kalturatest.Strict)).AccountInfo(t.Context(), 0); err != nil {
		t.Errorf("the right password is refused afterwards: %v", err)
	}
}

func TestLogin_lockedAccountLooksLikeAWrongPassword(t *testing.T) {
	server := kalturatest.NewServer(t)
	wrong := ownerOf(kalturatest.Strict)
	wrong.Password = kaltura.NewSecret("not it")
	for range 3 {
		_, err := newClient(t, server.URL, wrong).AccountInfo(t.Context(), 0)
		wantFailure(t, err, kaltura.PasswordRefused)
	}
	_, err := newClient(t, server.URL, ownerOf(kalturatest.Strict)).AccountInfo(t.Context(), 0)
	wantFailure(t, err, kaltura.PasswordRefused)
}

// timeoutFor is short only where a test waits for it, so that a busy machine
// makes no other test time out.
func timeoutFor(want kaltura.Failure) time.Duration {
	if want == kaltura.TimedOut {
		return 300 * time.Millisecond
	}
	return 20 * time.Second
}

func TestLogin_isSentOnceWhateverFails(t *testing.T) {
	processed := kalturatest.AnswerStatus(http.StatusBadGateway)
	processed.Processed = true
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
		{"502 after logging in", processed, kaltura.ServerTrouble},
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
			for _, err := range tenReads(t, client) {
				wantFailure(t, err, test.want)
			}
			_, err := client.AccountInfo(t.Context(), 0)
			if failed := wantFailure(t, err, test.want); failed.Attempts != 1 {
				t.Errorf("%d attempts", failed.Attempts)
			}
			wantCount(t, server, "user.loginByLoginId", 1)
			wantCount(t, server, "", 1)
		})
	}
}

func TestLogin_cancelledIsNotSentAgain(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Drop(kalturatest.Hang))
	client := newClient(t, server.URL, loginOf(kalturatest.Manager))
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

func TestLogin_sessionOver(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(expiredAnswer().For(-1))
	client := newClient(t, server.URL, loginOf(kalturatest.Manager))
	for _, err := range tenReads(t, client) {
		wantFailure(t, err, kaltura.LoginSessionOver)
	}
	wantCount(t, server, "user.loginByLoginId", 1)
}

// Sessions that are made for handing out log in one by one, and none of them
// after one was refused.
func TestLogin_noSessionAfterRefusal(t *testing.T) {
	server := kalturatest.NewServer(t)
	wrong := loginOf(kalturatest.Manager)
	wrong.Password = kaltura.NewSecret("not it")
	client := newClient(t, server.URL, wrong)
	ctx := t.Context()
	for _, err := range parallel(10, func() error {
		_, err := client.MintSession(ctx, kaltura.SessionRequest{Lifetime: time.Hour})
		return err
	}) {
		wantFailure(t, err, kaltura.PasswordRefused)
	}
	_, err := client.AccountInfo(t.Context(), 0)
	wantFailure(t, err, kaltura.PasswordRefused)
	wantCount(t, server, "user.loginByLoginId", 1)
}

func TestLogin_codeThatRepeatsThePasswordIsNotShown(t *testing.T) {
	server := kalturatest.NewServer(t)
	login := loginOf(kalturatest.Manager)
	login.Password = kaltura.NewSecret("HUNTER2_HUNTER2")
	server.Inject(kalturatest.AnswerError("BAD_HUNTER2_HUNTER2", ""))
	_, err := newClient(t, server.URL, login).AccountInfo(t.Context(), 0)
	if failed := wantFailure(t, err, kaltura.APIRefused); failed.Code != "(not shown)" {
		t.Errorf("code %q", failed.Code)
	}
}

// Servers without the strict error map name the account that they refuse.
func TestLogin_refusedForItsAccount(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerError("INVALID_PARTNER_ID", "Invalid partner id"))
	_, err := newClient(t, server.URL, kaltura.Login{PartnerID: kalturatest.Acme.ID, LoginID: "a", Password: kaltura.NewSecret("b")}).AccountInfo(t.Context(), 0)
	wantFailure(t, err, kaltura.PasswordRefused)
}
