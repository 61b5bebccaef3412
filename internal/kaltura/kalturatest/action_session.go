// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// startSession is session.start on the dispatcher, where the account's maximum
// and the role in the privileges are checked (`session_start_cold_expiry_above_partner_max`).
func startSession(c *call) (any, error) {
	partner := strconv.FormatInt(c.params.number("partnerId", 0), 10)
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
// comparison is exact (`session_start_admin_type_with_user_secret`,
// `session_start_user_type_with_admin_secret`, `session_start_uppercase_secret`).
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
			"ACCESSING_PID", strconv.FormatInt(own, 10), "ACCESSED_PID", strconv.FormatInt(k.partnerID, 10))
	}
	return newObject("KalturaSessionInfo", field{"ks", nil},
		field{"sessionType", strconv.Itoa(k.kind)}, field{"partnerId", strconv.FormatInt(k.partnerID, 10)},
		field{"userId", k.userID}, field{"expiry", strconv.FormatInt(k.expiry, 10)},
		field{"privileges", formatPrivileges(k.privileges)}), nil
}

// startWidgetSession works for blocked accounts as well
// (`session_startWidgetSession_blocked`).
func startWidgetSession(c *call) (any, error) {
	widget := c.params.text("widgetId")
	number, _ := strings.CutPrefix(widget, "_")
	a := c.server.accounts[leadingNumber(number)]
	if a == nil || widget != "_"+strconv.FormatInt(a.ID, 10) {
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
		return nil, startSessionError(strconv.FormatInt(c.params.number("partnerId", 0), 10))
	}
	k := c.wantedSession(child)
	k.master = parent.ID
	return c.server.issue(child, k, ""), nil
}
