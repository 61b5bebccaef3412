// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"html"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Break is the point at which a Fault closes the connection.
type Break int

// The points, in the order of processing.
const (
	NoBreak            Break = iota
	CloseBeforeReading       // close after the headers, without reading the body
	ResetBeforeReading       // the same with a TCP reset
	CloseUnprocessed         // read the request, do nothing, close
	ResetUnprocessed         // the same with a TCP reset
	Hang                     // read the request, do nothing until the client gives up
	CloseProcessed           // process the request, close without an answer
	ResetProcessed           // the same with a TCP reset
	CloseInBody              // send half of the body, close
	ResetInBody              // send half of the body, reset
)

var (
	resets      = []Break{ResetBeforeReading, ResetUnprocessed, ResetProcessed, ResetInBody}
	unprocessed = []Break{CloseUnprocessed, ResetUnprocessed, Hang}
)

// Fault is an error to inject into matching requests. Its zero value has no
// effect. Delays combine with anything else; of the rest, the first that is set
// takes effect, in this order: Break before an answer, Error, Status or Body,
// GiantBody, GzipBomb. Without any of these, the regular answer is sent.
type Fault struct {
	// Service and Action select requests; "" matches any.
	Service, Action string
	// Times is how many matching requests it affects: 0 means one, a negative
	// number means all.
	Times int

	Delay     time.Duration // before the headers
	BodyDelay time.Duration // between headers and body
	DripDelay time.Duration // between the pieces of the body
	DripBytes int           // size of a piece

	Break Break

	// Error answers with a KalturaAPIException.
	Error *APIError

	// Status, Header and Body replace the answer. A Status alone has an empty
	// body, a Body alone has status 200. Header is added to the API's headers, or
	// replaces them if Plain is set.
	Status int
	Header http.Header
	Body   []byte
	Plain  bool

	// GiantBody sends this many bytes of an unterminated JSON string; GzipBomb
	// sends them compressed to about a thousandth of the size.
	GiantBody int64
	GzipBomb  int64

	// Mutate changes the body of the answer, as the last step. It may change the
	// server before the answer is sent.
	Mutate func(body []byte) []byte
}

// On returns the fault for only one action.
func (f Fault) On(service, action string) Fault {
	f.Service, f.Action = service, action
	return f
}

// For returns the fault for this many matching requests; see Times.
func (f Fault) For(times int) Fault {
	f.Times = times
	return f
}

func (f Fault) replaces() bool {
	return f.Error != nil || f.Status != 0 || f.Body != nil || f.GiantBody > 0 || f.GzipBomb > 0
}

// processes reports whether the server processes the request.
func (f Fault) processes() bool { return !f.replaces() && !slices.Contains(unprocessed, f.Break) }

// AnswerError answers with an API error and HTTP status 200. The arguments are
// name, value, name, value.
func AnswerError(code, message string, args ...string) Fault {
	return Fault{Error: newError(code, message, args...)}
}

// RateLimited is the answer of the API's rate limiter: HTTP 200, no
// Retry-After.
func RateLimited() Fault {
	return AnswerError("ACTION_BLOCKED", `Action "getinfo" in service "partner" is blocked`,
		"ACTION_NAME", "getinfo", "SERVICE_NAME", "partner")
}

// DatabaseDown is `outage_db_getInfo_form`: HTTP 200 and INTERNAL_DATABASE_ERROR.
func DatabaseDown() Fault { return AnswerError("INTERNAL_DATABASE_ERROR", "Internal database error") }

// page is a page of the web server, as in `outage_php_down`.
func page(status int, title, text string) Fault {
	body := "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">\n<html><head>\n<title>" +
		title + "</title>\n</head><body>\n<h1>" + strings.TrimLeft(title, "0123456789 ") + "</h1>\n<p>" + text + "</p>\n</body></html>\n"
	return Fault{
		Status: status, Body: []byte(body), Plain: true, Header: http.Header{"Content-Type": {"text/html; charset=iso-8859-1"}},
	}
}

// Unavailable is `outage_php_down`: 503 with the web server's page.
func Unavailable() Fault {
	return page(http.StatusServiceUnavailable, "503 Service Unavailable",
		"The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.")
}

// AnswerStatus answers with a status and a short HTML page, as proxies do.
func AnswerStatus(status int) Fault {
	return page(status, http.StatusText(status), "Not from the API.")
}

// RetryAfter answers 429 with a Retry-After header of whole seconds.
func RetryAfter(d time.Duration) Fault {
	f := AnswerStatus(http.StatusTooManyRequests)
	f.Header.Set("Retry-After", strconv.Itoa(int(d.Seconds())))
	return f
}

// AnswerHTML answers 200 with a page, as a captive portal does.
func AnswerHTML() Fault { return AnswerStatus(http.StatusOK) }

// AnswerXML is the API's answer to a request that it cannot read
// (`session_start_content_type_charset_noformat`).
func AnswerXML() Fault {
	return Fault{
		Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/xml;charset=UTF-8"}},
		Body: []byte(`<?xml version="1.0" encoding="utf-8"?><xml><result><error><code>MISSING_MANDATORY_PARAMETER</code><message>Missing parameter &quot;secret&quot;</message><objectType>KalturaAPIException</objectType><args><item><objectType>KalturaApiExceptionArg</objectType><name>PARAM_NAME</name><value>secret</value></item></args></error></result><executionTime>0.00097203254699707</executionTime></xml>`),
	}
}

// AnswerEmpty answers with a status and no body, as in `error_format_99_form`.
func AnswerEmpty(status int) Fault {
	return Fault{Status: status, Header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}}}
}

// AnswerJSON answers 200 with a JSON body.
func AnswerJSON(body string) Fault { return Fault{Status: http.StatusOK, Body: []byte(body)} }

// Redirect answers with a redirect status and a Location, which the page
// repeats, including secrets (`session_start_noslash`).
func Redirect(status int, location string) Fault {
	f := page(status, http.StatusText(status), `The document has moved <a href="`+html.EscapeString(location)+`">here</a>.`)
	f.Header.Set("Location", location)
	return f
}

// Drop closes the connection at a point.
func Drop(at Break) Fault { return Fault{Break: at} }

// Slow delays the headers.
func Slow(d time.Duration) Fault { return Fault{Delay: d} }

// SlowBody delays the body after its headers.
func SlowBody(d time.Duration) Fault { return Fault{BodyDelay: d} }

// Drip sends the body in small pieces with pauses in between.
func Drip(bytes int, pause time.Duration) Fault { return Fault{DripBytes: bytes, DripDelay: pause} }

// transientFaults are failures that a retry survives, for SetErrorRate.
func transientFaults() []Fault {
	return []Fault{
		Drop(CloseBeforeReading), Drop(ResetUnprocessed), Drop(CloseInBody), Drop(ResetInBody), DatabaseDown(),
		Unavailable(), AnswerStatus(http.StatusBadGateway), AnswerStatus(http.StatusGatewayTimeout), AnswerEmpty(http.StatusInternalServerError),
		AnswerError("INTERNAL_SERVERL_ERROR", "Internal server error occurred"),
	}
}

// Inject queues a fault. Each request uses the first queued fault that matches.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = cmp.Or(f.Times, 1)
	s.faults = append(s.faults, &f)
}

// chance selects transient faults at random.
type chance struct {
	rate   float64
	source *rand.Rand
}

// SetErrorRate makes a share of all requests fail in ways that a retry
// survives. The seed makes a run reproducible.
func (s *Server) SetErrorRate(rate float64, seed uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chance = &chance{rate: rate, source: rand.New(rand.NewPCG(seed, seed))}
}

// takeFault returns the fault for a request, with the server's latency, and
// whether there is one.
func (s *Server) takeFault(service, action string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.queuedFault(service, action)
	if !ok && s.chance != nil && s.chance.source.Float64() < s.chance.rate {
		faults := transientFaults()
		f, ok = faults[s.chance.source.IntN(len(faults))], true
	}
	f.Delay += s.latency
	return f, ok
}

func (s *Server) queuedFault(service, action string) (Fault, bool) {
	for i, f := range s.faults {
		if !matchesName(f.Service, service) || !matchesName(f.Action, action) {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return *f, true
	}
	return Fault{}, false
}

// answer returns the fault's own answer, or otherwise the regular one.
func (f Fault) answer(regular *answer) *answer {
	a := regular
	switch {
	case f.Error != nil:
		a = answerJSON(f.Error)
	case f.replaces():
		a = &answer{status: cmp.Or(f.Status, http.StatusOK), contentType: jsonType, body: f.Body, web: f.Plain}
	}
	if a != nil && f.Mutate != nil {
		a.body = f.Mutate(bytes.Clone(a.body))
	}
	return a
}

// breakConnection closes the connection, with a TCP reset if the point requires
// it.
func breakConnection(w http.ResponseWriter, at Break) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if secured, ok := conn.(*tls.Conn); ok {
		conn = secured.NetConn() // sends no close notice
	}
	if counted, ok := conn.(*countingConn); ok {
		conn = counted.Conn
	}
	if tcp, ok := conn.(*net.TCPConn); ok && slices.Contains(resets, at) {
		_ = tcp.SetLinger(0) // makes Close send a reset
	}
	_ = conn.Close() // nothing more can be done
}
