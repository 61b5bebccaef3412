// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestSchema_describedAndSensitive: every attribute has a description, and
// secrets are sensitive.
func TestSchema_describedAndSensitive(t *testing.T) {
	// The attributes that hold a secret, by schema. No other attribute holds
	// one.
	secrets := map[string][]string{
		"provider":                       {"admin_secret", "app_token", "ks", "otp", "password"},
		"data kaltura_account_info":      {"admin_secret", "user_secret"},
		"ephemeral kaltura_account_info": {"admin_secret", "user_secret"},
		"ephemeral kaltura_session":      {"ks"},
		"ephemeral kaltura_app_token":    {"token"},
	}
	for name, schema := range allSchemas(newEngine(t)) {
		if schema.Block.Description == "" || schema.Block.DescriptionKind != tfprotov6.StringKindMarkdown {
			t.Errorf("%s is not described in Markdown", name)
		}
		var sensitive []string
		for _, attribute := range everyAttribute(schema.Block.Attributes) {
			if !strings.HasSuffix(attribute.Description, ".") && !strings.HasSuffix(attribute.Description, "`") || attribute.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("%s: %s is described as %q", name, attribute.Name, attribute.Description)
			}
			if attribute.Sensitive {
				sensitive = append(sensitive, attribute.Name)
			}
		}
		slices.Sort(sensitive)
		if !slices.Equal(sensitive, secrets[name]) {
			t.Errorf("%s: sensitive are %v, want %v", name, sensitive, secrets[name])
		}
	}
}

func TestSchema_providerNamesItsVariables(t *testing.T) {
	for _, attribute := range newEngine(t).schemas.Provider.Block.Attributes {
		want := "Environment variable: `" + variable(attribute.Name) + "`."
		if !strings.HasSuffix(attribute.Description, want) {
			t.Errorf("%s: %s", attribute.Name, attribute.Description)
		}
		if !attribute.Optional || attribute.Required {
			t.Errorf("%s is not optional, so that an empty block would not validate", attribute.Name)
		}
	}
}

func allSchemas(e *engine) map[string]*tfprotov6.Schema {
	schemas := map[string]*tfprotov6.Schema{"provider": e.schemas.Provider}
	for name, schema := range e.schemas.DataSourceSchemas {
		schemas["data "+name] = schema
	}
	for name, schema := range e.schemas.EphemeralResourceSchemas {
		schemas["ephemeral "+name] = schema
	}
	for name, schema := range e.schemas.ResourceSchemas {
		schemas["resource "+name] = schema
	}
	return schemas
}

// everyAttribute includes the attributes of nested objects.
func everyAttribute(attributes []*tfprotov6.SchemaAttribute) []*tfprotov6.SchemaAttribute {
	all := slices.Clone(attributes)
	for _, attribute := range attributes {
		if attribute.NestedType != nil {
			all = append(all, everyAttribute(attribute.NestedType.Attributes)...)
		}
	}
	return all
}

// TestValidate_emptyBlocks: an empty block is valid, except for the objects of
// needed.
func TestValidate_emptyBlocks(t *testing.T) {
	e := newEngine(t)
	e.validate(nil).expectNone(t)
	for _, object := range readables(t) {
		if diags := object.validate(e, nil); (len(diags) > 0) != (needed[object.name] != nil) {
			t.Errorf("the map needed in unknown_configuration_test.go has arguments of %s: %t; without arguments: %s", object.name, needed[object.name] != nil, diags)
		}
	}
}

// TestValidate_partnerID: an object takes only the partner IDs of accounts.
func TestValidate_partnerID(t *testing.T) {
	const says = "partner_id value must be between 1 and 2147483647; 0 and negative IDs belong to the Kaltura platform itself"
	e := newEngine(t)
	for _, wrong := range []int64{0, -2, 2147483648, 3000000300} { // the last is a sub partner ID
		config := arguments{"partner_id": wrong}
		for object, diags := range map[string]diagnostics{
			"account":         e.validateData("kaltura_account", config),
			"account info":    e.validateData("kaltura_account_info", config),
			"secret versions": e.validateData("kaltura_account_secret_versions", config),
			"ephemeral info":  e.validateEphemeral("kaltura_account_info", config),
			"session":         e.validateEphemeral("kaltura_session", config),
		} {
			if !strings.Contains(diags.String(), says) {
				t.Errorf("%s with %d: %s", object, wrong, diags)
			}
		}
	}
}

// TestValidate_numbers: every number of the configuration is whole. Without a
// check, the framework calls another one a defect of the provider.
func TestValidate_numbers(t *testing.T) {
	e := newEngine(t)
	tooLarge := new(big.Float).SetMantExp(big.NewFloat(1), 63)
	checked := 0
	for _, number := range []any{1.5, -0.001, tooLarge, new(big.Float).Neg(new(big.Float).SetMantExp(big.NewFloat(1), 64))} {
		check := func(schema *tfprotov6.Schema, validate func(arguments) diagnostics) {
			for _, attribute := range schema.Block.Attributes {
				if attribute.Type != nil && attribute.Type.Is(tftypes.Number) && (attribute.Optional || attribute.Required) {
					validate(arguments{attribute.Name: number}).expectOnly(t, "Invalid Attribute Value", "Attribute "+attribute.Name+" must be a whole number")
					checked++
				}
			}
		}
		check(e.schemas.Provider, e.validate)
		for name, schema := range e.schemas.DataSourceSchemas {
			check(schema, func(config arguments) diagnostics { return e.validateData(name, config) })
		}
		for name, schema := range e.schemas.EphemeralResourceSchemas {
			check(schema, func(config arguments) diagnostics { return e.validateEphemeral(name, config) })
		}
		for name, schema := range e.schemas.ResourceSchemas {
			check(schema, func(config arguments) diagnostics { return e.validateResource(name, config) })
		}
		for name, schema := range e.schemas.ListResourceSchemas {
			check(schema, func(config arguments) diagnostics {
				answer, err := e.lists().ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: e.encode(schema, config)})
				e.ok(err)
				return answer.Diagnostics
			})
		}
	}
	if checked < 60 {
		t.Errorf("%d numbers were checked", checked)
	}
}

// TestRead_withoutConfigure: a read without a configured provider block also
// reports a clear error.
func TestRead_withoutConfigure(t *testing.T) {
	e := newEngine(t)
	for _, object := range readables(t) {
		if diags := object.read(e, nil); len(diags) != 1 {
			t.Errorf("%s: %s", object.name, diags)
		}
	}
}
