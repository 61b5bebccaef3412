// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"errors"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// action is one API action.
type action struct {
	name     string
	run      func(*call) (any, error)
	anyOf    []string // one of these permissions is enough; nil: needs no KS
	required []string // parameters
	strict   bool     // subject to the strict error map
}

// anyKS is for actions that require a KS but no permission.
var anyKS = []string{}

// The actions that the client calls, and the other actions in the exchanges of
// testdata.
var actions = []action{
	{name: "appToken.add", run: addAppToken, anyOf: []string{"APP_TOKEN_ADD"}, required: []string{"appToken"}},
	{name: "appToken.delete", run: found(findAppToken, deleteAppToken), anyOf: []string{"APP_TOKEN_DELETE"}, required: []string{"id"}},
	{name: "appToken.get", run: found(findSeenAppToken, getAppToken), anyOf: []string{"APP_TOKEN_BASE", "KMC_READ_ONLY"}, required: []string{"id"}},
	{name: "appToken.list", run: listAppTokens, anyOf: []string{"APP_TOKEN_BASE", "KMC_READ_ONLY"}},
	{name: "appToken.startSession", run: found(findSeenAppToken, startAppTokenSession), anyOf: anyKS, required: []string{"id", "tokenHash"}},
	{name: "appToken.update", run: found(findAppToken, updateAppToken), anyOf: []string{"APP_TOKEN_UPDATE"}, required: []string{"id", "appToken"}},
	{name: "partner.get", run: getPartner, anyOf: []string{"ADMIN_PUBLISHER_MANAGE"}},
	{name: "partner.getInfo", run: getPartnerInfo, anyOf: []string{integrationBase, "ADMIN_BASE", "ACCOUNT_BASE", "KMC_READ_ONLY"}},
	{name: "partner.list", run: listPartners, anyOf: []string{"ADMIN_PUBLISHER_MANAGE"}},
	{name: "permission.add", run: addPermission, anyOf: []string{"ADMIN_PERMISSION_ADD"}, required: []string{"permission"}},
	{name: "permission.getCurrentPermissions", run: getCurrentPermissions, anyOf: anyKS},
	{name: "permission.list", run: listPermissions, anyOf: []string{"ADMIN_BASE", "KMC_READ_ONLY"}},
	{name: "permission.update", run: updatePermission, anyOf: []string{"ADMIN_PERMISSION_UPDATE"}, required: []string{"permissionName", "permission"}},
	{name: "session.end", run: endSession},
	{name: "session.get", run: getSession, anyOf: []string{"SESSION_READ_PERMISSION", "KMC_ACCESS", "KMC_READ_ONLY"}},
	{name: "session.impersonate", run: impersonate, required: []string{"secret", "impersonatedPartnerId"}},
	{name: "session.startWidgetSession", run: startWidgetSession, required: []string{"widgetId"}},
	{name: "system.getTime", run: func(c *call) (any, error) { return c.now.Unix(), nil }},
	{name: "uiConf.get", run: getPlayer, required: []string{"id"}},
	{name: "uiConf.list", run: listPlayers, anyOf: []string{"STUDIO_BASE", "KMC_READ_ONLY", "BASE_USER_SESSION_PERMISSION", "WIDGET_SESSION_PERMISSION"}},
	{name: "user.add", run: addUser, anyOf: []string{"ADMIN_USER_ADD"}, required: []string{"user"}},
	{name: "user.delete", run: found(findUserByID, deleteUser), anyOf: []string{"ADMIN_USER_DELETE"}, required: []string{"userId"}},
	{name: "user.get", run: found(findUserByID, getUser), anyOf: []string{"ADMIN_BASE", "KMC_READ_ONLY"}, required: []string{"userId"}},
	{name: "user.list", run: listUsers, anyOf: []string{"ACCOUNT_BASE", "ADMIN_BASE", "EP_BASE", "CAPTURE_DEVICE_PERMISSION", "WEBCAST_PRODUCER_PERMISSION"}},
	{name: "user.loginByLoginId", run: loginByLoginID, required: []string{"loginId", "password"}, strict: true},
	{name: "user.update", run: found(findUserByID, updateUser), anyOf: []string{"ADMIN_USER_UPDATE"}, required: []string{"userId", "user"}},
	{name: "userRole.add", run: addUserRole, anyOf: []string{"ADMIN_ROLE_ADD"}, required: []string{"userRole"}},
	{name: "userRole.delete", run: found(findOwnRole, deleteUserRole), anyOf: []string{"ADMIN_ROLE_DELETE"}, required: []string{"userRoleId"}},
	{name: "userRole.get", run: found(findSeenRole, getUserRole), anyOf: []string{"ADMIN_BASE", "KMC_READ_ONLY"}, required: []string{"userRoleId"}},
	{name: "userRole.list", run: listUserRoles, anyOf: []string{"ADMIN_BASE", "ACCOUNT_BASE"}},
	{name: "userRole.update", run: found(findOwnRole, updateUserRole), anyOf: []string{"ADMIN_ROLE_UPDATE"}, required: []string{"userRoleId", "userRole"}},
}

// call is one API call.
type call struct {
	action
	server      *Server
	params      params
	uri         string
	remoteIP    string
	secure      bool
	now         time.Time
	session     *session
	account     *Account // of the partnerId parameter, otherwise of the KS
	permissions []string
	header      http.Header // of the answer
}

func newCall(s *Server, r *http.Request, record *Request) *call {
	c := &call{server: s, params: record.Params, uri: r.RequestURI}
	if record.Service != "" {
		c.name = record.Service + "." + record.Action
	}
	c.remoteIP, _, _ = net.SplitHostPort(r.RemoteAddr)
	c.secure = r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
	return c
}

// run checks in the server's order, which is visible: an expired KS with a
// missing parameter is reported as a missing parameter, a garbage one as an
// invalid KS.
func (c *call) run() (any, error) {
	c.now = c.server.clock()
	i := slices.IndexFunc(actions, func(a action) bool { return a.name == c.name })
	if i < 0 {
		return nil, unsupported("action " + c.name)
	}
	c.action = actions[i]
	for _, check := range []func() error{
		c.readKS, c.checkParams, c.checkSession, c.findAccount,
		c.resolveRole, c.checkUser, c.checkPartnerParam, c.checkPermission, c.checkHTTPS,
	} {
		if err := check(); err != nil {
			return nil, c.shownError(err)
		}
	}
	result, err := c.action.run(c)
	return result, c.shownError(err)
}

// own is the account of the KS.
func (c *call) own() *Account { return c.server.accounts[c.session.partnerID] }

// forbid creates the only API error that appears in headers.
func (c *call) forbid() error {
	name := strings.Replace(c.name, ".", "->", 1)
	e := newError("SERVICE_FORBIDDEN", "The access to service ["+name+"] is forbidden", "SERVICE", name)
	c.header = http.Header{"X-Kaltura": {"error-" + e.Code}, "X-Kaltura-App": {"exiting on error " + e.Code + " - " + e.Message}}
	return e
}

// strictCodes are the errors that user.loginByLoginId does not hide; all others
// become USER_WRONG_PASSWORD (`user_loginByLoginId_missing_password`).
var strictCodes = []string{"USER_WRONG_PASSWORD", "PASSWORD_EXPIRED", "MISSING_OTP", "INVALID_OTP", "DIRECT_LOGIN_BLOCKED"}

func (c *call) shownError(err error) error {
	if e, ok := errors.AsType[*APIError](err); !c.strict || err == nil || ok && slices.Contains(strictCodes, e.Code) {
		return err
	}
	return userWrongPassword()
}

var markup = regexp.MustCompile(`<[^>]*>`)

// readKS: a KS that cannot be decoded is quoted in full, without its tags
// (`partner_getInfo_garbage_ks_special_chars`).
func (c *call) readKS() error {
	text := c.params.text("ks")
	if text == "" {
		return nil
	}
	if c.session = c.server.parse(text); c.session == nil {
		return invalidKS(markup.ReplaceAllString(text, ""))
	}
	return nil
}

// invalidKS: the second argument is the reason, or the whole KS if it cannot be
// decoded (`partner_getInfo_garbage_ks_json`).
func invalidKS(reason string) *APIError {
	return newError("INVALID_KS", `Invalid KS "`+reason+`", Error "-1,INVALID_STR"`,
		"KSID", reason, "ERR_CODE", "-1", "ERR_DESC", "INVALID_STR")
}

// checkParams: `appToken_startSession_missing_hash`. A JSON null is not missing.
func (c *call) checkParams() error {
	for _, name := range c.required {
		if !c.params.has(name) {
			return newError("MISSING_MANDATORY_PARAMETER", `Missing parameter "`+name+`"`, "PARAM_NAME", name)
		}
	}
	return nil
}

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

// findAccount: an account that does not exist is reported as blocked
// (`partner_getInfo_ks_and_unknown_partnerId`).
func (c *call) findAccount() error {
	var ids []int64
	if c.session != nil {
		ids = append(ids, c.session.partnerID)
	}
	if text := c.params.text("partnerId"); wholeNumber.MatchString(text) && leadingNumber(text) != 0 {
		ids = append(ids, leadingNumber(text))
	}
	for _, id := range ids {
		if c.account = c.server.accounts[id]; c.account.blocked() {
			return newError("SERVICE_FORBIDDEN_CONTENT_BLOCKED",
				"The access to this service is forbidden since the specified partner is blocked")
		}
	}
	return nil
}

func (c *call) resolveRole() (err error) {
	if c.session != nil {
		c.permissions, err = permissionsOf(c.own(), c.session)
	}
	return err
}

// checkUser: `partner_getInfo_admin_blocked_user`. A KS with an unknown user
// creates that user, as the real server does for accounts that report end
// users.
func (c *call) checkUser() error {
	if c.session == nil || c.session.userID == "" || c.session.userID == "0" {
		return nil
	}
	a := c.own()
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
func (c *call) checkPartnerParam() error {
	text := c.params.text("partnerId")
	id := leadingNumber(text)
	if text != "" && (!wholeNumber.MatchString(text) || c.session != nil && id != 0 && id != c.session.partnerID) {
		return c.forbid()
	}
	return nil
}

// checkPermission: a missing KS is also SERVICE_FORBIDDEN, not MISSING_KS
// (`partner_getInfo_missing_ks_json`).
func (c *call) checkPermission() error {
	if c.anyOf != nil && c.session == nil || len(c.anyOf) > 0 && !c.permits(c.anyOf...) {
		return c.forbid()
	}
	return nil
}

// checkHTTPS: `partner_getInfo_https_only_http`, `partner_getInfo_https_only_xfp`.
func (c *call) checkHTTPS() error {
	if c.account == nil || !c.account.EnforceHTTPS || c.secure {
		return nil
	}
	name := strings.Replace(c.name, ".", "->", 1)
	return newError("SERVICE_ACCESS_CONTROL_RESTRICTED",
		"The access to service ["+name+"] is forbidden due to access control restriction", "SERVICE", name)
}
