// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

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
		rows = append(rows, Explanation{row.failure, string(row.reason) + string(row.object), row.summary, row.detail})
	}
	return rows
}

// NameSet is the type of permission_names.
var NameSet = nameSet
