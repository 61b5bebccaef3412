// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// BenchmarkSchemaServing measures the first call in each provider process.
func BenchmarkSchemaServing(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		// The framework caches schemas, and each iteration needs its own
		// server.
		newEngine(b)
	}
}

// BenchmarkConfigure signs in with an administrator secret, which sends no
// request.
func BenchmarkConfigure(b *testing.B) {
	e := newEngine(b)
	request := &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: e.encode(e.schemas.Provider, administrator(kalturatest.NewServer(b), kalturatest.Acme)),
	}
	b.ReportAllocs()
	for b.Loop() {
		answer, err := e.server.ConfigureProvider(context.Background(), request)
		if err != nil || len(answer.Diagnostics) > 0 {
			b.Fatal(err, answer)
		}
	}
}

// BenchmarkReadDataSource reads through the plugin protocol. The results
// include the work and allocations of the stand-in server in the same process.
func BenchmarkReadDataSource(b *testing.B) {
	e := configured(b, administrator(kalturatest.NewServer(b), kalturatest.Acme))
	const name = "kaltura_account_info"
	request := &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: e.encode(e.schemas.DataSourceSchemas[name], nil)}
	b.ReportAllocs()
	for b.Loop() {
		answer, err := e.server.ReadDataSource(b.Context(), request)
		if err != nil || len(answer.Diagnostics) > 0 {
			b.Fatal(err, answer)
		}
	}
}
