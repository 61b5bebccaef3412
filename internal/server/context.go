// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package server

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// releasedContext is the context of a call until the call returns, and then a
// canceled context without values. Whoever keeps it does not keep the values.
type releasedContext struct {
	current atomic.Pointer[context.Context]
}

// returned is what remains of a context.
var returned = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// withRelease returns the context of a call, and the function that ends the
// call: it cancels and releases the context, and lets the next call read a long
// list.
func withRelease(parent context.Context) (context.Context, context.CancelFunc) {
	child, cancel := context.WithCancel(parent)
	child, endTurn := kaltura.WithTurn(child)
	ctx := &releasedContext{}
	ctx.current.Store(&child)
	return ctx, func() {
		cancel()
		ctx.current.Store(&returned)
		endTurn()
	}
}

// Deadline implements context.Context.
func (c *releasedContext) Deadline() (time.Time, bool) { return (*c.current.Load()).Deadline() }

// Done implements context.Context.
func (c *releasedContext) Done() <-chan struct{} { return (*c.current.Load()).Done() }

// Err implements context.Context.
func (c *releasedContext) Err() error { return (*c.current.Load()).Err() }

// Value implements context.Context.
func (c *releasedContext) Value(key any) any { return (*c.current.Load()).Value(key) }
