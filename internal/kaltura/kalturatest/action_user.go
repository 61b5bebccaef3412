// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"slices"
	"strings"
)

// loginByLoginID is user.loginByLoginId: a KS of type ADMIN for admins, USER for
// others (`user_loginByLoginId_ok_with_partner_form`, `user_loginByLoginId_non_admin`).
func loginByLoginID(c *call) (any, error) {
	a, u, err := c.login(c.params.text("loginId"), c.params.text("password"))
	if err != nil {
		return nil, err
	}
	return c.issueLogin(a, u), nil
}

// loginUser is user.login: membership is checked first, errors show as they
// are, and there is no otp parameter (`user_login_unknown_user`).
func loginUser(c *call) (any, error) {
	if c.account == nil {
		return nil, invalidPartnerID(c.params.text("partnerId"))
	}
	u := c.account.findUser(c.params.text("userId"))
	if u == nil || u.LoginID == "" {
		return nil, userNotFound()
	}
	a, u, err := c.login(u.LoginID, c.params.text("password"))
	if err != nil {
		return nil, err
	}
	return c.issueLogin(a, u), nil
}

func (c *call) issueLogin(a *Account, u *User) string {
	k := &session{partnerID: a.ID, userID: u.ID}
	if u.Admin {
		k.kind = AdminSession
	}
	privileges := "*"
	if c.params.has("privileges") {
		privileges = c.params.text("privileges")
	}
	k.privileges = parsePrivileges(privileges)
	k.expiry = c.now.Unix() + min(c.params.number("expiry", 86400), a.maxExpiry())
	return c.server.issue(a, k, "")
}

// accountsOf are the accounts in which a login id has a user, by id.
func (s *Server) accountsOf(loginID string) []*Account {
	var list []*Account
	for _, a := range s.accounts {
		if a.findLogin(loginID) != nil {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, orders["id"])
	return list
}

// loginRecord counts what the server keeps per login id, across accounts.
type loginRecord struct {
	failed       int
	blockedUntil int64
	lastPartner  int64
}

func (s *Server) loginRecord(loginID string) *loginRecord {
	key := strings.ToLower(loginID)
	if s.logins[key] == nil {
		s.logins[key] = &loginRecord{}
	}
	return s.logins[key]
}
