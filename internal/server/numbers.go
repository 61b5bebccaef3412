// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package server

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// checkNumbers rejects numbers that the framework would report as a defect of
// the provider: all numbers of the provider are whole and have 64 bits. It
// leaves a configuration that cannot be read to the framework.
func checkNumbers(schema *tfprotov6.Schema, config *tfprotov6.DynamicValue) []*tfprotov6.Diagnostic {
	if schema == nil || config == nil {
		return nil
	}
	block, err := config.Unmarshal(schema.ValueType())
	var values map[string]tftypes.Value
	if err != nil || !block.IsKnown() || block.IsNull() || block.As(&values) != nil {
		return nil
	}
	var diags []*tfprotov6.Diagnostic
	for _, attribute := range schema.Block.Attributes {
		if attribute.Type == nil || !attribute.Type.Is(tftypes.Number) || isWhole(values[attribute.Name]) {
			continue
		}
		diags = append(diags, &tfprotov6.Diagnostic{
			Severity: tfprotov6.DiagnosticSeverityError, Summary: "Invalid Attribute Value",
			Detail:    fmt.Sprintf("Attribute %s must be a whole number of at most 18 digits.", attribute.Name),
			Attribute: tftypes.NewAttributePath().WithAttributeName(attribute.Name),
		})
	}
	return diags
}

func isWhole(value tftypes.Value) bool {
	var number *big.Float
	if !value.IsKnown() || value.IsNull() || value.As(&number) != nil {
		return true
	}
	_, accuracy := number.Int64()
	return accuracy == big.Exact
}
