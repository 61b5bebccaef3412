// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"io"
	"net/http"
	"time"
)

// serve handles one HTTP request from its headers to the last byte of its answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		return
	}
	defer s.served.Done()
	arrived := time.Now()
	route := routeOf(r)
	early := s.takeFault(route.params.text("service"), route.params.text("action"), true)
	if early != nil {
		s.record(Request{
			Service: route.params.text("service"), Action: route.params.text("action"), Method: r.Method, URL: r.RequestURI,
			Header: r.Header, RemoteAddr: r.RemoteAddr, Time: arrived, Fault: true,
		})
		breakConnection(w, early.Break == ResetBeforeReading)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client went away
	}
	in := newIncoming(r, route.params, body)
	fault := s.takeFault(in.service(), in.action(), false)
	s.pause(r.Context(), s.waitBefore(fault))
	a := s.prepare(in, route, fault)
	record := Request{
		Service: in.service(), Action: in.action(), Method: r.Method, URL: r.RequestURI, Header: r.Header, Body: body,
		Params: plainMap(in.params), RemoteAddr: r.RemoteAddr, Time: arrived, Fault: fault != nil,
	}
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
func (s *Server) prepare(in *incoming, route route, f *Fault) *answer {
	var regular *answer
	if f == nil || f.processes() {
		if regular = route.answer; regular == nil {
			regular = s.answerTo(in)
		}
	}
	if f == nil {
		return s.dated(regular)
	}
	return s.dated(f.answer(in, regular))
}

func (s *Server) dated(a *answer) *answer {
	if a != nil && a.now.IsZero() {
		s.mu.Lock()
		defer s.mu.Unlock()
		a.now = s.now()
	}
	return a
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
	if a.web || len(a.body) == 0 || r.Method == http.MethodHead {
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body) // the client may be gone
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the client may be gone
	flush(w)
}

func flush(w http.ResponseWriter) {
	_ = http.NewResponseController(w).Flush() // the client may be gone
}
