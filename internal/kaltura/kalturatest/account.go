// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Account statuses as the API numbers them (KalturaPartnerStatus).
const (
	StatusDeleted      = 0
	StatusActive       = 1
	StatusBlocked      = 2 // content block, `partner_getInfo_content_blocked`
	StatusFullyBlocked = 3 // `partner_getInfo_full_blocked`
	StatusReadOnly     = 4 // `partner_getInfo_readonly`
)

// Account is one Kaltura account ("partner") and everything it owns.
// The zero Status means deleted, as on the wire: start from NewAccount.
type Account struct {
	ID          int64
	Name        string
	Description string
	Website     string
	AdminEmail  string
	CreatedAt   time.Time
	Status      int

	UserSecret             string
	AdminSecret            string
	AdditionalAdminSecrets []string // enabled ones, `localks_getInfo_v2_additional_secret`
	HideSecrets            bool     // `partner_getInfo_hideSecrets`

	ParentID int64 // partnerParentId
	Group    bool  // partnerGroupType VAR_GROUP: may reach its children

	KSVersion    int // 1 or 2, the version the server issues; 0 means 2
	KSMaxExpiry  int // ks_max_expiry_in_seconds; 0 means 86400
	EnforceHTTPS bool

	BlockDirectLogin bool
	UseSSO           bool
	TwoFactor        bool // `user_loginByLoginId_2fa_missing_otp`
	MaxLoginAttempts int  // 0 means 5000
	LoginBlockPeriod time.Duration

	Host        string
	CDNHost     string
	ReferenceID string

	// Extra replaces KalturaPartner properties by name; a nil value removes one.
	Extra map[string]any

	Users     []User
	Roles     []Role
	AppTokens []AppToken
}

// User is a user of one account. The same LoginID may appear in several
// accounts, with the same password (`user_loginByLoginId_multi_without_partner`).
type User struct {
	ID              string
	LoginID         string // e-mail; empty: the user cannot log in
	Password        string
	PasswordExpired bool // `user_loginByLoginId_expired_password`
	TOTPSeed        string
	Admin           bool
	Blocked         bool
	Roles           []string // system names or ids of roles
}

// NewAccount makes an active account with made-up secrets that tell their own
// kind: fa4ead… for the admin secret, fa4e05… for the user secret.
func NewAccount(id int64, name string) Account {
	return Account{
		ID: id, Name: name, Status: StatusActive,
		CreatedAt:   time.Unix(1700000000, 0),
		AdminSecret: fmt.Sprintf("fa4ead%026d", id),
		UserSecret:  fmt.Sprintf("fa4e05%026d", id),
	}
}

// User returns the user with that id or login id, and panics if there is none.
func (a Account) User(id string) User {
	if u := a.findUser(id); u != nil {
		return *u
	}
	panic("kalturatest: account has no user " + id)
}

// AppToken returns the app token with that id, and panics if there is none.
func (a Account) AppToken(id string) AppToken {
	if t := a.findAppToken(id); t != nil {
		return *t
	}
	panic("kalturatest: account has no app token " + id)
}

func (a *Account) findUser(id string) *User {
	for i := range a.Users {
		if u := &a.Users[i]; u.ID == id {
			return u
		}
	}
	return a.findLogin(id)
}

func (a *Account) findLogin(loginID string) *User {
	for i := range a.Users {
		if u := &a.Users[i]; u.LoginID != "" && strings.EqualFold(u.LoginID, loginID) {
			return u
		}
	}
	return nil
}

func (a *Account) findAppToken(id string) *AppToken {
	for i := range a.AppTokens {
		if t := &a.AppTokens[i]; t.ID == id {
			return t
		}
	}
	return nil
}

func (a *Account) blocked() bool {
	return a == nil || a.Status != StatusActive && a.Status != StatusReadOnly
}

func (a *Account) adminSecrets() []string {
	return append([]string{a.AdminSecret}, a.AdditionalAdminSecrets...)
}

func (a *Account) maxExpiry() int64 {
	if a.KSMaxExpiry == 0 {
		return 86400
	}
	return int64(a.KSMaxExpiry)
}

func (a *Account) maxAttempts() int {
	if a.MaxLoginAttempts == 0 {
		return 5000
	}
	return a.MaxLoginAttempts
}

// clone separates an account from the fixture it was made from, so that
// servers never share what they change.
func (a Account) clone() *Account {
	a.AdditionalAdminSecrets = slices.Clone(a.AdditionalAdminSecrets)
	a.Extra = maps.Clone(a.Extra)
	a.Users = slices.Clone(a.Users)
	a.Roles = slices.Clone(a.Roles)
	a.AppTokens = slices.Clone(a.AppTokens)
	return &a
}
