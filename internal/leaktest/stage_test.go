// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestMain(m *testing.M) { engines.RunTests(m) }

// everyEngine returns one Terraform and one OpenTofu that support ephemeral
// resources, if installed. The first is the chosen engine or the first found.
// It skips the test if there is none, and with -short.
func everyEngine(t testing.TB) []engines.Engine {
	t.Helper()
	first := engines.ForTest(t, "", "1.10.0", "1.11.0")
	found := []engines.Engine{first}
	for _, product := range []engines.Product{engines.Terraform, engines.OpenTofu} {
		e, err := engines.Find(t.Context(), string(product))
		if err == nil && product != first.Product && e.AtLeast("1.10.0", "1.11.0") {
			found = append(found, e)
		}
	}
	return found
}

// canaryAccounts returns a parent, its child, and an account that requires
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
	parent.AppTokens = []kalturatest.AppToken{
		{ID: canaryTokenID, Token: canaryToken, HashType: "SHA512", SessionType: &admin, SessionPrivileges: "setrole:EVERYTHING"},
		{ID: "0_canary02", Token: canaryToken, HashType: "SHA256", SessionUserID: new(canaryLogin)},
	}

	child := kalturatest.NewAccount(canaryChildID, "Canary Child")
	child.ParentID, child.AdminSecret, child.UserSecret = canaryParentID, canaryChildAdmin, canaryChildUser

	twoFactor := kalturatest.NewAccount(canaryTwoFactorID, "Canary Two Factor")
	owner.LoginID, owner.TOTPSeed = "second@canary.example.com", canaryTwoFactorTOP
	twoFactor.TwoFactor, twoFactor.Roles, twoFactor.Users = true, parent.Roles, []kalturatest.User{owner}
	return []kalturatest.Account{parent, child, twoFactor}
}

// way is a sign-in method, as provider attributes.
type way struct {
	name     string
	settings func(*stage) map[string]string
	// session holds the arguments of kaltura_session with which the session
	// may read the account. "-" means that the method cannot create one.
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

// stage is the environment of one run: the stand-in for the API, another host
// that nothing may reach, the workspace, and the output of the commands.
type stage struct {
	*engines.Workspace
	t         testing.TB
	server    *kalturatest.Server
	elsewhere *kalturatest.Server
	results   []result
	ks        string
	// stored reports that the configuration reads the data source
	// kaltura_account_info, which keeps the secrets in the plan and state.
	stored bool
	extra  []canary
}

// in returns a path in the root of the workspace. Its folders are d for work, t
// for temporary files, and h for the home directory. The search skips all other
// folders.
func (s *stage) in(names ...string) string {
	return filepath.Join(append([]string{s.Root}, names...)...)
}

func (s *stage) setenv(name, value string) { s.Env = append(s.Env, name+"="+value) }

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
	inFiles                    // files that KALTURA_…_FILE variables name
)

// newStage writes a configuration that signs in with the given method.
func newStage(t testing.TB, e engines.Engine, objects string, w way, how style) *stage {
	t.Helper()
	s := &stage{
		Workspace: engines.NewForTest(t, e), t: t, stored: strings.Contains(objects, `data "kaltura_account_info"`),
		server: kalturatest.NewServer(t, canaryAccounts()...), elsewhere: kalturatest.NewServer(t, canaryAccounts()...),
	}
	s.setenv("TF_LOG", map[style]string{inEnvironment: "TRACE", inVariables: "JSON", inFiles: "TRACE"}[how])
	s.setenv("KALTURA_SERVICE_URL", s.server.URL)
	s.setenv("KALTURA_PARTNER_ID", strconv.Itoa(canaryParentID))
	s.setenv("KALTURA_MAX_RETRIES", "0")
	block, written := "", os.Mkdir(s.in("f"), 0o700)
	for name, value := range w.settings(s) {
		variable := "KALTURA_" + strings.ToUpper(name)
		switch {
		case how == inFiles && !strings.HasSuffix(name, "_id"):
			written = errors.Join(written, os.WriteFile(s.in("f", name), []byte(value+"\n"), 0o600))
			s.setenv(variable+"_FILE", s.in("f", name))
			continue
		case how != inVariables:
			s.setenv(variable, value)
			continue
		}
		s.setenv("TF_VAR_"+name, value)
		block += "  " + name + " = var." + name + "\n"
		objects += "variable \"" + name + "\" {\n  type = string\n  ephemeral = true\n}\n"
	}
	if block != "" {
		block = "provider \"kaltura\" {\n" + block + "}\n"
	}
	required := engines.RequireProvider
	if strings.Contains(objects, "vault_") {
		required = strings.Replace(required, "required_providers {", "required_providers {\n    vault = { source = \"registry.terraform.io/hashicorp/vault\" }", 1)
	}
	err := errors.Join(written, os.Mkdir(s.in("l"), 0o700), s.UseStores(), s.Write("main.tf", required+block+objects))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// override makes the engine use the provider in a folder, without init.
func (s *stage) override(dir string) {
	s.t.Helper()
	if err := s.UsePrograms(map[string]string{"kaltura/kaltura": dir}); err != nil {
		s.t.Fatal(err)
	}
}

// result is the output of one command, and its log.
type result struct {
	engines.Result
	log string
}

// run runs the engine to its end, or interrupts it when the context ends. Each
// run has its own log file.
func (s *stage) run(ctx context.Context, args ...string) result {
	log := s.in("l", strconv.Itoa(len(s.results)))
	s.setenv("TF_LOG_PATH", log)
	output, _ := s.Run(ctx, args...) // Code tells
	written, _ := os.ReadFile(log)
	r := result{output, string(written)}
	s.results = append(s.results, r)
	return r
}

// succeed runs a command and fails the test if the command fails.
func (s *stage) succeed(t testing.TB, args ...string) result {
	t.Helper()
	r := s.run(t.Context(), args...)
	if r.Code != 0 {
		t.Fatal(r)
	}
	return r
}

const readAccountInfo = `
data "kaltura_account_info" "this" {}
data "kaltura_account_info" "child" { partner_id = 31000002 }
output "partner_id" { value = data.kaltura_account_info.this.sub_partner_id }
`

// readSecretFree reads every object that stores no secret. It passes the
// results of the ephemeral ones to further providers, which read accounts with
// them.
func readSecretFree(w way) string {
	objects := readOnce(w) + `
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
	return objects + `
provider "kaltura" {
  alias = "run"
  ks    = ephemeral.kaltura_session.run.ks
}
data "kaltura_account" "run" { provider = kaltura.run }
output "run" { value = data.kaltura_account.run.name }
`
}

// readOnce reads the same objects and passes nothing on.
func readOnce(w way) string {
	objects := `
data "kaltura_account" "this" {}
data "kaltura_accounts" "all" { include_self = true }
data "kaltura_current_session" "this" {}
data "kaltura_players" "all" {}
data "kaltura_permissions" "all" {}
data "kaltura_account_secret_versions" "this" {}
ephemeral "kaltura_account_info" "this" {}
ephemeral "kaltura_account_info" "child" { partner_id = 31000002 }
`
	if w.session == "-" {
		return objects
	}
	if w.name == byAdminSecret.name {
		objects += "ephemeral \"kaltura_session\" \"child\" { partner_id = 31000002 }\n"
	}
	return objects + "ephemeral \"kaltura_session\" \"run\" {\n  expiry = 900\n  " + w.session + "\n}\n"
}

// deliver passes secrets to a write-only argument, as for a secret store.
const deliver = `
resource "vault_kv_secret_v2" "account" {
  mount        = "secret"
  name         = "account"
  data_json_wo = jsonencode({ parent = ephemeral.kaltura_account_info.this, child = ephemeral.kaltura_account_info.child })

  data_json_wo_version = data.kaltura_account_secret_versions.this.admin_secret_version
}
`

func label(parts ...string) string { return strings.ReplaceAll(strings.Join(parts, ", "), " ", "_") }
