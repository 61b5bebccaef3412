// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command schema writes the provider's schemas to a file, in the JSON of
// "terraform providers schema", from which tfplugindocs writes the
// documentation. It asks the provider over the plugin protocol: engines list
// only the kinds of objects that they know.
//
//	schema FILE
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// address is where tfplugindocs looks for a provider, regardless of its own
// address.
const address = "registry.terraform.io/hashicorp/kaltura"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: schema FILE")
		os.Exit(2)
	}
	text, err := schemas(context.Background())
	if err == nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(os.Args[1]), 0o750), os.WriteFile(os.Args[1], text, 0o600)) //nolint:gosec // the caller names the file
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type document struct {
	FormatVersion   string                     `json:"format_version"`
	ProviderSchemas map[string]providerSchemas `json:"provider_schemas"`
}

type providerSchemas struct {
	Provider                 schema                    `json:"provider"`
	ResourceSchemas          map[string]schema         `json:"resource_schemas"`
	DataSourceSchemas        map[string]schema         `json:"data_source_schemas"`
	EphemeralResourceSchemas map[string]schema         `json:"ephemeral_resource_schemas"`
	ListResourceSchemas      map[string]schema         `json:"list_resource_schemas"`
	ResourceIdentitySchemas  map[string]identitySchema `json:"resource_identity_schemas"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes      map[string]attribute `json:"attributes,omitempty"`
	Description     string               `json:"description,omitempty"`
	DescriptionKind string               `json:"description_kind"`
	Deprecated      bool                 `json:"deprecated,omitempty"`
}

type attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	NestedType      *nestedType  `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
}

type nestedType struct {
	Attributes  map[string]attribute `json:"attributes"`
	NestingMode string               `json:"nesting_mode"`
}

type identitySchema struct {
	Version    int64                        `json:"version"`
	Attributes map[string]identityAttribute `json:"attributes"`
}

type identityAttribute struct {
	Type              tftypes.Type `json:"type"`
	Description       string       `json:"description,omitempty"`
	RequiredForImport bool         `json:"required_for_import,omitempty"`
	OptionalForImport bool         `json:"optional_for_import,omitempty"`
}

func schemas(ctx context.Context) ([]byte, error) {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return nil, err
	}
	served, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	for _, diagnostic := range append(served.Diagnostics, identities.Diagnostics...) {
		return nil, fmt.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	return json.MarshalIndent(document{FormatVersion: "1.0", ProviderSchemas: map[string]providerSchemas{address: {
		Provider:                 convert(served.Provider),
		ResourceSchemas:          each(served.ResourceSchemas, convert),
		DataSourceSchemas:        each(served.DataSourceSchemas, convert),
		EphemeralResourceSchemas: each(served.EphemeralResourceSchemas, convert),
		ListResourceSchemas:      each(served.ListResourceSchemas, convert),
		ResourceIdentitySchemas:  each(identities.IdentitySchemas, convertIdentity),
	}}}, "", "  ")
}

func each[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := map[string]To{}
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}

// convert leaves out nested blocks; the provider has nested attributes instead.
func convert(s *tfprotov6.Schema) schema {
	return schema{Version: s.Version, Block: block{
		Attributes: attributes(s.Block.Attributes), Description: s.Block.Description,
		DescriptionKind: word(s.Block.DescriptionKind), Deprecated: s.Block.Deprecated,
	}}
}

func attributes(from []*tfprotov6.SchemaAttribute) map[string]attribute {
	to := map[string]attribute{}
	for _, a := range from {
		converted := attribute{
			Type: a.Type, Description: a.Description, DescriptionKind: word(a.DescriptionKind), Required: a.Required, Optional: a.Optional,
			Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly, Deprecated: a.Deprecated,
		}
		if a.NestedType != nil {
			converted.NestedType = &nestedType{Attributes: attributes(a.NestedType.Attributes), NestingMode: word(a.NestedType.Nesting)}
		}
		to[a.Name] = converted
	}
	return to
}

func convertIdentity(s *tfprotov6.ResourceIdentitySchema) identitySchema {
	to := identitySchema{Version: s.Version, Attributes: map[string]identityAttribute{}}
	for _, a := range s.IdentityAttributes {
		to.Attributes[a.Name] = identityAttribute{
			Type: a.Type, Description: a.Description, RequiredForImport: a.RequiredForImport, OptionalForImport: a.OptionalForImport,
		}
	}
	return to
}

// word returns a name of the protocol as the engines spell it in JSON.
func word(name fmt.Stringer) string { return strings.ToLower(name.String()) }
