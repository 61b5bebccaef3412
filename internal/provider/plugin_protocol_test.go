// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"math/big"
	"testing"

	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
	"github.com/kaltura/terraform-provider-kaltura/internal/server"
)

// engine speaks the plugin protocol to the provider in this process, without
// Terraform or OpenTofu.
type engine struct {
	t       testing.TB
	served  frameworkprovider.Provider
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
	// defers is whether the engine allows the provider to defer. deferred is
	// the provider's reason for deferring the last object.
	defers   bool
	deferred *tfprotov6.Deferred
	// ignoresWarnings is whether a plan with warnings is applied.
	ignoresWarnings bool
}

func newEngine(t testing.TB) *engine {
	t.Helper()
	e := &engine{t: t, served: provider.New("test")()}
	var err error
	e.server, err = server.New(e.served)
	e.ok(err)
	e.schemas, err = e.server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	e.ok(err)
	return e
}

// configured returns an engine with a valid provider block.
func configured(t testing.TB, block arguments) *engine {
	t.Helper()
	e := newEngine(t)
	if diags := e.configure(block); len(diags) > 0 {
		t.Fatalf("configuring the provider: %s", diags)
	}
	return e
}

// ok ends the test if a call of the protocol failed.
func (e *engine) ok(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e *engine) configure(block arguments) diagnostics {
	e.t.Helper()
	resp, err := e.server.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion:   "1.99.0",
		Config:             e.encode(e.schemas.Provider, block),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: e.defers},
	})
	e.ok(err)
	return e.explained(e.schemas.Provider, resp.Diagnostics)
}

// validate returns the diagnostics of a provider block before Configure.
func (e *engine) validate(block arguments) diagnostics {
	e.t.Helper()
	resp, err := e.server.ValidateProviderConfig(context.Background(), &tfprotov6.ValidateProviderConfigRequest{Config: e.encode(e.schemas.Provider, block)})
	e.ok(err)
	return e.explained(e.schemas.Provider, resp.Diagnostics)
}

func (e *engine) validateData(name string, config arguments) diagnostics {
	e.t.Helper()
	resp, err := e.server.ValidateDataResourceConfig(context.Background(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: name, Config: e.encode(e.schemas.DataSourceSchemas[name], config),
	})
	e.ok(err)
	return e.explained(e.schemas.DataSourceSchemas[name], resp.Diagnostics)
}

func (e *engine) validateEphemeral(name string, config arguments) diagnostics {
	e.t.Helper()
	resp, err := e.server.ValidateEphemeralResourceConfig(context.Background(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: name, Config: e.encode(e.schemas.EphemeralResourceSchemas[name], config),
	})
	e.ok(err)
	return e.explained(e.schemas.EphemeralResourceSchemas[name], resp.Diagnostics)
}

func (e *engine) validateResource(name string, config arguments) diagnostics {
	e.t.Helper()
	resp, err := e.server.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: e.encode(e.schemas.ResourceSchemas[name], config),
	})
	e.ok(err)
	return e.explained(e.schemas.ResourceSchemas[name], resp.Diagnostics)
}

// read reads a data source and returns its state.
func (e *engine) read(ctx context.Context, name string, config arguments) (map[string]tftypes.Value, diagnostics) {
	e.t.Helper()
	schema := e.schemas.DataSourceSchemas[name]
	resp, err := e.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: name, Config: e.encode(schema, config), ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: e.defers},
	})
	e.ok(err)
	if e.defers {
		e.deferred = resp.Deferred
	}
	return e.decode(schema, resp.State), e.explained(schema, resp.Diagnostics)
}

// mustRead reads a data source without diagnostics.
func (e *engine) mustRead(name string, config arguments) map[string]tftypes.Value {
	e.t.Helper()
	state, diags := e.read(context.Background(), name, config)
	diags.expectNone(e.t)
	return state
}

// mustOpen opens an ephemeral resource without diagnostics.
func (e *engine) mustOpen(name string, config arguments) map[string]tftypes.Value {
	e.t.Helper()
	result, diags := e.open(context.Background(), name, config)
	diags.expectNone(e.t)
	return result
}

// open opens an ephemeral resource and returns its result.
func (e *engine) open(ctx context.Context, name string, config arguments) (map[string]tftypes.Value, diagnostics) {
	e.t.Helper()
	result, _, diags := e.openKept(ctx, name, config)
	return result, diags
}

// openKept also returns the private data that the engine keeps until Close.
func (e *engine) openKept(ctx context.Context, name string, config arguments) (result map[string]tftypes.Value, private []byte, diags diagnostics) {
	e.t.Helper()
	schema := e.schemas.EphemeralResourceSchemas[name]
	resp, err := e.server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: name, Config: e.encode(schema, config), ClientCapabilities: &tfprotov6.OpenEphemeralResourceClientCapabilities{DeferralAllowed: e.defers},
	})
	e.ok(err)
	if e.defers {
		e.deferred = resp.Deferred
	}
	return e.decode(schema, resp.Result), resp.Private, e.explained(schema, resp.Diagnostics)
}

// apply plans and applies a change to a managed resource, and returns all
// diagnostics. A nil before creates the resource, and a nil config deletes it.
func (e *engine) apply(ctx context.Context, name string, before, config arguments) diagnostics {
	e.t.Helper()
	return e.change(ctx, e, name, before, config)
}

// applyBy plans the creation of a resource, which another provider applies.
func (e *engine) applyBy(other *engine, name string, config arguments) diagnostics {
	e.t.Helper()
	return e.change(context.Background(), other, name, nil, config)
}

func (e *engine) change(ctx context.Context, applier *engine, name string, before, config arguments) diagnostics {
	e.t.Helper()
	schema := e.schemas.ResourceSchemas[name]
	prior, wanted, proposed := e.state(schema, before), e.state(schema, config), e.state(schema, before.proposed(schema, config))
	plan, err := e.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: prior, Config: wanted, ProposedNewState: proposed,
	})
	e.ok(err)
	if len(plan.Diagnostics) > 0 && !e.ignoresWarnings {
		return e.explained(schema, plan.Diagnostics)
	}
	resp, err := applier.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, PriorState: prior, Config: wanted, PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate,
	})
	e.ok(err)
	return e.explained(schema, resp.Diagnostics)
}

// refresh reads a managed resource.
func (e *engine) refresh(name string, state arguments) diagnostics {
	e.t.Helper()
	schema := e.schemas.ResourceSchemas[name]
	resp, err := e.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: e.state(schema, state),
	})
	e.ok(err)
	return e.explained(schema, resp.Diagnostics)
}

// proposed returns the configuration with the computed values of before.
func (a arguments) proposed(schema *tfprotov6.Schema, config arguments) arguments {
	if config == nil {
		return nil
	}
	merged := config
	for _, attribute := range schema.Block.Attributes {
		if _, given := config[attribute.Name]; !given && attribute.Computed && a[attribute.Name] != nil {
			merged = merged.with(attribute.Name, a[attribute.Name])
		}
	}
	return merged
}

func (e *engine) state(schema *tfprotov6.Schema, values arguments) *tfprotov6.DynamicValue {
	if values != nil {
		return e.encode(schema, values)
	}
	null, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
	e.ok(err)
	return &null
}

func (e *engine) encode(schema *tfprotov6.Schema, given arguments) *tfprotov6.DynamicValue {
	e.t.Helper()
	object := schema.ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = valueOf(kind, given[name])
	}
	for name := range given {
		if _, known := values[name]; !known {
			e.t.Fatalf("the schema has no attribute %q", name)
		}
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	e.ok(err)
	return &value
}

// valueOf also accepts tftypes.UnknownValue, as the value or as an item of a
// list of strings.
func valueOf(kind tftypes.Type, value any) tftypes.Value {
	if items, ok := value.([]any); ok {
		list := []tftypes.Value{}
		for _, item := range items {
			list = append(list, tftypes.NewValue(tftypes.String, item))
		}
		return tftypes.NewValue(kind, list)
	}
	return tftypes.NewValue(kind, value)
}

func (e *engine) decode(schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) map[string]tftypes.Value {
	e.t.Helper()
	if encoded == nil {
		return nil
	}
	value, err := encoded.Unmarshal(schema.ValueType())
	if e.ok(err); !value.IsKnown() {
		return nil
	}
	var values map[string]tftypes.Value
	e.ok(value.As(&values))
	return values
}

func textOf(t testing.TB, value tftypes.Value) string {
	t.Helper()
	var text string
	if err := value.As(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

// textsOf returns the items of a list or set, as arguments take them.
func textsOf(t testing.TB, value tftypes.Value) []any {
	t.Helper()
	var values []tftypes.Value
	if err := value.As(&values); err != nil {
		t.Fatal(err)
	}
	texts := []any{}
	for _, item := range values {
		texts = append(texts, textOf(t, item))
	}
	return texts
}

func int64Of(t testing.TB, value tftypes.Value) int64 {
	t.Helper()
	var number *big.Float
	if err := value.As(&number); err != nil || number == nil {
		t.Fatalf("not a number: %s, %v", value, err)
	}
	whole, _ := number.Int64()
	return whole
}
