// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"net"
	"net/http"
	"time"
)

// RetryWaits are the waits between attempts, which tests make short.
type RetryWaits struct{ First, Longest, Blocked, RetryAfterCap time.Duration }

// RetryWaits are the client's own.
func (c *Client) RetryWaits() RetryWaits {
	p := c.retries
	return RetryWaits{First: p.first, Longest: p.longest, Blocked: p.blocked, RetryAfterCap: p.retryAfter}
}

// SetRetryWaits replaces the client's waits. It must come before its first call.
func (c *Client) SetRetryWaits(w RetryWaits) {
	c.retries.first, c.retries.longest, c.retries.blocked, c.retries.retryAfter = w.First, w.Longest, w.Blocked, w.RetryAfterCap
}

// SetDial replaces how the client connects. It must come before its first call.
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

// RequestIDOf is what an error would show of a header X-Kaltura-Session.
func RequestIDOf(header string) string {
	id, _ := sessionHeader(http.Header{"X-Kaltura-Session": {header}})
	return id
}
