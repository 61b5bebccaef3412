// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// object is one kind of resource: its arguments, as the real provider names
// them.
type object struct {
	name string
	text []string
	// writeOnly is the write-only argument and revision the one that has it
	// written again.
	writeOnly, revision string
	isMap               bool
	blocks              map[string]schema.Block
}

var objects = []object{
	{name: "vault_kv_secret_v2", text: []string{"mount", "name"}, writeOnly: "data_json_wo", revision: "data_json_wo_version"},
	{name: "aws_secretsmanager_secret", text: []string{"name"}},
	{name: "aws_secretsmanager_secret_version", text: []string{"secret_id"}, writeOnly: "secret_string_wo", revision: "secret_string_wo_version"},
	{
		name: "google_secret_manager_secret", text: []string{"secret_id"},
		blocks: map[string]schema.Block{"replication": schema.SingleNestedBlock{
			Blocks: map[string]schema.Block{"auto": schema.SingleNestedBlock{}},
		}},
	},
	{name: "google_secret_manager_secret_version", text: []string{"secret"}, writeOnly: "secret_data_wo", revision: "secret_data_wo_version"},
	{name: "azurerm_key_vault_secret", text: []string{"name", "key_vault_id"}, writeOnly: "value_wo", revision: "value_wo_version"},
	{
		name: "kubernetes_secret_v1", writeOnly: "data_wo", revision: "data_wo_revision", isMap: true,
		blocks: map[string]schema.Block{"metadata": schema.SingleNestedBlock{
			Attributes: map[string]schema.Attribute{
				"name":      schema.StringAttribute{Optional: true},
				"namespace": schema.StringAttribute{Optional: true},
			},
		}},
	},
}

func (o *object) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = o.name
}

func (o *object) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}},
		Blocks:     o.blocks,
	}
	for _, name := range o.text {
		resp.Schema.Attributes[name] = schema.StringAttribute{Required: true}
	}
	if o.writeOnly == "" {
		return
	}
	resp.Schema.Attributes[o.revision] = schema.Int64Attribute{Optional: true}
	resp.Schema.Attributes[o.writeOnly] = schema.StringAttribute{Optional: true, WriteOnly: true}
	if o.isMap {
		resp.Schema.Attributes[o.writeOnly] = schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType}
	}
}

func (o *object) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(o.receive(ctx, req.Config)...)
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), "made")...)
}

func (o *object) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(o.receive(ctx, req.Config)...)
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), "made")...)
}

func (o *object) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (o *object) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// receive keeps the write-only value for the test to look at.
func (o *object) receive(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	if o.writeOnly == "" {
		return diags
	}
	var value string
	if o.isMap {
		var values map[string]string
		diags = config.GetAttribute(ctx, path.Root(o.writeOnly), &values)
		for name, text := range values {
			value += name + "=" + text + "\n"
		}
	} else {
		diags = config.GetAttribute(ctx, path.Root(o.writeOnly), &value)
	}
	if diags.HasError() {
		return diags
	}
	file, err := os.CreateTemp(os.Getenv("DOCSTEST_RECEIVED"), o.name+"-*")
	if err == nil {
		_, err = file.WriteString(value)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		diags.AddError("Not Received", filepath.Base(os.Args[0])+": "+err.Error())
	}
	return diags
}
