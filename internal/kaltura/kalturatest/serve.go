// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Request is one HTTP request that the server received, and its answer.
type Request struct {
	Service string // as sent
	Action  string
	Method  string
	URL     string // the request URI, including the query
	Header  http.Header
	Body    []byte
	Params  map[string]any // strings, json.Number, bool, nested maps and lists
	Time    time.Time      // of arrival, by the real clock

	Status int    // 0 if no answer was sent
	Answer []byte // the body as prepared, before a fault cut or slowed it
	Fault  bool   // whether a Fault was applied
}

// Requests returns the requests received so far, in the order of their answers.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Reset clears the requests received so far and the queued faults.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.faults = nil, nil
	clear(s.counts)
}

// KeepRequests enables or disables storing requests, for long benchmarks; Count
// always works.
func (s *Server) KeepRequests(keep bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unkept = !keep
}

// Count counts the requests for an action; "" matches any.
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

func matchesName(want, asked string) bool { return want == "" || want == asked }

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[[2]string{r.Service, r.Action}]++
	if !s.unkept {
		s.requests = append(s.requests, r)
	}
}

// answer is an HTTP answer to send.
type answer struct {
	status      int
	contentType string
	header      http.Header
	body        []byte
	web         bool // from the web server, without the API's headers
}

var actionPath = regexp.MustCompile(`^/api_v3/service/([^/]+)/action/([^/]+)$`)

// serve handles one HTTP request from its headers to the last byte of its
// answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	record := Request{Method: r.Method, URL: r.RequestURI, Header: r.Header, Time: time.Now()}
	if path := actionPath.FindStringSubmatch(r.URL.Path); path != nil {
		record.Service, record.Action = path[1], path[2]
	}
	var f Fault
	f, record.Fault = s.takeFault(record.Service, record.Action)
	if f.Break == CloseBeforeReading || f.Break == ResetBeforeReading {
		s.record(record)
		breakConnection(w, f.Break)
		return
	}
	var err error
	if record.Body, err = io.ReadAll(r.Body); err != nil {
		return // the client is gone
	}
	record.Params = readParams(r, record.Body)
	s.pause(r.Context(), f.Delay)
	var a *answer
	if f.processes() {
		a = s.answerTo(newCall(s, r, &record))
	}
	if a = f.answer(a); a != nil {
		record.Status, record.Answer = a.status, a.body
	}
	s.record(record)
	s.deliver(w, r, a, f)
}

// answerTo processes a request.
func (s *Server) answerTo(c *call) *answer {
	if c.name == "" || c.params.text("format") != "1" {
		return unreadable()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	result, err := c.run()
	if err != nil {
		result = err
	}
	a := answerJSON(result)
	a.header = c.header
	return a
}

func answerJSON(result any) *answer {
	body, err := json.Marshal(result)
	if err != nil {
		panic(err) // only a mistake in this package
	}
	return &answer{status: http.StatusOK, contentType: jsonType, body: body}
}

// unreadable rejects requests that the client never sends and that the real
// server may read differently: another path, method or Content-Type, a query,
// and a body that is not a JSON object or does not request JSON.
func unreadable() *answer {
	return &answer{
		status: http.StatusNotImplemented, contentType: "text/plain", web: true,
		body: []byte("kalturatest serves POST requests for actions alone that say `Content-Type: application/json` and `\"format\": 1`, without a query\n"),
	}
}

// deliver sends an answer, chunked unless it is empty, as the real server does:
// complete, slow, partial, endless, or not at all.
func (s *Server) deliver(w http.ResponseWriter, r *http.Request, a *answer, f Fault) {
	breaksInBody := f.Break == CloseInBody || f.Break == ResetInBody
	if f.Break != NoBreak && !breaksInBody {
		if f.Break == Hang {
			s.pause(r.Context(), 24*time.Hour)
		}
		breakConnection(w, f.Break)
		return
	}
	s.writeHeader(w.Header(), r, a, f)
	w.WriteHeader(a.status)
	switch body := a.body; {
	case f.GiantBody > 0:
		writeGiant(w, f.GiantBody)
	case f.GzipBomb > 0:
		packed := gzip.NewWriter(w)
		writeGiant(packed, f.GzipBomb)
		_ = packed.Close() // the client may be gone
	case breaksInBody:
		s.writeBody(w, r, body[:len(body)/2], f)
		breakConnection(w, f.Break)
	default:
		s.writeBody(w, r, body, f)
	}
}

func (s *Server) writeBody(w http.ResponseWriter, r *http.Request, body []byte, f Fault) {
	if f.BodyDelay > 0 {
		flush(w)
		s.pause(r.Context(), f.BodyDelay)
	}
	piece := max(f.DripBytes, 1)
	if f.DripDelay == 0 {
		piece = len(body)
	}
	for len(body) > 0 {
		n := min(piece, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return // the client gave up
		}
		flush(w)
		if body = body[n:]; len(body) > 0 {
			s.pause(r.Context(), f.DripDelay)
		}
	}
}

func flush(w http.ResponseWriter) {
	_ = http.NewResponseController(w).Flush() // the client may be gone
}

// writeGiant streams a JSON string without an end, until the client closes the
// connection, so that memory does not grow.
func writeGiant(w io.Writer, size int64) {
	piece := strings.Repeat("a", 64<<10)
	_, err := io.WriteString(w, `"`)
	for ; err == nil && size > 0; size -= int64(len(piece)) {
		_, err = io.WriteString(w, piece)
	}
}

// writeHeader sets the headers that a client may rely on, then those of the
// fault.
func (s *Server) writeHeader(h http.Header, r *http.Request, a *answer, f Fault) {
	s.mu.Lock()
	now := s.clock()
	s.mu.Unlock()
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	h.Set("Server", "Apache/2.4.71 (Debian)")
	h.Set("Content-Type", a.contentType)
	if !a.web {
		name, _, _ := strings.Cut(r.Host, ":")
		h.Set("X-Me", name)
		h.Set("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0")
		h.Set("X-Kaltura-Session", strconv.Itoa(int(rand.Int32()))+", "+itoa(now.Unix()))
	}
	if f.GzipBomb > 0 {
		h.Set("Content-Encoding", "gzip")
	}
	for _, header := range []http.Header{a.header, f.Header} {
		for name, values := range header {
			h[name] = values
		}
	}
}
