// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"time"
)

// labAccounts are the accounts that the recordings were made with. All of them
// are made up: the secrets are hashes of a sentence and the id.
func labAccounts() []Account {
	list := []Account{labAcme(), labConsole()}
	for _, lab := range []struct {
		id                           int64
		name, description, user, key string
		created                      int64
		change                       func(*Account)
	}{
		{
			1234568, "Umbrella Group", "VAR parent", "var", "V4r-passwd!", 87,
			func(a *Account) { a.Group, a.KSVersion = true, 1 },
		},
		{1234569, "Child One", "child partner 1", "child1", "Ch1ld-passw!", 87, func(a *Account) { a.ParentID = 1234568 }},
		{1234570, "Child Two", "child partner 2", "child2", "Ch1ld-passw!", 88, func(a *Account) { a.ParentID = 1234568 }},
		{1234571, "Hidden Secrets Inc", "hideSecrets=true", "hidden", "H1dden-pass!", 88, func(a *Account) { a.HideSecrets = true }},
		{1234572, "", "", "blocked", "Bl0cked-pas!", 88, func(a *Account) { a.Status = StatusBlocked }},
		{1234573, "", "", "fullblocked", "Bl0cked-pas!", 88, func(a *Account) { a.Status = StatusFullyBlocked }},
		{1234574, "", "", "strict", "Str1ct-pass!", 89, func(a *Account) {
			a.MaxLoginAttempts, a.LoginBlockPeriod = 3, 24*time.Hour
		}},
		{1234575, "Two Factor Org", "2FA", "twofa", "Tw0fa-passw!", 89, func(a *Account) {
			a.TwoFactor, a.Users[0].TOTPSeed = true, "JBSWY3DPEHPK3PXP"
		}},
		{1234576, "Short KS GmbH", "ks max expiry 600", "shortks", "Sh0rt-passw!", 89, func(a *Account) { a.KSMaxExpiry = 600 }},
		{1234577, "HTTPS Only AG", "enforceHttpsApi", "httpsonly", "Http5-passw!", 89, func(a *Account) { a.EnforceHTTPS = true }},
		{1234578, "", "", "sso", "S5o-passwrd!", 90, func(a *Account) { a.BlockDirectLogin, a.UseSSO = true, true }},
		{
			1234579, "Zoë’s \"Café\" / 日本語 & Co", "Unicode, \"quotes\", back\\slash, tab\there, tags & amp; / slash",
			"multi", "Mult1-passw!", 90, func(*Account) {},
		},
		{1234580, "Rotated Secrets", "additional admin secrets", "rotated", "R0tated-pas!", 90, func(a *Account) {
			a.AdditionalAdminSecrets = []string{"98486b5ea2ffc6085346ca93b05b1371"}
		}},
		{1234581, "", "", "expired", "Exp1red-pas!", 91, func(a *Account) { a.Users[0].PasswordExpired = true }},
		{1234582, "Read Only Co", "status 4", "readonly", "Read0nly-pa!", 91, func(a *Account) { a.Status = StatusReadOnly }},
	} {
		a := labAccount(lab.id)
		email := lab.user + "@example.com"
		a.Name, a.Description, a.AdminEmail = lab.name, lab.description, email
		a.CreatedAt = time.Unix(1795419000+lab.created, 0)
		a.Users = []User{{ID: email, LoginID: email, Password: lab.key, Admin: true, Roles: []string{"ADMIN"}}}
		lab.change(&a)
		list = append(list, a)
	}
	return list
}

func labSecret(kind string, id int64) string {
	sum := md5.Sum([]byte(fmt.Sprintf("lab %s secret %d", kind, id)))
	return hex.EncodeToString(sum[:])
}

func labAccount(id int64) Account {
	a := NewAccount(id, "")
	a.AdminSecret, a.UserSecret = labSecret("admin", id), labSecret("user", id)
	a.Roles = []Role{{ID: 900, SystemName: "ADMIN", Permissions: []string{everyPermission}}}
	return a
}

func labAcme() Account {
	a := labAccount(1234567)
	a.Name, a.Description, a.Website = "Acme Video", "Lab regular partner", "https://acme.example.com"
	a.AdminEmail = "owner@example.com"
	a.CreatedAt = time.Unix(1795419087, 0)
	a.Roles = append(a.Roles,
		Role{ID: 901, SystemName: "MANAGER", Permissions: []string{integrationBase, "ADMIN_BASE", "ACCOUNT_BASE", "KMC_ACCESS", "APP_TOKEN_BASE"}},
		Role{ID: 124, Name: "Viewer", SystemName: "VIEWER", Description: pointer("Viewer"), Permissions: []string{"ACCOUNT_BASE", "KMC_ACCESS"}},
		Role{ID: 903, SystemName: "UPLOAD_ONLY", Permissions: []string{"CONTENT_INGEST_UPLOAD", "KMC_ACCESS"}})
	a.Roles = append(a.Roles, labRoles...)
	for _, u := range []struct {
		name, password, role string
		admin, blocked       bool
	}{
		{"owner", "Own3r-pass!", "ADMIN", true, false},
		{"manager", "Man4ger-pas!", "MANAGER", true, false},
		{"viewer", "V1ewer-pass!", "VIEWER", true, false},
		{"uploader", "Upl0ad-pass!", "UPLOAD_ONLY", true, false},
		{"multi", "Mult1-passw!", "MANAGER", true, false},
		{"blockeduser", "Bl0cked-usr!", "MANAGER", true, true},
		{"student", "Stud3nt-pas!", "", false, false},
	} {
		email := u.name + "@example.com"
		user := User{ID: email, LoginID: email, Password: u.password, Admin: u.admin, Blocked: u.blocked}
		if u.role != "" {
			user.Roles = []string{u.role}
		}
		a.Users = append(a.Users, user)
	}
	a.Users = append(a.Users, User{ID: "plainuser"}, User{ID: "roleuser", Roles: []string{"169"}})
	a.AppTokens = labAppTokens()
	return a
}

// labAppTokens are the tokens that the appToken_add_* recordings created.
func labAppTokens() []AppToken {
	admin, user := pointer(AdminSession), pointer(UserSession)
	return []AppToken{
		{ID: "0_7rcn2vh3", Token: "bdcf7aa7584360c4588cf41a27a68c5a", HashType: "SHA1"},
		{ID: "0_u7hwvyaq", Token: "6e48e87c016864adca1ad1db5269ef85", HashType: "SHA256", SessionType: admin, Expiry: pointer(int64(1795419160))},
		{ID: "0_pb5yshq6", Token: "ded0f041086138f81bba7c56a2641d4e", HashType: "MD5", SessionType: user, SessionUserID: pointer("plainuser")},
		{
			ID: "0_5yvwo3y2", Token: "a0e24b9f4a4d840456e7d17dbc30feb5", HashType: "SHA1", SessionType: admin,
			SessionUserID: pointer("owner@example.com"), SessionDuration: pointer(3600), SessionPrivileges: "disableentitlement",
		},
		{ID: "0_zos5mavx", Token: "6301e090b38f56e67535027fac057760", HashType: "SHA256", SessionType: admin},
		{ID: "0_qv08rm8z", Token: "a6385b346fb8707a8971630664e08c41", HashType: "SHA512", SessionType: admin},
	}
}

// labConsole is the admin console's internal account.
func labConsole() Account {
	a := labAccount(-2)
	sum := md5.Sum([]byte("lab-ADMIN_CONSOLE_PARTNER_ADMIN_SECRET"))
	a.AdminSecret, a.UserSecret = hex.EncodeToString(sum[:]), "db0f2accabca515849e707e8c75953ba"
	a.Name, a.Description, a.KSVersion = "Admin Console", "Administration Console", 1
	a.CreatedAt = time.Unix(1795419019, 0)
	a.Extra = map[string]any{"defConversionProfileType": "med"}
	return a
}

// labRoles are the roles of the recording account that sessions name.
var labRoles = []Role{
	{ID: 128, SystemName: "TOKEN_ADD", Permissions: []string{"APP_TOKEN_ADD"}},
	{ID: 129, SystemName: "TOKEN_BASE", Permissions: []string{"APP_TOKEN_BASE"}},
	{ID: 131, SystemName: "TOKEN_DELETE", Permissions: []string{"APP_TOKEN_DELETE"}},
	{ID: 132, SystemName: "READ_ONLY", Permissions: []string{"KMC_READ_ONLY"}},
	{ID: 133, SystemName: "NONE", Permissions: []string{"KMC_ACCESS"}},
	{ID: 144, SystemName: "ROLE_ADD", Permissions: []string{"ADMIN_ROLE_ADD"}},
	{ID: 145, SystemName: "ROLE_UPDATE", Permissions: []string{"ADMIN_ROLE_UPDATE"}},
	{ID: 146, SystemName: "ROLE_DELETE", Permissions: []string{"ADMIN_ROLE_DELETE"}},
	{ID: 147, SystemName: "ROLE_BASE", Permissions: []string{"ADMIN_BASE"}},
	{ID: 149, SystemName: "ROLE_READ_ONLY", Permissions: []string{"KMC_READ_ONLY", "KMC_ACCESS"}},
	{ID: 150, SystemName: "ROLE_NONE", Permissions: []string{"KMC_ACCESS"}},
	{ID: 169, SystemName: "IN_USE", Permissions: []string{"KMC_ACCESS"}},
	{ID: 175, SystemName: "PERMISSION_BASE", Permissions: []string{"ADMIN_BASE"}},
}
