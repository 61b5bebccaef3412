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

// partnerIDDescription describes the partner_id of objects that the parent reads
// with its own session.
const partnerIDDescription = "Partner ID: the account that the provider signs in to (default), or a child account."

// childPartnerID describes the partner_id of objects that act in a child account
// with a session of their own.
const childPartnerID = "Partner ID of the account: the account that the provider signs in to (default), or a child account. A child account requires the parent's " +
	"`admin_secret`, which is sent to the API (`session.impersonate`)."

// partnerIDValidators are the validators of every partner_id argument.
func partnerIDValidators() []validator.Int64 {
	return []validator.Int64{quietInt64{partnerIDRange{int64validator.Between(1, kaltura.MaxPartnerID)}}}
}

type partnerIDRange struct{ validator.Int64 }

func (r partnerIDRange) Description(ctx context.Context) string {
	return r.Int64.Description(ctx) + "; 0 and negative IDs belong to the Kaltura platform itself"
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
type plainText struct {
	oneLine bool
	// maxBytes is where the API cuts or refuses a text. It counts bytes, not
	// characters.
	maxBytes int
}

func (v plainText) Description(context.Context) string { return "text without control characters" }

func (v plainText) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v plainText) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	text := req.ConfigValue.ValueString()
	if size := len(text); v.maxBytes > 0 && size > v.maxBytes {
		resp.Diagnostics.AddAttributeError(req.Path, "Kaltura Text Too Long", fmt.Sprintf(
			"The text has %d bytes, but the API stores at most %d. A non-ASCII character takes two to four bytes.", size, v.maxBytes))
	} else if !kaltura.IsPlainText(text, v.oneLine) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Kaltura Text",
			"The text contains a control character or a bidirectional control. Remove it. Only a description may contain line breaks and tabs.")
	}
}

// rfc3339 requires a time, or "" for none. latest, unless zero, is the latest time
// that the API stores.
type rfc3339 struct{ latest time.Time }

func (rfc3339) Description(context.Context) string { return "a time in RFC 3339" }

func (v rfc3339) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v rfc3339) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	text := req.ConfigValue.ValueString()
	if text == "" {
		return
	}
	switch at, err := time.Parse(time.RFC3339, text); {
	case err == nil && !v.latest.IsZero() && at.After(v.latest):
		resp.Diagnostics.AddAttributeError(req.Path, "Kaltura App Token Expiry Too Late", fmt.Sprintf(
			"The API stores no time after %[1]s: the token would expire then, although the API answers with the later time. Set a time up to %[1]s, or "+
				"remove the argument for a token that does not expire.", v.latest.Format(time.RFC3339)))
	case err != nil:
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Time", "Write the time in RFC 3339, with a time zone: 2027-06-30T00:00:00Z. A time computed from timestamp() or plantimestamp() changes with every plan.")
	}
}
