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

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// TestMain takes the developer's own account out of the environment, except
// for the live tests, which are about it.
func TestMain(m *testing.M) {
	if os.Getenv("TF_ACC") == "" {
		for _, entry := range os.Environ() {
			if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "KALTURA_") {
				if err := os.Unsetenv(name); err != nil {
					panic(err)
				}
			}
		}
	}
	os.Exit(m.Run())
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

// wrapped matches text in a diagnostic, whose lines the engine breaks and
// decorates as it likes.
func wrapped(text string) *regexp.Regexp {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return regexp.MustCompile(strings.Join(words, `[\s│]+`))
}
