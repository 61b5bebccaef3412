// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Account statuses by their API numbers (KalturaPartnerStatus).
const (
	StatusDeleted      = 0
	StatusActive       = 1
	StatusBlocked      = 2 // content block, `partner_getInfo_content_blocked`
	StatusFullyBlocked = 3 // `partner_getInfo_full_blocked`
	StatusReadOnly     = 4 // `partner_getInfo_readonly`
)

// Account is one Kaltura account ("partner") and everything that it owns. The
// zero Status means deleted, as on the wire: start from NewAccount.
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

	// UTF8MB4 makes the account's app tokens behave as on a server with that
	// database encoding: as long as a description has a character beyond ASCII,
	// updates are answered with the new values and store nothing.
	UTF8MB4 bool

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
	Players   []Player
	// Permissions are the account's own. A feature or plug-in replaces the usual
	// one of that name: blocked (Status 2) it is off, deleted (3) the account
	// lacks it.
	Permissions []Permission
}

// NewAccount creates an active account with made-up secrets whose prefix shows
// their kind: fa4ead… for the Administrator Secret, fa4e05… for the User
// Secret.
func NewAccount(id int64, name string) Account {
	return Account{
		ID: id, Name: name, Status: StatusActive,
		CreatedAt:   time.Unix(1700000000, 0),
		AdminSecret: fmt.Sprintf("fa4ead%026d", id),
		UserSecret:  fmt.Sprintf("fa4e05%026d", id),
	}
}

// AppToken returns the app token with that ID, and panics if there is none.
func (a Account) AppToken(id string) AppToken {
	return *find(a.AppTokens, func(t *AppToken) bool { return t.ID == id })
}

func (a *Account) findUser(id string) *User {
	if u := find(a.Users, func(u *User) bool { return u.ID == id }); u != nil {
		return u
	}
	return a.findLogin(id)
}

func (a *Account) findLogin(loginID string) *User {
	return find(a.Users, func(u *User) bool { return u.LoginID != "" && strings.EqualFold(u.LoginID, loginID) })
}

func find[T any](list []T, matches func(*T) bool) *T {
	for i := range list {
		if matches(&list[i]) {
			return &list[i]
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

func (a *Account) maxExpiry() int64 { return int64(cmp.Or(a.KSMaxExpiry, 86400)) }

// clone copies an account, so that servers share no changes.
func (a Account) clone() *Account {
	a.AdditionalAdminSecrets = slices.Clone(a.AdditionalAdminSecrets)
	a.Extra = maps.Clone(a.Extra)
	a.Users = slices.Clone(a.Users)
	a.Roles = slices.Clone(a.Roles)
	a.AppTokens = slices.Clone(a.AppTokens)
	a.Players = slices.Clone(a.Players)
	a.Permissions = slices.Clone(a.Permissions)
	return &a
}

// getPartnerInfo: `partner_getInfo_admin_json`.
func getPartnerInfo(c *call) (any, error) { return c.profiled(partnerObject(c, c.own())), nil }

// getPartner fails without an ID (`partner_get_no_id_json`). With one, it
// returns the own account and direct children (`partner_get_var_child`).
func getPartner(c *call) (any, error) {
	id := c.params.number("id", 0)
	a := c.server.accounts[id]
	if a == nil || !c.reaches(a) {
		return nil, newError("INVALID_PARTNER_ID", `Invalid partner id "`+itoa(id)+`"`, "PID", itoa(id))
	}
	return c.profiled(partnerObject(c, a)), nil
}

func (c *call) reaches(a *Account) bool {
	return a.Status != StatusDeleted && (a.ID == c.session.partnerID || a.ParentID == c.session.partnerID)
}

// partnerListing returns complete accounts with secrets, regardless of the
// response profile (`partner_list_var`).
var partnerListing = &listing[*Account]{
	class: "KalturaPartnerListResponse", object: partnerObject,
	filters: map[string]func(a *Account, want string) bool{
		"idEqual":       func(a *Account, want string) bool { return a.ID == leadingNumber(want) },
		"idGreaterThan": func(a *Account, want string) bool { return a.ID > leadingNumber(want) },
		"statusEqual":   func(a *Account, want string) bool { return int64(a.Status) == leadingNumber(want) },
		"nameLike": func(a *Account, want string) bool {
			return strings.Contains(strings.ToLower(a.Name), strings.ToLower(want))
		},
	},
	orders: map[string]func(a, b *Account) int{"": byID, "+id": byID},
}

func byID(a, b *Account) int { return cmp.Compare(a.ID, b.ID) }

// listPartners lists the own account and its children.
func listPartners(c *call) (any, error) {
	return partnerListing.page(c, slices.DeleteFunc(slices.Collect(maps.Values(c.server.accounts)), func(a *Account) bool { return !c.reaches(a) }))
}

// partnerObject is the KalturaPartner of an account: the properties that the
// client reads and some others, with the irregular numbers and truth values of
// `partner_getInfo_admin_json`. INTEGRATION_BASE reveals the secrets
// (`partner_getInfo_admin_role_account_base_only`), hideSecrets hides them
// (`partner_getInfo_hideSecrets`).
func partnerObject(c *call, a *Account) object {
	var userSecret, adminSecret any
	if !a.HideSecrets && c.permits(integrationBase) {
		userSecret, adminSecret = orNil(a.UserSecret), orNil(a.AdminSecret)
	}
	o := object{
		"objectType": "KalturaPartner",
		"id":         a.ID, "name": a.Name, "website": orNil(a.Website),
		"createdAt": a.CreatedAt.Unix(), "adminEmail": orNil(a.AdminEmail),
		"description": a.Description, "adultContent": 0, "defConversionProfileType": 1001,
		"status": a.Status, "maxUploadSize": "150",
		"secret": userSecret, "adminSecret": adminSecret, playerSettings: playerPadding,
		"blockDirectLogin": a.BlockDirectLogin, "host": orNil(a.Host), "cdnHost": orNil(a.CDNHost),
		"partnerParentId": orNil(a.ParentID), "referenceId": orNil(a.ReferenceID),
		"authenticationType": authenticationType(a),
	}
	for name, value := range a.Extra {
		o[name] = value
	}
	return o
}

// playerSettings stands for properties that the client does not read, with
// made-up content of realistic size.
const playerSettings = "deliveryTypes"

var playerPadding = slices.Repeat(
	[]any{object{"objectType": "KalturaKeyValue", "key": "akamaiHD.loadingPolicy", "value": "preInitialize"}}, 28)

// authenticationType: 2 SSO, 1 two-factor, 0 password only.
func authenticationType(a *Account) int {
	switch {
	case a.UseSSO:
		return 2
	case a.TwoFactor:
		return 1
	}
	return 0
}
