// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import "fmt"

// Users of Acme, by what their roles allow. All have a password but PlainUser.
var (
	Owner       = acmeUser("owner", true, ownerRole.SystemName)
	Manager     = acmeUser("manager", true, "MANAGER_ROLE")           // has INTEGRATION_BASE
	Viewer      = acmeUser("viewer", true, "VIEWER_ROLE")             // ACCOUNT_BASE only: no secrets
	Uploader    = acmeUser("uploader", true, "UPLOAD_ONLY")           // may not read the account
	Student     = acmeUser("student", false)                          // not an admin
	BlockedUser = blockedUser(acmeUser("gone", true, "MANAGER_ROLE")) // `partner_getInfo_admin_blocked_user`
	PlainUser   = User{ID: "plainuser"}                               // cannot log in
)

// App tokens of Acme. Those named after a hash type have a role with
// INTEGRATION_BASE and nothing else.
var (
	TokenMD5      = acmeToken(1, "0_acmemd50", "MD5", "INTEGRATION_ONLY_ROLE")
	TokenSHA1     = acmeToken(2, "0_acmesha1", "SHA1", "INTEGRATION_ONLY_ROLE")
	TokenSHA256   = acmeToken(3, "0_acme0256", "SHA256", "INTEGRATION_ONLY_ROLE")
	TokenSHA512   = acmeToken(4, "0_acme0512", "SHA512", "INTEGRATION_ONLY_ROLE")
	TokenInactive = inactive(acmeToken(5, "0_acmeidle", "SHA256", "INTEGRATION_ONLY_ROLE"))
	TokenExpired  = expired(acmeToken(6, "0_acmepast", "SHA256", "INTEGRATION_ONLY_ROLE"))
	TokenDeleted  = deleted(acmeToken(7, "0_acmegone", "SHA256", "INTEGRATION_ONLY_ROLE"))
	// TokenWithoutSecrets has a role with ACCOUNT_BASE only.
	TokenWithoutSecrets = acmeToken(8, "0_acmeview", "SHA256", "ACCOUNT_ONLY_ROLE")
	// TokenUploadOnly has a role that may not read the account.
	TokenUploadOnly = acmeToken(9, "0_acmeupld", "SHA256", "UPLOAD_ONLY")
)

func acme() Account {
	a := NewAccount(30000001, "Acme Video")
	a.Description, a.Website = "A regular account (made up)", "https://acme.example.com"
	a.AdminName, a.AdminEmail = "Olive Owner", Owner.LoginID
	a.Phone, a.Country, a.State = "555-0100", "US", "NY"
	a.ReferenceID = "acme-ref-1"
	a.Users = []User{Owner, Manager, Viewer, Uploader, Student, BlockedUser, PlainUser}
	a.AppTokens = []AppToken{
		TokenMD5, TokenSHA1, TokenSHA256, TokenSHA512, TokenInactive, TokenExpired, TokenDeleted,
		TokenWithoutSecrets, TokenUploadOnly,
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

func acmeUser(name string, admin bool, roles ...string) User {
	email := name + "@acme.example.com"
	return User{ID: email, LoginID: email, Password: "P4ss-of-" + name + "!", Admin: admin, Roles: roles}
}

func blockedUser(u User) User {
	u.Blocked = true
	return u
}

func acmeToken(n int, id, hashType, role string) AppToken {
	return AppToken{
		ID: id, Token: fmt.Sprintf("fa4e70%026d", n), HashType: hashType, SessionType: pointer(AdminSession),
		SessionDuration: pointer(900), SessionPrivileges: "setrole:" + role,
	}
}

func inactive(t AppToken) AppToken {
	t.Disabled = true
	return t
}

func expired(t AppToken) AppToken {
	t.Expiry = pointer(int64(1600000000))
	return t
}

func deleted(t AppToken) AppToken {
	t.Deleted = true
	return t
}
