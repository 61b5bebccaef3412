// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"sync"
	"time"
)

// signIn is what a client does to carry a KS.
type signIn interface {
	// partnerID is the account signed in to; 0 when it is not known.
	partnerID() int64
	// ks returns the KS for a next request, signing in when there is none.
	ks(ctx context.Context) (Secret, error)
	// renew is told which KS was refused as expired, and how, and reports whether
	// ks will now return one with better prospects.
	renew(used Secret, refused *Error) bool
	// explain makes a failed call more precise with what the method knows.
	explain(ctx context.Context, failed *Error) *Error
	// mint makes a session to hand out.
	mint(ctx context.Context, request SessionRequest) (Session, error)
	// own is a session that nobody needs after the last call, and that may be
	// ended without ending others.
	own() Secret
}

// sharedSession signs in at the first use and keeps the KS for all callers.
type sharedSession struct {
	clock *clock
	// start signs in. renewable says whether it may be called again.
	start     func(ctx context.Context) (ks Secret, lifetime time.Duration, err error)
	renewable bool

	mu      sync.Mutex
	current Secret
	renewAt time.Time
	// running is the sign-in under way, nil when there is none.
	running *sharedSignIn
	// final is the outcome of a sign-in that must not be tried again.
	final error
}

// sharedSignIn is one sign-in; ks and err are set when done is closed.
type sharedSignIn struct {
	done chan struct{}
	ks   Secret
	err  error
}

func newSharedSession(clock *clock, renewable bool, start func(context.Context) (Secret, time.Duration, error)) *sharedSession {
	return &sharedSession{clock: clock, renewable: renewable, start: start}
}

// ks returns the KS, signing in when there is none. Callers that come while
// another signs in share its outcome, also when it fails: each trying by itself
// in turn would multiply the wait for a server that is away.
func (s *sharedSession) ks(ctx context.Context) (Secret, error) {
	for {
		joined, leads, ks, err := s.join()
		switch {
		case joined == nil:
			return ks, err
		case leads:
			ks, lifetime, err := s.start(ctx)
			s.settle(ks, lifetime, err)
			return ks, err
		}
		select {
		case <-joined.done:
		case <-ctx.Done():
			failure, cause := contextFailure(ctx)
			return Secret{}, &Error{Failure: failure, cause: cause}
		}
		if !s.renewable || !gaveUp(joined.err) {
			return joined.ks, joined.err
		}
		// Only the caller that signed in gave up, so the next one takes over.
	}
}

// join returns the KS or the lasting error, or else the sign-in under way,
// which the caller leads if it had to be started.
func (s *sharedSession) join() (joined *sharedSignIn, leads bool, ks Secret, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := !s.renewable || s.clock.now().Before(s.renewAt)
	switch {
	case s.final != nil:
		return nil, false, Secret{}, s.final
	case s.current.Present() && fresh:
		return nil, false, s.current, nil
	case s.running != nil:
		return s.running, false, Secret{}, nil
	}
	s.running = &sharedSignIn{done: make(chan struct{})}
	return s.running, true, Secret{}, nil
}

// gaveUp reports that a caller's context ended, rather than that a call failed.
func gaveUp(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// settle keeps the outcome. An error is kept where another try must not happen
// (a login) or would end alike: then ten parallel readers cost one refusal.
func (s *sharedSession) settle(ks Secret, lifetime time.Duration, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running.ks, s.running.err = ks, err
	close(s.running.done)
	s.running = nil
	if err != nil {
		if failure := FailureOf(err); !s.renewable || !isTransient(failure) && failure != Cancelled {
			s.final = err
		}
		return
	}
	s.current = ks
	s.renewAt = s.clock.now().Add(lifetime - min(30*time.Second, lifetime/5))
}

// drop forgets a KS that the API called expired, unless another caller has
// replaced it meanwhile.
func (s *sharedSession) drop(used Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current.Equal(used) {
		s.current = Secret{}
	}
}

func isTransient(failure Failure) bool {
	_, transient := retryWait[failure]
	return transient
}
