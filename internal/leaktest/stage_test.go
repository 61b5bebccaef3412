// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
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
// nothing must reach, the folders, and what the commands showed.
type stage struct {
	t         testing.TB
	engine    engines.Engine
	server    *kalturatest.Server
	elsewhere *kalturatest.Server
	// root holds the folders of work d, temporary files t, home h and logs l.
	root    string
	env     map[string]string
	results []result
	ks      string
	// stored tells that the configuration reads the data source
	// kaltura_account_info, which keeps the secrets in plan and state.
	stored bool
	extra  []canary
}

func (s *stage) in(names ...string) string {
	return filepath.Join(append([]string{s.root}, names...)...)
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

const requiredProviders = `terraform {
  required_providers {
    kaltura = { source = "registry.terraform.io/kaltura/kaltura" }
    vault   = { source = "registry.terraform.io/hashicorp/vault" }
  }
}
`

// newStage writes a configuration that signs in in the given way.
func newStage(t testing.TB, e engines.Engine, objects string, w way, how style) *stage {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	root, err := os.MkdirTemp(scratch(), "w")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	s := &stage{
		t: t, engine: e, root: root, stored: strings.Contains(objects, `data "kaltura_account_info"`),
		server: kalturatest.NewServer(t, canaryAccounts()...), elsewhere: kalturatest.NewServer(t, canaryAccounts()...),
	}
	for _, dir := range []string{"d", "t", "h", "l", "received"} {
		if err := os.Mkdir(s.in(dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.env = map[string]string{
		"PATH": os.Getenv("PATH"), "SYSTEMROOT": os.Getenv("SYSTEMROOT"), "HOME": s.in("h"), "USERPROFILE": s.in("h"),
		"TMPDIR": s.in("t"), "TMP": s.in("t"), "TEMP": s.in("t"), "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0",
		"TF_CLI_CONFIG_FILE": s.in("cli.tfrc"), "TF_LOG": map[style]string{inEnvironment: "TRACE", inVariables: "JSON"}[how],
		"KALTURA_SERVICE_URL": s.server.URL, "KALTURA_PARTNER_ID": strconv.Itoa(canaryParentID), "KALTURA_MAX_RETRIES": "0",
		"DOCSTEST_RECEIVED": s.in("received"),
	}
	block := ""
	for name, value := range w.settings(s) {
		if how == inEnvironment {
			s.env["KALTURA_"+strings.ToUpper(name)] = value
			continue
		}
		s.env["TF_VAR_"+name] = value
		block += "  " + name + " = var." + name + "\n"
		objects += "variable \"" + name + "\" {\n  type = string\n  ephemeral = true\n}\n"
	}
	if block != "" {
		block = "provider \"kaltura\" {\n" + block + "}\n"
	}
	s.write("d/main.tf", requiredProviders+block+objects)
	s.override(programs["../.."])
	return s
}

func (s *stage) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(s.in(filepath.FromSlash(name)), []byte(text), 0o700); err != nil { //nolint:gosec // a script has to be run
		s.t.Fatal(err)
	}
}

// override has the engine take the provider from a folder, without init.
func (s *stage) override(dir string) {
	s.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"registry.terraform.io/kaltura/kaltura\" = %q\n    \"registry.terraform.io/hashicorp/vault\" = %q\n  }\n}\n",
		dir, programs["../docstest/stores"]))
}

// install takes the provider from a mirror, as users do.
func (s *stage) install(t testing.TB) {
	t.Helper()
	s.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror { path = %q }\n}\n", filepath.Join(scratch(), "mirror")))
	s.succeed(t, "init", "-no-color")
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
	cmd := exec.CommandContext(ctx, s.engine.Path, args...)
	cmd.Dir = s.in("d")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	log := s.in("l", strconv.Itoa(len(s.results)))
	cmd.Env = []string{"TF_LOG_PATH=" + log}
	for name, value := range s.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
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

// readSecretFree reads every object that stores no secret, and hands on what
// the ephemeral ones return to the configuration of further providers, which
// read accounts with it.
func readSecretFree(w way) string {
	objects := `
data "kaltura_account" "this" {}
data "kaltura_accounts" "all" { include_self = true }
data "kaltura_current_session" "this" {}
data "kaltura_account_secret_versions" "this" {}
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
