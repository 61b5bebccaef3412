// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
	"github.com/kaltura/terraform-provider-kaltura/internal/server"
)

// liveEnvironment is the developer's own account, for the live tests only.
var liveEnvironment = map[string]string{}

// TestMain removes the developer's own account and the engine's configuration
// from the environment. The tests need neither. If the engine's configuration
// file is missing, the engine's warning prevents the testing library from
// reading OpenTofu's version.
func TestMain(m *testing.M) {
	unset("TF_CLI_CONFIG_FILE")
	for _, entry := range os.Environ() {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "KALTURA_") {
			liveEnvironment[name] = value
			unset(name)
		}
	}
	code := m.Run()
	engines.Cleanup()
	os.Exit(code)
}

func unset(name string) {
	if err := os.Unsetenv(name); err != nil {
		panic(err)
	}
}

// factories serve the provider to the testing library.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"kaltura": newServer(),
}

// newServer returns the constructor of a server with a provider of its own.
func newServer() func() (tfprotov6.ProviderServer, error) {
	served := provider.New("test")()
	return func() (tfprotov6.ProviderServer, error) { return server.New(served) }
}

// arguments are the arguments of a block. A missing argument is null, and a
// value may be tftypes.UnknownValue.
type arguments map[string]any

// with returns a copy of the arguments with one more.
func (a arguments) with(name string, value any) arguments {
	copied := maps.Clone(a)
	if copied == nil {
		copied = arguments{}
	}
	copied[name] = value
	return copied
}

// hcl returns the arguments as a provider block.
func (a arguments) hcl() string {
	lines := []string{`provider "kaltura" {`}
	for name, value := range a {
		written, _ := json.Marshal(value) // text and whole numbers
		lines = append(lines, fmt.Sprintf("  %s = %s", name, written))
	}
	return strings.Join(append(lines, "}\n"), "\n")
}

// aliased returns the arguments as a provider block with an alias.
func (a arguments) aliased(name string) string { return a.with("alias", name).hcl() }

// administrator returns a provider block that signs in with the account's
// secret and does not retry, as do the functions below.
func administrator(server *kalturatest.Server, account kalturatest.Account) arguments {
	return arguments{"service_url": server.URL, "partner_id": account.ID, "admin_secret": account.AdminSecret, "max_retries": 0}
}

func bearer(server *kalturatest.Server, ks string) arguments {
	return arguments{"service_url": server.URL, "ks": ks, "max_retries": 0}
}

// byToken signs in with one of Acme's app tokens.
func byToken(server *kalturatest.Server, token kalturatest.AppToken) arguments {
	return arguments{
		"service_url": server.URL, "partner_id": kalturatest.Acme.ID, "app_token_id": token.ID, "app_token": token.Token, "max_retries": 0,
	}
}

func loginAt(server *kalturatest.Server, account kalturatest.Account, loginID, password string) arguments {
	return arguments{"service_url": server.URL, "partner_id": account.ID, "login_id": loginID, "password": password, "max_retries": 0}
}

func loginAs(server *kalturatest.Server, account kalturatest.Account, user kalturatest.User) arguments {
	return loginAt(server, account, user.LoginID, user.Password)
}

// ownerOf signs in as the owner of one of the default accounts.
func ownerOf(server *kalturatest.Server, account kalturatest.Account) arguments {
	return loginAs(server, account, account.Users[0])
}

// misbehaving starts a server with the same fault in every answer.
func misbehaving(t *testing.T, fault kalturatest.Fault) *kalturatest.Server {
	t.Helper()
	server := kalturatest.NewServer(t)
	server.Inject(fault.For(-1))
	return server
}

// expectRequests counts all requests to the server.
func expectRequests(t *testing.T, server *kalturatest.Server, want int) {
	t.Helper()
	if sent := len(server.Requests()); sent != want {
		t.Errorf("%d requests, want %d", sent, want)
	}
}

// reads is a test case in which each object is read through a provider block of
// its own. The testing library serves all blocks of a provider from one server,
// as if they were one, and here every object has its own provider.
type reads struct{ resource.TestCase }

func newReads() *reads {
	return &reads{resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){}, Steps: make([]resource.TestStep, 1),
	}}
}

// add reads data.OBJECT.NAME. The name has no underscore.
func (r *reads) add(name string, block arguments, object, config string, want values) {
	r.ProtoV6ProviderFactories[name] = newServer()
	step := &r.Steps[0]
	step.Config += strings.Replace(block.hcl(), "kaltura", name, 1) +
		fmt.Sprintf("data %q %q {\n  provider = %s\n  %s\n}\n", object, name, name, config)
	step.ConfigStateChecks = append(step.ConfigStateChecks, expectAll("data."+object+"."+name, want)...)
}

// The expected values of an object, all or some, and the items of a set, all or
// some.
type (
	values map[string]any
	partly map[string]any
	setOf  []any
	among  []any
)

// expectAll checks attributes of one object.
func expectAll(address string, want values) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, value := range want {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), known(value)))
	}
	return checks
}

func known(value any) knownvalue.Check {
	switch value := value.(type) {
	case knownvalue.Check:
		return value
	case string:
		return knownvalue.StringExact(value)
	case bool:
		return knownvalue.Bool(value)
	case int:
		return knownvalue.Int64Exact(int64(value))
	case int64:
		return knownvalue.Int64Exact(value)
	case []any:
		return knownvalue.ListExact(allKnown(value))
	case setOf:
		return knownvalue.SetExact(allKnown(value))
	case among:
		return knownvalue.SetPartial(allKnown(value))
	case values:
		return knownvalue.ObjectExact(eachKnown(value))
	case partly:
		return knownvalue.ObjectPartial(eachKnown(value))
	}
	return knownvalue.Null()
}

func allKnown(list []any) (checks []knownvalue.Check) {
	for _, value := range list {
		checks = append(checks, known(value))
	}
	return checks
}

func eachKnown(object map[string]any) map[string]knownvalue.Check {
	checks := map[string]knownvalue.Check{}
	for name, value := range object {
		checks[name] = known(value)
	}
	return checks
}

// TestDependencies: the provider links no test code, and the client does not
// depend on Terraform.
func TestDependencies(t *testing.T) {
	packages := func(path string) []string {
		output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", path).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.Fields(string(output))
	}
	shipped := []string{"kaltura", "provider", "provider/settings", "server"}
	all := packages("../..")
	for _, path := range all {
		_, ours, isOurs := strings.Cut(path, "terraform-provider-kaltura/internal/")
		for _, unwanted := range []string{"net/http/httptest", "terraform-plugin-testing", "hc-install"} {
			if strings.Contains(path, unwanted) || isOurs && !slices.Contains(shipped, ours) {
				t.Errorf("the provider is linked with %s", path)
			}
		}
	}
	if len(all) < 100 {
		t.Errorf("%d packages cannot be all", len(all))
	}
	for _, path := range packages("../kaltura") {
		if strings.Contains(path, "hashicorp/terraform") {
			t.Errorf("the client depends on %s", path)
		}
	}
}
