// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
)

// Inject queues a fault. For each request the first queued fault that matches
// is used.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// chance draws transient faults at random.
type chance struct {
	rate   float64
	source *rand.Rand
}

// SetErrorRate makes a share of all requests fail in ways that a later attempt
// survives, drawn with a seed so that a run can be repeated.
func (s *Server) SetErrorRate(rate float64, seed uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chance = &chance{rate: rate, source: rand.New(rand.NewPCG(seed, seed))}
}

// takeFault finds the fault for a request.
func (s *Server) takeFault(service, action string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if !matchesName(f.Service, service) || !matchesName(f.Action, action) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return f
	}
	if s.chance == nil || s.chance.source.Float64() >= s.chance.rate {
		return nil
	}
	faults := transientFaults()
	return &faults[s.chance.source.IntN(len(faults))]
}

// answer is the fault's own answer, or the regular one.
func (f *Fault) answer(regular *answer) *answer {
	a := regular
	switch {
	case f.Error != nil:
		a = answerJSON(f.Error)
	case f.replaces():
		a = &answer{status: f.Status, contentType: jsonType, body: f.Body, web: f.Plain}
	}
	if a == nil {
		return nil
	}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if f.Header != nil {
		header := maps.Clone(f.Header)
		for name, values := range a.header {
			if _, over := header[name]; !over {
				header[name] = values
			}
		}
		a.header = header
	}
	if f.Mutate != nil {
		a.body = f.Mutate(bytes.Clone(a.body))
	}
	return a
}

// hang keeps the request open until somebody else ends it.
func (s *Server) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.closing:
	}
}

// breakConnection closes the connection, with a TCP reset if asked.
func breakConnection(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	tcp := tcpOf(conn)
	if tcp == nil {
		_ = conn.Close() // nothing more can be done
		return
	}
	if reset {
		_ = tcp.SetLinger(0) // the close below then sends a reset
	}
	_ = tcp.Close() // below TLS, so that no close notice is sent
}

// deliverFaulty sends an answer slowly, in part, or without an end in sight.
func (s *Server) deliverFaulty(w http.ResponseWriter, r *http.Request, a *answer, f *Fault) {
	switch {
	case f.GiantBody > 0:
		w.WriteHeader(a.status)
		giantBody(w, f.GiantBody)
		return
	case f.GzipBomb > 0:
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(a.status)
		packed := gzip.NewWriter(w)
		giantBody(packed, f.GzipBomb)
		_ = packed.Close() // the client may be gone
		return
	}
	body := a.body
	broken := f.Break == CloseInBody || f.Break == ResetInBody
	if broken {
		body = body[:len(body)/2]
	}
	w.WriteHeader(a.status)
	if len(a.body) > 0 {
		flush(w)
		s.pause(r.Context(), f.BodyDelay)
		s.drip(w, r, body, f)
	}
	if broken {
		breakConnection(w, f.Break == ResetInBody)
	}
}

func (s *Server) drip(w http.ResponseWriter, r *http.Request, body []byte, f *Fault) {
	piece := len(body)
	if f.DripDelay > 0 {
		if piece = f.DripBytes; piece <= 0 {
			piece = 16
		}
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

// giantBody streams a JSON string, so that nothing on this side grows.
func giantBody(w io.Writer, size int64) {
	block := bytes.Repeat([]byte("a"), 64<<10)
	if _, err := w.Write([]byte(`"`)); err != nil {
		return
	}
	for size > 0 {
		n, err := w.Write(block[:min(int64(len(block)), size)])
		if err != nil {
			return // the client had enough
		}
		size -= int64(n)
	}
	_, _ = w.Write([]byte(`"`)) // the client may be gone
}
