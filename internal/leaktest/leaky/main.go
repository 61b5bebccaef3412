// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command leaky is the provider with a leak for the tests to find. LEAK selects
// the leak. Unlike main.go, it does not discard the output of package log.
package main

import (
	"context"
	"log"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

func main() {
	server := leaky{providerserver.NewProtocol6(provider.New("leaky")())()}
	if err := tf6server.Serve("registry.terraform.io/kaltura/kaltura", func() tfprotov6.ProviderServer { return server }); err != nil {
		log.Fatal(err)
	}
}

type leaky struct{ tfprotov6.ProviderServer }

func (l leaky) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := l.ProviderServer.GetProviderSchema(ctx, req)
	if err == nil && os.Getenv("LEAK") == "attribute" {
		for _, attribute := range resp.DataSourceSchemas["kaltura_account_info"].Block.Attributes {
			attribute.Sensitive = false
		}
	}
	return resp, err
}

func (l leaky) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	resp, err := l.ProviderServer.ReadDataSource(ctx, req)
	if err == nil && os.Getenv("LEAK") == "diagnostic" {
		resp.Diagnostics = append(resp.Diagnostics, &tfprotov6.Diagnostic{
			Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Leak", Detail: strings.ToValidUTF8(string(resp.State.MsgPack), " "),
		})
	}
	return resp, err
}
