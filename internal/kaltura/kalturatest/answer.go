// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"math/rand/v2"
	"net/http"
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
	unnamed     bool      // without X-Kaltura-Session: from cache or fast path
	now         time.Time // the server's clock
}

// notes gathers what the parts of a request leave for the headers.
type notes struct {
	forbidden string
	cached    bool
}

func (n *notes) take(c *call) {
	if c.forbidden != "" {
		n.forbidden = c.forbidden
	}
	n.cached = n.cached || c.cached
}

// answerTo processes a request.
func (s *Server) answerTo(in *incoming) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	began := time.Now()
	a := s.answerLocked(in, began)
	a.now = s.now()
	return a
}

func (s *Server) answerLocked(in *incoming, began time.Time) *answer {
	if in.method == http.MethodOptions {
		return preflight()
	}
	format := in.params.text("format")
	switch {
	case format == "9" && !in.urlOnly.given("callback"):
		return dieError("MANDATORY_PARAMETER_MISSING - Mandatory parameter missing [callback]")
	case format != "" && format != "1" && format != "2" && format != "3" && format != "9":
		return dieError("UNKNOWN_RESPONSE_FORMAT - Response format provided [" + format + "] is not recognized by server")
	}
	if fast := s.fastPath(in, began); fast != nil {
		return fast
	}
	var n notes
	result := s.resultOf(in, &n)
	a := encodeAnswer(in, result, true, began)
	a.unnamed = n.cached
	if n.forbidden != "" { // the only API error that shows in headers
		a.header = http.Header{
			"X-Kaltura":     {"error-SERVICE_FORBIDDEN"},
			"X-Kaltura-App": {"exiting on error SERVICE_FORBIDDEN - The access to service [" + n.forbidden + "] is forbidden"},
		}
	}
	return a
}

func (s *Server) resultOf(in *incoming, n *notes) any {
	if strings.EqualFold(in.service(), "multirequest") {
		return s.multirequest(in, n)
	}
	c := s.newCall(in, in.params)
	result, err := c.run()
	n.take(c)
	if err != nil {
		return err
	}
	return result
}

// encodeAnswer writes the result in the format asked for; XML when none is
// (`session_start_format_absent`).
func encodeAnswer(in *incoming, result any, declaration bool, began time.Time) *answer {
	a := &answer{status: http.StatusOK}
	switch in.params.text("format") {
	case "1":
		a.contentType, a.body = "application/json", appendJSON(nil, result)
	case "3":
		var b strings.Builder
		encodePHP(&b, result)
		a.contentType, a.body = "text/html; charset=UTF-8", []byte(b.String())
	case "9":
		a.contentType = "application/javascript"
		a.body = append(appendJSON([]byte(in.params.text("callback")+"("), result), ");"...)
	default:
		a.contentType = "text/xml;charset=UTF-8"
		a.body = encodeXML(result, in.params.text("ignoreNull") == "1", declaration, time.Since(began).Seconds())
	}
	return a
}

// dieError is the empty page for requests that have no answer format
// (`error_format_99_form`).
func dieError(what string) *answer {
	code, _, _ := strings.Cut(what, " ")
	return &answer{status: http.StatusOK, contentType: "text/html; charset=UTF-8", header: http.Header{
		"X-Kaltura": {"error- " + code}, "X-Kaltura-App": {"exiting on error " + what},
	}}
}

// preflight: `partner_getInfo_options`.
func preflight() *answer {
	return &answer{status: http.StatusOK, contentType: "text/html; charset=UTF-8", unnamed: true, header: http.Header{
		"Access-Control-Allow-Headers": {"Origin, X-Requested-With, Content-Type, Accept, Range, Cache-Control"},
		"Access-Control-Allow-Methods": {"POST, GET, HEAD, OPTIONS"},
		"Access-Control-Max-Age":       {"86400"},
	}}
}

// writeHeader sends the headers that the real server sends with every answer.
func (a *answer) writeHeader(h http.Header, host string) {
	h.Set("Date", a.now.UTC().Format(http.TimeFormat))
	h.Set("Server", "Apache/2.4.71 (Debian)")
	h.Set("Content-Type", a.contentType)
	if !a.web {
		name, _, _ := strings.Cut(host, ":")
		h.Set("X-Me", name)
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "Server, Content-Length, Content-Range, Date, X-Kaltura, X-Kaltura-Session, X-Me")
		h.Set("Expires", "Sun, 19 Nov 2000 08:52:00 GMT")
		h.Set("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0")
		h.Set("Pragma", "no-cache")
		if !a.unnamed {
			h.Set("X-Kaltura-Session", strconv.Itoa(int(rand.Int32()))+", "+strconv.FormatInt(a.now.Unix(), 10))
		}
	}
	for name, values := range a.header {
		h[name] = values
	}
}
