// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command writeonly is a provider for tests, with one resource that takes a
// write-only argument, as the resources of secret stores do, and keeps nothing
// of it but its hash.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return &writeOnlyProvider{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/kaltura/writeonly"})
	if err != nil {
		log.Fatal(err)
	}
}

type writeOnlyProvider struct{}

func (*writeOnlyProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "writeonly"
}

func (*writeOnlyProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (*writeOnlyProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (*writeOnlyProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (*writeOnlyProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &kept{} }}
}

// kept is the resource writeonly_kept.
type kept struct{}

type keptModel struct {
	SecretWO types.String `tfsdk:"secret_wo"`
	Hash     types.String `tfsdk:"hash"`
}

func (*kept) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "writeonly_kept"
}

func (*kept) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"secret_wo": schema.StringAttribute{Required: true, WriteOnly: true, Sensitive: true},
		"hash":      schema.StringAttribute{Computed: true},
	}}
}

func (*kept) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model keptModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	sum := sha256.Sum256([]byte(model.SecretWO.ValueString()))
	model.SecretWO, model.Hash = types.StringNull(), types.StringValue(hex.EncodeToString(sum[:]))
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (*kept) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (*kept) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (*kept) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
