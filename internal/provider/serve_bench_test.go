// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/bench/light"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// served are the providers that each benchmark of the protocol runs with; bare
// is one that does nothing.
var served = map[string]func() (tfprotov6.ProviderServer, error){
	"provider": providerserver.NewProtocol6WithError(provider.New("bench")()),
	"bare":     providerserver.NewProtocol6WithError(light.New()),
}

func serve(b *testing.B, name string) tfprotov6.ProviderServer {
	b.Helper()
	server, err := served[name]()
	if err != nil {
		b.Fatal(err)
	}
	return server
}

// BenchmarkSchemaServing is what the provider does first in each process.
func BenchmarkSchemaServing(b *testing.B) {
	for name := range served {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				// The framework keeps schemas, so each round needs its own server.
				answer, err := serve(b, name).GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
				if err != nil || len(answer.Diagnostics) > 0 {
					b.Fatal(err, answer)
				}
			}
		})
	}
}

// BenchmarkConfigure signs in with an administrator secret, which sends
// nothing. The provider that does nothing has no settings to read.
func BenchmarkConfigure(b *testing.B) {
	for name := range served {
		b.Run(name, func(b *testing.B) {
			server := serve(b, name)
			settings := providerSettings(b, server, "http://127.0.0.1:1")
			b.ReportAllocs()
			for b.Loop() {
				configureProvider(b, server, settings)
			}
		})
	}
}

// BenchmarkReadDataSource reads through the plugin protocol, with the stand-in
// server in the same process: its own work and allocations count too.
func BenchmarkReadDataSource(b *testing.B) {
	for name := range served {
		b.Run(name, func(b *testing.B) {
			kalturaServer := kalturatest.NewServer(b)
			server := serve(b, name)
			configureProvider(b, server, providerSettings(b, server, kalturaServer.URL))
			of := schemaOf(b, server)
			typeName := "kaltura_account_info"
			if name == "bare" {
				typeName = "light_account_info"
			}
			config := objectValue(b, of.DataSourceSchemas[typeName], nil)
			b.ReportAllocs()
			for b.Loop() {
				answer, err := server.ReadDataSource(b.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: config})
				if err != nil || len(answer.Diagnostics) > 0 {
					b.Fatal(err, answer)
				}
			}
		})
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
