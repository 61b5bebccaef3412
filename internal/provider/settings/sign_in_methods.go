// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// signInMethod is a sign-in method and its attributes.
type signInMethod struct {
	title string
	// required attributes must be set.
	required []string
	// selecting are the required attributes of only this method: setting one of
	// them selects it.
	selecting []string
	// optional attributes refine the method but do not select it.
	optional    []string
	credentials func(partnerID int64, text func(string) string) kaltura.Credentials
}

// signInMethods are in the order in which messages list them.
var signInMethods = []signInMethod{
	{
		title:    "Administrator Secret",
		required: []string{"partner_id", "admin_secret"}, selecting: []string{"admin_secret"},
		credentials: func(partnerID int64, text func(string) string) kaltura.Credentials {
			return kaltura.AdminSecret{PartnerID: partnerID, Secret: kaltura.NewSecret(text("admin_secret"))}
		},
	},
	{
		title:    "Kaltura Session (KS)",
		required: []string{"ks"}, selecting: []string{"ks"},
		credentials: func(partnerID int64, text func(string) string) kaltura.Credentials {
			return kaltura.GivenKS{PartnerID: partnerID, KS: kaltura.NewSecret(text("ks"))}
		},
	},
	{
		title:    "app token",
		required: []string{"partner_id", "app_token_id", "app_token"}, selecting: []string{"app_token_id", "app_token"},
		optional: []string{"app_token_hash_type"},
		credentials: func(partnerID int64, text func(string) string) kaltura.Credentials {
			return kaltura.AppToken{
				PartnerID: partnerID, ID: text("app_token_id"), Token: kaltura.NewSecret(text("app_token")),
				HashType: kaltura.HashType(strings.ToUpper(text("app_token_hash_type"))),
			}
		},
	},
	{
		title:    "KMC user",
		required: []string{"partner_id", "login_id", "password"}, selecting: []string{"login_id", "password"},
		optional: []string{"otp"},
		credentials: func(partnerID int64, text func(string) string) kaltura.Credentials {
			return kaltura.Login{
				PartnerID: partnerID, LoginID: text("login_id"),
				Password: kaltura.NewSecret(text("password")), OTP: kaltura.NewSecret(text("otp")),
			}
		},
	},
}

// credentials returns the credentials of the selected method. The settings must
// be known and valid.
func credentials(resolved resolvedSettings) (kaltura.Credentials, diag.Diagnostics) {
	method, diags := chooseSignInMethod(resolved)
	if method == nil {
		return nil, diags
	}
	text := func(name string) string { return resolved[name].text }
	partnerID, _ := strconv.ParseInt(text("partner_id"), 10, 64) // omitted with a KS
	return method.credentials(partnerID, text), diags
}

// chooseSignInMethod selects the one method with all required attributes. A
// method named in the configuration overrides methods that only the environment
// names.
func chooseSignInMethod(resolved resolvedSettings) (*signInMethod, diag.Diagnostics) {
	named := methodsGiven(resolved, selectingAttributes, fromConfiguration)
	if len(named) == 0 {
		named = methodsGiven(resolved, selectingAttributes, fromConfiguration, fromEnvironment)
	}
	if len(named) == 0 {
		named = methodsGiven(resolved, optionalAttributes, fromConfiguration, fromEnvironment)
	}
	diags := checkAmbiguity(resolved, named)
	if len(named) == 0 {
		diags.AddError("Missing Kaltura Credentials", missingCredentialsDetail(resolved))
	}
	if diags.HasError() {
		return nil, diags
	}
	method := named[0]
	var missing []string
	for _, name := range method.required {
		if !resolved[name].given() {
			missing = append(missing, fmt.Sprintf("  %s (environment variable %s)", name, resolved[name].variable()))
		}
	}
	if len(missing) > 0 {
		diags.AddError("Incomplete Kaltura Credentials", fmt.Sprintf(
			"Signing in with the %s was selected by %s, but it also requires:\n\n%s\n\n"+
				"Set the missing values in the provider block or in the environment, or remove what selected this method.",
			method.title, chosenBy(resolved, method), strings.Join(missing, "\n")))
		return nil, diags
	}
	return &method, diags
}

func selectingAttributes(m signInMethod) []string { return m.selecting }
func optionalAttributes(m signInMethod) []string  { return m.optional }

// methodsGiven lists the methods with an attribute that has a value from one of
// the origins.
func methodsGiven(resolved resolvedSettings, attributes func(signInMethod) []string, from ...origin) []signInMethod {
	var given []signInMethod
	for _, method := range signInMethods {
		if slices.ContainsFunc(attributes(method), func(name string) bool { return slices.Contains(from, resolved[name].origin) }) {
			given = append(given, method)
		}
	}
	return given
}

// chosenBy names the first attribute of a method that has a value, in the
// configuration before the environment.
func chosenBy(resolved resolvedSettings, method signInMethod) string {
	for _, from := range []origin{fromConfiguration, fromEnvironment} {
		for _, name := range slices.Concat(method.selecting, method.optional) {
			if resolved[name].origin == from {
				return resolved[name].place()
			}
		}
	}
	return "nothing"
}

func missingCredentialsDetail(resolved resolvedSettings) string {
	lines := []string{"The provider has no credentials. Set one of these, in a provider block or in the environment (which needs no provider block):", ""}
	for _, method := range signInMethods {
		var parts []string
		for _, name := range method.required {
			parts = append(parts, resolved[name].attribute+" ("+resolved[name].variable()+")")
		}
		lines = append(lines, "  "+method.title+": "+strings.Join(parts, ", "))
	}
	return strings.Join(append(lines, "",
		"An environment variable keeps a secret out of the configuration; with the suffix _FILE, it names a "+
			"file that contains the value. KMC shows the partner ID and the "+
			"Administrator Secret under Settings > Integrations > Account info."), "\n")
}

func checkAmbiguity(resolved resolvedSettings, named []signInMethod) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(named) < 2 {
		return diags
	}
	lines := []string{"More than one sign-in method is set, and the provider does not guess which one to use:", ""}
	for _, method := range named {
		lines = append(lines, "  "+method.title+", by "+chosenBy(resolved, method))
	}
	diags.AddError("Ambiguous Kaltura Credentials", strings.Join(append(lines, "",
		"Keep one of them. A method in the provider block overrides methods that only the environment names."), "\n"))
	return diags
}
