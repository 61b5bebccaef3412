// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// openSessions stores the sessions to revoke on close. The engine passes a
// handle from Open to Close; the KS stays in this process. All provider blocks
// share one store: under a debugger they share a process, and Close may be
// called with the data of another block than Open.
type openSessions struct {
	mu      sync.Mutex
	handles map[string]openSession
	// clients may have a login session of their own.
	clients []*kaltura.Client
	// ending is held while sessions are revoked: a signal and the end of the
	// server may both end the process. closing is held for reading by each Close.
	ending  sync.Mutex
	closing sync.RWMutex
}

type openSession struct {
	kaltura.Session
	provider *providerData
}

// add stores a client whose own session is revoked when the process ends.
func (o *openSessions) add(client *kaltura.Client) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clients = append(o.clients, client)
}

// put stores a session that the provider created and returns its handle.
func (o *openSessions) put(session kaltura.Session, data *providerData) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.handles == nil {
		o.handles = map[string]openSession{}
	}
	handle := rand.Text()
	o.handles[handle] = openSession{Session: session, provider: data}
	return handle
}

// end revokes the session of a handle, if there is one. found is the session.
func (o *openSessions) end(ctx context.Context, handle string) (found openSession, err error) {
	o.closing.RLock()
	defer o.closing.RUnlock()
	o.mu.Lock()
	session, isOpen := o.handles[handle]
	delete(o.handles, handle)
	o.mu.Unlock()
	if !isOpen {
		return openSession{}, nil
	}
	return session, session.provider.client.EndSession(ctx, session.Session)
}

// closed is closed when no session is being revoked by a Close.
func (o *openSessions) closed() <-chan struct{} {
	closed := make(chan struct{})
	go func() {
		o.closing.Lock()
		defer o.closing.Unlock()
		close(closed)
	}()
	return closed
}

// takeAll removes all sessions and returns the functions that revoke them.
func (o *openSessions) takeAll() []func(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var ends []func(context.Context) error
	for _, left := range o.handles {
		ends = append(ends, func(ctx context.Context) error { return left.provider.client.EndSession(ctx, left.Session) })
	}
	for _, client := range o.clients {
		ends = append(ends, client.EndOwnSession)
	}
	clear(o.handles)
	o.clients = nil
	return ends
}

// shutdownTime limits EndOpenSessions. An engine kills a provider process two
// seconds after telling it to stop.
const shutdownTime = 1500 * time.Millisecond

// EndOpenSessions revokes login sessions and the sessions that the engine did
// not close. Engines do not close an ephemeral resource if an object that uses
// it failed, so a failed or interrupted run would leave its session valid until
// it expires. Call it when the server has stopped or the process must stop. It
// also waits for sessions that the engine is closing. It cannot report failures.
func EndOpenSessions(served provider.Provider) {
	p, ok := served.(*kalturaProvider)
	if !ok {
		return
	}
	p.sessions.ending.Lock()
	defer p.sessions.ending.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	var ending sync.WaitGroup
	for _, end := range p.sessions.takeAll() {
		ending.Go(func() { _ = end(ctx) }) // if this fails, the session expires
	}
	ending.Wait()
	select {
	case <-p.sessions.closed():
	case <-ctx.Done():
	}
}

// FinishCreations waits for the requests that are creating something, whose
// answers the engine needs, and prevents further ones. It reports whether there
// were any. Call it when the process must stop.
func FinishCreations(served provider.Provider) (waited bool) {
	p, ok := served.(*kalturaProvider)
	if !ok {
		return false
	}
	p.sessions.mu.Lock()
	clients := slices.Clone(p.sessions.clients)
	p.sessions.mu.Unlock()
	for _, client := range clients {
		waited = client.FinishCreations() || waited
	}
	return waited
}
