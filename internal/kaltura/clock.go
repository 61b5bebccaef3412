// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"sync/atomic"
	"time"
)

// clock is this machine's clock and, once known, how far the server's is ahead.
type clock struct {
	now   func() time.Time
	ahead atomic.Int64
	// known reports whether ahead comes from an answer.
	known atomic.Bool

	// asking is held during the request for the server's time. silent reports
	// that the server did not answer it.
	asking chan struct{}
	silent bool
}

func newClock(now func() time.Time) *clock {
	return &clock{now: now, asking: make(chan struct{}, 1)}
}

// server returns the time by the server's clock, as far as known.
func (c *clock) server() time.Time { return c.now().Add(time.Duration(c.ahead.Load())) }

// Now returns the time by the server's clock, or by this machine's until the
// server has told its time.
func (c *Client) Now() time.Time { return c.clock.server() }

// LearnClock asks for the server's time once, unless an answer has told it
// (system.getTime). A server that does not tell, or that is more than a day off,
// is ignored.
func (c *Client) LearnClock(ctx context.Context) { _, _ = c.askClock(ctx) }

// difference returns how far the server's clock is ahead of this machine's.
func (c *clock) difference(serverTime time.Time) time.Duration {
	return serverTime.Sub(c.now()).Round(time.Second)
}

// maxClockDifference is the largest clock difference that is adopted. It limits
// how much longer than intended a KS can be valid, regardless of an answer's
// date.
const maxClockDifference = 24 * time.Hour

// networkTime is what an answer may take; smaller differences are ignored.
const networkTime = 5 * time.Second

// adopt stores the server's clock and reports whether the difference is
// acceptable.
func (c *clock) adopt(serverTime time.Time) bool {
	difference := c.difference(serverTime)
	switch {
	case difference.Abs() > maxClockDifference:
		return false
	case difference.Abs() < networkTime:
		difference = 0
	}
	c.ahead.Store(int64(difference))
	c.known.Store(true)
	return true
}

// askClockTime is the timeout of the request for the server's time.
const askClockTime = 5 * time.Second

// askClock determines the server's clock before a session is signed, with one
// request if there was no answer yet (system.getTime). It reports whether the
// clock is known, and fails with ClocksDiffer, TimedOut or Cancelled.
func (c *Client) askClock(ctx context.Context) (known bool, err error) {
	action := apiAction{service: "system", name: "getTime", once: true}
	select {
	case c.clock.asking <- struct{}{}:
		defer func() { <-c.clock.asking }()
	case <-ctx.Done():
		return false, action.cancelled(ctx)
	}
	if known = c.clock.known.Load(); known || c.clock.silent {
		return known, nil
	}
	brief, cancel := context.WithTimeout(ctx, askClockTime)
	defer cancel()
	var seconds lenientInt
	_, err = c.call(brief, action, nil, &seconds)
	switch {
	case ctx.Err() != nil:
		return false, action.cancelled(ctx)
	case err != nil:
		c.clock.silent = true
		return c.clock.known.Load(), nil // another answer may have told it
	}
	if serverTime := time.Unix(int64(seconds), 0); !c.clock.adopt(serverTime) {
		failed := action.failed(ClocksDiffer)
		failed.ClockDifference = c.clock.difference(serverTime)
		return false, failed
	}
	return true, nil
}
