// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import "fmt"

// AddAccount adds an account, or replaces the one with the same id.
func (s *Server) AddAccount(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[a.ID] = a.clone()
}

// RemoveAccount removes an account without a trace.
func (s *Server) RemoveAccount(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.accounts, id)
	delete(s.warm, id)
}

// Update changes an account while the server runs: a rotation, a new status, a
// disabled token. It panics on an unknown account.
func (s *Server) Update(id int64, change func(*Account)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[id]
	if a == nil {
		panic(fmt.Sprintf("kalturatest: no account %d", id))
	}
	change(a)
}

// Account returns a copy of an account as it is now, and whether it exists.
func (s *Server) Account(id int64) (Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[id]
	if a == nil {
		return Account{}, false
	}
	return *a.clone(), true
}
