// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SessionOptions are the fields of a KS for StartSession. The zero value is a
// user session without a user, valid for a day.
type SessionOptions struct {
	Type       int // UserSession or AdminSession
	UserID     string
	Expiry     time.Time // absolute; zero means a day from the server's time
	Privileges string    // comma separated, such as "setrole:VIEWER_ROLE,sessionid:x"
	Version    int       // 1 or 2; 0 means what the account issues
	Secret     string    // "" means the account's Administrator Secret; any other may sign an invalid KS
}

// StartSession creates a KS without a request. It panics on an unknown account.
func (s *Server) StartSession(partnerID int64, o SessionOptions) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.mustAccount(partnerID)
	if o.Expiry.IsZero() {
		o.Expiry = s.clock().Add(24 * time.Hour)
	}
	if o.Secret == "" {
		o.Secret = a.AdminSecret
	}
	return s.sign(a, &session{
		version: o.Version, partnerID: partnerID, userID: o.UserID, kind: o.Type,
		expiry: o.Expiry.Unix(), privileges: parsePrivileges(o.Privileges),
	}, o.Secret)
}

// ReadSession returns the fields of a KS, and whether an account of this server
// signed it.
func (s *Server) ReadSession(ks string) (o SessionOptions, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.parse(ks)
	if k == nil {
		return o, false
	}
	return SessionOptions{
		Type: k.kind, UserID: k.userID, Expiry: time.Unix(k.expiry, 0), Privileges: formatPrivileges(k.privileges), Version: k.version,
	}, true
}

// issue signs a KS of the account with its secret.
func (s *Server) issue(a *Account, k *session) string { return s.sign(a, k, a.AdminSecret) }

// sign uses the account's KS version unless the session names one.
func (s *Server) sign(a *Account, k *session, secret string) string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	version := k.version
	if version == 0 {
		version = a.KSVersion
	}
	if version == 1 {
		return encodeKSv1(secret, k, fmt.Sprintf("%d.%02d%02d", s.clock().Unix(), random[0]%100, random[1]%100))
	}
	return encodeKSv2(secret, k, random)
}

// parse verifies a KS against the accounts of this server.
func (s *Server) parse(text string) *session {
	return parseKS(text, func(partnerID int64) []string {
		if a := s.accounts[partnerID]; a != nil {
			return a.adminSecrets()
		}
		return nil
	})
}

// checkSession rejects a KS with a valid signature, with the API's reasons in
// args.KSID: `partner_getInfo_expired_ks_json`, `session_end_then_getInfo`,
// `localks_getInfo_v2_iprestrict_bad`.
func (c *call) checkSession() error {
	k := c.session
	switch {
	case k == nil:
		return nil
	case k.expiry <= c.now.Unix():
		return invalidKS("EXPIRED")
	case c.server.revoked(k):
		return invalidKS("LOGOUT")
	case c.server.exhausted(k):
		return invalidKS("EXCEEDED_ACTIONS_LIMIT")
	case !ipAllowed(k, c.remoteIP):
		return invalidKS("EXCEEDED_RESTRICTED_IP")
	case !uriAllowed(k, c.uri):
		return invalidKS("EXCEEDED_RESTRICTED_URI")
	}
	return nil
}

// ipAllowed: `localks_getInfo_v2_iprestrict_ok`; one exact address.
func ipAllowed(k *session, ip string) bool {
	want, ok := k.privilege("iprestrict")
	return !ok || want == ip
}

// uriAllowed: `localks_getInfo_v2_urirestrict_ok`; patterns separated by `
// `, a trailing `*` matches any suffix, compared with the raw request URI.
func uriAllowed(k *session, uri string) bool {
	want, ok := k.privilege("urirestrict")
	return !ok || slices.ContainsFunc(strings.Split(want, "|"), func(pattern string) bool {
		prefix, wild := strings.CutSuffix(pattern, "*")
		return pattern == uri || wild && strings.HasPrefix(uri, prefix)
	})
}

// exhausted counts a use of a KS that has the privilege actionslimit,
// `localks_getInfo_actionslimit_3`.
func (s *Server) exhausted(k *session) bool {
	limit, ok := k.privilege("actionslimit")
	if ok {
		s.uses[k.id]++
	}
	return ok && int64(s.uses[k.id]) > leadingNumber(limit)
}

// revoked: by session.end, or by another session with the same sessionid
// (`session_end_sessionid_sibling`) in the same account. A widget's KS cannot
// be revoked (`session_get_widget_ks_after_end`).
func (s *Server) revoked(k *session) bool {
	return !k.widget() && slices.ContainsFunc(k.revocationKeys(), func(key string) bool { return s.ended[key] })
}

func (k *session) revocationKeys() []string {
	keys := []string{k.id}
	if ids, ok := k.privilege("sessionid"); ok {
		for id := range strings.SplitSeq(ids, "/") { // `appToken_startSession_sessionid_privilege`
			keys = append(keys, sessionIDKey(k.partnerID, id))
		}
	}
	return keys
}

func sessionIDKey(partnerID int64, id string) string {
	return "sessionid|" + itoa(partnerID) + "|" + id
}

// endSession also succeeds without a KS (`session_end_missing_ks`).
func endSession(c *call) (any, error) {
	if c.session != nil && !c.session.widget() {
		for _, key := range c.session.revocationKeys() {
			c.server.ended[key] = true
		}
	}
	return nil, nil
}

// getSession decodes the call's KS or the one in the parameter session, even if
// expired (`session_get_other_expired`). All numbers are strings.
func getSession(c *call) (any, error) {
	k := c.session
	if text := c.params.text("session"); text != "" {
		k = c.server.parse(text)
		if k == nil {
			return nil, internalError() // `session_get_other_garbage`
		}
	}
	if own := c.session.partnerID; k.partnerID != own {
		return nil, newError("PARTNER_ACCESS_FORBIDDEN",
			fmt.Sprintf("Partner [%d] cannot access partner [%d]", own, k.partnerID),
			"ACCESSING_PID", itoa(own), "ACCESSED_PID", itoa(k.partnerID))
	}
	return object{
		"objectType":  "KalturaSessionInfo",
		"sessionType": strconv.Itoa(k.kind), "partnerId": itoa(k.partnerID),
		"userId": k.userID, "expiry": itoa(k.expiry),
		"privileges": formatPrivileges(k.privileges),
	}, nil
}

func internalError() error {
	return newError("INTERNAL_SERVERL_ERROR", "Internal server error occurred")
}

// startWidgetSession also works for blocked accounts
// (`session_startWidgetSession_blocked`).
func startWidgetSession(c *call) (any, error) {
	widget := c.params.text("widgetId")
	a := c.server.accounts[leadingNumber(strings.TrimPrefix(widget, "_"))]
	if a == nil || widget != "_"+itoa(a.ID) {
		return nil, newError("INVALID_WIDGET_ID", "Unknown widget ["+widget+"]", "WIDGET_ID", widget)
	}
	k := &session{
		partnerID: a.ID, userID: "0", expiry: c.now.Unix() + c.params.number("expiry", 86400),
		privileges: []privilege{{"view", "*"}, {"widget", "1"}},
	}
	return object{
		"objectType": "KalturaStartWidgetSessionResponse", "partnerId": a.ID,
		"ks": c.server.issue(a, k), "userId": 0,
	}, nil
}

// impersonate: a parent's secret creates a KS of its child, with a lifetime
// limited to the child's maximum (`session_impersonate_child_ok`,
// `session_impersonate_foreign`).
func impersonate(c *call) (any, error) {
	parent := c.account
	child := c.server.accounts[c.params.number("impersonatedPartnerId", 0)]
	allowed := parent != nil && parent.Group && child != nil && child.ParentID == parent.ID &&
		!child.blocked() && secretMatches(parent, c.params)
	if !allowed {
		partner := itoa(c.params.number("partnerId", 0))
		return nil, newError("START_SESSION_ERROR", "Error while starting session for partner ["+partner+"]", "PID", partner)
	}
	return c.server.issue(child, &session{
		partnerID: child.ID, userID: c.params.text("userId"), kind: int(c.params.number("type", UserSession)),
		expiry:     c.now.Unix() + min(c.params.number("expiry", 86400), child.maxExpiry()),
		privileges: parsePrivileges(c.params.text("privileges")), master: parent.ID,
	}), nil
}

// secretMatches: type ADMIN requires an Administrator Secret, type USER accepts
// either; the comparison is exact.
func secretMatches(a *Account, p params) bool {
	secret := p.text("secret")
	return slices.Contains(a.adminSecrets(), secret) || p.number("type", UserSession) == UserSession && secret == a.UserSecret
}
