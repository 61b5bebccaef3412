// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"sync"
	"sync/atomic"
	"time"
)

// clock is this machine's clock together with how far the server's is ahead,
// once that is known.
type clock struct {
	now   func() time.Time
	ahead atomic.Int64
	// known says whether ahead comes from an answer.
	known atomic.Bool

	// asking is held while the server is asked for its time, and silent says
	// that it did not tell.
	asking sync.Mutex
	silent bool
}

// server is the time by the server's clock, as far as it is known.
func (c *clock) server() time.Time { return c.now().Add(time.Duration(c.ahead.Load())) }

// difference is how far the server's clock is ahead of this machine's.
func (c *clock) difference(serverTime time.Time) time.Duration {
	return serverTime.Sub(c.now()).Round(time.Second)
}

// maxClockDifference is how far the server's clock may be off to be followed.
// A KS lives that much longer than it should at most, whatever an answer says.
const maxClockDifference = 24 * time.Hour

// networkTime is what an answer may take; less of a difference is none.
const networkTime = 5 * time.Second

// adopt remembers the server's clock and reports whether it is near enough.
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
