// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"sync"
	"time"
)

// signIn is a sign-in method in use.
type signIn interface {
	// method is the name of the sign-in method.
	method() string
	// adminSecret is the account's Administrator Secret, if that is the method.
	adminSecret() (AdminSecret, bool)
	// partnerID is the signed-in account, or 0 if unknown.
	partnerID() int64
	// ks returns the KS for the next request, signing in if there is none.
	ks(ctx context.Context) (Secret, error)
	// renew receives the KS that was rejected as expired, and the error, and
	// reports whether ks can now return a better one.
	renew(used Secret, refused *Error) bool
	// explain makes the error of a failed call more precise.
	explain(ctx context.Context, failed *Error) *Error
	// createSession creates a session for the caller.
	createSession(ctx context.Context, request SessionRequest) (Session, error)
	// appTokenID is the ID of the app token that signs in, or "".
	appTokenID() string
	// granted is what the API said of the session in use, or nil.
	granted() *sessionInfo
	// own returns a session that is not needed after the last call and that can
	// be revoked alone.
	own(ctx context.Context) Secret
}

// noAppToken is the part of the sign-in methods other than an app token.
type noAppToken struct{}

func (noAppToken) appTokenID() string    { return "" }
func (noAppToken) granted() *sessionInfo { return nil }

// sharedSession signs in at the first use and shares the KS among all callers.
type sharedSession struct {
	clock *clock
	// start signs in. renewable reports whether it may be called again.
	start     func(ctx context.Context) (ks Secret, lifetime time.Duration, err error)
	renewable bool

	mu      sync.Mutex
	current Secret
	renewAt time.Time
	// running is the sign-in in progress, or nil.
	running *sharedSignIn
	// final is the result of a sign-in that must not be retried.
	final error
}

// sharedSignIn is one sign-in. ks and err are set when done is closed.
type sharedSignIn struct {
	done chan struct{}
	ks   Secret
	err  error
}

func newSharedSession(clock *clock, renewable bool, start func(context.Context) (Secret, time.Duration, error)) *sharedSession {
	return &sharedSession{clock: clock, renewable: renewable, start: start}
}

// ks returns the KS, signing in if there is none. Concurrent callers share one
// sign-in and its failure: separate attempts would multiply the wait for a
// server that does not answer.
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
		if !s.renewable || !contextEnded(joined.err) {
			return joined.ks, joined.err
		}
		// Only the caller that signed in gave up, so the next one takes over.
	}
}

// join returns the KS or the permanent error, or else the sign-in in progress,
// which the caller leads if it started it.
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

// contextEnded reports whether the caller's context ended.
func contextEnded(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// settle stores the result. It keeps an error if a retry is not allowed (a
// login) or would fail again, so that ten concurrent reads cause one rejected
// request.
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

// own returns the current KS, if any. It waits for a sign-in in progress.
func (s *sharedSession) own(ctx context.Context) Secret {
	s.mu.Lock()
	defer s.mu.Unlock()
	if running := s.running; running != nil {
		s.mu.Unlock()
		select {
		case <-running.done:
		case <-ctx.Done():
		}
		s.mu.Lock()
	}
	return s.current
}

// drop forgets a KS that the API reported as expired, unless another caller has
// already replaced it.
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
