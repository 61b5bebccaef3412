// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"net"
	"net/http"
	"time"
)

// RetryWaits are the waits between attempts, which tests shorten.
type RetryWaits struct{ First, Longest, Blocked, RetryAfterCap, Settle time.Duration }

// RetryWaits returns the client's waits.
func (c *Client) RetryWaits() RetryWaits {
	p := c.retries
	return RetryWaits{First: p.first, Longest: p.longest, Blocked: p.blocked, RetryAfterCap: p.retryAfter, Settle: p.settle}
}

// SetRetryWaits replaces the client's waits. Call it before the client's first
// request.
func (c *Client) SetRetryWaits(w RetryWaits) {
	c.retries.first, c.retries.longest, c.retries.blocked, c.retries.retryAfter = w.First, w.Longest, w.Blocked, w.RetryAfterCap
	c.retries.settle = w.Settle
}

// SetDial replaces how the client connects. Call it before the client's first
// request.
func (c *Client) SetDial(dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	c.http.DialContext = dial
}

// ParseRetryAfter is parseRetryAfter.
func ParseRetryAfter(header string, now time.Time) time.Duration { return parseRetryAfter(header, now) }

// DecodeAccount decodes the answer of partner.getInfo.
func DecodeAccount(body []byte) (id int64, code string, failure Failure) {
	var got wireAccount
	thrown, failure := decodeAnswer(body, &got)
	if thrown != nil {
		return 0, thrown.safeCode(nil), thrown.failure(apiAction{}, true)
	}
	return got.account().PartnerID, "", failure
}

// RequestIDOf returns the request ID that an error shows for an
// X-Kaltura-Session header.
func RequestIDOf(header string) string {
	id, _ := sessionHeader(http.Header{"X-Kaltura-Session": {header}})
	return id
}

// VersionNumber is versionNumber.
func VersionNumber(sum []byte) int64 { return versionNumber(sum) }

// ReadsLargeAnswer reports whether a call reads a large answer.
func ReadsLargeAnswer() bool { return len(largeAnswers) > 0 }
