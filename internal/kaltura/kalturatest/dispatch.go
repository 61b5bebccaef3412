// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// action is one API action: what it takes, who may call it, what it does.
type action struct {
	service string
	name    string
	params  []param
	anyOf   []string // permissions; none: allowed for whoever gets this far
	needsKS bool
	strict  bool // subject to the strict error map
	run     func(*call) (any, error)
}

// param is a declared parameter that the server checks before the action runs.
type param struct {
	name     string
	required bool
	enum     string
	values   []string
}

func must(name string) param { return param{name: name, required: true} }
func may(name string) param  { return param{name: name} }

var sessionType = param{name: "type", enum: "KalturaSessionType", values: []string{"0", "2"}}

var actions = map[string]map[string]*action{}

func register(a *action) {
	service := strings.ToLower(a.service)
	if actions[service] == nil {
		actions[service] = map[string]*action{}
	}
	actions[service][strings.ToLower(a.name)] = a
}

func init() {
	register(&action{service: "system", name: "getTime", run: func(c *call) (any, error) { return c.now.Unix(), nil }})
}

// findAction ignores letter case. The errors are the real server's.
func findAction(service, name string) (*action, error) {
	known := actions[strings.ToLower(service)]
	if known == nil {
		return nil, newError("SERVICE_DOES_NOT_EXISTS", fmt.Sprintf(`Service "%s" does not exists`, service), "SRV_NAME", service)
	}
	a := known[strings.ToLower(name)]
	if a == nil {
		return nil, newError("ACTION_DOES_NOT_EXISTS",
			fmt.Sprintf(`Action "%s" does not exists for service "%s"`, name, service),
			"ACTION_NAME", name, "SERVICE_NAME", service)
	}
	return a, nil
}

// call is one API call.
type call struct {
	server      *Server
	service     string
	action      string
	params      params
	uri         string
	remoteIP    string
	secure      bool
	now         time.Time
	session     *session
	account     *Account // of the partnerId parameter, else of the KS
	permissions []string
	forbidden   string // "service->action" of a SERVICE_FORBIDDEN, for the headers
}

func (s *Server) newCall(r *http.Request, record *Request) *call {
	ip, _, _ := net.SplitHostPort(r.RemoteAddr)
	p := decodeParams(r, record.Body)
	record.Params = p
	return &call{
		server: s, service: record.Service, action: record.Action, params: p, uri: r.RequestURI, remoteIP: ip,
		secure: r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https"),
	}
}

func (c *call) forbid(a *action) error {
	name := a.service + "->" + a.name
	c.forbidden = name
	return newError("SERVICE_FORBIDDEN", "The access to service ["+name+"] is forbidden", "SERVICE", name)
}

// run makes the server's checks in the server's order, which shows: an expired
// KS with a missing parameter is reported as a missing parameter, a garbage one
// as an invalid KS.
func (c *call) run() (any, error) {
	c.now = c.server.now()
	a, err := findAction(c.service, c.action)
	if err != nil {
		return nil, err
	}
	for _, check := range []func(*action) error{
		c.readKS, c.checkParams, c.checkSession, c.findAccount,
		c.resolveRole, c.checkUser, c.checkPartnerParam, c.checkPermission, c.checkHTTPS,
	} {
		if err := check(a); err != nil {
			return nil, a.shownError(err)
		}
	}
	result, err := a.run(c)
	return result, a.shownError(err)
}

// strictCodes are the errors that user.loginByLoginId does not hide; all others
// become USER_WRONG_PASSWORD (`user_loginByLoginId_missing_password`).
var strictCodes = []string{"USER_WRONG_PASSWORD", "PASSWORD_EXPIRED", "MISSING_OTP", "INVALID_OTP", "DIRECT_LOGIN_BLOCKED"}

func (a *action) shownError(err error) error {
	if e := (*APIError)(nil); !a.strict || err == nil || errors.As(err, &e) && slices.Contains(strictCodes, e.Code) {
		return err
	}
	return userWrongPassword()
}

var markup = regexp.MustCompile(`<[^>]*>`)

// readKS: a KS that cannot be decoded is quoted whole, without its tags
// (`partner_getInfo_garbage_ks_special_chars`).
func (c *call) readKS(*action) error {
	text := c.params.text("ks")
	if text == "" {
		return nil
	}
	if c.session = c.server.parse(text); c.session == nil {
		return invalidKS(markup.ReplaceAllString(text, ""))
	}
	return nil
}

// checkParams: `appToken_startSession_missing_hash`. A JSON null is not missing.
func (c *call) checkParams(a *action) error {
	for _, p := range a.params {
		if p.required && !c.params.has(p.name) {
			return missingParameter(p.name)
		}
		if err := p.check(c.params); err != nil {
			return err
		}
	}
	return nil
}

func (p param) check(given params) error {
	value := given.text(p.name)
	if strings.ContainsFunc(value, notXML) {
		return newError("INVALID_PARAMETER_CHAR", fmt.Sprintf(`Invalid char in "%s" field`, p.name), "XML_FIELD", p.name)
	}
	if p.enum != "" && value != "" && !slices.Contains(p.values, value) {
		return invalidEnum(value, p.name, p.enum)
	}
	return nil
}

func notXML(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r'
}

// checkSession: `partner_getInfo_expired_ks_json`, `session_end_then_getInfo`,
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

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

// findAccount: an account that does not exist counts as blocked
// (`partner_getInfo_ks_and_unknown_partnerId`).
func (c *call) findAccount(*action) error {
	if c.session != nil {
		if c.account = c.server.accounts[c.session.partnerID]; c.account.blocked() {
			return partnerBlocked()
		}
	}
	text := c.params.text("partnerId")
	if !wholeNumber.MatchString(text) || strings.Trim(text, "-0") == "" {
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
// `partner_getInfo_var_impersonate_child`.
func (c *call) checkPartnerParam(a *action) error {
	text := c.params.text("partnerId")
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
// (`partner_getInfo_missing_ks_json`).
func (c *call) checkPermission(a *action) error {
	if a.needsKS && c.session == nil {
		return c.forbid(a)
	}
	if len(a.anyOf) > 0 && !permits(c.permissions, a.anyOf...) {
		return c.forbid(a)
	}
	return nil
}

// checkHTTPS: `partner_getInfo_https_only_http`, `partner_getInfo_https_only_xfp`.
func (c *call) checkHTTPS(a *action) error {
	if c.account == nil || !c.account.EnforceHTTPS || c.secure {
		return nil
	}
	name := a.service + "->" + a.name
	return newError("SERVICE_ACCESS_CONTROL_RESTRICTED",
		"The access to service ["+name+"] is forbidden due to access control restriction", "SERVICE", name)
}
