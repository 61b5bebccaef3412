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

func TestRetry_isBoundByMaxRetries(t *testing.T) {
	for retries, want := range map[int]int{-1: 1, 0: 1, 1: 2, 3: 4, 7: 8} {
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.Unavailable().For(-1))
		client := newClient(t, server.URL, adminOf(kalturatest.Acme), withRetries(retries))
		wantRead(t, client, kaltura.ServerTrouble)
		wantCount(t, server, "", want)
	}
}

// The gaps between requests, by the server's record of arrivals.
func TestRetry_waits(t *testing.T) {
	short := kaltura.RetryWaits{First: time.Millisecond, Longest: time.Millisecond, Blocked: 80 * time.Millisecond, RetryAfterCap: 120 * time.Millisecond}
	withDate := kalturatest.AnswerStatus(http.StatusServiceUnavailable)
	withDate.Header.Set("Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
	negative := kalturatest.AnswerStatus(http.StatusServiceUnavailable)
	negative.Header.Set("Retry-After", "-5")
	for _, test := range []struct {
		name        string
		fault       kalturatest.Fault
		least, most time.Duration
	}{
		{"ACTION_BLOCKED waits its own time", kalturatest.RateLimited(), 80 * time.Millisecond, time.Minute},
		{"Retry-After in seconds, capped", kalturatest.RetryAfter(time.Hour), 120 * time.Millisecond, time.Minute},
		{"Retry-After as a date, capped", withDate, 120 * time.Millisecond, time.Minute},
		{"Retry-After that is none", negative, 0, 5 * time.Second},
		{"no Retry-After", kalturatest.Unavailable(), 0, 5 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, adminOf(kalturatest.Acme), test.fault)
			client.SetRetryWaits(short)
			wantAcme(t, client)
			requests := server.Requests()
			if gap := requests[1].Time.Sub(requests[0].Time); gap < test.least || gap > test.most {
				t.Errorf("waited %s, want %s to %s", gap, test.least, test.most)
			}
		})
	}
}

func TestRetry_waitsOfTheClient(t *testing.T) {
	client, err := kaltura.New(configOf(t, "https://kaltura.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	w := client.RetryWaits()
	if w.Blocked < 10*time.Second || w.RetryAfterCap > time.Minute || w.First > time.Second || w.Longest > 15*time.Second {
		t.Errorf("the waits are %+v", w)
	}
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-7": 0, "7.5": 0, "soon": 0, "99999999999999999999": 0,
		"Sun, 01 Mar 2026 12:00:20 GMT": 20 * time.Second, "Sun, 01 Mar 2026 11:00:00 GMT": 0, "Sun, 99 Mar 2026 11:00:00 GMT": 0,
	} {
		if got := kaltura.ParseRetryAfter(header, now); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
