// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

var troubleshooting = sync.OnceValues(func() ([]byte, error) {
	return os.ReadFile("../../docs/guides/troubleshooting.md")
})

// expectExplained wants the troubleshooting guide to know a summary, in a
// heading or in the text of a related one.
func expectExplained(t testing.TB, summary string) {
	t.Helper()
	guide, err := troubleshooting()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(string(guide)), " "), summary) {
		t.Errorf("docs/guides/troubleshooting.md does not know %q", summary)
	}
}

// explained passes on what the provider says in any test, and wants it all in
// the guide but for the framework's own messages.
func explained(t testing.TB, said []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	t.Helper()
	for _, one := range said {
		if !strings.HasPrefix(one.Summary, "Invalid Attribute ") && one.Summary != "Error Decoding Private State" {
			expectExplained(t, one.Summary)
		}
	}
	return said
}

func TestTroubleshooting_explainsEveryFailure(t *testing.T) {
	for _, row := range provider.Explanations() {
		expectExplained(t, row.Summary)
	}
}
