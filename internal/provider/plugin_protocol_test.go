// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// arguments are what a block says. An argument that is left out is null, and
// one may be tftypes.UnknownValue.
type arguments map[string]any

// engine speaks the plugin protocol to the provider, as Terraform and OpenTofu
// do, in this process and without either of them.
type engine struct {
	t       *testing.T
	served  frameworkprovider.Provider
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
	// defers is whether it tells the provider that deferring is allowed.
	defers bool
}

func newEngine(t *testing.T) *engine {
	t.Helper()
	served := provider.New("test")()
	server, err := providerserver.NewProtocol6WithError(served)()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return &engine{t: t, served: served, server: server, schemas: schemas}
}

// configured is an engine whose provider block is in order.
func configured(t *testing.T, block arguments) *engine {
	t.Helper()
	e := newEngine(t)
	if diags := e.configure(block); len(diags) > 0 {
		t.Fatalf("configuring the provider: %s", diags)
	}
	return e
}

// administrator is a provider block that signs in with the account's secret
// and tries everything once.
func administrator(server *kalturatest.Server, account kalturatest.Account) arguments {
	return arguments{
		"service_url": server.URL, "partner_id": account.ID, "admin_secret": account.AdminSecret, "max_retries": 0,
	}
}

// bearer is a provider block that uses a KS and tries everything once.
func bearer(server *kalturatest.Server, ks string) arguments {
	return arguments{"service_url": server.URL, "ks": ks, "max_retries": 0}
}

// with is a copy of the arguments with another one.
func (a arguments) with(name string, value any) arguments {
	copied := arguments{name: value}
	for other, value := range a {
		if other != name {
			copied[other] = value
		}
	}
	return copied
}

func (e *engine) configure(block arguments) diagnostics {
	e.t.Helper()
	resp, err := e.server.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion:   "1.99.0",
		Config:             e.encode(e.schemas.Provider, block),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: e.defers},
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return explained(e.t, resp.Diagnostics)
}

// validate says what is wrong with a provider block before it is configured.
func (e *engine) validate(block arguments) diagnostics {
	e.t.Helper()
	resp, err := e.server.ValidateProviderConfig(context.Background(), &tfprotov6.ValidateProviderConfigRequest{Config: e.encode(e.schemas.Provider, block)})
	if err != nil {
		e.t.Fatal(err)
	}
	return explained(e.t, resp.Diagnostics)
}

// validateData says what is wrong with a data source without arguments.
func (e *engine) validateData(name string) diagnostics {
	e.t.Helper()
	resp, err := e.server.ValidateDataResourceConfig(context.Background(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: name, Config: e.encode(e.schemas.DataSourceSchemas[name], nil),
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return explained(e.t, resp.Diagnostics)
}

// read reads a data source and returns its state.
func (e *engine) read(ctx context.Context, name string, config arguments) (map[string]tftypes.Value, diagnostics) {
	e.t.Helper()
	schema := e.schemas.DataSourceSchemas[name]
	resp, err := e.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: e.encode(schema, config)})
	if err != nil {
		e.t.Fatal(err)
	}
	return e.decode(schema, resp.State), explained(e.t, resp.Diagnostics)
}

// open opens an ephemeral resource and returns its result.
func (e *engine) open(ctx context.Context, name string, config arguments) (map[string]tftypes.Value, diagnostics) {
	e.t.Helper()
	schema := e.schemas.EphemeralResourceSchemas[name]
	resp, err := e.server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{TypeName: name, Config: e.encode(schema, config)})
	if err != nil {
		e.t.Fatal(err)
	}
	return e.decode(schema, resp.Result), explained(e.t, resp.Diagnostics)
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
	if err != nil {
		e.t.Fatal(err)
	}
	return &value
}

// valueOf takes tftypes.UnknownValue too, also as an item of a list of strings.
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
	if err != nil {
		e.t.Fatal(err)
	}
	var values map[string]tftypes.Value
	if err := value.As(&values); err != nil {
		e.t.Fatal(err)
	}
	return values
}

func textOf(t *testing.T, value tftypes.Value) string {
	t.Helper()
	var text string
	if err := value.As(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

func int64Of(t *testing.T, value tftypes.Value) int64 {
	t.Helper()
	var number *big.Float
	if err := value.As(&number); err != nil || number == nil {
		t.Fatalf("not a number: %s, %v", value, err)
	}
	whole, _ := number.Int64()
	return whole
}

// diagnostics are what the provider tells the user.
type diagnostics []*tfprotov6.Diagnostic

// String is all of their text, with the attribute that each points to.
func (d diagnostics) String() string {
	var lines []string
	for _, one := range d {
		lines = append(lines, fmt.Sprintf("%s: %s (at %s)\n%s", one.Severity, one.Summary, one.Attribute, one.Detail))
	}
	return strings.Join(lines, "\n\n")
}

func (d diagnostics) summaries() []string {
	var summaries []string
	for _, one := range d {
		summaries = append(summaries, one.Summary)
	}
	return summaries
}
