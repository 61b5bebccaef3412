// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package server

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// schemasOf returns a function that reads the schemas once.
func schemasOf(served protocol) func() *tfprotov6.GetProviderSchemaResponse {
	return sync.OnceValue(func() *tfprotov6.GetProviderSchemaResponse {
		schemas, err := served.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
		if err != nil {
			return &tfprotov6.GetProviderSchemaResponse{}
		}
		return schemas
	})
}

// hideTexts makes diagnostics about text arguments name the argument instead of
// pointing to it: the engine would quote the line, and any text may be a secret
// in the wrong place. Numbers and booleans are not.
func hideTexts(schema *tfprotov6.Schema, diags []*tfprotov6.Diagnostic) {
	for _, one := range diags {
		if one.Attribute == nil || len(one.Attribute.Steps()) == 0 {
			continue
		}
		name, isName := one.Attribute.Steps()[0].(tftypes.AttributeName)
		if isName && isPlain(schema, string(name)) {
			continue
		}
		one.Attribute = nil
		if isName {
			one.Detail += "\n\n  Argument: " + string(name)
		}
	}
}

// isPlain reports whether an attribute is a number or a boolean.
func isPlain(schema *tfprotov6.Schema, name string) bool {
	return schema != nil && schema.Block != nil && slices.ContainsFunc(schema.Block.Attributes, func(attribute *tfprotov6.SchemaAttribute) bool {
		return attribute.Name == name && attribute.Type != nil && (attribute.Type.Is(tftypes.Number) || attribute.Type.Is(tftypes.Bool))
	})
}
