// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// maxReplicaLag limits how long a reader waits for a replica. The request
// timeout limits it too.
const maxReplicaLag = 10 * time.Second

// existing are the roles and app tokens that must exist as far as this process
// knows: it created them, read them, or was told that they are new.
type existing struct {
	mu   sync.Mutex
	keys map[string]bool
}

// add reports whether the object is a new one.
func (e *existing) add(key string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.keys == nil {
		e.keys = map[string]bool{}
	}
	added := !e.keys[key]
	e.keys[key] = true
	return added
}

func (e *existing) remove(key string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.keys, key)
}

func (e *existing) has(key string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.keys[key]
}

// The API ignores letter case in the ID of an app token.
func appTokenKey(id string) string { return "appToken " + strings.ToLower(id) }

func userRoleKey(id int64) string { return "userRole " + strconv.FormatInt(id, 10) }

// ExpectAppToken says that an app token was created so recently that a replica
// may not know it yet; see [Client.AppToken].
func (c *Client) ExpectAppToken(id string) { c.existing.add(appTokenKey(id)) }

// ExpectUserRole says the same of a role; see [Client.UserRole].
func (c *Client) ExpectUserRole(id int64) { c.existing.add(userRoleKey(id)) }

var errBehind = errors.New("the answer is of a replica that is behind")

// Settle calls settled until it reports true, with growing waits, for at most
// ten seconds or the request timeout. The API reads from replicas of its
// database, which know a change only a while after the API has confirmed it.
func (c *Client) Settle(ctx context.Context, settled func() bool) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval, waits.Multiplier = c.retries.first, c.retries.longest, 2
	_, _ = backoff.Retry(ctx, func() (struct{}, error) { // the caller knows whether it settled
		if settled() {
			return struct{}{}, nil
		}
		return struct{}{}, errBehind
	}, backoff.WithBackOff(waits), backoff.WithMaxElapsedTime(c.retries.settle))
}

// readExisting calls read, and again while it fails because the object is gone
// although it must exist.
func (c *Client) readExisting(ctx context.Context, key string, read func() error) error {
	var err error
	missed := func() bool {
		failure := FailureOf(err)
		return (failure == RoleGone || failure == AppTokenGone) && c.existing.has(key)
	}
	c.Settle(ctx, func() bool {
		err = read()
		return !missed()
	})
	switch {
	case err == nil:
		c.existing.add(key)
	case missed() && ctx.Err() != nil:
		// It may exist all the same.
		failed := signInError(err)
		failed.Failure, failed.cause = contextFailure(ctx)
		return failed
	}
	return err
}
