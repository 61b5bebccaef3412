// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"maps"
	"net/http"
	"strings"
	"time"
)

// Request is one HTTP request that the server received, and what it sent back.
type Request struct {
	Service    string // as sent; "multirequest" for a multirequest
	Action     string
	Method     string
	URL        string // the request URI, query and all
	Header     http.Header
	Body       []byte
	Params     map[string]any // body and URL, nested as maps
	RemoteAddr string         // tells connections apart
	Time       time.Time      // of arrival, by the real clock

	Status int    // 0 when no answer was sent
	Answer []byte // the body as prepared, before a fault cut or slowed it
	Fault  bool   // whether a Fault was at work
}

// Requests returns the requests received so far, in the order of their answers.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Reset forgets the requests received so far, and the faults still queued.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.faults = nil, nil
	clear(s.counts)
}

// KeepRequests switches the keeping of requests off, for long benchmarks, or on
// again; Count works either way.
func (s *Server) KeepRequests(keep bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unkept = !keep
}

// Count counts the requests for an action, in any letter case; "" matches any.
// The parts of a multirequest do not count by themselves.
func (s *Server) Count(service, action string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for name, count := range s.counts {
		gotService, gotAction, _ := strings.Cut(name, "\x00")
		if matchesName(service, gotService) && matchesName(action, gotAction) {
			n += count
		}
	}
	return n
}

func matchesName(want, got string) bool { return want == "" || strings.EqualFold(want, got) }

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[r.Service+"\x00"+r.Action]++
	if !s.unkept {
		s.requests = append(s.requests, r)
	}
}

func plainMap(p params) map[string]any {
	plain := map[string]any{}
	maps.Copy(plain, p)
	for name, value := range plain {
		if sub, ok := value.(params); ok {
			plain[name] = plainMap(sub)
		}
	}
	return plain
}
