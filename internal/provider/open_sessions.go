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
}

type openSession struct {
	ks        kaltura.Secret
	expiresAt time.Time
	provider  *providerData
}

// put keeps a session that the provider made and returns its handle.
func (o *openSessions) put(session kaltura.Session, by *providerData) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.handles == nil {
		o.handles = map[string]openSession{}
	}
	handle := rand.Text()
	o.handles[handle] = openSession{ks: session.KS, expiresAt: session.ExpiresAt, provider: by}
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

// takeAll returns all sessions and forgets them.
func (o *openSessions) takeAll() []openSession {
	o.mu.Lock()
	defer o.mu.Unlock()
	var left []openSession
	for _, session := range o.handles {
		left = append(left, session)
	}
	clear(o.handles)
	return left
}

// shutdownTime is how long EndOpenSessions takes at most. An engine kills a
// provider process that is still there two seconds after it was told to stop.
const shutdownTime = 1500 * time.Millisecond

// EndOpenSessions revokes the sessions that the engine did not close. Engines
// skip closing an ephemeral resource when something that uses it failed, so a
// failed or interrupted run would leave its session valid until it expires.
// To be called when the server has stopped: nobody can be told of a failure.
func EndOpenSessions(served provider.Provider) {
	p, ok := served.(*kalturaProvider)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	var ending sync.WaitGroup
	for _, left := range p.sessions.takeAll() {
		ending.Go(func() { _ = left.provider.client.EndSession(ctx, left.ks) }) // its expiry remains
	}
	ending.Wait()
}
