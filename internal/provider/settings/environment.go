// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// readEnvironment reads the value from the setting's variable, or from the file
// that its other variable names. It reads the file each time, because secret
// stores replace it.
func (r *resolvedSetting) readEnvironment(environment func(string) string, diags *diag.Diagnostics) {
	r.text = r.form.trimmed(environment(r.variable()))
	path := strings.TrimSpace(environment(r.fileVariable()))
	switch {
	case path != "" && r.text != "":
		diags.AddError("Ambiguous Kaltura Setting", fmt.Sprintf("The environment variables %s and %s are both set. "+
			"Unset one of them: the first holds the value itself, the second the path of a file that contains it.", r.variable(), r.fileVariable()))
		r.text = ""
	case path != "":
		content, err := readFile(path)
		if r.text = r.form.trimmed(content); err == nil && r.text == "" {
			err = errFileEmpty
		}
		if err != nil {
			diags.AddError("Unreadable Kaltura Setting File", fmt.Sprintf("The environment variable %s names a file, "+
				"and %s. Set it to the path of a file that contains only the value.", r.fileVariable(), err))
			return
		}
		r.file = path
	}
	if r.text != "" {
		r.origin = fromEnvironment
	}
}

const prefix = "KALTURA_"

// checkVariables warns of variables that look like settings, which a misspelled
// name does, and names the most similar setting.
func checkVariables(environ []string) diag.Diagnostics {
	var diags diag.Diagnostics
	var known, lines []string
	for _, s := range table {
		known = append(known, s.variable(), s.fileVariable())
	}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if value == "" || !strings.HasPrefix(name, prefix) || slices.Contains(known, name) {
			continue
		}
		nearest := slices.MinFunc(known, func(a, b string) int {
			return levenshtein.Distance(name, a, nil) - levenshtein.Distance(name, b, nil)
		})
		lines = append(lines, fmt.Sprintf("  %s (the most similar one is %s)", printable(name), nearest))
	}
	if len(lines) > 0 {
		slices.Sort(lines)
		diags.AddWarning("Unknown Kaltura Environment Variable", "The provider does not read these variables, so they have no effect:\n\n"+
			strings.Join(lines, "\n")+"\n\nCorrect the name, or unset the variable.")
	}
	return diags
}
