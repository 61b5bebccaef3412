// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// NewUserRoleListResource returns the list resource kaltura_user_role.
func NewUserRoleListResource() list.ListResource { return &userRoleResource{} }

func (r *userRoleResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the account's own roles, to import them. Omits Kaltura's own roles.",
		Attributes: map[string]schema.Attribute{
			"partner_id": schema.Int64Attribute{Optional: true, MarkdownDescription: childPartnerID, Validators: partnerIDValidators()},
		},
	}
}

func (r *userRoleResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var partnerID types.Int64
	diags := append(req.Config.GetAttribute(ctx, path.Root("partner_id"), &partnerID), r.provider.checkReady()...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	account := r.provider.inAccount(partnerID)
	pages := account.client.OwnRolePages(ctx)
	stream.Results = listPages(ctx, account, req, pages, func(roles []kaltura.UserRole) ([]listedObject, diag.Diagnostics) {
		permissions, diags := account.permissions(ctx)
		objects := make([]listedObject, len(roles))
		for i, role := range roles {
			var model userRoleModel
			model.set(role)
			model.ReachesSecrets = reachValue(kaltura.ReachOfPermissions(role.PermissionNames, permissions))
			objects[i] = listedObject{model, identityModel{PartnerID: model.PartnerID, ID: model.ID}, role.Name}
		}
		return objects, diags
	})
}
