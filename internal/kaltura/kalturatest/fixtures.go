// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"time"
)

// The default accounts of a server. All values are made up: IDs start at
// 30000001, secrets start with fa4e.
var (
	// Acme is a regular account with users, roles and app tokens.
	Acme = acme()

	// Umbrella is a multi-account parent that issues KS version 1, with two
	// children.
	Umbrella      = with(30000002, "Umbrella Group", func(a *Account) { a.Group, a.KSVersion = true, 1 })
	UmbrellaNorth = with(30000003, "Umbrella North", func(a *Account) { a.ParentID = 30000002 })
	UmbrellaSouth = with(30000004, "Umbrella South", func(a *Account) { a.ParentID = 30000002 })

	// Hidden never returns its secrets.
	Hidden = with(30000005, "Hidden Secrets Inc", func(a *Account) { a.HideSecrets = true })

	// Blocked, FullBlocked and ReadOnly have the statuses 2, 3 and 4.
	Blocked     = with(30000006, "Blocked Ltd", func(a *Account) { a.Status = StatusBlocked })
	FullBlocked = with(30000007, "Fully Blocked Ltd", func(a *Account) { a.Status = StatusFullyBlocked })
	ReadOnly    = with(30000008, "Read Only Co", func(a *Account) { a.Status = StatusReadOnly })

	// Rotated also accepts RotatedOldSecret, as in the middle of a rotation.
	Rotated = with(30000009, "Rotated Secrets", func(a *Account) { a.AdditionalAdminSecrets = []string{RotatedOldSecret} })

	// ShortSessions limits sessions to 600 seconds.
	ShortSessions = with(30000010, "Short Sessions", func(a *Account) { a.KSMaxExpiry = 600 })

	// HTTPSOnly rejects plain HTTP.
	HTTPSOnly = with(30000011, "HTTPS Only AG", func(a *Account) { a.EnforceHTTPS = true })

	// TwoFactor requires a one-time password from TwoFactorSeed of every user.
	TwoFactor = with(30000012, "Two Factor Org", func(a *Account) { a.TwoFactor, a.Users[0].TOTPSeed = true, TwoFactorSeed })

	// SSO rejects passwords.
	SSO = with(30000013, "Single Sign On", func(a *Account) { a.BlockDirectLogin, a.UseSSO = true, true })

	// ExpiredPassword has an owner with an expired password.
	ExpiredPassword = with(30000014, "Expired Password", func(a *Account) { a.Users[0].PasswordExpired = true })

	// Strict locks a login for a day at the third failed attempt.
	Strict = with(30000015, "Strict Lockout", func(a *Account) { a.MaxLoginAttempts, a.LoginBlockPeriod = 3, 24*time.Hour })

	// Foreign has no parent, and names beyond ASCII.
	Foreign = with(30000016, "Zoë’s \"Café\" / 日本語 & Co 🎬", func(a *Account) {
		a.Description = "Unicode, \"quotes\", back\\slash, tab\there, tags & amp; / slash"
	})
)

// Secrets of the fixtures above.
const (
	RotatedOldSecret = "fa4e1d00000000000000000030000009"
	TwoFactorSeed    = "KALTURATESTSEED2"
)

// DefaultAccounts returns all fixtures.
func DefaultAccounts() []Account {
	return []Account{
		Acme, Umbrella, UmbrellaNorth, UmbrellaSouth, Hidden, Blocked, FullBlocked, ReadOnly, Rotated,
		ShortSessions, HTTPSOnly, TwoFactor, SSO, ExpiredPassword, Strict, Foreign,
	}
}

// OwnerPassword is the password of every fixture's owner except Acme's.
const OwnerPassword = "Own3r-pass!"

// with creates an account with an owner, whose email address contains the
// account's ID, and applies change.
func with(id int64, name string, change func(*Account)) Account {
	a := NewAccount(id, name)
	owner := fmt.Sprintf("owner-%d@example.com", id)
	a.AdminEmail, a.Description = owner, name+" (made up)"
	a.Roles = []Role{ownerRole}
	a.Users = []User{{ID: owner, LoginID: owner, Password: OwnerPassword, Admin: true, Owner: true, Roles: []string{ownerRole.SystemName}}}
	change(&a)
	return a
}

var ownerRole = Role{ID: 100, SystemName: "PUBLISHER_ADMINISTRATOR", Permissions: []string{everyPermission}}

// LargeGroup returns a parent, first in the list, and this many children, for
// paging and for benchmarks. Their IDs start at 40000000.
func LargeGroup(children int) []Account {
	const parent = 40000000
	group := []Account{with(parent, "Large Group", func(a *Account) { a.Group = true })}
	for i := 1; i <= children; i++ {
		child := with(int64(parent+i), fmt.Sprintf("Child %04d", i), func(a *Account) { a.ParentID = parent })
		group = append(group, child)
	}
	return group
}

// Users of Acme, by the permissions of their roles.
var (
	Owner       = but(acmeUser("owner", ownerRole.SystemName), func(u *User) { u.Owner = true })
	Manager     = acmeUser("manager", "MANAGER_ROLE") // has INTEGRATION_BASE
	Viewer      = acmeUser("viewer", "VIEWER_ROLE")   // ACCOUNT_BASE only: no secrets
	Uploader    = acmeUser("uploader", "UPLOAD_ONLY") // may not read the account
	BlockedUser = but(acmeUser("gone", "MANAGER_ROLE"), func(u *User) { u.Blocked = true })
)

// App tokens of Acme. Those named after a hash type have a role with only
// INTEGRATION_BASE.
var (
	TokenMD5      = acmeToken(1, "0_acmemd50", "MD5", "INTEGRATION_ONLY_ROLE")
	TokenSHA1     = acmeToken(2, "0_acmesha1", "SHA1", "INTEGRATION_ONLY_ROLE")
	TokenSHA256   = acmeToken(3, "0_acme0256", "SHA256", "INTEGRATION_ONLY_ROLE")
	TokenSHA512   = acmeToken(4, "0_acme0512", "SHA512", "INTEGRATION_ONLY_ROLE")
	TokenInactive = but(acmeToken(5, "0_acmeidle", "SHA256", "INTEGRATION_ONLY_ROLE"), func(t *AppToken) { t.Disabled = true })
	TokenExpired  = but(acmeToken(6, "0_acmepast", "SHA256", "INTEGRATION_ONLY_ROLE"), func(t *AppToken) { t.Expiry = pointer(int64(1600000000)) })
	TokenDeleted  = but(acmeToken(7, "0_acmegone", "SHA256", "INTEGRATION_ONLY_ROLE"), func(t *AppToken) { t.Deleted = true })
	// TokenWithoutSecrets has a role with only ACCOUNT_BASE.
	TokenWithoutSecrets = acmeToken(8, "0_acmeview", "SHA256", "ACCOUNT_ONLY_ROLE")
	// TokenUploadOnly has a role that may not read the account.
	TokenUploadOnly = acmeToken(9, "0_acmeupld", "SHA256", "UPLOAD_ONLY")
)

func acme() Account {
	a := NewAccount(30000001, "Acme Video")
	a.Description, a.Website = "A regular account (made up)", "https://acme.example.com"
	a.AdminEmail = Owner.LoginID
	a.ReferenceID = "acme-ref-1"
	a.Users = []User{Owner, Manager, Viewer, Uploader, BlockedUser, {ID: "plainuser"}}
	a.AppTokens = []AppToken{
		TokenMD5, TokenSHA1, TokenSHA256, TokenSHA512, TokenInactive, TokenExpired, TokenDeleted,
		TokenWithoutSecrets, TokenUploadOnly,
	}
	a.Players = []Player{
		{ID: 23448001, Name: "Website", Description: "The player of the website", Tags: "kalturaPlayerJs,player,ovp", Kind: 8, Width: 560, Height: 395, Version: "3.17.1", Config: playerConfig},
		{ID: 23448002, Name: "Old website", Tags: "html5studio,player", Kind: 1, Width: 400, Height: 300, Version: "2", HTML5URL: "/html5/html5lib/v2.101/mwEmbedLoader.php"},
		{ID: 23448003, Name: "Playlist", Tags: "html5studio,playlist", Kind: 5},
		{ID: 23448004, Name: "Recorder", Kind: 7},
	}
	a.Roles = []Role{
		ownerRole,
		{ID: 101, SystemName: "MANAGER_ROLE", Permissions: []string{
			integrationBase, "ADMIN_BASE", "ACCOUNT_BASE", "KMC_ACCESS", "ADMIN_PUBLISHER_MANAGE",
			"SESSION_READ_PERMISSION", "APP_TOKEN_ADD", "APP_TOKEN_DELETE",
		}},
		{ID: 102, SystemName: "VIEWER_ROLE", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 103, SystemName: "UPLOAD_ONLY", Permissions: []string{"CONTENT_INGEST_UPLOAD", "KMC_ACCESS"}},
		{ID: 104, SystemName: "INTEGRATION_ONLY_ROLE", Permissions: []string{integrationBase}},
		{ID: 105, SystemName: "ACCOUNT_ONLY_ROLE", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 106, SystemName: "READ_ONLY_ROLE", Permissions: []string{"KMC_READ_ONLY", "KMC_ACCESS"}},
	}
	return a
}

func acmeUser(name, role string) User {
	email := name + "@acme.example.com"
	return User{ID: email, LoginID: email, Password: "P4ss-of-" + name + "!", Admin: true, Roles: []string{role}}
}

func acmeToken(n int, id, hashType, role string) AppToken {
	return AppToken{
		ID: id, Token: fmt.Sprintf("fa4e70%026d", n), HashType: hashType, SessionType: pointer(AdminSession),
		SessionDuration: pointer(900), SessionPrivileges: "setrole:" + role,
	}
}

func but[T any](value T, change func(*T)) T {
	change(&value)
	return value
}
