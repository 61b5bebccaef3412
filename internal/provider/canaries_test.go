// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// Values that next to nothing accepts.
const (
	canaryText   = "4f67 canary, 93bd"
	canaryNumber = "-987654321098"
)

// A value that the configuration calls sensitive may stand at any argument, and
// nothing that is wrong with it makes a message quote it.
func TestCanaries_areNeverQuoted(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	schemas := newEngine(t).schemas
	objects := blocks("data", schemas.DataSourceSchemas) + blocks("ephemeral", schemas.EphemeralResourceSchemas) + blocks("resource", schemas.ResourceSchemas)
	for title, config := range map[string]string{
		"provider": "provider \"kaltura\" {\n" + canaryArguments(schemas.Provider) + "}\ndata \"kaltura_account\" \"this\" {}\n",
		"objects":  asAdmin(server, kalturatest.Acme) + objects,
	} {
		for command, declared := range map[string]string{
			// At validate the engine knows locals alone.
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

// blocks writes one block of each object, with a canary at every argument.
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
