// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

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
// nothing must reach, the workspace, and what the commands showed.
type stage struct {
	*engines.Workspace
	t         testing.TB
	server    *kalturatest.Server
	elsewhere *kalturatest.Server
	results   []result
	ks        string
	// stored tells that the configuration reads the data source
	// kaltura_account_info, which keeps the secrets in plan and state.
	stored bool
	extra  []canary
}

// in is a path in the root of the workspace, whose folders are d for work, t for
// temporary files and h for the home, and further ones that are not searched.
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

// newStage writes a configuration that signs in in the given way.
func newStage(t testing.TB, e engines.Engine, objects string, w way, how style) *stage {
	t.Helper()
	work, err := engines.NewWorkspace(e)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = work.Remove() }) // what is left is the system's to clean up
	s := &stage{
		Workspace: work, t: t, stored: strings.Contains(objects, `data "kaltura_account_info"`),
		server: kalturatest.NewServer(t, canaryAccounts()...), elsewhere: kalturatest.NewServer(t, canaryAccounts()...),
	}
	s.setenv("TF_LOG", map[style]string{inEnvironment: "TRACE", inVariables: "JSON", inFiles: "TRACE"}[how])
	s.setenv("DOCSTEST_RECEIVED", s.in("received"))
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
	dirs, err := programs()
	err = errors.Join(err, written, os.Mkdir(s.in("l"), 0o700), os.Mkdir(s.in("received"), 0o700), s.Write("main.tf", engines.RequireProvider+block+objects))
	if err != nil {
		t.Fatal(err)
	}
	s.override(dirs["kaltura/kaltura"])
	return s
}

// override has the engine take the provider from a folder, without init.
func (s *stage) override(dir string) {
	s.t.Helper()
	dirs, _ := programs() // newStage has looked at the error
	if err := s.UsePrograms(map[string]string{"kaltura/kaltura": dir, "hashicorp/vault": dirs["hashicorp/vault"]}); err != nil {
		s.t.Fatal(err)
	}
}

// result is what one command showed.
type result struct {
	command        string
	code           int
	stdout, stderr string
	log            string
}

func (r result) String() string {
	return fmt.Sprintf("%s (exit code %d)\n%s\n%s", r.command, r.code, r.stdout, r.stderr)
}

// run runs the engine to its end, or interrupts it when the context ends. Its
// log goes to a file of its own.
func (s *stage) run(ctx context.Context, args ...string) result {
	cmd := s.Command(ctx, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	log := s.in("l", strconv.Itoa(len(s.results)))
	cmd.Env = append(cmd.Env, "TF_LOG_PATH="+log)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // the exit code tells
	written, _ := os.ReadFile(log)
	r := result{strings.Join(args, " "), cmd.ProcessState.ExitCode(), stdout.String(), stderr.String(), string(written)}
	s.results = append(s.results, r)
	return r
}

// succeed runs a command that has to succeed.
func (s *stage) succeed(t testing.TB, args ...string) result {
	t.Helper()
	r := s.run(t.Context(), args...)
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

// readSecretFree reads every object that stores no secret, and hands what the
// ephemeral ones return to further providers, which read accounts with it.
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

// readOnce reads the same objects and hands nothing on.
func readOnce(w way) string {
	objects := `
data "kaltura_account" "this" {}
data "kaltura_accounts" "all" { include_self = true }
data "kaltura_current_session" "this" {}
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

// deliver hands secrets to a write-only argument, the way into a secret store.
const deliver = `
resource "vault_kv_secret_v2" "account" {
  mount        = "secret"
  name         = "account"
  data_json_wo = jsonencode([ephemeral.kaltura_account_info.this, ephemeral.kaltura_account_info.child])

  data_json_wo_version = data.kaltura_account_secret_versions.this.admin_secret_version
}
`

// label names a subtest.
func label(parts ...string) string { return strings.ReplaceAll(strings.Join(parts, ", "), " ", "_") }
