// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// setting is a provider attribute and its environment variables.
type setting struct {
	attribute   string
	description string
	// kind is the type of the attribute; nil means text.
	kind   attr.Type
	secret bool
	// lock marks a boolean that is true if either source says so: the
	// configuration cannot open what the environment closes.
	lock bool
	form textForm
	// summary is the summary of diagnostics about its value.
	summary string
	// read stores a value. A fault completes a sentence about the value and never
	// quotes it.
	read func(text string, config *kaltura.Config) (fault string)
}

const invalidCredential = "Invalid Kaltura Credential" //nolint:gosec // a heading

// table lists the attributes of the provider.
var table = []setting{
	{
		attribute: "service_url", summary: "Invalid Kaltura Service URL", read: readServiceURL,
		description: "API address of the account's region. A pasted `/api_v3` path is removed. Default: `" + kaltura.DefaultServiceURL + "`.",
	},
	{
		attribute: "partner_id", kind: types.Int64Type, summary: "Invalid Kaltura Partner ID", read: readPartnerID,
		description: "Partner ID of the account to sign in to. Required by every method except `ks`, where it guards against the KS of another account.",
	},
	{
		attribute: "admin_secret", secret: true, summary: invalidCredential,
		description: "Administrator Secret of the account. It signs a short session for each request, and is sent only for a `kaltura_session` of a child account.",
	},
	{
		attribute: "ks", secret: true, summary: invalidCredential,
		description: "An existing Kaltura Session (KS). The provider cannot renew it.",
	},
	{
		attribute: "app_token_id", summary: invalidCredential, read: readAppTokenID,
		description: "ID of an app token, such as `0_a1b2c3d4`. Requires `app_token`.",
	},
	{
		attribute: "app_token", secret: true, summary: invalidCredential, read: readAppToken,
		description: "Value of the app token. The provider sends a hash of it, not the value.",
	},
	{
		attribute: "app_token_hash_type", summary: "Invalid App Token Hash Type", read: readHashType,
		description: "Hash type of the app token: `SHA256`, `SHA1`, `SHA512` or `MD5`. If omitted, the provider tries each type, using up to three extra requests.",
	},
	{
		attribute: "login_id", form: someWords, summary: invalidCredential,
		description: "Login of a KMC user, usually an email address. Requires `password`.",
	},
	{
		attribute: "password", secret: true, form: asTyped, summary: invalidCredential,
		description: "Password of the KMC user. A refused sign-in is never retried.",
	},
	{
		attribute: "otp", secret: true, summary: invalidCredential,
		description: "One-time password, for accounts that require one. It is valid for about 30 seconds, so use an app token for unattended runs.",
	},
	{
		attribute: "ca_cert_pem", form: severalLines, summary: "Invalid CA Certificate", read: readCertificates,
		description: "PEM certificates of authorities to trust in addition to the system's.",
	},
	{
		attribute: "allow_insecure_http", kind: types.BoolType, summary: "Invalid Kaltura Setting", read: readBool,
		description: "Allow `http://` in `service_url` for hosts other than this machine. Sessions and secrets then cross the network unencrypted. Default: `false`.",
	},
	{
		attribute: "request_timeout", summary: "Invalid Request Timeout", read: readRequestTimeout,
		description: fmt.Sprintf("Time limit of one attempt, such as `45s` or `2m`, from `1s` to `1h`. Default: `%s`.", kaltura.DefaultRequestTimeout),
	},
	{
		attribute: "max_retries", kind: types.Int64Type, summary: "Invalid Number of Retries", read: readMaxRetries,
		description: fmt.Sprintf("Maximum retries after a transient failure, 0 to %d. A password sign-in is never retried. Default: `%d`.", mostRetries, kaltura.DefaultMaxRetries),
	},
	{
		attribute: "forbid_secrets_in_state", kind: types.BoolType, lock: true, summary: "Invalid Kaltura Setting", read: readBool,
		description: "Refuse the data source `kaltura_account_info`, which stores both secrets in the state. `true` in the environment " +
			"also applies to a provider block that says `false`. Default: `false`.",
	},
}

// variable is the environment variable that holds the value.
func (s setting) variable() string { return "KALTURA_" + strings.ToUpper(s.attribute) }

// fileVariable is the environment variable that names a file with the value.
func (s setting) fileVariable() string { return s.variable() + "_FILE" }

func (s setting) schema() schema.Attribute {
	description := s.description + " Environment variable: `" + s.variable() + "`."
	switch s.kind {
	case types.Int64Type:
		return schema.Int64Attribute{Optional: true, MarkdownDescription: description}
	case types.BoolType:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	return schema.StringAttribute{Optional: true, Sensitive: s.secret, MarkdownDescription: description}
}
