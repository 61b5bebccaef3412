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

func init() {
	for _, a := range []*action{
		{
			service: "session", name: "start", run: startSession,
			params: []param{must("secret"), may("userId"), sessionType, may("privileges")},
		},
		{service: "session", name: "end", run: endSession},
		{service: "session", name: "get", run: getSession, anyOf: seeSessions, needsKS: true},
		{service: "session", name: "startWidgetSession", run: startWidgetSession, params: []param{must("widgetId")}},
		{
			service: "session", name: "impersonate", run: impersonate,
			params: []param{must("secret"), must("impersonatedPartnerId"), may("userId"), sessionType, may("privileges")},
		},
	} {
		register(a)
	}
}

var seeSessions = []string{"SESSION_READ_PERMISSION", "KMC_ACCESS", "KMC_READ_ONLY"}

// SessionOptions says what StartSession puts into a KS. The zero value is a
// user session without a user that lasts a day.
type SessionOptions struct {
	Type       int       // UserSession or AdminSession
	UserID     string    //
	Expiry     time.Time // absolute; zero means a day from the server's now
	Privileges string    // comma separated, such as "setrole:VIEWER_ROLE,sessionid:x"
	Version    int       // 1 or 2; 0 means what the account issues
	Secret     string    // "" means the account's admin secret; any other signs a possibly invalid KS
}

// StartSession makes a KS without a request. It panics on an unknown account.
func (s *Server) StartSession(partnerID int64, o SessionOptions) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[partnerID]
	if a == nil {
		panic("kalturatest: no account " + itoa(partnerID))
	}
	if o.Expiry.IsZero() {
		o.Expiry = s.now().Add(24 * time.Hour)
	}
	k := &session{
		version: o.Version, partnerID: partnerID, userID: o.UserID, kind: o.Type,
		expiry: o.Expiry.Unix(), privileges: parsePrivileges(o.Privileges),
	}
	return s.issue(a, k, o.Secret)
}

// issue signs a KS of the account, in the version that the account is set to
// unless the session names one.
func (s *Server) issue(a *Account, k *session, secret string) string {
	if secret == "" {
		secret = a.AdminSecret
	}
	version := k.version
	if version == 0 {
		version = a.KSVersion
	}
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
	return parseKS(text, func(partnerID int64) []string {
		if a := s.accounts[partnerID]; a != nil {
			return a.adminSecrets()
		}
		return nil
	})
}

// sessionFault returns why a KS with a good signature is refused, in the words
// the API puts into args.KSID, or "" if it is not.
func (c *call) sessionFault(k *session) string {
	switch {
	case k.expiry <= c.now.Unix():
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
	return "sessionid|" + itoa(partnerID) + "|" + id
}

// startSession is session.start, as the real server answers it where it does not
// have the account's secrets in memory: then the account's maximum and the role
// in the privileges are checked.
func startSession(c *call) (any, error) {
	partner := itoa(c.params.number("partnerId", 0))
	a := c.account
	if a == nil || !c.params.given("partnerId") || !secretMatches(a, c.params) {
		return nil, startSessionError(partner)
	}
	k := c.wantedSession(a)
	if _, err := permissionsOf(a, k); err != nil {
		return nil, newError("UNKNOWN_ROLE_ID", "Unknown role id")
	}
	return c.server.issue(a, k, signingSecret(a, c.params)), nil
}

// wantedSession is the KS that the parameters userId, type, expiry and
// privileges describe, its lifetime cut to the account's maximum.
func (c *call) wantedSession(a *Account) *session {
	return &session{
		partnerID: a.ID, userID: c.params.text("userId"), kind: int(c.params.number("type", UserSession)),
		expiry:     c.now.Unix() + min(c.params.number("expiry", 86400), a.maxExpiry()),
		privileges: parsePrivileges(c.params.text("privileges")),
	}
}

// secretMatches: type ADMIN needs an admin secret, type USER takes either; the
// comparison is exact.
func secretMatches(a *Account, p params) bool {
	secret := p.text("secret")
	if secret == "" {
		return false
	}
	if slices.Contains(a.adminSecrets(), secret) {
		return true
	}
	return p.number("type", UserSession) == UserSession && secret == a.UserSecret
}

// signingSecret: an admin KS is signed with the very secret that was given.
func signingSecret(a *Account, p params) string {
	if p.number("type", UserSession) == AdminSession {
		return p.text("secret")
	}
	return a.AdminSecret
}

// endSession: no KS is fine too (`session_end_missing_ks`).
func endSession(c *call) (any, error) {
	if c.session != nil {
		c.server.revoke(c.session)
	}
	return nil, nil
}

// getSession decodes the own KS or that in the parameter session, expired or
// not (`session_get_other_expired`). All numbers come as strings.
func getSession(c *call) (any, error) {
	k := c.session
	if text := c.params.text("session"); text != "" {
		k = c.server.parse(text)
		if k == nil {
			return nil, newError("INTERNAL_SERVERL_ERROR", "Internal server error occurred") // `session_get_other_garbage`
		}
	}
	if own := c.session.partnerID; k.partnerID != own {
		return nil, newError("PARTNER_ACCESS_FORBIDDEN",
			fmt.Sprintf("Partner [%d] cannot access partner [%d]", own, k.partnerID),
			"ACCESSING_PID", itoa(own), "ACCESSED_PID", itoa(k.partnerID))
	}
	return newObject("KalturaSessionInfo", field{"ks", nil},
		field{"sessionType", strconv.Itoa(k.kind)}, field{"partnerId", itoa(k.partnerID)},
		field{"userId", k.userID}, field{"expiry", itoa(k.expiry)},
		field{"privileges", formatPrivileges(k.privileges)}), nil
}

// startWidgetSession works for blocked accounts as well
// (`session_startWidgetSession_blocked`).
func startWidgetSession(c *call) (any, error) {
	widget := c.params.text("widgetId")
	number, _ := strings.CutPrefix(widget, "_")
	a := c.server.accounts[leadingNumber(number)]
	if a == nil || widget != "_"+itoa(a.ID) {
		return nil, newError("INVALID_WIDGET_ID", "Unknown widget ["+widget+"]", "WIDGET_ID", widget)
	}
	k := &session{
		partnerID: a.ID, userID: "0", expiry: c.now.Unix() + c.params.number("expiry", 86400),
		privileges: []privilege{{"view", "*"}, {"widget", "1"}},
	}
	return newObject("KalturaStartWidgetSessionResponse", field{"partnerId", a.ID},
		field{"ks", c.server.issue(a, k, "")}, field{"userId", 0}), nil
}

// impersonate: a parent's secret gives a KS of its child
// (`session_impersonate_child_ok`, `session_impersonate_foreign`).
func impersonate(c *call) (any, error) {
	parent := c.account
	child := c.server.accounts[c.params.number("impersonatedPartnerId", 0)]
	allowed := parent != nil && parent.Group && child != nil && child.ParentID == parent.ID &&
		!child.blocked() && secretMatches(parent, c.params)
	if !allowed {
		return nil, startSessionError(itoa(c.params.number("partnerId", 0)))
	}
	k := c.wantedSession(child)
	k.master = parent.ID
	return c.server.issue(child, k, ""), nil
}
