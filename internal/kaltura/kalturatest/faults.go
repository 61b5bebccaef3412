// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"maps"
	"net/http"
	"strconv"
	"time"
)

// Break says at which point a Fault takes the connection away.
type Break int

// The points, in the order of a request's life.
const (
	NoBreak            Break = iota
	CloseBeforeReading       // close as soon as the headers are read, the body is not
	ResetBeforeReading       // the same with a TCP reset
	CloseUnprocessed         // read the request, do nothing, close
	ResetUnprocessed         // the same with a TCP reset
	Hang                     // read the request, do nothing until the client gives up
	CloseProcessed           // do what the request asks, close without an answer
	ResetProcessed           // the same with a TCP reset
	CloseInBody              // send half of the body, close
	ResetInBody              // send half of the body, reset
)

// Fault is one way to misbehave, for requests that match. Its zero value does
// nothing. Delays may be combined with anything else; of the rest, the first
// that is set in this order counts: Break before an answer, Error, Status or
// Body, GiantBody, GzipBomb. Without any of these the regular answer is sent.
type Fault struct {
	// Service and Action choose requests, in any letter case; "" matches any.
	Service, Action string
	// Skip lets that many matching requests pass first.
	Skip int
	// Times is how many matching requests it hits: 0 means one, a negative
	// number means all from then on.
	Times int

	Delay     time.Duration // before the headers
	BodyDelay time.Duration // between headers and body
	DripDelay time.Duration // between the pieces of the body
	DripBytes int           // size of a piece; 0 means 16

	Break Break

	// Error answers with a KalturaAPIException.
	Error *APIError

	// Status, Header and Body replace the answer. A Status alone has an empty
	// body, a Body alone has status 200. Header goes on top of what the API
	// sends, unless Plain, which sends nothing but Header.
	Status int
	Header http.Header
	Body   []byte
	Plain  bool

	// GiantBody sends that many bytes of a JSON string that never ends;
	// GzipBomb sends them compressed, about a thousandth of the size.
	GiantBody int64
	GzipBomb  int64

	// Processed: do what the request asks although the answer is replaced.
	Processed bool

	// Mutate changes the body of the answer, as the last step.
	Mutate func(body []byte) []byte
}

// On returns the fault for one action only.
func (f Fault) On(service, action string) Fault {
	f.Service, f.Action = service, action
	return f
}

// For returns the fault for that many matching requests; see Times.
func (f Fault) For(times int) Fault {
	f.Times = times
	return f
}

func (f *Fault) early() bool { return f.Break == CloseBeforeReading || f.Break == ResetBeforeReading }

func (f *Fault) replaces() bool {
	return f.Error != nil || f.Status != 0 || f.Body != nil || f.GiantBody > 0 || f.GzipBomb > 0
}

func (f *Fault) processes() bool {
	switch f.Break {
	case CloseUnprocessed, ResetUnprocessed, Hang:
		return false
	case CloseProcessed, ResetProcessed:
		return true
	}
	return f.Processed || !f.replaces()
}

// AnswerError answers with an API error, HTTP status 200; the arguments are
// name, value, name, value.
func AnswerError(code, message string, args ...string) Fault {
	return Fault{Error: newError(code, message, args...)}
}

// RateLimited is the answer of the server's rate limiter: HTTP 200, no Retry-After.
func RateLimited() Fault {
	return AnswerError("ACTION_BLOCKED", `Action "getinfo" in service "partner" is blocked`,
		"ACTION_NAME", "getinfo", "SERVICE_NAME", "partner")
}

// DatabaseDown is `outage_db_getInfo_form`: HTTP 200 and INTERNAL_DATABASE_ERROR.
func DatabaseDown() Fault { return AnswerError("INTERNAL_DATABASE_ERROR", "Internal database error") }

// Unavailable is `outage_php_down`: 503 with the web server's page.
func Unavailable() Fault {
	return pageFault(htmlPage(http.StatusServiceUnavailable, "503 Service Unavailable",
		"The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later."))
}

func pageFault(page *answer) Fault {
	f := Fault{Status: page.status, Body: page.body, Plain: true, Header: http.Header{"Content-Type": {page.contentType}}}
	maps.Copy(f.Header, page.header)
	return f
}

// AnswerStatus answers with a status and a short HTML page, as proxies do.
func AnswerStatus(status int) Fault {
	return pageFault(htmlPage(status, http.StatusText(status), "Not from the API."))
}

// RetryAfter answers 429 with a Retry-After header of whole seconds.
func RetryAfter(d time.Duration) Fault {
	f := AnswerStatus(http.StatusTooManyRequests)
	f.Header.Set("Retry-After", strconv.Itoa(int(d.Seconds())))
	return f
}

// AnswerHTML answers 200 with a page, as a captive portal does.
func AnswerHTML() Fault { return AnswerStatus(http.StatusOK) }

// AnswerXML is `session_start_content_type_charset_noformat`: what the API says
// to a request that it cannot read.
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

// Redirect answers with a redirect status and a Location.
func Redirect(status int, location string) Fault { return pageFault(redirectPage(status, location)) }

// Drop takes the connection away at a point.
func Drop(at Break) Fault { return Fault{Break: at} }

// Slow delays the headers.
func Slow(d time.Duration) Fault { return Fault{Delay: d} }

// SlowBody delays the body after its headers.
func SlowBody(d time.Duration) Fault { return Fault{BodyDelay: d} }

// Drip sends the body in small pieces with pauses between them.
func Drip(bytes int, pause time.Duration) Fault { return Fault{DripBytes: bytes, DripDelay: pause} }

// transientFaults are failures that a later attempt survives; SetErrorRate
// draws from them.
func transientFaults() []Fault {
	return []Fault{
		Drop(CloseBeforeReading), Drop(ResetUnprocessed), Drop(CloseInBody), Drop(ResetInBody), DatabaseDown(),
		Unavailable(), AnswerStatus(http.StatusBadGateway), AnswerStatus(http.StatusGatewayTimeout), AnswerEmpty(http.StatusInternalServerError),
		AnswerError("INTERNAL_SERVERL_ERROR", "Internal server error occurred"),
	}
}
