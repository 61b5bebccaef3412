// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// SecretSettings returns the attributes that no error may point to, because the
// engine would quote their lines.
func SecretSettings() []string {
	var names []string
	for _, s := range settings {
		if s.secret {
			names = append(names, s.attribute)
		}
	}
	return names
}

// Resolution is the result of a provider block and the environment.
type Resolution struct {
	// Texts are the values of the settings that have one, by attribute.
	Texts   map[string]string
	Unknown []string
	Client  kaltura.Config
}

// Resolve does what Configure does before it creates a client.
func Resolve(ctx context.Context, config tfsdk.Config) (Resolution, diag.Diagnostics) {
	var block types.Object
	if diags := config.Get(ctx, &block); diags.HasError() {
		return Resolution{}, diags
	}
	resolved, diags := resolveSettings(block, os.Getenv)
	client, clientDiags := clientConfig(resolved)
	diags.Append(clientDiags...)
	if len(resolved.unknown()) == 0 {
		client.Credentials, clientDiags = credentials(resolved)
		diags.Append(clientDiags...)
	}
	texts := map[string]string{}
	for name, value := range resolved {
		if value.text != "" {
			texts[name] = value.text
		}
	}
	return Resolution{Texts: texts, Unknown: resolved.unknown(), Client: client}, diags
}

// DiagnosticOf returns the diagnostics for an error.
func DiagnosticOf(err error) diag.Diagnostic { return (&providerData{}).diagnostic(err) }

// Explanation is a row of the error catalogue.
type Explanation struct {
	Failure                 kaltura.Failure
	Reason, Summary, Detail string
}

// Explanations returns the error catalogue.
func Explanations() []Explanation {
	var rows []Explanation
	for _, row := range explanations {
		rows = append(rows, Explanation{row.failure, row.reason, row.summary, row.detail})
	}
	return rows
}
