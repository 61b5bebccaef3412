// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"cmp"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// expectGatewayKnows checks that the guide for on-premises servers names each
// action of the API that the example used.
func expectGatewayKnows(t *testing.T, server *kalturatest.Server) {
	t.Helper()
	guide := page(t, "docs/guides/on-premises.md")
	for _, request := range server.Requests() {
		if action := request.Service + "." + request.Action; !strings.Contains(guide, "`"+action+"`") {
			t.Errorf("templates/guides/on-premises.md.tmpl does not name %s", action)
		}
	}
}

// expectNoWarning: an example teaches nothing that the provider warns about.
func expectNoWarning(t *testing.T, outputs ...string) {
	t.Helper()
	for _, output := range outputs {
		for _, summary := range regexp.MustCompile(`(?s)Warning: (.*?)\n\n.*?\n\n`).FindAllStringSubmatch(output, -1) {
			if summary[1] != "Provider development overrides are in effect" {
				t.Errorf("the example warns: %s", summary[0])
			}
		}
	}
}

// checkRotation replaces one secret of all accounts, then the other. The next
// apply writes to a store what it holds, and nothing else.
func (e example) checkRotation(t *testing.T, server *kalturatest.Server, w *engines.Workspace, stored string, received func() []string) {
	t.Helper()
	account, _ := server.Account(e.delivers[0])
	for _, secret := range []struct {
		name   string
		stored bool
		rotate func(*kalturatest.Account)
	}{
		{"Administrator Secret", strings.Contains(stored, account.AdminSecret), func(a *kalturatest.Account) {
			a.AdditionalAdminSecrets = append(a.AdditionalAdminSecrets, a.AdminSecret)
			a.AdminSecret = "ad" + a.AdminSecret[2:]
		}},
		{"User Secret", strings.Contains(stored, account.UserSecret), func(a *kalturatest.Account) { a.UserSecret = "05" + a.UserSecret[2:] }},
	} {
		for _, id := range []int64{exampleID, northID, southID} {
			server.Update(id, secret.rotate)
		}
		w.MustRun(t, "apply", "-no-color", "-auto-approve")
		e.expectNotKept(t, server, w)
		if written := received(); secret.stored {
			e.expectReceived(t, server, written)
		} else if len(written) > 0 {
			t.Errorf("a new %s, which no store holds, was written %d times", secret.name, len(written))
		}
	}
	w.MustRun(t, "plan", "-no-color", "-detailed-exitcode") // fails if there is a change
}

func (e example) expectOutputs(t *testing.T, state string) {
	t.Helper()
	var stored struct {
		Outputs map[string]struct{ Value any }
	}
	if err := json.Unmarshal([]byte(state), &stored); err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	for name, output := range stored.Outputs {
		values[name] = output.Value
	}
	if got, _ := json.Marshal(values); string(got) != cmp.Or(e.outputs, "{}") {
		t.Errorf("the outputs are %s; those of the row in particular are %s", got, e.outputs)
	}
}

// expectNotKept checks that neither plan nor state hold a secret, except those
// that the example is known to keep.
func (e example) expectNotKept(t *testing.T, server *kalturatest.Server, w *engines.Workspace) {
	t.Helper()
	kept := w.MustKeep(t)
	if strings.Contains(kept, storedToken) {
		t.Error("state or plan hold the app token")
	}
	for _, id := range []int64{exampleID, northID, southID, europeanID} {
		account, _ := server.Account(id)
		found := strings.Contains(kept, account.AdminSecret) || strings.Contains(kept, account.UserSecret)
		if found != (e.keeps && id == exampleID) {
			t.Errorf("state or plan hold a secret of account %d: %t", id, found)
		}
	}
}

// expectReceived checks that a store received the Administrator Secret of each
// account once, and only texts, because Vault's ephemeral resource reads
// nothing else.
func (e example) expectReceived(t *testing.T, server *kalturatest.Server, received []string) {
	t.Helper()
	if len(received) != len(e.delivers) {
		t.Fatalf("the stores were written to %d times, want %d", len(received), len(e.delivers))
	}
	all := strings.Join(received, "")
	for _, id := range e.delivers {
		if account, _ := server.Account(id); strings.Count(all, account.AdminSecret) != 1 {
			t.Errorf("the store did not get the secret of account %d once", id)
		}
	}
	for _, content := range received {
		if err := json.Unmarshal([]byte(content), &map[string]string{}); strings.HasPrefix(content, "{") && err != nil {
			t.Errorf("the store got a value that is no text: %v", err)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// expectPictured checks that Terraform's plan contains the lines of the picture
// in README.md.
func expectPictured(t *testing.T, plan string) {
	t.Helper()
	picture := html.UnescapeString(tag.ReplaceAllString(page(t, ".github/plan.svg"), ""))
	_, lines, found := strings.Cut(picture, "$ terraform plan\n")
	if !found {
		t.Error("the picture shows no command")
	}
	for line := range strings.Lines(lines) {
		if text := strings.TrimSuffix(line, "\n"); !strings.Contains(plan, strings.TrimSuffix(text, " after 0s")) {
			t.Errorf("the picture shows a line that the plan does not: %q", text)
		}
	}
}
