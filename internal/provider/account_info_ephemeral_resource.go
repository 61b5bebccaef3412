// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*accountInfoEphemeralResource)(nil)

type accountInfoEphemeralResource struct {
	provider *providerData
}

// NewAccountInfoEphemeralResource makes the ephemeral resource
// kaltura_account_info.
func NewAccountInfoEphemeralResource() ephemeral.EphemeralResource {
	return &accountInfoEphemeralResource{}
}

func (e *accountInfoEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account_info"
}

func (e *accountInfoEphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the four values that KMC shows under Settings > Integrations > Account info, without storing them in plan or state. " +
			"The engine reads them at plan and at apply. Requires Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"partner_id": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: accountInfoPartnerID,
				Validators:          partnerIDValidators(),
			},
			"sub_partner_id": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: accountInfoSubPartnerID,
			},
			"admin_secret": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoAdminSecret,
			},
			"user_secret": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: accountInfoUserSecret,
			},
		},
	}
}

func (e *accountInfoEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.provider = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// Open is a pure read, because the engine calls it at plan too.
func (e *accountInfoEphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model accountInfoModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.read(ctx, e.provider)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
