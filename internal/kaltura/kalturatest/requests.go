// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Request is one HTTP request that the server received, and what it sent back.
type Request struct {
	Service    string // as sent
	Action     string
	Method     string
	URL        string // the request URI, query and all
	Header     http.Header
	Body       []byte
	Params     map[string]any // strings, json.Number, bool, nested maps and lists
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
	return slices.Clone(s.requests)
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
func (s *Server) Count(service, action string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for asked, count := range s.counts {
		if matchesName(service, asked[0]) && matchesName(action, asked[1]) {
			n += count
		}
	}
	return n
}

func matchesName(want, got string) bool { return want == "" || strings.EqualFold(want, got) }

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[[2]string{r.Service, r.Action}]++
	if !s.unkept {
		s.requests = append(s.requests, r)
	}
}

const jsonType = "application/json"

// params are the decoded parameters of a request.
type params map[string]any

// decodeParams reads a body of JSON. What is not an object counts as no
// parameters at all, as on the real server. So does a body of another
// Content-Type, even with a charset (`session_start_content_type_charset_noformat`).
func decodeParams(r *http.Request, body []byte) params {
	if r.Method != http.MethodPost || r.URL.RawQuery != "" || !strings.EqualFold(r.Header.Get("Content-Type"), jsonType) {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var decoded params
	if !json.Valid(body) || decoder.Decode(&decoded) != nil {
		return nil
	}
	return decoded
}

// text casts a parameter to a string as PHP does; "" when there is none.
func (p params) text(name string) string {
	switch v := p[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "1"
		}
	case map[string]any, []any:
		return "Array"
	}
	return ""
}

func (p params) has(name string) bool {
	_, ok := p[name]
	return ok
}

// given is has without null and without the empty string.
func (p params) given(name string) bool { return p.text(name) != "" }

func (p params) object(name string) params {
	sub, _ := p[name].(map[string]any)
	return sub
}

// number casts to an integer as PHP does: leading digits count, anything else
// is 0 (`partner_get_id_not_numeric`). fallback is for a parameter not given.
func (p params) number(name string, fallback int64) int64 {
	if !p.given(name) {
		return fallback
	}
	return leadingNumber(p.text(name))
}

var numberPrefix = regexp.MustCompile(`^\s*[+-]?\d+`)

func leadingNumber(text string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(numberPrefix.FindString(text)), 10, 64)
	return n
}
