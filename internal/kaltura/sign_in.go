// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"sync"
	"time"
)

// signIn is what a client does to carry a KS.
type signIn interface {
	// partnerID is the account signed in to; 0 when it is not known.
	partnerID() int64
	// ks returns the KS for a next request, signing in when there is none.
	ks(ctx context.Context) (Secret, error)
	// renew is told that the KS was refused as expired and reports whether ks
	// will now return one with better prospects.
	renew(refused *Error) bool
	// explain makes a failed call more precise with what the method knows.
	explain(ctx context.Context, failed *Error) *Error
	// mint makes a session to hand out.
	mint(ctx context.Context, request SessionRequest) (Session, error)
}

// sharedSession signs in at the first use and keeps the KS for all callers.
type sharedSession struct {
	clock *clock
	// start signs in. renewable says whether it may be called again.
	start     func(ctx context.Context) (ks Secret, lifetime time.Duration, err error)
	renewable bool

	// turn is held by the one caller that signs in.
	turn chan struct{}

	mu      sync.Mutex
	current Secret
	renewAt time.Time
	// final is the outcome of a sign-in that must not be tried again.
	final error
}

func newSharedSession(clock *clock, renewable bool, start func(context.Context) (Secret, time.Duration, error)) *sharedSession {
	return &sharedSession{clock: clock, renewable: renewable, start: start, turn: make(chan struct{}, 1)}
}

func (s *sharedSession) ks(ctx context.Context) (Secret, error) {
	if ks, settled, err := s.settled(); settled {
		return ks, err
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		failure, cause := contextFailure(ctx)
		return Secret{}, &Error{Failure: failure, cause: cause}
	}
	// Whoever had the turn before may have signed in for this caller too.
	if ks, settled, err := s.settled(); settled {
		return ks, err
	}
	ks, lifetime, err := s.start(ctx)
	s.settle(ks, lifetime, err)
	return ks, err
}

func (s *sharedSession) settled() (ks Secret, settled bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.final != nil {
		return Secret{}, true, s.final
	}
	fresh := !s.renewable || s.clock.now().Before(s.renewAt)
	return s.current, s.current.Present() && fresh, nil
}

// settle keeps the outcome. An error is kept where another try must not happen
// (a login) or would end alike: then ten parallel readers cost one refusal.
func (s *sharedSession) settle(ks Secret, lifetime time.Duration, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		if failure := FailureOf(err); !s.renewable || !isTransient(failure) && failure != Cancelled {
			s.final = err
		}
		return
	}
	s.current = ks
	s.renewAt = s.clock.now().Add(lifetime - min(30*time.Second, lifetime/5))
}

// drop forgets the KS after the API called it expired and reports whether a
// new one may be had.
func (s *sharedSession) drop() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.renewable {
		s.current = Secret{}
	}
	return s.renewable
}

func isTransient(failure Failure) bool {
	_, transient := retryWait[failure]
	return transient
}
