// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// partnerIDValidators are those of every partner_id argument.
func partnerIDValidators() []validator.Int64 {
	return []validator.Int64{quietInt64{partnerIDRange{int64validator.Between(1, kaltura.MaxPartnerID)}}}
}

type partnerIDRange struct{ validator.Int64 }

func (r partnerIDRange) Description(ctx context.Context) string {
	return r.Int64.Description(ctx) + "; 0 and negative IDs are those of the Kaltura platform itself"
}

// quietString and quietInt64 refuse what a validator refuses, and leave out the
// value that the framework's validators add ("got: …"): it may be sensitive.
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
	if _, isValue := steps[len(steps)-1].(path.PathStepElementKeyValue); isValue { // an item of a set is named by itself
		at = at.ParentPath()
	}
	diags.AddAttributeError(at, "Invalid Attribute Value", fmt.Sprintf("Attribute %s %s.", at, rule.Description(ctx)))
	return diags
}
