// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command stores stands in for the providers of secret stores. The name of its
// file selects the provider. Resources write their write-only argument to a
// file in the STORES_RECEIVED folder and keep no copy of it.
package main

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	name := strings.TrimPrefix(strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"), "terraform-provider-")
	err := providerserver.Serve(context.Background(), func() provider.Provider { return store{name} },
		providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/" + name})
	if err != nil {
		log.Fatal(err)
	}
}

type store struct{ name string }

func (s store) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = s.name
}

func (s store) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema.Blocks = map[string]providerschema.Block{"features": providerschema.SingleNestedBlock{}}
}

func (s store) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (s store) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (s store) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	if s.name != "vault" {
		return nil
	}
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return secret{} }}
}

// secret is the ephemeral vault_kv_secret_v2. It returns the name=value pairs
// of STORES_HOLD.
type secret struct{}

type secretModel struct {
	Mount types.String      `tfsdk:"mount"`
	Name  types.String      `tfsdk:"name"`
	Data  map[string]string `tfsdk:"data"`
}

func (secret) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "vault_kv_secret_v2"
}

func (secret) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"mount": ephemeralschema.StringAttribute{Required: true},
		"name":  ephemeralschema.StringAttribute{Required: true},
		"data":  ephemeralschema.MapAttribute{Computed: true, Sensitive: true, ElementType: types.StringType},
	}}
}

func (secret) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model secretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.Data = map[string]string{}
	for pair := range strings.FieldsSeq(os.Getenv("STORES_HOLD")) {
		name, value, _ := strings.Cut(pair, "=")
		model.Data[name] = value
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

func (s store) Resources(context.Context) []func() resource.Resource {
	var made []func() resource.Resource
	for _, row := range objects {
		if strings.HasPrefix(row.name, s.name+"_") {
			made = append(made, func() resource.Resource { return row })
		}
	}
	return made
}

// object is a resource. Its arguments have the names that the real provider
// uses.
type object struct {
	name, arguments string
	// A new value of version writes writeOnly again.
	writeOnly, version string
}

var objects = []object{
	{"vault_kv_secret_v2", "mount name", "data_json_wo", "data_json_wo_version"},
	{"aws_secretsmanager_secret", "name", "", ""},
	{"aws_secretsmanager_secret_version", "secret_id", "secret_string_wo", "secret_string_wo_version"},
	{"google_secret_manager_secret", "secret_id", "", ""},
	{"google_secret_manager_secret_version", "secret", "secret_data_wo", "secret_data_wo_version"},
	{"azurerm_key_vault_secret", "name key_vault_id", "value_wo", "value_wo_version"},
	{"kubernetes_secret_v1", "", "data_wo", "data_wo_revision"},
}

func (o object) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = o.name
}

func (o object) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}
	for _, name := range strings.Fields(o.arguments) {
		attributes[name] = schema.StringAttribute{Required: true}
	}
	if o.writeOnly != "" {
		attributes[o.writeOnly] = schema.DynamicAttribute{Required: true, WriteOnly: true}
		attributes[o.version] = schema.Int64Attribute{Optional: true}
	}
	text := schema.StringAttribute{Optional: true}
	resp.Schema = schema.Schema{Attributes: attributes, Blocks: map[string]schema.Block{
		"metadata":    schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{"name": text, "namespace": text}},
		"replication": schema.SingleNestedBlock{Blocks: map[string]schema.Block{"auto": schema.SingleNestedBlock{}}},
	}}
}

func (o object) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), "made")...)
	if o.writeOnly == "" {
		return
	}
	var value types.Dynamic
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(o.writeOnly), &value)...)
	file, err := os.CreateTemp(os.Getenv("STORES_RECEIVED"), o.name)
	if err == nil {
		_, err = file.WriteString(value.String())
	}
	if err != nil {
		resp.Diagnostics.AddError("Not Received", err.Error())
	}
}

func (o object) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (o object) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	written := resource.CreateResponse{State: resp.State}
	o.Create(ctx, resource.CreateRequest{Config: req.Config, Plan: req.Plan}, &written)
	resp.State, resp.Diagnostics = written.State, written.Diagnostics
}

func (o object) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
