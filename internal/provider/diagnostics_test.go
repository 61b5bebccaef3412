// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
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

// about returns the argument that the first diagnostic points to, or names
// because it is a text, whose line the engine would quote.
func (d diagnostics) about() string {
	if d[0].Attribute != nil {
		return d[0].Attribute.String()
	}
	_, name, _ := strings.Cut(d[0].Detail, "\n\n  Argument: ")
	return name
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

// TestDiagnostic_clocks: no difference between clocks is too long to be said.
func TestDiagnostic_clocks(t *testing.T) {
	for difference, says := range map[time.Duration]string{
		math.MinInt64: "The server's clock is more than ten years behind", math.MaxInt64: "more than ten years ahead", -48 * time.Hour: "is 48h0m0s behind",
	} {
		shown := provider.DiagnosticOf(&kaltura.Error{Failure: kaltura.ClocksDiffer, ClockDifference: difference}).Detail()
		if !strings.Contains(shown, says) || strings.Contains(shown, "expired") {
			t.Errorf("%d: %s", difference, shown)
		}
	}
}

// TestAccErrors_throughAnEngine shows errors as users see them: decorated by an
// engine.
func TestAccErrors_throughAnEngine(t *testing.T) {
	t.Parallel()
	all, want, shown := newReads(), map[string]int{}, ""
	for i, row := range slices.Concat(cataloguedSessions, cataloguedAnswers) {
		all.add(fmt.Sprint("row", i), row.arrange(t), "kaltura_account_info", "", nil)
		want[row.summary]++
	}
	all.ErrorCheck = func(err error) error {
		shown = err.Error()
		return nil
	}
	resource.UnitTest(t, all.TestCase)
	for summary, times := range want {
		if got := strings.Count(shown, "\nError: "+summary+"\n"); got != times {
			t.Errorf("%d times %q, want %d:\n%s", got, summary, times, shown)
		}
	}
}

// Values that almost no argument accepts.
const (
	canaryText   = "4f67 canary, 93bd"
	canaryNumber = "-987654321098"
)

// TestAccCanaries_areNeverQuoted: a value that the configuration marks as
// sensitive, or a literal text, may be in any argument, and no message quotes
// it.
func TestAccCanaries_areNeverQuoted(t *testing.T) {
	t.Parallel()
	schemas := newEngine(t).schemas
	w := newWorkspace(t, "")
	objects := blocks("data", schemas.DataSourceSchemas) + blocks("resource", schemas.ResourceSchemas)
	if w.Engine.AtLeast("1.10", "1.11") {
		objects += blocks("ephemeral", schemas.EphemeralResourceSchemas)
	}
	config := "provider \"kaltura\" {\n" + canaryArguments(schemas.Provider) + "}\ndata \"kaltura_account\" \"this\" {}\n" +
		administrator(kalturatest.NewServer(t), kalturatest.Acme).aliased("valid") + objects
	for _, test := range []struct{ command, values, declared string }{
		// At validate, the engine knows only locals.
		{"validate", "local.", fmt.Sprintf("locals {\n canary = sensitive(%q)\n number = sensitive(%s)\n}\n", canaryText, canaryNumber)},
		{"plan", "var.", fmt.Sprintf("variable \"canary\" {\n sensitive = true\n default = %q\n}\nvariable \"number\" {\n sensitive = true\n default = %s\n}\n",
			canaryText, canaryNumber)},
		{"validate", "literal", ""},
	} {
		canaries, written := []string{"canary, ", "4f67", strings.Trim(canaryNumber, "-")}, strings.ReplaceAll(config, "local.", test.values)
		if test.values == "literal" { // the engine quotes the line of a number, which is no secret
			canaries = canaries[:2]
			written = strings.NewReplacer("local.canary", strconv.Quote(canaryText), "local.number", canaryNumber).Replace(config)
		}
		w.write("canaries.tf", test.declared+written)
		result, _ := w.Run(t.Context(), test.command, "-no-color") // fails
		if refused := strings.Count(result.Stderr, "\nError: "); refused < 20 {
			t.Errorf("%d errors, so next to nothing was shown:\n%s", refused, result.Stderr)
		}
		for _, canary := range canaries {
			if strings.Contains(result.Stdout+result.Stderr, canary) {
				t.Errorf("%s is quoted:\n%s", canary, result.Stderr)
			}
		}
	}
}

// blocks returns one block of each object, with a canary in every argument.
func blocks(kind string, schemas map[string]*tfprotov6.Schema) string {
	var text strings.Builder
	for name, schema := range schemas {
		fmt.Fprintf(&text, "%s %q \"canary\" {\n  provider = kaltura.valid\n%s}\n", kind, name, canaryArguments(schema))
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

// explained returns the diagnostics about an object. Each points only to a number
// or a boolean that the object has: the engine quotes the line of a text.
func (e *engine) explained(schema *tfprotov6.Schema, said []*tfprotov6.Diagnostic) diagnostics {
	e.t.Helper()
	for _, one := range said {
		if one.Attribute == nil {
			continue
		}
		name, isName := one.Attribute.Steps()[0].(tftypes.AttributeName)
		if !isName || !slices.ContainsFunc(schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool {
			return a.Name == string(name) && a.Type != nil && (a.Type.Is(tftypes.Number) || a.Type.Is(tftypes.Bool))
		}) {
			e.t.Errorf("%q points to %s, which is not a number or boolean of the object", one.Summary, one.Attribute)
		}
	}
	return said
}
