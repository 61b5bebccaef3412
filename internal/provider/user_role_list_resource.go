// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// NewUserRoleListResource returns the list resource kaltura_user_role.
func NewUserRoleListResource() list.ListResource { return &userRoleResource{} }

func (r *userRoleResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: "Finds the account's own roles, to import them. Omits Kaltura's own roles."}
}

func (r *userRoleResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	diags := r.provider.ready()
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	roles, err := r.provider.client.OwnRoles(ctx)
	if err != nil {
		stream.Results = list.ListResultsStreamDiagnostics(append(diags, r.provider.diagnostic(err)))
		return
	}
	permissions, diags := r.provider.permissions(ctx)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = listed(ctx, req, roles, func(_ int, role kaltura.UserRole) (any, identityModel, string) {
		var model userRoleModel
		model.set(role)
		model.ReachesSecrets = reachValue(kaltura.ReachOfPermissions(role.PermissionNames, permissions))
		return model, identityModel{PartnerID: model.PartnerID, ID: model.ID}, role.Name
	})
}
