// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"sync/atomic"
	"time"
)

// clock is this machine's clock together with how far the server's is ahead,
// once that is known.
type clock struct {
	now   func() time.Time
	ahead atomic.Int64
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

// adopt remembers the server's clock and reports whether it is near enough.
func (c *clock) adopt(serverTime time.Time) bool {
	difference := c.difference(serverTime)
	if difference.Abs() > maxClockDifference {
		return false
	}
	c.ahead.Store(int64(difference))
	return true
}
