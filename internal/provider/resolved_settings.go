// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// origin tells where a setting's value comes from.
type origin int

const (
	unset origin = iota
	fromConfiguration
	fromEnvironment
	notYetKnown
)

// resolvedSetting is the one value of a setting that counts.
type resolvedSetting struct {
	setting
	origin origin
	// text is trimmed, and empty unless the value is known.
	text string
	// file is where the environment's value was read from, "" for the variable.
	file string
}

func (r resolvedSetting) given() bool { return r.origin != unset }

func (r resolvedSetting) isTrue() bool {
	is, _ := strconv.ParseBool(r.text)
	return is
}

// place names where the value was found, for a sentence.
func (r resolvedSetting) place() string {
	if r.file != "" {
		return fmt.Sprintf("%s (environment variable %s)", shownPath(r.file), r.fileVariable())
	}
	if r.origin == fromEnvironment {
		return "the environment variable " + r.variable()
	}
	return fmt.Sprintf("the provider attribute %q", r.attribute)
}

// fail adds an error about the value, which is never part of it. The engine
// quotes the lines of an attribute that an error points to, so only those point
// that can hold no secret, not even a misplaced one.
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

// unknown lists the attributes whose values the engine does not know yet.
func (r resolvedSettings) unknown() []string {
	var names []string
	for _, s := range settings {
		if r[s.attribute].origin == notYetKnown {
			names = append(names, s.attribute)
		}
	}
	return names
}

// secrets are the values that no log may show.
func (r resolvedSettings) secrets() []string {
	var values []string
	for _, s := range settings {
		if value := r[s.attribute]; s.secret && value.text != "" {
			values = append(values, value.text)
		}
	}
	return values
}

// resolveSettings lets the configuration win over the environment, attribute
// by attribute. A value that is not known yet never falls back: the
// environment could name another account. Without an environment, whatever the
// configuration leaves out is not known yet.
func resolveSettings(block types.Object, environment func(string) string) (resolvedSettings, diag.Diagnostics) {
	var diags diag.Diagnostics
	resolved := make(resolvedSettings, len(settings))
	for _, s := range settings {
		value := resolvedSetting{setting: s}
		switch written := block.Attributes()[s.attribute]; {
		case written.IsUnknown():
			value.origin = notYetKnown
		case !written.IsNull():
			value.origin, value.text = fromConfiguration, s.form.trimmed(writtenText(written))
			if value.text == "" {
				value.failAs(&diags, "Empty Kaltura Setting", fmt.Sprintf(
					"The provider attribute %q is set, but to an empty value. Give it a value, or remove it to use the environment variable %s.",
					s.attribute, s.variable()))
			}
		case environment == nil:
			value.origin = notYetKnown
		default:
			value.readEnvironment(environment, &diags)
		}
		if fault := s.form.fault(value.text); fault != "" {
			value.fail(&diags, "The value of "+value.place()+" "+fault)
			value.text = "" // nothing more is to be said of it
		}
		resolved[s.attribute] = value
	}
	return resolved, diags
}

// writtenText brings a known value into the form that it has in the
// environment, so that both are read by the same code.
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
