// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// origin is the source of a setting's value.
type origin int

const (
	unset origin = iota
	fromConfiguration
	fromEnvironment
	notYetKnown
)

// resolvedSetting is the effective value of a setting.
type resolvedSetting struct {
	setting
	origin origin
	// text is trimmed, and empty unless the value is known.
	text string
	// file is the file that the environment's value was read from, or "" for the
	// variable.
	file string
}

func (r resolvedSetting) given() bool { return r.origin != unset }

func (r resolvedSetting) isTrue() bool {
	is, _ := strconv.ParseBool(r.text)
	return is
}

// place names the source of the value, for a sentence.
func (r resolvedSetting) place() string {
	if r.file != "" {
		return fmt.Sprintf("the file %s (environment variable %s)", printable(r.file), r.fileVariable())
	}
	if r.origin == fromEnvironment {
		return "the environment variable " + r.variable()
	}
	return fmt.Sprintf("the provider attribute %q", r.attribute)
}

// fail adds an error about the value, without quoting it. The engine quotes the
// lines of an attribute that an error points to, so errors only point to
// attributes that can hold no secret, not even a misplaced one.
func (r resolvedSetting) fail(diags *diag.Diagnostics, detail string) {
	r.failAs(diags, r.summary, detail)
}

func (r resolvedSetting) failAs(diags *diag.Diagnostics, summary, detail string) {
	if r.origin == fromConfiguration && r.kind != nil {
		diags.AddAttributeError(path.Root(r.attribute), summary, detail)
		return
	}
	diags.AddError(summary, detail)
}

// resolvedSettings are all settings by attribute name.
type resolvedSettings map[string]resolvedSetting

// unknown lists the attributes whose values are unknown.
func (r resolvedSettings) unknown() []string {
	var names []string
	for _, s := range table {
		if r[s.attribute].origin == notYetKnown {
			names = append(names, s.attribute)
		}
	}
	return names
}

// secrets returns the values that no log may show.
func (r resolvedSettings) secrets() []string {
	var values []string
	for _, s := range table {
		if value := r[s.attribute]; s.secret && value.text != "" {
			values = append(values, value.text)
		}
	}
	return values
}

// resolve reads each attribute from the configuration, or otherwise
// from the environment. An unknown value never falls back, because the
// environment could name another account. Without an environment, attributes
// that the configuration omits are unknown.
func resolve(block types.Object, environment func(string) string) (resolvedSettings, diag.Diagnostics) {
	var diags diag.Diagnostics
	resolved := make(resolvedSettings, len(table))
	for _, s := range table {
		value := resolvedSetting{setting: s}
		switch written := writtenIn(block, s.attribute); {
		case written.IsUnknown():
			value.origin = notYetKnown
		case !written.IsNull():
			value.origin, value.text = fromConfiguration, s.form.trimmed(writtenText(written))
			if value.text == "" {
				value.failAs(&diags, "Empty Kaltura Setting", fmt.Sprintf(
					"The provider attribute %q is set to an empty value. Give it a value, or remove it to use the environment variable %s.",
					s.attribute, s.variable()))
			}
		case environment == nil:
			value.origin = notYetKnown
		default:
			value.readEnvironment(environment, &diags)
		}
		if s.lock && environment != nil && value.origin != fromEnvironment {
			value.close(environment, &diags)
		}
		if fault := s.form.fault(value.text); fault != "" {
			value.fail(&diags, "The value of "+value.place()+" "+fault)
			value.text = "" // one error is enough
		}
		resolved[s.attribute] = value
	}
	return resolved, diags
}

// close replaces the value of a lock by the environment's, unless that would
// open it. What is neither true nor false is an error.
func (r *resolvedSetting) close(environment func(string) string, diags *diag.Diagnostics) {
	closed := resolvedSetting{setting: r.setting}
	closed.readEnvironment(environment, diags)
	if shut, err := strconv.ParseBool(closed.text); closed.given() && (shut || err != nil) {
		*r = closed
	}
}

// writtenIn returns the value of an attribute. A block that is null or unknown
// as a whole has none.
func writtenIn(block types.Object, attribute string) attr.Value {
	switch written, found := block.Attributes()[attribute]; {
	case found:
		return written
	case block.IsUnknown():
		return types.StringUnknown()
	}
	return types.StringNull()
}

// writtenText converts a known value to the form that it has in the
// environment, so that the same code reads both.
func writtenText(value attr.Value) string {
	switch value := value.(type) {
	case types.String:
		return value.ValueString()
	case types.Int64:
		return strconv.FormatInt(value.ValueInt64(), 10)
	case types.Bool:
		return strconv.FormatBool(value.ValueBool())
	}
	return ""
}
