// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

func serve(b *testing.B) tfprotov6.ProviderServer {
	b.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("bench")())()
	if err != nil {
		b.Fatal(err)
	}
	return server
}

// BenchmarkSchemaServing is what the provider does first in each process.
func BenchmarkSchemaServing(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		// The framework keeps schemas, so each round needs its own server.
		schemaOf(b, serve(b))
	}
}

// BenchmarkConfigure signs in with an administrator secret, which sends
// nothing.
func BenchmarkConfigure(b *testing.B) {
	server := serve(b)
	settings := providerSettings(b, server, "http://127.0.0.1:1")
	b.ReportAllocs()
	for b.Loop() {
		configureProvider(b, server, settings)
	}
}

// BenchmarkReadDataSource reads through the plugin protocol, with the stand-in
// server in the same process: its own work and allocations count too.
func BenchmarkReadDataSource(b *testing.B) {
	server := serve(b)
	configureProvider(b, server, providerSettings(b, server, kalturatest.NewServer(b).URL))
	const name = "kaltura_account_info"
	config := objectValue(b, schemaOf(b, server).DataSourceSchemas[name], nil)
	b.ReportAllocs()
	for b.Loop() {
		response, err := server.ReadDataSource(b.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: config})
		if err != nil || len(response.Diagnostics) > 0 {
			b.Fatal(err, response)
		}
	}
}

func schemaOf(b *testing.B, server tfprotov6.ProviderServer) *tfprotov6.GetProviderSchemaResponse {
	b.Helper()
	answer, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		b.Fatal(err)
	}
	return answer
}

func providerSettings(b *testing.B, server tfprotov6.ProviderServer, serviceURL string) *tfprotov6.DynamicValue {
	b.Helper()
	return objectValue(b, schemaOf(b, server).Provider, map[string]any{
		"service_url": serviceURL, "partner_id": kalturatest.Acme.ID, "admin_secret": kalturatest.Acme.AdminSecret,
	})
}

func configureProvider(b *testing.B, server tfprotov6.ProviderServer, settings *tfprotov6.DynamicValue) {
	b.Helper()
	answer, err := server.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: settings,
	})
	if err != nil || len(answer.Diagnostics) > 0 {
		b.Fatal(err, answer)
	}
}

// objectValue encodes the values of those attributes that the schema has; the
// others are null.
func objectValue(b *testing.B, of *tfprotov6.Schema, values map[string]any) *tfprotov6.DynamicValue {
	b.Helper()
	typ := of.ValueType().(tftypes.Object)
	attributes := map[string]tftypes.Value{}
	for name, attributeType := range typ.AttributeTypes {
		attributes[name] = tftypes.NewValue(attributeType, values[name])
	}
	value, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, attributes))
	if err != nil {
		b.Fatal(err)
	}
	return &value
}
