// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/md5"
	"encoding/hex"
	"net/http"
	"regexp"
	"time"
)

var anyNumber = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// fastPath answers a plain session.start before the dispatcher, as the real
// server does once a web node has an account's secrets in memory. It checks
// neither the account's status nor its maximum lifetime nor the role in the
// privileges, ignores a ks sent along, and fails on an expiry that is no number
// (`session_start_expiry_above_partner_max`, `session_start_setrole_unknown`,
// `session_start_with_ks_param`, `session_start_expiry_not_numeric`).
// The parameter nocache switches it off.
func (s *Server) fastPath(in *incoming, began time.Time) *answer {
	p := in.params
	if in.service() != "session" || in.action() != "start" || p.has("nocache") || !wholeNumber.MatchString(p.text("partnerId")) {
		return nil
	}
	a := s.accounts[p.number("partnerId", 0)]
	if a == nil || !s.warm[a.ID] || a.EnforceHTTPS || sessionType.check(p) != nil || !secretMatches(a, p) {
		return nil
	}
	if p.given("expiry") && !anyNumber.MatchString(p.text("expiry")) {
		return &answer{status: http.StatusInternalServerError, contentType: "text/html; charset=UTF-8", unnamed: true}
	}
	k := &session{
		partnerID: a.ID, userID: p.text("userId"), kind: int(p.number("type", UserSession)),
		expiry: s.now().Unix() + p.number("expiry", 86400), privileges: parsePrivileges(p.text("privileges")),
	}
	fast := encodeAnswer(in, s.issue(a, k, signingSecret(a, p)), false, began)
	fast.unnamed = true
	key := md5.Sum([]byte(p.text("secret") + "|" + k.fields()))
	fast.header = http.Header{"X-Kaltura": {"cached-dispatcher," + hex.EncodeToString(key[:]) + ",5.0E-5"}}
	return fast
}

// ForgetSecrets empties the web node's memory of secrets, as a restart of the
// real server does, so that the next session.start takes the slow path.
func (s *Server) ForgetSecrets() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.warm)
}
