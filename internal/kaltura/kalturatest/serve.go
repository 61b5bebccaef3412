// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// answer is what goes back over the wire.
type answer struct {
	status      int
	contentType string
	header      http.Header
	body        []byte
	web         bool      // from the web server: none of the API's headers
	now         time.Time // the server's clock
}

var actionPath = regexp.MustCompile(`^/api_v3/service/([^/]+)/action/([^/]+)$`)

// serve handles one HTTP request from its headers to the last byte of its answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		return
	}
	defer s.served.Done()
	record := Request{Method: r.Method, URL: r.RequestURI, Header: r.Header, RemoteAddr: r.RemoteAddr, Time: time.Now()}
	if path := actionPath.FindStringSubmatch(r.URL.Path); path != nil {
		record.Service, record.Action = path[1], path[2]
	}
	fault := s.takeFault(record.Service, record.Action)
	record.Fault = fault != nil
	if fault != nil && fault.early() {
		s.record(record)
		breakConnection(w, fault.Break == ResetBeforeReading)
		return
	}
	var err error
	if record.Body, err = io.ReadAll(r.Body); err != nil {
		return // the client went away
	}
	c := s.newCall(r, &record)
	s.pause(r.Context(), s.waitBefore(fault))
	a := s.prepare(c, fault)
	if a != nil {
		record.Status, record.Answer = a.status, a.body
	}
	s.record(record)
	s.deliver(w, r, a, fault)
}

func (s *Server) waitBefore(f *Fault) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f == nil {
		return s.latency
	}
	return s.latency + f.Delay
}

// prepare makes the answer: the regular one, the fault's, or none.
func (s *Server) prepare(c *call, f *Fault) *answer {
	var a *answer
	if f == nil || f.processes() {
		a = s.answerTo(c)
	}
	if f != nil {
		a = f.answer(a)
	}
	if a != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		a.now = s.now()
	}
	return a
}

// answerTo processes a request.
func (s *Server) answerTo(c *call) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case c.service == "":
		return htmlPage(http.StatusNotFound, "404 Not Found", "The requested URL was not found on this server.")
	case c.params.text("format") != "1":
		return unreadable()
	}
	result, err := c.run()
	if err != nil {
		result = err
	}
	a := answerJSON(result)
	if c.forbidden != "" { // the only API error that shows in headers
		a.header = http.Header{
			"X-Kaltura":     {"error-SERVICE_FORBIDDEN"},
			"X-Kaltura-App": {"exiting on error SERVICE_FORBIDDEN - The access to service [" + c.forbidden + "] is forbidden"},
		}
	}
	return a
}

func answerJSON(result any) *answer {
	return &answer{status: http.StatusOK, contentType: jsonType, body: appendJSON(nil, result)}
}

// unreadable refuses what the client never sends and the real server may read
// in other ways, or half: another method, another Content-Type or a query, a
// body that is no JSON object or does not ask for JSON.
func unreadable() *answer {
	return &answer{
		status: http.StatusNotImplemented, contentType: "text/plain", web: true,
		body: []byte("kalturatest serves POST requests alone that say `Content-Type: application/json` and `\"format\": 1`, without a query\n"),
	}
}

// htmlPage is a page of the web server (`outage_php_down`).
func htmlPage(status int, title, text string) *answer {
	body := "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">\n<html><head>\n<title>" +
		title + "</title>\n</head><body>\n<h1>" + strings.TrimLeft(title, "0123456789 ") + "</h1>\n<p>" + text + "</p>\n</body></html>\n"
	return &answer{status: status, contentType: "text/html; charset=iso-8859-1", body: []byte(body), web: true}
}

// redirectPage repeats the Location, secrets included (`session_start_noslash`).
func redirectPage(status int, location string) *answer {
	page := htmlPage(status, strconv.Itoa(status)+" "+http.StatusText(status),
		`The document has moved <a href="`+html.EscapeString(location)+`">here</a>.`)
	page.header = http.Header{"Location": {location}}
	return page
}

// deliver sends an answer, chunked unless it is empty, as the real server does.
func (s *Server) deliver(w http.ResponseWriter, r *http.Request, a *answer, f *Fault) {
	if f != nil && f.Break != NoBreak && f.Break != CloseInBody && f.Break != ResetInBody {
		if f.Break == Hang {
			s.hang(r)
		}
		breakConnection(w, f.Break == ResetUnprocessed || f.Break == ResetProcessed)
		return
	}
	a.writeHeader(w.Header(), r.Host)
	if f != nil {
		s.deliverFaulty(w, r, a, f)
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the client may be gone
	if !a.web && len(a.body) > 0 {
		flush(w)
	}
}

func flush(w http.ResponseWriter) {
	_ = http.NewResponseController(w).Flush() // the client may be gone
}

// writeHeader sets the headers that a client may go by.
func (a *answer) writeHeader(h http.Header, host string) {
	h.Set("Date", a.now.UTC().Format(http.TimeFormat))
	h.Set("Server", "Apache/2.4.71 (Debian)")
	h.Set("Content-Type", a.contentType)
	if !a.web {
		name, _, _ := strings.Cut(host, ":")
		h.Set("X-Me", name)
		h.Set("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0")
		h.Set("X-Kaltura-Session", strconv.Itoa(int(rand.Int32()))+", "+itoa(a.now.Unix()))
	}
	for name, values := range a.header {
		h[name] = values
	}
}
