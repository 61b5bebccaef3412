// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// openSessions keeps the sessions to be revoked on close. The engine carries a
// handle from Open to Close; the KS itself stays in this process. One keeper
// serves all provider blocks: under a debugger they share a process, and Close
// may then be called with the data of another block than Open was.
type openSessions struct {
	mu      sync.Mutex
	handles map[string]openSession
	// clients may have a session of their own, that of a login.
	clients []*kaltura.Client
}

type openSession struct {
	kaltura.Session
	provider *providerData
}

// add keeps a client whose own session is to be ended with the process.
func (o *openSessions) add(client *kaltura.Client) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clients = append(o.clients, client)
}

// put keeps a session that the provider made and returns its handle.
func (o *openSessions) put(session kaltura.Session, data *providerData) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.handles == nil {
		o.handles = map[string]openSession{}
	}
	handle := rand.Text()
	o.handles[handle] = openSession{session, data}
	return handle
}

// take returns the session of a handle and forgets it.
func (o *openSessions) take(handle string) (openSession, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	session, found := o.handles[handle]
	delete(o.handles, handle)
	return session, found
}

// takeAll returns what ends each session that is left, and forgets them.
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

// shutdownTime is how long EndOpenSessions takes at most. An engine kills a
// provider process that is still there two seconds after it was told to stop.
const shutdownTime = 1500 * time.Millisecond

// EndOpenSessions revokes the sessions that the engine did not close, and those
// of logins. Engines skip closing an ephemeral resource when something that uses
// it failed, so a failed or interrupted run would leave its session valid until
// it expires. To be called when the server has stopped or the process has to:
// nobody can be told of a failure.
func EndOpenSessions(served provider.Provider) {
	p, ok := served.(*kalturaProvider)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	var ending sync.WaitGroup
	for _, end := range p.sessions.takeAll() {
		ending.Go(func() { _ = end(ctx) }) // its expiry remains
	}
	ending.Wait()
}
