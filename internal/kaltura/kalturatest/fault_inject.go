// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import "math/rand/v2"

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

// PendingFaults is the number of queued faults that have not run out.
func (s *Server) PendingFaults() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.faults)
}

// chance draws faults at random.
type chance struct {
	rate   float64
	source *rand.Rand
	faults []Fault
}

// SetErrorRate makes a share of all requests fail, drawn with a seed so that a
// run can be repeated; no faults given means TransientFaults, rate 0 ends it.
func (s *Server) SetErrorRate(rate float64, seed uint64, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(faults) == 0 {
		faults = TransientFaults()
	}
	s.chance = &chance{rate: rate, source: rand.New(rand.NewPCG(seed, seed)), faults: faults}
}

// takeFault finds the fault for a request. It is asked twice: early, when only
// the headers are read, for faults that strike before the body is; then for
// all others.
func (s *Server) takeFault(service, action string, early bool) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.early() != early || !matchesName(f.Service, service) || !matchesName(f.Action, action) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		return f
	}
	return s.chance.draw(early)
}

// draw rolls once for faults of either kind, so that the rates add up.
func (c *chance) draw(early bool) *Fault {
	if c == nil {
		return nil
	}
	var kind []Fault
	for _, f := range c.faults {
		if f.early() == early {
			kind = append(kind, f)
		}
	}
	share := float64(len(kind)) / float64(len(c.faults))
	if len(kind) == 0 || c.source.Float64() >= c.rate*share {
		return nil
	}
	return &kind[c.source.IntN(len(kind))]
}
