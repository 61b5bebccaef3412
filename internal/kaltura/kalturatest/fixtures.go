// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"time"
)

// The accounts that a server has unless it is given others. All of it is made
// up: ids from 30000001, secrets that begin with fa4e.
var (
	// Acme is a regular account with users, roles and app tokens.
	Acme = acme()

	// Umbrella is a multi-account parent that issues KS version 1, with two
	// children (`partner_get_var_child`, `session_start_v1_partner`).
	Umbrella      = with(NewAccount(30000002, "Umbrella Group"), func(a *Account) { a.Group, a.KSVersion = true, 1 })
	UmbrellaNorth = with(NewAccount(30000003, "Umbrella North"), func(a *Account) { a.ParentID = 30000002 })
	UmbrellaSouth = with(NewAccount(30000004, "Umbrella South"), func(a *Account) { a.ParentID = 30000002 })

	// Hidden never shows its secrets (`partner_getInfo_hideSecrets`).
	Hidden = with(NewAccount(30000005, "Hidden Secrets Inc"), func(a *Account) { a.HideSecrets = true })

	// Blocked, FullBlocked and ReadOnly have the statuses 2, 3 and 4.
	Blocked     = with(NewAccount(30000006, "Blocked Ltd"), func(a *Account) { a.Status = StatusBlocked })
	FullBlocked = with(NewAccount(30000007, "Fully Blocked Ltd"), func(a *Account) { a.Status = StatusFullyBlocked })
	ReadOnly    = with(NewAccount(30000008, "Read Only Co"), func(a *Account) { a.Status = StatusReadOnly })

	// Rotated also accepts RotatedOldSecret, as in the middle of a rotation
	// (`localks_getInfo_v2_additional_secret`).
	Rotated = with(NewAccount(30000009, "Rotated Secrets"), func(a *Account) {
		a.AdditionalAdminSecrets = []string{RotatedOldSecret}
	})

	// ShortSessions lets the server issue sessions of 600 seconds at most
	// (`session_start_cold_expiry_above_partner_max`).
	ShortSessions = with(NewAccount(30000010, "Short Sessions"), func(a *Account) { a.KSMaxExpiry = 600 })

	// HTTPSOnly refuses plain HTTP (`partner_getInfo_https_only_http`).
	HTTPSOnly = with(NewAccount(30000011, "HTTPS Only AG"), func(a *Account) { a.EnforceHTTPS = true })

	// TwoFactor asks every user for a one-time password made from TwoFactorSeed.
	TwoFactor = with(NewAccount(30000012, "Two Factor Org"), func(a *Account) {
		a.TwoFactor = true
		a.Users[0].TOTPSeed = TwoFactorSeed
	})

	// SSO refuses passwords (`user_loginByLoginId_direct_login_blocked`).
	SSO = with(NewAccount(30000013, "Single Sign On"), func(a *Account) { a.BlockDirectLogin, a.UseSSO = true, true })

	// ExpiredPassword has an owner whose password is too old.
	ExpiredPassword = with(NewAccount(30000014, "Expired Password"), func(a *Account) { a.Users[0].PasswordExpired = true })

	// Strict locks a login for a day at the third failed attempt.
	Strict = with(NewAccount(30000015, "Strict Lockout"), func(a *Account) {
		a.MaxLoginAttempts, a.LoginBlockPeriod = 3, 24*time.Hour
	})

	// Foreign is nobody's child and has names beyond ASCII
	// (`partner_getInfo_other_partner_ks`).
	Foreign = with(NewAccount(30000016, "Zoë’s \"Café\" / 日本語 & Co 🎬"), func(a *Account) {
		a.Description = "Unicode, \"quotes\", back\\slash, tab\there, tags & amp; / slash"
	})
)

// Secrets that belong to the fixtures above.
const (
	RotatedOldSecret = "fa4e1d00000000000000000030000009"
	TwoFactorSeed    = "KALTURATESTSEED2"
)

// DefaultAccounts are all of the fixtures.
func DefaultAccounts() []Account {
	return []Account{
		Acme, Umbrella, UmbrellaNorth, UmbrellaSouth, Hidden, Blocked, FullBlocked, ReadOnly, Rotated,
		ShortSessions, HTTPSOnly, TwoFactor, SSO, ExpiredPassword, Strict, Foreign,
	}
}

// OwnerPassword is the password of every fixture's owner but Acme's.
const OwnerPassword = "Own3r-pass!"

// with gives an account an owner, whose e-mail names the account's id, and
// what else makes it special.
func with(a Account, change func(*Account)) Account {
	owner := fmt.Sprintf("owner-%d@example.com", a.ID)
	a.AdminName, a.AdminEmail = "Olive Owner", owner
	if a.Description == "" {
		a.Description = a.Name + " (made up)"
	}
	a.Roles = []Role{ownerRole}
	a.Users = []User{{ID: owner, LoginID: owner, Password: OwnerPassword, Admin: true, Roles: []string{ownerRole.SystemName}}}
	change(&a)
	return a
}

var ownerRole = Role{ID: 100, SystemName: "PUBLISHER_ADMINISTRATOR", Permissions: []string{everyPermission}}

// LargeGroup is a parent, first in the list, and so many children, for paging
// and for benchmarks. Their ids count up from 40000000.
func LargeGroup(children int) []Account {
	parent := with(NewAccount(40000000, "Large Group"), func(a *Account) { a.Group = true })
	group := []Account{parent}
	for i := 1; i <= children; i++ {
		group = append(group, with(NewAccount(parent.ID+int64(i), fmt.Sprintf("Child %04d", i)), func(a *Account) {
			a.ParentID = parent.ID
		}))
	}
	return group
}
