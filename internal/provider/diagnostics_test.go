// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// diagnostics are the provider's messages to the user.
type diagnostics []*tfprotov6.Diagnostic

// String returns their text, with the attribute that each points to.
func (d diagnostics) String() string {
	var text strings.Builder
	for _, one := range d {
		text.WriteString(one.Severity.String() + ": " + one.Summary)
		if one.Attribute != nil {
			text.WriteString(" at " + one.Attribute.String())
		}
		text.WriteString("\n" + one.Detail + "\n\n")
	}
	return text.String()
}

func (d diagnostics) summaries() []string {
	var summaries []string
	for _, one := range d {
		summaries = append(summaries, one.Summary)
	}
	return summaries
}

// expectOnly expects one diagnostic, whose detail contains all of these texts.
func (d diagnostics) expectOnly(t testing.TB, summary string, says ...string) {
	t.Helper()
	if !slices.Equal(d.summaries(), []string{summary}) {
		t.Errorf("want only %q, got: %s", summary, d)
		return
	}
	for _, text := range says {
		if !strings.Contains(d[0].Detail, text) {
			t.Errorf("no %q in:\n%s", text, d[0].Detail)
		}
	}
}

func (d diagnostics) expectNone(t testing.TB) {
	t.Helper()
	if len(d) > 0 {
		t.Errorf("unexpected: %s", d)
	}
}

// TestDiagnostic_ofAnUnexpectedError: the text of an unexpected error can
// contain anything, and the diagnostic omits it.
func TestDiagnostic_ofAnUnexpectedError(t *testing.T) {
	known := provider.DiagnosticOf(&kaltura.Error{Failure: kaltura.APIRefused})
	for _, err := range []error{errors.New("canary"), fmt.Errorf("canary: %w", errors.New("canary")), errors.Join(errors.New("canary"))} {
		if shown := provider.DiagnosticOf(err); shown.Summary() != known.Summary() || shown.Detail() != known.Detail() || strings.Contains(shown.Detail(), "canary") {
			t.Errorf("%s\n%s", shown.Summary(), shown.Detail())
		}
	}
	wrapped := provider.DiagnosticOf(fmt.Errorf("canary: %w", &kaltura.Error{Failure: kaltura.TimedOut}))
	if strings.Contains(wrapped.Summary()+wrapped.Detail(), "canary") || wrapped.Summary() == known.Summary() {
		t.Errorf("%s\n%s", wrapped.Summary(), wrapped.Detail())
	}
}

// once is a provider argument that shortens a failing test.
const once = "max_retries = 0"

// TestAccErrors_throughAnEngine shows the most common errors as users see them:
// wrapped and decorated by an engine.
func TestAccErrors_throughAnEngine(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	ks := func(options kalturatest.SessionOptions) string {
		return withKS(server, server.StartSession(kalturatest.Acme.ID, options))
	}
	revoked := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	ask(t, server, "session.end", map[string]any{"ks": revoked})
	stranger := kalturatest.NewAccount(39999999, "Nobody")
	forged := kalturatest.Acme
	forged.AdminSecret = kalturatest.Acme.UserSecret

	tests := []struct{ title, config, says string }{
		{"wrong secret", asAdmin(server, forged), "Wrong Kaltura Administrator Secret"},
		{"unknown account", asAdmin(server, stranger), "Unknown Kaltura Account"},
		{"blocked account", asAdmin(server, kalturatest.Blocked), "Kaltura Account Blocked"},
		{"expired", ks(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Expiry: time.Now().Add(-time.Hour)}), "Kaltura Session Expired"},
		{"revoked", withKS(server, revoked), "Kaltura Session Revoked"},
		{"garbage", withKS(server, "garbage"), "Invalid Kaltura Session"},
		{
			"KS of another account",
			block(server, fmt.Sprintf("ks = %q", server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{})), "partner_id = 30000016"),
			"Kaltura Session of Another Account",
		},
		{"role without permission", ks(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Uploader.ID}), "Kaltura Permission Missing"},
		{"secrets not visible", asAdmin(server, kalturatest.Hidden), "Kaltura Account Secrets Not Visible"},
		{"HTML", asAdmin(misbehaving(t, kalturatest.AnswerHTML()), kalturatest.Acme), "Not a Kaltura API: HTML Answer"},
		{"XML", asAdmin(misbehaving(t, kalturatest.AnswerXML()), kalturatest.Acme), "Not a Kaltura API: XML Answer"},
		{"empty", asAdmin(misbehaving(t, kalturatest.AnswerEmpty(200)), kalturatest.Acme), "Not a Kaltura API: Empty Answer"},
		{"unreachable", fmt.Sprintf("provider \"kaltura\" {\n service_url = %q\n ks = \"x\"\n %s\n}\n", "http://"+closedPort(t), once), "Kaltura API Unreachable"},
		{"plain http", "provider \"kaltura\" {\n service_url = \"http://kaltura.example.com\"\n ks = \"x\"\n}\n", "Insecure Kaltura Service URL"},
	}
	var steps []resource.TestStep
	for _, test := range tests {
		steps = append(steps, fails(test.config+readAccountInfo, "Error: "+test.says))
	}
	runSteps(t, steps...)
}

// TestAccAccountArguments_throughAnEngine covers wrong arguments of the data
// sources for accounts, and their messages.
func TestAccAccountArguments_throughAnEngine(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	read := func(account kalturatest.Account, object string, partnerID int64) string {
		return asAdmin(server, account) + fmt.Sprintf("data %q \"this\" {\n partner_id = %d\n}\n", object, partnerID)
	}
	viewer := withKS(server, server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID}))
	tests := []struct{ title, config, says string }{
		{"zero", read(kalturatest.Umbrella, "kaltura_account", 0), "partner_id value must be between 1 and 2147483647"},
		{"negative", read(kalturatest.Umbrella, "kaltura_account", -2), "partner_id value must be between 1 and 2147483647; 0 and negative IDs are those of the Kaltura platform itself"},
		{"too large", read(kalturatest.Umbrella, "kaltura_account", 2147483648), "partner_id value must be between 1 and 2147483647"},
		{"sub partner id", read(kalturatest.Umbrella, "kaltura_account_info", 3000000300), "partner_id value must be between 1 and 2147483647"},
		{"another parent's child", read(kalturatest.Acme, "kaltura_account", kalturatest.UmbrellaNorth.ID), "Account 30000003 is neither the signed-in account 30000001 nor one of its child accounts"},
		{"parent from its child", read(kalturatest.UmbrellaNorth, "kaltura_account_info", kalturatest.Umbrella.ID), "Kaltura Account Not Reachable"},
		{"sibling", read(kalturatest.UmbrellaNorth, "kaltura_account", kalturatest.UmbrellaSouth.ID), "Kaltura Account Not Reachable"},
		{"list without permission", viewer + `data "kaltura_accounts" "this" {}`, "The session's role may not use partner.list in account 30000001"},
		{"unknown status", asAdmin(server, kalturatest.Umbrella) + "data \"kaltura_accounts\" \"this\" {\n status = \"happy\"\n}\n", `value must be one of: ["deleted" "active" "blocked" "full_block" "read_only"]`},
		{"empty name", asAdmin(server, kalturatest.Umbrella) + "data \"kaltura_accounts\" \"this\" {\n name_contains = \"\"\n}\n", "name_contains string length must be at least 1"},
	}
	var steps []resource.TestStep
	for _, test := range tests {
		steps = append(steps, fails(test.config, test.says))
	}
	runSteps(t, steps...)
}

// Values that almost no argument accepts.
const (
	canaryText   = "4f67 canary, 93bd"
	canaryNumber = "-987654321098"
)

// TestAccCanaries_areNeverQuoted: a value that the configuration marks as
// sensitive may be in any argument, and no message quotes it.
func TestAccCanaries_areNeverQuoted(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	schemas := newEngine(t).schemas
	objects := blocks("data", schemas.DataSourceSchemas) + blocks("ephemeral", schemas.EphemeralResourceSchemas) + blocks("resource", schemas.ResourceSchemas)
	for title, config := range map[string]string{
		"provider": "provider \"kaltura\" {\n" + canaryArguments(schemas.Provider) + "}\ndata \"kaltura_account\" \"this\" {}\n",
		"objects":  asAdmin(server, kalturatest.Acme) + objects,
	} {
		for command, declared := range map[string]string{
			// At validate, the engine knows only locals.
			"validate": fmt.Sprintf("locals {\n canary = sensitive(%q)\n number = sensitive(%s)\n}\n", canaryText, canaryNumber),
			"plan": fmt.Sprintf("variable \"canary\" {\n sensitive = true\n default = %q\n}\nvariable \"number\" {\n sensitive = true\n default = %s\n}\n",
				canaryText, canaryNumber),
		} {
			t.Run(command+" "+title, func(t *testing.T) {
				written := config
				if command == "plan" {
					written = strings.ReplaceAll(config, "= local.", "= var.")
					written = strings.ReplaceAll(written, "[local.", "[var.")
				}
				w := newWorkspace(t, written)
				w.write("canaries.tf", declared)
				output, complaints, err := w.try(command, "-no-color")
				refused := strings.Count(complaints, "\nError: ")
				if title == "objects" && strings.Contains(complaints, "ephemeral resource") && strings.Contains(complaints, "not supported") {
					t.Skip("this engine knows no ephemeral resources")
				}
				if err == nil || refused < 5 {
					t.Errorf("%d errors, so next to nothing was shown: %v\n%s", refused, err, complaints)
				}
				for _, canary := range []string{"canary, ", "4f67", strings.Trim(canaryNumber, "-")} {
					if strings.Contains(output+complaints, canary) {
						t.Errorf("%s is quoted:\n%s", canary, complaints)
					}
				}
			})
		}
	}
}

// blocks returns one block of each object, with a canary in every argument.
func blocks(kind string, schemas map[string]*tfprotov6.Schema) string {
	var text strings.Builder
	for name, schema := range schemas {
		fmt.Fprintf(&text, "%s %q \"canary\" {\n%s}\n", kind, name, canaryArguments(schema))
	}
	return text.String()
}

func canaryArguments(schema *tfprotov6.Schema) string {
	var lines []string
	for _, attribute := range schema.Block.Attributes {
		value := ""
		switch {
		case !attribute.Optional && !attribute.Required, attribute.Type.Is(tftypes.Bool):
			continue
		case attribute.Type.Is(tftypes.String):
			value = "local.canary"
		case attribute.Type.Is(tftypes.Number):
			value = "local.number"
		default:
			value = "[local.canary]"
		}
		lines = append(lines, fmt.Sprintf("  %s = %s\n", attribute.Name, value))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// TestRequestLog_masksTheSecrets: a one-time password looks like a request ID,
// and a server can make the provider log it as one. The log masks the secrets
// of the configuration in every field.
func TestRequestLog_masksTheSecrets(t *testing.T) {
	for _, otp := range []string{"424242", "515151"} {
		var log bytes.Buffer
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.Fault{Times: -1, Header: http.Header{"X-Kaltura-Session": {"424242, 1795419146"}}})
		block := loginAt(server, kalturatest.Acme, kalturatest.Manager.LoginID, kalturatest.Manager.Password).with("otp", otp)
		e := configured(t, block)
		_, _ = e.read(tflogtest.RootLogger(t.Context(), &log), "kaltura_account", nil) // may fail
		lines := log.String()
		if !strings.Contains(lines, "Kaltura API request") || !strings.Contains(lines, "user.loginByLoginId") {
			t.Fatalf("the request is not logged, so nothing is proved:\n%s", lines)
		}
		if masked := otp == "424242"; strings.Contains(lines, "424242") == masked {
			t.Errorf("with the OTP %s the log has:\n%s", otp, lines)
		}
	}
}

var troubleshooting = sync.OnceValues(func() ([]byte, error) {
	return os.ReadFile("../../docs/guides/troubleshooting.md")
})

// expectExplained checks that the troubleshooting guide contains a summary.
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

// explained returns the provider's diagnostics and checks that the guide
// explains them, except for the framework's own messages.
func explained(t testing.TB, said []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	t.Helper()
	for _, one := range said {
		if !slices.ContainsFunc([]string{"Invalid Attribute ", "Missing Attribute ", "Missing Configuration ", "Error Decoding "}, func(own string) bool { return strings.HasPrefix(one.Summary, own) }) {
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
