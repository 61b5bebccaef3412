// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command stores stands in for the providers of secret stores, and for that of
// time. The name of its file selects the provider. Resources write their write-only argument to a
// file in the STORES_RECEIVED folder. Those of Vault also keep it in the
// STORES_HELD folder, for the ephemeral resource.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
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
	text := providerschema.StringAttribute{Optional: true}
	resp.Schema = providerschema.Schema{
		Attributes: map[string]providerschema.Attribute{"skip_child_token": providerschema.BoolAttribute{Optional: true}},
		Blocks: map[string]providerschema.Block{
			"features":       providerschema.SingleNestedBlock{},
			"auth_login_jwt": providerschema.SingleNestedBlock{Attributes: map[string]providerschema.Attribute{"mount": text, "role": text}},
		},
	}
}

func (s store) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (s store) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (s store) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	if s.name != "vault" {
		return nil
	}
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return secret{} }}
}

// secret is the ephemeral vault_kv_secret_v2. It returns what STORES_HOLD has
// for it, see held.
type secret struct{}

type secretModel struct {
	Mount types.String `tfsdk:"mount"`
	Name  types.String `tfsdk:"name"`
	Data  types.Map    `tfsdk:"data"`
}

func (secret) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "vault_kv_secret_v2"
}

func (secret) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"mount": ephemeralschema.StringAttribute{Required: true},
		"name":  ephemeralschema.StringAttribute{Required: true},
		"data":  ephemeralschema.MapAttribute{Computed: true, ElementType: types.StringType},
	}}
}

// Open fails as the real provider does if a value is no text: both convert what
// the store holds with the same function.
func (secret) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model secretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	content, err := os.ReadFile(held(model.Mount.ValueString(), model.Name.ValueString()))
	var data map[string]any
	if err := errors.Join(err, json.Unmarshal(content, &data)); err != nil {
		resp.Diagnostics.AddError("Unable to Read Resource from Vault", err.Error())
		return
	}
	var diags diag.Diagnostics
	model.Data, diags = types.MapValueFrom(ctx, types.StringType, data)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// held is the file with a secret of Vault.
func held(mount, name string) string {
	return filepath.Join(os.Getenv("STORES_HELD"), url.PathEscape(mount+"/"+name)+".json")
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
	{"time_rotating", "rotation_days", "", ""},
}

func (o object) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = o.name
}

func (o object) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{"id": schema.StringAttribute{
		Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}}
	for _, name := range strings.Fields(o.arguments) {
		attributes[name] = schema.StringAttribute{Required: true}
	}
	if o.writeOnly != "" {
		attributes[o.writeOnly] = schema.StringAttribute{Required: true, WriteOnly: true}
		attributes[o.version] = schema.Int64Attribute{Optional: true}
	}
	if o.writeOnly == "data_wo" {
		attributes[o.writeOnly] = schema.MapAttribute{Required: true, WriteOnly: true, ElementType: types.StringType}
	}
	text := schema.StringAttribute{Optional: true}
	resp.Schema = schema.Schema{Attributes: attributes, Blocks: map[string]schema.Block{
		"metadata":    schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{"name": text, "namespace": text}},
		"replication": schema.SingleNestedBlock{Blocks: map[string]schema.Block{"auto": schema.SingleNestedBlock{}}},
	}}
}

func (o object) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), time.Now().Format(time.RFC3339Nano))...)
	resp.Diagnostics.Append(o.write(ctx, req.Config)...)
}

// Read drops a time_rotating if STORES_EXPIRED is set: the real provider does so
// at the end of its period, and the engine creates it again.
func (o object) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	if o.name == "time_rotating" && os.Getenv("STORES_EXPIRED") != "" {
		resp.State.RemoveResource(ctx)
	}
}

// Update writes only with a new version, as the real providers do.
func (o object) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
	var before, planned types.Int64
	if o.version != "" {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(o.version), &before)...)
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(o.version), &planned)...)
	}
	if !planned.Equal(before) {
		resp.Diagnostics.Append(o.write(ctx, req.Config)...)
	}
}

func (o object) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// write adds a file with the write-only value to STORES_RECEIVED, and keeps a
// secret of Vault for the ephemeral resource.
func (o object) write(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	if o.writeOnly == "" {
		return nil
	}
	var value, mount, name types.String
	var diags diag.Diagnostics
	content := ""
	if o.writeOnly == "data_wo" {
		var values map[string]string
		diags = config.GetAttribute(ctx, path.Root(o.writeOnly), &values)
		encoded, _ := json.Marshal(values) // strings can always be encoded
		content = string(encoded)
	} else {
		diags = config.GetAttribute(ctx, path.Root(o.writeOnly), &value)
		content = value.ValueString()
	}
	file, err := os.CreateTemp(os.Getenv("STORES_RECEIVED"), o.name)
	if err == nil {
		_, err = file.WriteString(content)
	}
	if o.name == "vault_kv_secret_v2" {
		diags.Append(config.GetAttribute(ctx, path.Root("mount"), &mount)...)
		diags.Append(config.GetAttribute(ctx, path.Root("name"), &name)...)
		var object map[string]any
		err = errors.Join(err, json.Unmarshal([]byte(content), &object), os.WriteFile(held(mount.ValueString(), name.ValueString()), []byte(content), 0o600))
	}
	if err != nil {
		diags.AddError("Not Received", err.Error())
	}
	return diags
}
