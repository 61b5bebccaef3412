// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command stores stands in for the providers of secret stores that the examples
// write to. It is built under each provider's name and declares the arguments
// that the examples use, write-only ones included. What it receives goes to a
// file in the directory that DOCSTEST_RECEIVED names, and nowhere else.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-"), ".exe")
	err := providerserver.Serve(context.Background(), func() provider.Provider { return &store{name} },
		providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/" + name})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// store is one provider.
type store struct{ name string }

func (s *store) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = s.name
}

func (s *store) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	if s.name == "azurerm" {
		resp.Schema.Blocks = map[string]schema.Block{"features": schema.SingleNestedBlock{}}
	}
}

func (s *store) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (s *store) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (s *store) Resources(context.Context) []func() resource.Resource {
	var made []func() resource.Resource
	for _, o := range objects {
		if strings.HasPrefix(o.name, s.name+"_") {
			made = append(made, func() resource.Resource { return &o })
		}
	}
	return made
}
