// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// differing names the attributes that two states of an object both know and that
// differ.
func differing(a, b tftypes.Value) []string {
	var one, other map[string]tftypes.Value
	if a.As(&one) != nil || b.As(&other) != nil {
		return nil // not objects
	}
	var names []string
	for name, value := range one {
		if value.IsFullyKnown() && other[name].IsFullyKnown() && !value.Equal(other[name]) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// withKnown returns the planned object with the values of another one where the
// plan has none yet.
func withKnown(planned, known tftypes.Value) tftypes.Value {
	var values map[string]tftypes.Value
	if planned.As(&values) != nil {
		return planned // not an object
	}
	var unknown []string
	for name, value := range values {
		if !value.IsFullyKnown() {
			unknown = append(unknown, name)
		}
	}
	return replaced(planned, known, unknown)
}

// replaced returns an object with some values of another one.
func replaced(object, other tftypes.Value, names []string) tftypes.Value {
	var values, others map[string]tftypes.Value
	if object.As(&values) != nil || other.As(&others) != nil {
		return object // not objects
	}
	for _, name := range names {
		values[name] = others[name]
	}
	return tftypes.NewValue(object.Type(), values)
}

// confirm compares what the API stored with what it was sent: the planned values
// that differ from those before, which are null for a new object. The state
// holds the API's answer to the write, which repeats what was sent, whatever was
// stored. read returns the model of what is stored; a replica may need a while
// to know it. If nothing can be read, the answer counts. If read says that the
// creation is uncertain, the state holds nothing: the answer had the ID of another
// object, which must not be changed or deleted later.
//
// A value that was not sent stays as planned, whatever it is by now; the next
// plan corrects it.
func (p *providerData) confirm(ctx context.Context, before, planned tftypes.Value, state *tfsdk.State, read func() (any, error)) diag.Diagnostics {
	var diags diag.Diagnostics
	var differ []string
	var uncertain error
	compare := func() {
		differ = differing(planned, state.Raw)
		if before.IsNull() {
			return
		}
		sent := differing(planned, before)
		unsent := slices.DeleteFunc(slices.Clone(differ), func(name string) bool { return slices.Contains(sent, name) })
		state.Raw = replaced(state.Raw, planned, unsent)
		differ = slices.DeleteFunc(differ, func(name string) bool { return slices.Contains(unsent, name) })
	}
	compare()
	p.client.Settle(ctx, func() bool {
		model, err := read()
		if kaltura.FailureOf(err) == kaltura.CreationUncertain {
			uncertain = err
		}
		if err != nil {
			return true
		}
		diags = state.Set(ctx, model)
		compare()
		return diags.HasError() || len(differ) == 0
	})
	switch {
	case uncertain != nil:
		state.RemoveResource(ctx)
		diags.Append(p.diagnostic(uncertain))
	case len(differ) > 0:
		diags.AddError("Kaltura Stored Another Value",
			"The API confirmed the change, but did not store these attributes as they were sent:\n\n  "+strings.Join(differ, "\n  ")+
				"\n\nThe state now has the stored values. Use these in the configuration, or others that the server can store: a text may be too long, "+
				"or contain characters that the server's database cannot store; try ASCII letters only. If the server stores no change to the "+
				"object at all, replace it (-replace=ADDRESS). If the next plan shows no difference, the server was only slow to show the change.")
	}
	return diags
}

// completePlan completes the plan of an object. It plans the account of a new object,
// so that a saved plan is refused where the provider signs in to another one. A
// plan that differs from the state in the spelling of values alone is none.
func (r *managedResource) completePlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, model any, partnerID *types.Int64) {
	if partnerID.IsUnknown() && r.provider.connected() && r.provider.client.PartnerID() != 0 {
		*partnerID = types.Int64Value(r.provider.client.PartnerID())
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, model)...)
	if !req.State.Raw.IsNull() && resp.Plan.Raw.Type().Equal(req.State.Raw.Type()) && len(differing(resp.Plan.Raw, req.State.Raw)) == 0 && req.Config.Raw.IsFullyKnown() {
		resp.Plan.Raw = req.State.Raw
	}
}

// connected reports whether the provider can make requests.
func (p *providerData) connected() bool { return p != nil && p.client != nil }

// now is the time by the server's clock, where it is known.
func (p *providerData) now() time.Time {
	if p.connected() {
		return p.client.Now()
	}
	return time.Now()
}

// serverTime is now, and asks for the server's clock first if it is not known.
func (p *providerData) serverTime(ctx context.Context) time.Time {
	if p.connected() {
		p.client.LearnClock(ctx)
	}
	return p.now()
}

// isNew reports whether a replica may not know an object yet.
func (p *providerData) isNew(created time.Time) bool { return p.now().Sub(created) < time.Minute }
