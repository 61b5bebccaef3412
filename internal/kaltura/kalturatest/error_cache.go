// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"time"
)

// errorCache is the part of the real server's response cache that can surprise
// a client: for two minutes the answer to an undecodable KS is given to the
// next one as well, quoting the first caller's KS (`cache_invalid_ks_2`).
type errorCache map[string]cachedError

type cachedError struct {
	err   *APIError
	until time.Time
}

// SetErrorCache switches the cache of INVALID_KS answers on or off; it is off
// at first. The parameter nocache bypasses it.
func (s *Server) SetErrorCache(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errors = nil
	if on {
		s.errors = errorCache{}
	}
}

// key leaves the KS out, as the real server's does.
func (errorCache) key(c *call) string {
	rest := params{}
	for name, value := range c.params {
		if name != "ks" {
			rest[name] = value
		}
	}
	return fmt.Sprint(rest) // maps print in the order of their keys
}

func (e errorCache) find(c *call) *APIError {
	hit, ok := e[e.key(c)]
	if !ok || c.params.has("nocache") || c.now.After(hit.until) {
		return nil
	}
	return hit.err
}

func (e errorCache) store(c *call, err *APIError) {
	if e != nil {
		e[e.key(c)] = cachedError{err, c.now.Add(2 * time.Minute)}
	}
}
