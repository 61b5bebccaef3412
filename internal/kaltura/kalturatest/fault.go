// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"net/http"
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

	// Error answers with a KalturaAPIException in the format asked for.
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

// After returns the fault for requests after so many matching ones.
func (f Fault) After(skip int) Fault {
	f.Skip = skip
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
