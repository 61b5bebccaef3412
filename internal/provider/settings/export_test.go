// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

// Texts returns the values of the settings that have one, by attribute.
func (s Settings) Texts() map[string]string {
	texts := map[string]string{}
	for name, value := range s.resolved {
		if value.text != "" {
			texts[name] = value.text
		}
	}
	return texts
}
