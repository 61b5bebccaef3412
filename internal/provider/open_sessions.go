// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// openSessions keeps the sessions to be revoked on close. The engine carries a
// handle from Open to Close; the KS itself stays in this process.
type openSessions struct {
	mu      sync.Mutex
	handles map[string]openSession
}

type openSession struct {
	ks        kaltura.Secret
	expiresAt time.Time
}

// put keeps a session and returns its handle.
func (o *openSessions) put(session kaltura.Session) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.handles == nil {
		o.handles = map[string]openSession{}
	}
	handle := rand.Text()
	o.handles[handle] = openSession{ks: session.KS, expiresAt: session.ExpiresAt}
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
