// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// retryWait is the minimum wait before a retry, by failure. Other failures are
// permanent. Waits grow from retryPolicy.first, and a Retry-After header
// replaces them.
var retryWait = map[Failure]time.Duration{
	TimedOut:       0,
	DNSTrouble:     0,
	Unreachable:    0,
	ConnectionLost: 0,
	RateLimited:    0,
	ServerTrouble:  0,
	// The API counts calls in windows of ten seconds (API: api_rate_limit).
	ActionBlocked: 10 * time.Second,
}

// retryPolicy defines the number of attempts and the waits between them.
type retryPolicy struct {
	// attempts is the maximum number of requests for one call.
	attempts uint
	// first doubles with each attempt up to longest, varied by half at random.
	first, longest time.Duration
	// blocked replaces retryWait for ActionBlocked.
	blocked time.Duration
	// retryAfter limits the wait that a Retry-After header can request.
	retryAfter time.Duration
	// settle limits Client.Settle.
	settle time.Duration
}

func newRetryPolicy(retries int, timeout time.Duration) retryPolicy {
	return retryPolicy{
		attempts:   uint(retries) + 1,
		first:      500 * time.Millisecond,
		longest:    8 * time.Second,
		blocked:    retryWait[ActionBlocked],
		retryAfter: 30 * time.Second,
		settle:     min(maxReplicaLag, timeout),
	}
}

// retry sends a request until it succeeds, fails permanently or has no attempts
// left. It calls params for each attempt.
func (c *Client) retry(ctx context.Context, action apiAction, params func() (apiParams, error), out any) (response, error) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval, waits.Multiplier = c.retries.first, c.retries.longest, 2
	attempts := c.retries.attempts
	if action.once {
		attempts = 1
	}
	var last *Error
	number, doubtful := 0, false
	got, err := backoff.Retry(ctx, func() (response, error) {
		sent, err := params()
		if err != nil {
			last, doubtful = signInError(err), false
			return response{}, backoff.Permanent(last)
		}
		number++
		got, err := c.attempt(ctx, action, number, sent, out)
		if err == nil {
			return got, nil
		}
		last = ErrorOf(err)
		if doubtful = action.mayHaveCreated(last); doubtful {
			return got, backoff.Permanent(last)
		}
		return got, c.retries.next(last)
	}, backoff.WithBackOff(waits), backoff.WithMaxTries(attempts), backoff.WithMaxElapsedTime(0))
	if err == nil {
		return got, nil
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		last.Failure, last.cause = contextFailure(ctx)
	}
	if doubtful {
		return got, action.uncertain(last)
	}
	return got, last
}

// next wraps a failure so that the retry library stops, waits for a given time,
// or follows its own schedule.
func (p retryPolicy) next(failed *Error) error {
	wait, transient := retryWait[failed.Failure]
	if failed.Failure == ActionBlocked {
		wait = p.blocked
	}
	wait = max(wait, min(failed.retryAfter, p.retryAfter))
	switch {
	case !transient:
		return backoff.Permanent(failed)
	case wait > 0:
		return &backoff.RetryAfterError{Duration: wait}
	}
	return failed
}

// parseRetryAfter reads either form of the header; 0 means none.
func parseRetryAfter(header string, now time.Time) time.Duration {
	if header == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(header); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}

// signInError copies the error of a sign-in, because waiting calls share it.
func signInError(err error) *Error {
	if failed, ok := errors.AsType[*Error](err); ok {
		shared := *failed
		return &shared
	}
	return &Error{Failure: APIRefused}
}
