// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"strconv"
	"strings"
)

// sessionFault returns why a KS with a good signature is refused, in the words
// the API puts into args.KSID, or "" if it is not.
func (c *call) sessionFault(k *session) string {
	switch {
	case k.expired(c.now):
		return "EXPIRED"
	case c.server.revoked(k):
		return "LOGOUT"
	case c.server.exhausted(k):
		return "EXCEEDED_ACTIONS_LIMIT"
	case !ipAllowed(k, c.remoteIP):
		return "EXCEEDED_RESTRICTED_IP"
	case !uriAllowed(k, c.uri):
		return "EXCEEDED_RESTRICTED_URI"
	}
	return ""
}

// ipAllowed: `localks_getInfo_v2_iprestrict_ok`; one exact address.
func ipAllowed(k *session, ip string) bool {
	want, ok := k.privilege("iprestrict")
	return !ok || want == ip
}

// uriAllowed: `localks_getInfo_v2_urirestrict_ok`; patterns separated by `|`,
// a trailing `*` matches any rest, compared with the raw request URI.
func uriAllowed(k *session, uri string) bool {
	want, ok := k.privilege("urirestrict")
	if !ok {
		return true
	}
	for pattern := range strings.SplitSeq(want, "|") {
		prefix, wild := strings.CutSuffix(pattern, "*")
		if pattern == uri || wild && strings.HasPrefix(uri, prefix) {
			return true
		}
	}
	return false
}

// exhausted counts a use of a KS that has the privilege actionslimit,
// `localks_getInfo_actionslimit_3`.
func (s *Server) exhausted(k *session) bool {
	text, ok := k.privilege("actionslimit")
	if !ok {
		return false
	}
	limit, err := strconv.Atoi(text)
	if err != nil {
		return false
	}
	s.uses[k.id]++
	return s.uses[k.id] > limit
}

// revoked: by session.end, or by a sibling with the same sessionid
// (`session_end_sessionid_sibling`), which counts within one account only.
func (s *Server) revoked(k *session) bool {
	if k.widget() {
		return false
	}
	id, ok := k.privilege("sessionid")
	return s.ended[k.id] || ok && s.ended[sessionIDKey(k.partnerID, id)]
}

func (s *Server) revoke(k *session) {
	if k.widget() {
		return // `session_get_widget_ks_after_end`
	}
	s.ended[k.id] = true
	if id, ok := k.privilege("sessionid"); ok {
		s.ended[sessionIDKey(k.partnerID, id)] = true
	}
}

func sessionIDKey(partnerID int64, id string) string {
	return "sessionid|" + strconv.FormatInt(partnerID, 10) + "|" + id
}
