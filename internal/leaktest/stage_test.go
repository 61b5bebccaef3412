// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"cmp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// The canaries. None is a real secret; all are long enough not to occur by
// chance, and the password has what encodings treat in different ways.
const (
	canaryAdminSecret  = "9d3ac1f07be24586a1d5c3e8f6b7091e"
	canaryUserSecret   = "7c41d9e0b2af4357961e8d20c5fa63b8"
	canaryChildAdmin   = "e5b8073f1c9d4a62b07f8e41d6a3925c"
	canaryChildUser    = "20f6a9d4c73b4e1598ad0b7c6e3f8415"
	canaryToken        = "b16e92d07f3a4c85a94d7be0f2c83156"
	canaryPassword     = `Kn0ck "<kn0ck>" & \w+ché/canary`
	canaryOTP          = "otp-canary-480913-x7Qz"
	canaryOldSecret    = "8be1f05d37c24a96bf20e7d4915ca3d6"
	canaryWrong        = "4f0c8a6e2b7d4931ae5d9c03f8b6e271"
	canaryLogin        = "owner@canary.example.com"
	canaryTokenID      = "0_canary01"
	canaryParentID     = 31000001
	canaryChildID      = 31000002
	canaryTwoFactorID  = 31000003
	canaryTwoFactorTOP = "KALTURATESTSEED2"
)

var staticCanaries = []canary{
	{"admin secret", canaryAdminSecret},
	{"user secret", canaryUserSecret},
	{"admin secret", canaryChildAdmin},
	{"user secret", canaryChildUser},
	{"app token", canaryToken},
	{"password", canaryPassword},
	{"one-time password", canaryOTP},
	{"old admin secret", canaryOldSecret},
	{"wrong secret", canaryWrong},
}

// canaryAccounts are a parent, its child and an account that asks for
// one-time passwords.
func canaryAccounts() []kalturatest.Account {
	everything := kalturatest.Role{ID: 100, SystemName: "EVERYTHING", Permissions: []string{"*"}}
	owner := kalturatest.User{ID: canaryLogin, LoginID: canaryLogin, Password: canaryPassword, Admin: true, Roles: []string{everything.SystemName}}

	parent := kalturatest.NewAccount(canaryParentID, "Canary Group")
	parent.Group, parent.AdminEmail = true, canaryLogin
	parent.AdminSecret, parent.UserSecret = canaryAdminSecret, canaryUserSecret
	parent.AdditionalAdminSecrets = []string{canaryOldSecret}
	parent.Roles, parent.Users = []kalturatest.Role{everything}, []kalturatest.User{owner}
	admin := kalturatest.AdminSession
	parent.AppTokens = []kalturatest.AppToken{{
		ID: canaryTokenID, Token: canaryToken, HashType: "SHA512", SessionType: &admin, SessionPrivileges: "setrole:EVERYTHING",
	}}

	child := kalturatest.NewAccount(canaryChildID, "Canary Child")
	child.ParentID, child.AdminSecret, child.UserSecret = canaryParentID, canaryChildAdmin, canaryChildUser

	twoFactor := kalturatest.NewAccount(canaryTwoFactorID, "Canary Two Factor")
	owner.LoginID, owner.TOTPSeed = "second@canary.example.com", canaryTwoFactorTOP
	twoFactor.TwoFactor, twoFactor.Roles, twoFactor.Users = true, parent.Roles, []kalturatest.User{owner}
	return []kalturatest.Account{parent, child, twoFactor}
}

// way is a way to sign in: its provider attributes.
type way struct {
	name     string
	settings func(*stage) map[string]string
	// session is what the arguments of kaltura_session have to be for it to be
	// allowed to read the account; "-" means that it cannot be made.
	session string
}

var (
	byAdminSecret = way{"admin secret", func(*stage) map[string]string {
		return map[string]string{"admin_secret": canaryAdminSecret}
	}, `type = "admin"`}
	byKS = way{"KS", func(s *stage) map[string]string {
		return map[string]string{"ks": s.givenKS()}
	}, "-"}
	byAppToken = way{"app token", func(*stage) map[string]string {
		return map[string]string{"app_token_id": canaryTokenID, "app_token": canaryToken}
	}, `type = "admin"`}
	byLogin = way{"login", func(*stage) map[string]string {
		return map[string]string{"login_id": canaryLogin, "password": canaryPassword, "otp": canaryOTP}
	}, ""}
)

var ways = []way{byAdminSecret, byKS, byAppToken, byLogin}

// stage is one run's surroundings: the stand-in for the API, another host that
// nothing must reach, the working directory, and what the commands showed.
type stage struct {
	t         testing.TB
	server    *kalturatest.Server
	elsewhere *kalturatest.Server
	work      *workspace
	results   []result
	ks        string
	// stored tells that the configuration reads the data source
	// kaltura_account_info, which keeps the secrets in plan and state.
	stored bool
	extra  []canary
}

func newStage(t testing.TB) *stage {
	t.Helper()
	return &stage{
		t:         t,
		server:    kalturatest.NewServer(t, canaryAccounts()...),
		elsewhere: kalturatest.NewServer(t, canaryAccounts()...),
	}
}

func (s *stage) givenKS() string {
	if s.ks == "" {
		s.ks = s.server.StartSession(canaryParentID, kalturatest.SessionOptions{
			Type: kalturatest.AdminSession, Expiry: time.Now().Add(time.Hour),
		})
	}
	return s.ks
}

// style is how the settings reach the provider.
type style int

const (
	inEnvironment style = iota // KALTURA_… variables
	inVariables                // ephemeral input variables, from TF_VAR_…
)

// set up writes the configuration and signs in the given way.
func (s *stage) setUp(t testing.TB, e *engine, providerDir, objects string, w way, how style) {
	t.Helper()
	settings := w.settings(s)
	configuration := ""
	if how == inVariables {
		configuration = providerBlock(settings)
	}
	s.stored = strings.Contains(objects, `data "kaltura_account_info"`)
	s.work = newWorkspace(t, e, providerDir, configuration+objects)
	env := s.work.env
	env["KALTURA_SERVICE_URL"], env["KALTURA_PARTNER_ID"], env["KALTURA_MAX_RETRIES"] = s.server.URL, strconv.Itoa(canaryParentID), "0"
	for name, value := range settings {
		if how == inVariables {
			env["TF_VAR_"+name] = value
		} else {
			env["KALTURA_"+strings.ToUpper(name)] = value
		}
	}
	env["TF_LOG"] = map[style]string{inEnvironment: "TRACE", inVariables: "JSON"}[how]
}

// providerBlock takes each setting from an ephemeral variable.
func providerBlock(settings map[string]string) string {
	block := "provider \"kaltura\" {\n"
	variables := ""
	for name := range settings {
		block += "  " + name + " = var." + name + "\n"
		variables += "variable \"" + name + "\" {\n  type = string\n  ephemeral = true\n}\n"
	}
	return block + "}\n" + variables
}

func (s *stage) run(t testing.TB, args ...string) result {
	t.Helper()
	r := s.work.run(t, args...)
	s.results = append(s.results, r)
	return r
}

// succeed runs a command that has to succeed.
func (s *stage) succeed(t testing.TB, args ...string) result {
	t.Helper()
	r := s.run(t, args...)
	if r.code != 0 {
		t.Fatalf("%s", r)
	}
	return r
}

const readAccountInfo = `
data "kaltura_account_info" "this" {}
data "kaltura_account_info" "child" { partner_id = 31000002 }
output "partner_id" { value = data.kaltura_account_info.this.sub_partner_id }
`

// readSecretFree reads every object that stores no secret, and hands on what
// the ephemeral ones return to the configuration of further providers, which
// read accounts with it.
func readSecretFree(w way) string {
	objects := `
data "kaltura_account" "this" {}
data "kaltura_accounts" "all" { include_self = true }
ephemeral "kaltura_account_info" "this" {}
ephemeral "kaltura_account_info" "child" { partner_id = 31000002 }
provider "kaltura" {
  alias        = "child"
  partner_id   = ephemeral.kaltura_account_info.child.partner_id
  admin_secret = ephemeral.kaltura_account_info.child.admin_secret
}
data "kaltura_account" "child" { provider = kaltura.child }
output "names" { value = [data.kaltura_account.this.name, data.kaltura_account.child.name] }
`
	if w.session == "-" {
		return objects
	}
	if w.name == byAdminSecret.name {
		objects += "ephemeral \"kaltura_session\" \"child\" { partner_id = 31000002 }\n"
	}
	return objects + `
ephemeral "kaltura_session" "run" {
  expiry = 900
  ` + w.session + `
}
provider "kaltura" {
  alias = "run"
  ks    = ephemeral.kaltura_session.run.ks
}
data "kaltura_account" "run" { provider = kaltura.run }
output "run" { value = data.kaltura_account.run.name }
`
}

// label names a subtest.
func label(parts ...string) string {
	return strings.ReplaceAll(cmp.Or(strings.Join(parts, ", "), "all"), " ", "_")
}
