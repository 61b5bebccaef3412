// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"math"
	"strings"
	"unicode/utf8"
)

// What the database holds is not always what was written: the answers of add
// and update repeat what they were sent, the ones of get and list show what is
// stored (`appToken_get_expiry_2099_stored`). Limits are bytes
// (`userRole_get_name_cjk_120_bytes_stored`).
const (
	maxRoleName        = 100
	maxSystemName      = 128
	maxRoleDescription = 65535
	maxUserID          = 100 // `appToken_get_user_120_stored`
	// maxTokenTexts is for the field that holds a token's description and hash
	// type.
	maxTokenTexts = 65000
	// maxEncodedTexts is where the database cuts that field. It counts each byte
	// of a character beyond ASCII twice.
	maxEncodedTexts = 65400
)

// cut may cut inside a character.
func cut(text string, most int) string { return text[:min(len(text), most)] }

func (r Role) stored() Role {
	r.Name, r.SystemName = cut(r.Name, maxRoleName), cut(r.SystemName, maxSystemName)
	if r.Description != nil {
		r.Description = pointer(cut(*r.Description, maxRoleDescription))
	}
	return r
}

// stored: a cut description cannot be read back, and the hash type is lost with
// it.
func (t AppToken) stored(utf8mb4 bool) AppToken {
	if t.Expiry != nil {
		t.Expiry = pointer(min(max(*t.Expiry, math.MinInt32), math.MaxInt32))
	}
	if t.SessionUserID != nil {
		t.SessionUserID = pointer(cut(*t.SessionUserID, maxUserID))
	}
	if utf8mb4 {
		t.Description = withoutFourBytes(t.Description)
	}
	if len(t.Description)+beyondASCII(t.Description) > maxEncodedTexts {
		t.Description, t.HashType = "", "SHA1"
	}
	return t
}

func beyondASCII(text string) (n int) {
	for _, b := range []byte(text) {
		if b >= utf8.RuneSelf {
			n++
		}
	}
	return n
}

// withoutFourBytes is what becomes of characters that the table cannot hold.
func withoutFourBytes(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r > 0xffff {
			b.WriteString("????")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// late is what a replica still shows of an object: its former state, or none,
// for a number of reads.
type late[T any] struct {
	before *T
	reads  int
}

// SetReplicaLag makes the next reads of every app token and role that is written
// from now on show the state before: "not found" after a creation, the old
// values after an update, the object after a deletion. appToken.get, list and
// startSession and userRole.get and list read from the replica.
func (s *Server) SetReplicaLag(reads int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lag = reads
}

func written[T any](s *Server, before *T) *late[T] {
	if s.lag == 0 {
		return nil
	}
	return &late[T]{before, s.lag}
}

// seen counts a read.
func seen[T any](current *T, l *late[T]) *T {
	if l == nil || l.reads == 0 {
		return current
	}
	l.reads--
	return l.before
}
