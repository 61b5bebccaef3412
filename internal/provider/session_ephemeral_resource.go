// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure      = (*sessionEphemeralResource)(nil)
	_ ephemeral.EphemeralResourceWithClose          = (*sessionEphemeralResource)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*sessionEphemeralResource)(nil)
)

// sessionHandle is the private data key that passes the handle from Open to
// Close.
const sessionHandle = "session"

type sessionEphemeralResource struct{ configuredEphemeralResource }

// NewSessionEphemeralResource returns the ephemeral resource kaltura_session.
func NewSessionEphemeralResource() ephemeral.EphemeralResource { return &sessionEphemeralResource{} }

func (e *sessionEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session"
}

func (e *sessionEphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Creates a Kaltura Session (KS) for the run and revokes it when the run ends, without storing it in plan or state. The engine creates " +
			"one at plan and another at apply. Requires Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"type": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Type of the session: `user` (default) or `admin`. An `admin` session can do everything in the account unless the privilege `setrole` or " +
					"its user's roles limit it. Not for KMC users.",
				Validators: []validator.String{quietString{stringvalidator.OneOf("user", "admin")}},
			},
			"user_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "User of the session, whose role applies. **If the user does not exist, the first use of the session can create it.** Not for KMC users.",
				Validators:          []validator.String{quietString{stringvalidator.LengthAtLeast(1)}},
			},
			"expiry": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: fmt.Sprintf("Lifetime in seconds, 1 to %d (ten years). The account or app token can limit it. Default: `%d`.", maxSessionExpiry, defaultSessionExpiry),
				Validators:          []validator.Int64{quietInt64{int64validator.Between(1, maxSessionExpiry)}},
			},
			"privileges": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Privileges of the session, one per item, such as `sview:1_abcd1234`.",
				Validators:          []validator.List{privilegesValidator{}},
			},
			"partner_id": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "Child account of the session. Requires the parent's `admin_secret`, which is sent to the API (`session.impersonate`). " +
					"Default: the signed-in account.",
				Validators: partnerIDValidators(),
			},
			"revoke_on_close": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to revoke the session when the run ends. Sessions of an app token are never revoked. Default: `true`.",
			},
			"ks": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: "Kaltura Session.",
			},
			"expires_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the session expires, in RFC 3339 (UTC) by the server's clock. Null if the role is not allowed to read it.",
			},
		},
	}
}

func (e *sessionEphemeralResource) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var model sessionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.validate()...)
	}
}

func (e *sessionEphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model sessionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(e.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	request := model.request()
	if resp.Diagnostics.Append(e.provider.checkSessionRole(ctx, request)...); resp.Diagnostics.HasError() {
		return
	}
	session, err := e.provider.client.CreateSession(ctx, request)
	if err != nil {
		resp.Diagnostics.Append(e.provider.diagnostic(err))
		return
	}
	resp.Diagnostics.Append(model.warnUnlimited()...)
	resp.Diagnostics.Append(warnOfDifferences(request, session)...)
	if session.LocalClock {
		resp.Diagnostics.AddWarning("Kaltura Server Clock Unknown",
			"The session was signed by this machine's clock, because "+e.provider.serviceURL+" did not report its time (system.getTime). "+
				"If the two clocks differ, the session expires that much earlier or later than expires_at says.")
	}
	model.set(session)
	if model.revokes() && session.Revocable {
		// Private data must be JSON.
		handle := strconv.Quote(e.provider.sessions.put(session, e.provider))
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, sessionHandle, []byte(handle))...)
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

func (e *sessionEphemeralResource) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	written, diags := req.Private.GetKey(ctx, sessionHandle)
	resp.Diagnostics.Append(diags...)
	handle, err := strconv.Unquote(string(written))
	if err != nil || e.provider == nil {
		return // Open left nothing to revoke
	}
	session, err := e.provider.sessions.end(ctx, handle)
	if err != nil {
		resp.Diagnostics.Append(session.notRevoked(err))
	}
}
