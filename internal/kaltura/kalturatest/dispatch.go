// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"regexp"
	"strings"
)

// run performs one API call.
func (c *call) run() (any, error) {
	if c.service == "" {
		return nil, newError("SERVICE_NOT_SPECIFIED", "Service name was not specified, please specify one")
	}
	a, err := findAction(c.service, c.action)
	if err != nil {
		return nil, err
	}
	result, err := c.perform(a)
	if err != nil && a.strict {
		err = strictError(err)
	}
	return result, err
}

// perform makes the server's checks in the server's order, which shows: an
// expired KS with a missing parameter is reported as a missing parameter, a
// garbage one as an invalid KS.
func (c *call) perform(a *action) (any, error) {
	checks := []func(*action) error{
		c.checkLanguage, c.readKS, c.checkParams, c.checkSession, c.findAccount,
		c.resolveRole, c.checkUser, c.checkPartnerParam, c.checkPermission, c.checkHTTPS,
	}
	for _, check := range checks {
		if err := check(a); err != nil {
			return nil, err
		}
	}
	return a.run(c)
}

var languageCode = regexp.MustCompile(`^[A-Za-z_-]{2,10}$`)

// checkLanguage: `partner_getInfo_language_invalid`.
func (c *call) checkLanguage(*action) error {
	if code := c.params.text("language"); code != "" && !languageCode.MatchString(code) {
		return newError("INVALID_LANGUAGE_CODE", fmt.Sprintf(` Invalid language code ["%s"]`, code), "LANGUAGE_CODE", code)
	}
	return nil
}

var markup = regexp.MustCompile(`<[^>]*>`)

// readKS: a KS that cannot be decoded is quoted whole, without its tags
// (`partner_getInfo_garbage_ks_special_chars`).
func (c *call) readKS(*action) error {
	text := c.params.text("ks")
	if text == "" {
		return nil
	}
	if c.session = c.server.parse(text); c.session != nil {
		return nil
	}
	if cached := c.server.errors.find(c); cached != nil {
		c.cached = true
		return cached
	}
	err := invalidKS(markup.ReplaceAllString(text, ""))
	c.server.errors.store(c, err)
	return err
}

// checkSession: `partner_getInfo_expired_ks_form`, `session_end_then_getInfo`,
// `localks_getInfo_v2_iprestrict_bad`.
func (c *call) checkSession(*action) error {
	if c.session == nil {
		return nil
	}
	if reason := c.sessionFault(c.session); reason != "" {
		return invalidKS(reason)
	}
	return nil
}

func (c *call) requestedPartner() string {
	if text := c.params.text("partnerId"); text != "" {
		return text
	}
	return c.params.text("p")
}

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

// findAccount: an account that does not exist counts as blocked
// (`partner_getInfo_ks_and_unknown_partnerId`).
func (c *call) findAccount(*action) error {
	if c.session != nil {
		if c.account = c.server.accounts[c.session.partnerID]; c.account.blocked() {
			return partnerBlocked()
		}
	}
	text := c.requestedPartner()
	if !wholeNumber.MatchString(text) || leadingNumber(text) == 0 && strings.Trim(text, "-0") == "" {
		return nil
	}
	if c.account = c.server.accounts[leadingNumber(text)]; c.account.blocked() {
		return partnerBlocked()
	}
	return nil
}

func (c *call) resolveRole(*action) error {
	if c.session == nil {
		return nil
	}
	var err error
	c.permissions, err = permissionsOf(c.server.accounts[c.session.partnerID], c.session)
	return err
}

// checkUser: `partner_getInfo_admin_blocked_user`. A KS for an unknown user
// creates that user, as the real server does for accounts that report end users.
func (c *call) checkUser(*action) error {
	if c.session == nil || c.session.userID == "" || c.session.userID == "0" {
		return nil
	}
	a := c.server.accounts[c.session.partnerID]
	u := a.findUser(c.session.userID)
	if u == nil {
		a.Users = append(a.Users, User{ID: c.session.userID})
		return nil
	}
	if u.Blocked {
		return newError("USER_BLOCKED", "this user is blocked")
	}
	return nil
}

// checkPartnerParam: `partner_getInfo_ks_and_foreign_partnerId`,
// `partner_getInfo_var_impersonate_child`, `session_start_partner_not_numeric`.
func (c *call) checkPartnerParam(a *action) error {
	text := c.requestedPartner()
	if text == "" {
		return nil
	}
	if !wholeNumber.MatchString(text) {
		return c.forbid(a)
	}
	if c.session != nil && leadingNumber(text) != 0 && leadingNumber(text) != c.session.partnerID {
		return c.forbid(a)
	}
	return nil
}

// checkPermission: no KS at all is SERVICE_FORBIDDEN too, not MISSING_KS
// (`partner_getInfo_missing_ks_form`).
func (c *call) checkPermission(a *action) error {
	if a.needsKS && c.session == nil {
		return c.forbid(a)
	}
	if len(a.anyOf) > 0 && !permits(c.permissions, a.anyOf...) {
		return c.forbid(a)
	}
	return nil
}

// checkHTTPS: `partner_getInfo_https_only_http`, `_xfp`.
func (c *call) checkHTTPS(a *action) error {
	if c.account == nil || !c.account.EnforceHTTPS || c.secure {
		return nil
	}
	name := a.service + "->" + a.name
	return newError("SERVICE_ACCESS_CONTROL_RESTRICTED",
		"The access to service ["+name+"] is forbidden due to access control restriction", "SERVICE", name)
}
