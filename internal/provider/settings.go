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

// providerModel is the provider block as it is written.
type providerModel struct {
	ServiceURL        types.String `tfsdk:"service_url"`
	PartnerID         types.Int64  `tfsdk:"partner_id"`
	AdminSecret       types.String `tfsdk:"admin_secret"`
	KS                types.String `tfsdk:"ks"`
	AppTokenID        types.String `tfsdk:"app_token_id"`
	AppToken          types.String `tfsdk:"app_token"`
	AppTokenHashType  types.String `tfsdk:"app_token_hash_type"`
	LoginID           types.String `tfsdk:"login_id"`
	Password          types.String `tfsdk:"password"`
	OTP               types.String `tfsdk:"otp"`
	CACertPEM         types.String `tfsdk:"ca_cert_pem"`
	AllowInsecureHTTP types.Bool   `tfsdk:"allow_insecure_http"`
	RequestTimeout    types.String `tfsdk:"request_timeout"`
	MaxRetries        types.Int64  `tfsdk:"max_retries"`
}

// setting is a provider attribute and the environment variable that stands in
// for it.
type setting struct {
	attribute string
	variable  string
	written   func(providerModel) attr.Value
	// summary heads the messages about its value.
	summary string
	form    textForm
	// secret is what the schema calls sensitive.
	secret bool
}

// settings is every attribute of the provider, in the order of its schema.
var settings = []setting{
	{attribute: "service_url", variable: "KALTURA_SERVICE_URL", summary: "Invalid Kaltura Service URL", written: func(m providerModel) attr.Value { return m.ServiceURL }},
	{attribute: "partner_id", variable: "KALTURA_PARTNER_ID", summary: "Invalid Kaltura Partner ID", written: func(m providerModel) attr.Value { return m.PartnerID }},
	{attribute: "admin_secret", variable: "KALTURA_ADMIN_SECRET", summary: "Invalid Kaltura Credential", written: func(m providerModel) attr.Value { return m.AdminSecret }, secret: true},
	{attribute: "ks", variable: "KALTURA_KS", summary: "Invalid Kaltura Credential", written: func(m providerModel) attr.Value { return m.KS }, secret: true},
	{attribute: "app_token_id", variable: "KALTURA_APP_TOKEN_ID", summary: "Invalid Kaltura Credential", written: func(m providerModel) attr.Value { return m.AppTokenID }},
	{attribute: "app_token", variable: "KALTURA_APP_TOKEN", summary: "Invalid Kaltura Credential", written: func(m providerModel) attr.Value { return m.AppToken }, secret: true},
	{attribute: "app_token_hash_type", variable: "KALTURA_APP_TOKEN_HASH_TYPE", summary: "Invalid App Token Hash Type", written: func(m providerModel) attr.Value { return m.AppTokenHashType }},
	{attribute: "login_id", variable: "KALTURA_LOGIN_ID", summary: "Invalid Kaltura Credential", written: func(m providerModel) attr.Value { return m.LoginID }, form: someWords},
	{attribute: "password", variable: "KALTURA_PASSWORD", summary: "Invalid Kaltura Credential", written: func(m providerModel) attr.Value { return m.Password }, secret: true, form: asTyped},
	{attribute: "otp", variable: "KALTURA_OTP", summary: "Invalid Kaltura Credential", written: func(m providerModel) attr.Value { return m.OTP }, secret: true},
	{attribute: "ca_cert_pem", variable: "KALTURA_CA_CERT_PEM", summary: "Invalid CA Certificate", written: func(m providerModel) attr.Value { return m.CACertPEM }, form: severalLines},
	{attribute: "allow_insecure_http", variable: "KALTURA_ALLOW_INSECURE_HTTP", summary: "Invalid Kaltura Setting", written: func(m providerModel) attr.Value { return m.AllowInsecureHTTP }},
	{attribute: "request_timeout", variable: "KALTURA_REQUEST_TIMEOUT", summary: "Invalid Request Timeout", written: func(m providerModel) attr.Value { return m.RequestTimeout }},
	{attribute: "max_retries", variable: "KALTURA_MAX_RETRIES", summary: "Invalid Number of Retries", written: func(m providerModel) attr.Value { return m.MaxRetries }},
}

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

// place names where the value was found, for a sentence.
func (r resolvedSetting) place() string {
	if r.file != "" {
		return fmt.Sprintf("%s (environment variable %s)", shownPath(r.file), r.fileVariable())
	}
	if r.origin == fromEnvironment {
		return "the environment variable " + r.variable
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
	_, isText := r.written(providerModel{}).(types.String)
	if r.origin == fromConfiguration && !isText {
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
func resolveSettings(model providerModel, environment func(string) string) (resolvedSettings, diag.Diagnostics) {
	var diags diag.Diagnostics
	resolved := make(resolvedSettings, len(settings))
	for _, s := range settings {
		value := resolvedSetting{setting: s}
		switch written := s.written(model); {
		case written.IsUnknown():
			value.origin = notYetKnown
		case !written.IsNull():
			value.origin, value.text = fromConfiguration, s.form.trimmed(writtenText(written))
			if value.text == "" {
				value.failAs(&diags, "Empty Kaltura Setting", fmt.Sprintf(
					"The provider attribute %q is set, but to an empty value. Give it a value, or remove it to use the environment variable %s.",
					s.attribute, s.variable))
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
