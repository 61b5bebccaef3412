// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider/settings"
)

// TestMain removes the developer's own account from the environment.
func TestMain(m *testing.M) {
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "KALTURA_") {
			if err := os.Unsetenv(name); err != nil {
				panic(err)
			}
		}
	}
	os.Exit(m.Run())
}

// arguments are the arguments of a provider block. A missing one is null, and a
// value may be tftypes.UnknownValue.
type arguments map[string]any

// with returns a copy of the arguments with one more.
func (a arguments) with(name string, value any) arguments {
	copied := arguments{}
	maps.Copy(copied, a)
	copied[name] = value
	return copied
}

// block returns the arguments as the framework passes them.
func (a arguments) block(t *testing.T) types.Object {
	t.Helper()
	kind := schema.Schema{Attributes: settings.Attributes()}.Type()
	object := kind.TerraformType(t.Context()).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, a[name])
	}
	block, err := kind.ValueFromTerraform(t.Context(), tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	return block.(types.Object)
}

func read(t *testing.T, block arguments) (settings.Settings, diagnostics) {
	t.Helper()
	read, diags := settings.Read(block.block(t))
	return read, diagnostics(diags)
}

func validate(t *testing.T, block arguments) diagnostics {
	t.Helper()
	_, diags := settings.Validate(block.block(t))
	return diagnostics(diags)
}

type diagnostics diag.Diagnostics

// String returns their text, with the attribute that each points to.
func (d diagnostics) String() string {
	var text strings.Builder
	for _, one := range d {
		text.WriteString(one.Severity().String() + ": " + one.Summary())
		if at, ok := one.(diag.DiagnosticWithPath); ok {
			text.WriteString(" at " + at.Path().String())
		}
		text.WriteString("\n" + one.Detail() + "\n\n")
	}
	return text.String()
}

func (d diagnostics) summaries() []string {
	var summaries []string
	for _, one := range d {
		summaries = append(summaries, one.Summary())
	}
	return summaries
}

// expectOnly expects one diagnostic, whose detail contains all of these texts.
func (d diagnostics) expectOnly(t *testing.T, summary string, says ...string) {
	t.Helper()
	if !slices.Equal(d.summaries(), []string{summary}) {
		t.Errorf("want only %q, got: %s", summary, d)
		return
	}
	for _, text := range says {
		if !strings.Contains(d[0].Detail(), text) {
			t.Errorf("no %q in:\n%s", text, d[0].Detail())
		}
	}
}

func (d diagnostics) expectNone(t *testing.T) {
	t.Helper()
	if len(d) > 0 {
		t.Errorf("unexpected: %s", d)
	}
}
