// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"net/http"
	"strconv"
	"time"
)

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
	page := htmlPage(http.StatusServiceUnavailable, "503 Service Unavailable",
		"The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.")
	return Fault{Status: page.status, Body: page.body, Plain: true, Header: http.Header{"Content-Type": {page.contentType}}}
}

// AnswerStatus answers with a status and a short HTML page, as proxies do.
func AnswerStatus(status int) Fault {
	page := htmlPage(status, http.StatusText(status), "Not from the API.")
	return Fault{Status: status, Body: page.body, Plain: true, Header: http.Header{"Content-Type": {"text/html"}}}
}

// RetryAfter answers 429 with a Retry-After header of whole seconds.
func RetryAfter(d time.Duration) Fault {
	f := AnswerStatus(http.StatusTooManyRequests)
	f.Header.Set("Retry-After", strconv.Itoa(int(d.Seconds())))
	return f
}

// AnswerHTML answers 200 with a page, as a captive portal does.
func AnswerHTML() Fault { return AnswerStatus(http.StatusOK) }

// AnswerXML answers 200 with XML that is not the API's.
func AnswerXML() Fault {
	return Fault{
		Status: http.StatusOK, Body: []byte(`<?xml version="1.0"?><hello/>`),
		Plain: true, Header: http.Header{"Content-Type": {"text/xml"}},
	}
}

// AnswerEmpty answers with a status and no body, `session_start_expiry_not_numeric`.
func AnswerEmpty(status int) Fault {
	return Fault{Status: status, Header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}}}
}

// AnswerJSON answers 200 with a JSON body.
func AnswerJSON(body string) Fault { return Fault{Status: http.StatusOK, Body: []byte(body)} }

// Redirect answers with a redirect status and a Location.
func Redirect(status int, location string) Fault {
	f := AnswerStatus(status)
	f.Header.Set("Location", location)
	return f
}

// Drop takes the connection away at a point.
func Drop(at Break) Fault { return Fault{Break: at} }

// Slow delays the headers.
func Slow(d time.Duration) Fault { return Fault{Delay: d} }

// SlowBody delays the body after its headers.
func SlowBody(d time.Duration) Fault { return Fault{BodyDelay: d} }

// Drip sends the body in small pieces with pauses between them.
func Drip(bytes int, pause time.Duration) Fault { return Fault{DripBytes: bytes, DripDelay: pause} }

// TransientFaults are failures that a later attempt survives; SetErrorRate
// draws from them unless it is given others.
func TransientFaults() []Fault {
	return []Fault{
		Drop(CloseBeforeReading), Drop(ResetUnprocessed), Drop(CloseInBody), Drop(ResetInBody), DatabaseDown(),
		Unavailable(), AnswerStatus(http.StatusBadGateway), AnswerStatus(http.StatusGatewayTimeout), AnswerEmpty(http.StatusInternalServerError),
		AnswerError("INTERNAL_SERVERL_ERROR", "Internal server error occurred"),
	}
}
