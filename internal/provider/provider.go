// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform side of the Kaltura provider: schemas,
// configuration and diagnostics. Everything that speaks to the Kaltura API
// lives in package kaltura.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

var _ provider.Provider = (*kalturaProvider)(nil)

type kalturaProvider struct {
	version string
}

// New returns the constructor that the plugin server calls. The version is
// what the provider calls itself towards the Kaltura API.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &kalturaProvider{version: version}
	}
}

func (p *kalturaProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "kaltura"
	resp.Version = p.version
}

func (p *kalturaProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{}
}

func (p *kalturaProvider) Configure(_ context.Context, _ provider.ConfigureRequest, _ *provider.ConfigureResponse) {
}

func (p *kalturaProvider) DataSources(_ context.Context) []func() datasource.DataSource {
	return nil
}

func (p *kalturaProvider) Resources(_ context.Context) []func() resource.Resource {
	return nil
}
