// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

func (p *kalturaProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the account info of a Kaltura account: what KMC shows under " +
			"Settings > Integrations > Account info. Every attribute can be given by an environment variable instead; " +
			"the configuration wins, attribute by attribute.",
		Attributes: map[string]schema.Attribute{
			"service_url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: described("service_url", "Address of the API host of the account's region. "+
					"A pasted `/api_v3` path is removed. Default: `"+kaltura.DefaultServiceURL+"`."),
			},
			"partner_id": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: described("partner_id", "Partner ID of the account to sign in to. "+
					"Required by every way to sign in except `ks`; with `ks` it guards against the KS of another account."),
			},
			"admin_secret": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: described("admin_secret", "Administrator Secret of the account. Each request carries a "+
					"short-lived session signed with it; the secret itself is not sent."),
			},
			"ks": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: described("ks", "A Kaltura Session (KS) that was made elsewhere. It cannot be renewed."),
			},
			"app_token_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: described("app_token_id", "ID of an app token, such as `0_a1b2c3d4`. Needs `app_token` too."),
			},
			"app_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: described("app_token", "The app token itself. It is not sent: the provider proves with a hash that it holds the token."),
			},
			"app_token_hash_type": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: described("app_token_hash_type", "Hash type of the app token: `SHA256`, `SHA1`, `SHA512` or `MD5`. "+
					"Left out, it is found by trying, which costs up to three requests more."),
			},
			"login_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: described("login_id", "Login of a KMC user, usually an e-mail address. Needs `password` too."),
			},
			"password": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: described("password", "Password of the KMC user. A plan and an apply each sign in, and so does each `kaltura_session`. A login that was refused is never repeated."),
			},
			"otp": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: described("otp", "One-time password, for accounts that ask for one. A code lives about 30 seconds, so it hardly serves more than one login: for unattended runs use an app token."),
			},
			"ca_cert_pem": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: described("ca_cert_pem", "Certificates (PEM) of authorities to trust besides the system's, "+
					"for a Kaltura server of one's own."),
			},
			"allow_insecure_http": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: described("allow_insecure_http", "Allow a `service_url` that starts with `http://` for a host "+
					"other than this machine. Sessions and secrets then cross the network unencrypted. Default: `false`."),
			},
			"request_timeout": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: described("request_timeout", fmt.Sprintf("How long one attempt of a request may take, "+
					"such as `45s` or `2m`; from one second to one hour. Default: `%s`.", kaltura.DefaultRequestTimeout)),
			},
			"max_retries": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: described("max_retries", fmt.Sprintf("How often a request that failed for a passing reason is "+
					"sent again, from 0 to 10. A login is never sent again. Default: `%d`.", kaltura.DefaultMaxRetries)),
			},
		},
	}
}

// described adds the attribute's environment variable to its description.
func described(attribute, text string) string {
	for _, s := range settings {
		if s.attribute == attribute {
			text += " Environment variable: `" + s.variable + "`"
			if file := s.fileVariable(); file != "" {
				text += ", or `" + file + "` for the path of a file with the value"
			}
			return text + "."
		}
	}
	return text
}
