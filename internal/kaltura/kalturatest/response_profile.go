// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"slices"
	"strings"
)

// profileLeaks are the properties that a response profile cannot keep out;
// they come with these values, right or wrong (`partner_getInfo_responseProfile`).
var profileLeaks = map[string]any{
	"name": "", "adminName": "", "description": "", "describeYourself": "",
	"additionalParams":                        []any{},
	"passwordStructureValidations":            passwordRules(),
	"passwordStructureValidationsDescription": passwordRulesText,
	"allowDefaultPasswordRestrictions":        true,
}

// applyProfile honours a KalturaDetachedResponseProfile of type 1 (only these
// fields) or 2 (all but these).
func applyProfile(o *object, profile params) *object {
	kind := profile.number("type", 0)
	if kind != 1 && kind != 2 {
		return o
	}
	var names []string
	for name := range strings.SplitSeq(profile.text("fields"), ",") {
		names = append(names, strings.TrimSpace(name))
	}
	allowed := func(name string) bool { return slices.Contains(names, name) == (kind == 1) }
	kept := o.keep(allowed)
	if o.class != "KalturaPartner" {
		return kept
	}
	for i, f := range kept.fields {
		if leak, ok := profileLeaks[f.name]; ok && !allowed(f.name) {
			kept.fields[i].value = leak
		}
	}
	return kept
}
