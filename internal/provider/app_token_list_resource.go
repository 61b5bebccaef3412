// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// NewAppTokenListResource returns the list resource kaltura_app_token.
func NewAppTokenListResource() list.ListResource { return &appTokenResource{} }

func (r *appTokenResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the app tokens of the account, oldest first, to import them.",
		Attributes: map[string]schema.Attribute{
			"partner_id": schema.Int64Attribute{Optional: true, MarkdownDescription: childPartnerID, Validators: partnerIDValidators()},
			"session_user_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: filterSessionUserID,
				Validators: []validator.String{quietString{stringvalidator.LengthAtLeast(1)}},
			},
			"created_after": schema.StringAttribute{
				Optional: true, MarkdownDescription: filterCreatedAfter,
				Validators: []validator.String{rfc3339{}},
			},
		},
	}
}

func (r *appTokenResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config appTokenFilterModel
	diags := append(req.Config.Get(ctx, &config), r.provider.checkReady()...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	account := r.provider.inAccount(config.PartnerID)
	pages := account.client.AppTokenPages(ctx, config.filter())
	stream.Results = listPages(ctx, account, req, pages, func(tokens []kaltura.AppTokenInfo) ([]listedObject, diag.Diagnostics) {
		reaches, diags := account.tokenReaches(ctx, nil, settingsOf(tokens)...)
		objects := make([]listedObject, len(tokens))
		for i, token := range tokens {
			var model managedAppTokenModel
			model.set(token)
			model.ReachesSecrets = reachValue(reaches[i])
			model.FullAdministrator = types.BoolValue(model.ReachesSecrets.ValueBool())
			objects[i] = listedObject{model, identityModel{PartnerID: model.PartnerID, ID: model.ID}, tokenDisplayName(token)}
		}
		return objects, diags
	})
}

func settingsOf(tokens []kaltura.AppTokenInfo) []kaltura.AppTokenSettings {
	settings := make([]kaltura.AppTokenSettings, len(tokens))
	for i, token := range tokens {
		settings[i] = token.AppTokenSettings
	}
	return settings
}
