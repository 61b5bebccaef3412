// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// slowWaits would outlast every test that did not end them.
var slowWaits = kaltura.RetryWaits{First: time.Hour, Longest: time.Hour, Blocked: time.Hour, RetryAfterCap: time.Hour}

func TestCancel_endsEveryWait(t *testing.T) {
	admin, token, login := adminOf(kalturatest.Acme), tokenOf(kalturatest.TokenSHA256), loginOf(kalturatest.Manager)
	wrong := kaltura.AdminSecret{PartnerID: kalturatest.Acme.ID, Secret: kaltura.NewSecret("fa4e")}
	hang := kalturatest.Drop(kalturatest.Hang)
	for _, test := range []struct {
		name        string
		credentials kaltura.Credentials
		fault       kalturatest.Fault
	}{
		{"waiting for the answer", admin, hang},
		{"reading the body", admin, kalturatest.SlowBody(time.Hour)},
		{"reading a dripping body", admin, kalturatest.Drip(1, 50*time.Millisecond)},
		{"between attempts", admin, kalturatest.Unavailable()},
		{"blocked by the rate limit", admin, kalturatest.RateLimited()},
		{"told to retry in an hour", admin, kalturatest.RetryAfter(time.Hour)},
		{"asking for a widget session", token, hang.On("session", "startWidgetSession")},
		{"starting the token's session", token, hang.On("appToken", "startSession")},
		{"retrying the sign-in", token, kalturatest.Unavailable().On("appToken", "startSession")},
		{"logging in", login, hang.On("user", "loginByLoginId")},
		{"finding out why a secret is refused", wrong, hang.On("session", "startWidgetSession")},
		{"retrying to find that out", wrong, kalturatest.Unavailable().On("session", "startWidgetSession")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t)
			server.Inject(test.fault.For(-1))
			client := newClient(t, server.URL, test.credentials, withTimeout(time.Hour))
			client.SetRetryWaits(slowWaits)
			ctx := cancelled(t, 150*time.Millisecond)
			var all []error
			took := within(t, 20*time.Second, func() {
				all = parallel(3, func() error {
					_, err := client.AccountInfo(ctx, 0)
					return err
				})
			})
			if took > 3*time.Second { // a second after 150 ms, on a busy machine
				t.Errorf("took %s", took)
			}
			for _, err := range all {
				wantFailure(t, err, kaltura.Cancelled)
				if !errors.Is(err, context.Canceled) {
					t.Error("the error does not unwrap to context.Canceled")
				}
			}
		})
	}
}

func TestCancel_deadlineOfTheCallerIsATimeout(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Drop(kalturatest.Hang))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(time.Hour))
	_, err := client.AccountInfo(ctx, 0)
	if wantFailure(t, err, kaltura.TimedOut); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("the error does not unwrap to context.DeadlineExceeded")
	}
}

func TestTimeout_isPerAttempt(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.Drop(kalturatest.Hang).For(2))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(time.Second))
	info, err := client.AccountInfo(t.Context(), 0)
	wantAcme(t, info, err)
	wantCount(t, server, "partner.getInfo", 3)
}
