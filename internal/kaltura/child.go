// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"
)

// childLifetime is the requested lifetime of a session of a child account. It
// can be short, because the session is renewed while in use.
const childLifetime = 10 * time.Minute

// children are the clients of the child accounts that were asked for.
type children struct {
	mu      sync.Mutex
	clients map[int64]*Client
	// ended prevents sessions that nobody would end.
	ended bool
}

func (c *children) hasEnded() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ended
}

// childSignIn is a session of a child account, which the parent creates at the
// first use (session.impersonate). All calls for the child share it.
type childSignIn struct {
	noAppToken
	*sharedSession
	parent *Client
	child  int64
}

// ForAccount returns the client that calls the API as the given account: c
// itself for 0 and for the signed-in account, otherwise a client of a child
// account, always the same one. It sends no request.
//
// Calls of a child's client fail with CannotCreateSession unless c signs in with
// an Administrator Secret, and with ImpersonationRefused unless the account is
// an active child of the signed-in one.
func (c *Client) ForAccount(partnerID int64) *Client {
	if partnerID == 0 || partnerID == c.PartnerID() {
		return c
	}
	c.children.mu.Lock()
	defer c.children.mu.Unlock()
	if known := c.children.clients[partnerID]; known != nil {
		return known
	}
	child := *c
	child.children, child.lookUps = &children{}, &lookUps{memory: c.lookUps.memory}
	signIn := &childSignIn{parent: c, child: partnerID}
	signIn.sharedSession = newSharedSession(c.clock, true, signIn.start)
	child.session = signIn
	if c.children.clients == nil {
		c.children.clients = map[int64]*Client{}
	}
	c.children.clients[partnerID] = &child
	return &child
}

// SignIn signs in if the client has to, which its first call would do otherwise:
// with a login, with an app token, or as a child account.
func (c *Client) SignIn(ctx context.Context) error {
	if _, err := c.session.ks(ctx); err != nil {
		failed := signInError(err)
		if failed.PartnerID == 0 {
			failed.PartnerID = c.PartnerID()
		}
		return c.session.explain(ctx, failed)
	}
	return nil
}

func (s *childSignIn) method() string                   { return s.parent.session.method() }
func (s *childSignIn) adminSecret() (AdminSecret, bool) { return AdminSecret{}, false }
func (s *childSignIn) partnerID() int64                 { return s.child }

func (s *childSignIn) start(ctx context.Context) (Secret, time.Duration, error) {
	secret, ok := s.parent.session.adminSecret()
	switch {
	case !ok:
		return Secret{}, 0, &Error{Failure: CannotCreateSession, Reason: ReasonChildRequiresAdminSecret}
	case s.parent.children.hasEnded():
		return Secret{}, 0, &Error{Failure: Cancelled}
	}
	ks, failed := s.parent.callImpersonate(ctx, secret, SessionRequest{PartnerID: s.child, Type: SessionTypeAdmin, Lifetime: childLifetime})
	if failed != nil {
		return Secret{}, 0, failed
	}
	return ks, childLifetime, nil
}

// renew also covers a child whose maximum is shorter than childLifetime.
func (s *childSignIn) renew(used Secret, _ *Error) bool {
	s.drop(used)
	return true
}

func (s *childSignIn) explain(_ context.Context, failed *Error) *Error { return failed }

func (s *childSignIn) createSession(ctx context.Context, request SessionRequest) (Session, error) {
	request.PartnerID = s.child
	return s.parent.session.createSession(ctx, request)
}

// endChildren revokes the sessions of child accounts, and prevents further ones.
func (c *Client) endChildren(ctx context.Context) error {
	c.children.mu.Lock()
	c.children.ended = true
	clients := slices.Collect(maps.Values(c.children.clients))
	c.children.mu.Unlock()
	failures := make([]error, len(clients))
	var ending sync.WaitGroup
	for i, child := range clients {
		ending.Go(func() { failures[i] = child.EndOwnSession(ctx) })
	}
	ending.Wait()
	return errors.Join(failures...)
}
