// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// wholeID matches the ID of a role.
var wholeID = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)

// managedResource is the common part of the managed resources.
type managedResource struct {
	provider *providerData
	id       objectID
}

func (r *managedResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.provider = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// identityModel identifies an object across configurations.
type identityModel struct {
	PartnerID types.Int64  `tfsdk:"partner_id"`
	ID        types.String `tfsdk:"id"`
}

func (r *managedResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"partner_id": identityschema.Int64Attribute{OptionalForImport: true, Description: "Partner ID of the account. If omitted, the account that the provider signs in to."},
		"id":         identityschema.StringAttribute{RequiredForImport: true, Description: "ID of the object within the account."},
	}}
}

// managedPartnerID is the attribute partner_id of the managed resources.
func managedPartnerID() schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true, Computed: true,
		MarkdownDescription: childPartnerID + " A change replaces the object.",
		Validators:          partnerIDValidators(),
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown(), int64planmodifier.RequiresReplace()},
	}
}

// ofChild matches the import ID of an object in a child account.
var ofChild = regexp.MustCompile(`^([1-9][0-9]{0,17})/(.*)$`)

// ImportState accepts an ID, the ID after "PARTNER_ID/" for an object in a child
// account, or an identity. It checks the form of the ID before anything is sent:
// it may be the value of a token.
func (r *managedResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.Append(r.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	object := identityModel{ID: types.StringValue(req.ID), PartnerID: types.Int64Null()}
	if parts := ofChild.FindStringSubmatch(req.ID); parts != nil {
		partnerID, _ := strconv.ParseInt(parts[1], 10, 64) // the pattern allows no other
		object = identityModel{ID: types.StringValue(parts[2]), PartnerID: types.Int64Value(partnerID)}
	}
	if req.Identity != nil && !req.Identity.Raw.IsNull() {
		// Only a number that does not fit fails here.
		if req.Identity.Get(ctx, &object).HasError() {
			object.PartnerID = types.Int64Value(0)
		}
	}
	if id := object.PartnerID.ValueInt64(); !object.PartnerID.IsNull() && (id < 1 || id > kaltura.MaxPartnerID) {
		resp.Diagnostics.AddError("Invalid Kaltura Partner ID", fmt.Sprintf(
			"The partner ID of an import is a whole number from 1 to %d. Omit it for an object in account %s, to which the provider signs in. Nothing was sent.",
			kaltura.MaxPartnerID, r.provider.account()))
		return
	}
	if !r.id.form.MatchString(object.ID.ValueString()) {
		resp.Diagnostics.AddError(r.id.summary, fmt.Sprintf("%s For an object in a child account, write PARTNER_ID/ID. The provider signs in to account %s. Nothing was sent.",
			r.id.detail, r.provider.account()))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), object.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("partner_id"), object.PartnerID)...)
}

// objectID is the form of an ID, and the words for text of another form.
type objectID struct {
	form            *regexp.Regexp
	summary, detail string
}

var (
	userRoleID = objectID{
		wholeID, "Invalid Kaltura Role ID",
		"Import a role by its ID, a number such as 12345. The data source kaltura_user_role finds it by name.",
	}
	appTokenID = objectID{
		regexp.MustCompile(`^[0-9]{1,3}_[A-Za-z0-9]{8}$`), "Invalid Kaltura App Token ID",
		"An app token is identified by its ID, such as 0_a1b2c3d4, not by its value or description. The data source kaltura_app_tokens lists the IDs.",
	}
)

// setIdentity stores the identity if the engine supports it.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, id types.String, partnerID types.Int64) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, &identityModel{PartnerID: partnerID, ID: id})
}

// listedObject is an object that a query found.
type listedObject struct {
	model any
	identityModel
	name string
}

// listPages streams the objects of a query, up to its limit. It reads no page
// before the engine has taken the one before it.
func listPages[T any](
	ctx context.Context, p *providerData, req list.ListRequest, pages kaltura.Pages[T], describe func([]T) ([]listedObject, diag.Diagnostics),
) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		left := req.Limit
		for page, err := range pages {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{p.diagnostic(err)}})
				return
			}
			objects, diags := describe(page)
			if diags.HasError() {
				push(list.ListResult{Diagnostics: diags})
				return
			}
			for _, object := range objects {
				result := req.NewListResult(ctx)
				result.DisplayName = object.name
				result.Diagnostics.Append(result.Identity.Set(ctx, object.identityModel)...)
				if req.IncludeResource {
					result.Diagnostics.Append(result.Resource.Set(ctx, object.model)...)
				}
				if left--; !push(result) || left == 0 {
					return
				}
			}
		}
	}
}
