// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// partnerIDDescription describes the partner_id of every object that takes one.
const partnerIDDescription = "Partner ID: the account that the provider signs in to (default), or a child account."

// partnerIDValidators are the validators of every partner_id argument.
func partnerIDValidators() []validator.Int64 {
	return []validator.Int64{quietInt64{partnerIDRange{int64validator.Between(1, kaltura.MaxPartnerID)}}}
}

type partnerIDRange struct{ validator.Int64 }

func (r partnerIDRange) Description(ctx context.Context) string {
	return r.Int64.Description(ctx) + "; 0 and negative IDs are those of the Kaltura platform itself"
}

// quietString and quietInt64 wrap a validator and omit the value that the
// framework's validators add ("got: …"), because it may be sensitive.
type (
	quietString struct{ validator.String }
	quietInt64  struct{ validator.Int64 }
)

func (q quietString) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	var loud validator.StringResponse
	q.String.ValidateString(ctx, req, &loud)
	resp.Diagnostics.Append(quietly(ctx, q, req.Path, loud.Diagnostics)...)
}

func (q quietInt64) ValidateInt64(ctx context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	var loud validator.Int64Response
	q.Int64.ValidateInt64(ctx, req, &loud)
	resp.Diagnostics.Append(quietly(ctx, q, req.Path, loud.Diagnostics)...)
}

func quietly(ctx context.Context, rule validator.Describer, at path.Path, loud diag.Diagnostics) diag.Diagnostics {
	var diags diag.Diagnostics
	if !loud.HasError() {
		return diags
	}
	steps := at.Steps()
	if _, isValue := steps[len(steps)-1].(path.PathStepElementKeyValue); isValue { // a set item's path contains its value
		at = at.ParentPath()
	}
	diags.AddAttributeError(at, "Invalid Attribute Value", fmt.Sprintf("Attribute %s %s.", at, rule.Description(ctx)))
	return diags
}

// plainText rejects characters that a terminal would interpret: the provider
// replaces them when reading, so the text would always differ.
type plainText struct{ oneLine bool }

func (v plainText) Description(context.Context) string { return "text without control characters" }

func (v plainText) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v plainText) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if text := req.ConfigValue.ValueString(); text == "" && !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		resp.Diagnostics.AddAttributeError(req.Path, "Empty Kaltura Text", "The text is empty. Remove the argument instead.")
	} else if !kaltura.IsPlainText(text, v.oneLine) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Kaltura Text",
			"The text contains a control character or a bidirectional control. Remove it. Only a description may contain line breaks and tabs.")
	}
}

// roleReference rejects text by which the API would find another role or none.
type roleReference struct{ isSystemName bool }

func (v roleReference) Description(context.Context) string {
	if v.isSystemName {
		return "a system name by which a session can name the role"
	}
	return "an ID in digits or a system name of a role"
}

func (v roleReference) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v roleReference) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	if err := kaltura.CheckRoleSystemName(text); v.isSystemName && err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Kaltura Role System Name", fmt.Sprintf(
			"The API would accept this text, but a session or app token could not name the role by it: %s.", err))
	} else if err := kaltura.CheckRoleReference(text); !v.isSystemName && err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Kaltura Role Reference", fmt.Sprintf(
			"Write the ID of the role in digits, or its system name. This text cannot be used: %s.", err))
	}
}

// rfc3339 requires a time.
type rfc3339 struct{}

func (rfc3339) Description(context.Context) string { return "a time in RFC 3339" }

func (v rfc3339) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (rfc3339) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Time", "Write the time in RFC 3339, with a time zone: 2027-06-30T00:00:00Z. A time that is computed from timestamp() or plantimestamp() would move with every plan.")
	}
}
