// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// liveEnvironment is the developer's own account, for the live tests alone.
var liveEnvironment = map[string]string{}

// TestMain takes the developer's own account out of the environment, and the
// engine's configuration: the tests need none, and where its file is missing
// the warning keeps the testing library from reading OpenTofu's version.
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

// factories serve the provider, and the echo provider that shows what an
// ephemeral resource returned.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"kaltura": providerserver.NewProtocol6WithError(provider.New("test")()),
	"echo":    echoprovider.NewProviderServer(),
}

// block writes a provider block for the server with more lines of arguments.
func block(server *kalturatest.Server, lines ...string) string {
	return fmt.Sprintf("provider \"kaltura\" {\n  service_url = %q\n  %s\n}\n", server.URL, strings.Join(lines, "\n  "))
}

// asAdmin writes a provider block that signs in with the account's
// administrator secret.
func asAdmin(server *kalturatest.Server, account kalturatest.Account) string {
	return block(server, fmt.Sprintf("partner_id = %d", account.ID), fmt.Sprintf("admin_secret = %q", account.AdminSecret))
}

// withKS writes a provider block that uses the KS.
func withKS(server *kalturatest.Server, ks string) string {
	return block(server, fmt.Sprintf("ks = %q", ks))
}

// forgetInstances is the last step of tests with for_each: the testing library
// cannot read its instances when it cleans up, so they have to be gone by then.
var forgetInstances = resource.TestStep{Config: `output "done" { value = true }`}

// wrapped matches text in a diagnostic, whose lines the engine breaks and
// decorates as it likes.
func wrapped(text string) *regexp.Regexp {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return regexp.MustCompile(strings.Join(words, `[\s│]+`))
}
