// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"time"
)

// SessionOptions says what StartSession puts into a KS. The zero value is a
// user session without a user that lasts a day.
type SessionOptions struct {
	Type       int       // UserSession or AdminSession
	UserID     string    //
	Expiry     time.Time // absolute; zero means a day from the server's now
	Privileges string    // comma separated, such as "setrole:VIEWER_ROLE,sessionid:x"
	Version    int       // 1 or 2; 0 means what the account issues
	Secret     string    // "" means the account's admin secret; any other signs a possibly invalid KS
	Master     int64     // master partner id, as session.impersonate sets it
}

// StartSession makes a KS without a request. It panics on an unknown account.
func (s *Server) StartSession(partnerID int64, o SessionOptions) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[partnerID]
	if a == nil {
		panic("kalturatest: no account " + strconv.FormatInt(partnerID, 10))
	}
	if o.Expiry.IsZero() {
		o.Expiry = s.now().Add(24 * time.Hour)
	}
	k := &session{
		version: o.Version, partnerID: partnerID, userID: o.UserID, kind: o.Type,
		expiry: o.Expiry.Unix(), privileges: parsePrivileges(o.Privileges), master: o.Master,
	}
	return s.issue(a, k, o.Secret)
}

// issue signs a KS of the account, in the version that the account is set to
// (`session_start_v1_partner`) unless the session names one.
func (s *Server) issue(a *Account, k *session, secret string) string {
	if secret == "" {
		secret = a.AdminSecret
	}
	version := k.version
	if version == 0 {
		version = a.KSVersion
	}
	s.warm[a.ID] = true
	if version == 1 {
		now := s.now()
		return encodeKSv1(secret, k, fmt.Sprintf("%d.%04d", now.Unix(), rand4()))
	}
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	return encodeKSv2(secret, k, random)
}

func rand4() int {
	var b [2]byte
	_, _ = rand.Read(b[:]) // never fails
	return (int(b[0])<<8 | int(b[1])) % 10000
}

// parse verifies a KS against the accounts of this server.
func (s *Server) parse(text string) *session {
	k := parseKS(text, func(partnerID int64) []string {
		if a := s.accounts[partnerID]; a != nil {
			return a.adminSecrets()
		}
		return nil
	})
	if k != nil {
		s.warm[k.partnerID] = true
	}
	return k
}
