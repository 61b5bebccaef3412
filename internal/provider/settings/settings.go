// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package settings reads the provider block, completes it from the environment,
// and chooses the sign-in method.
package settings

import (
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// Settings are the values of a provider block and the environment.
type Settings struct {
	// Client has no credentials if a value is unknown, or if Unready has errors.
	Client kaltura.Config
	// Unknown lists the attributes whose values are not known yet.
	Unknown []string
	// Unready says what is missing to sign in, or is ambiguous. It is no error
	// before an object needs the account.
	Unready diag.Diagnostics
	// Secrets are the values that no log may show.
	Secrets []string
	// PossibleCauses say for a failure why an unusual-looking credential may be its
	// cause, without quoting it.
	PossibleCauses map[kaltura.Failure]string
	// ForbidSecretsInState is true if the provider block or the environment says
	// so.
	ForbidSecretsInState bool

	resolved resolvedSettings
}

// Attributes returns the attributes of the provider block.
func Attributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, s := range table {
		attributes[s.attribute] = s.schema()
	}
	return attributes
}

// Read reads a provider block and the environment. It warns of variables that no
// setting has.
func Read(block types.Object) (Settings, diag.Diagnostics) {
	resolved, diags := resolve(block, os.Getenv)
	client, faults := clientConfig(resolved)
	diags.Append(faults...)
	diags.Append(checkVariables(os.Environ())...)
	read := Settings{
		Client: client, Unknown: resolved.unknown(), Secrets: resolved.secrets(), PossibleCauses: possibleCauses(resolved),
		ForbidSecretsInState: resolved["forbid_secrets_in_state"].isTrue(), resolved: resolved,
	}
	if len(read.Unknown) == 0 && !diags.HasError() {
		read.Client.Credentials, read.Unready = credentials(resolved)
	}
	return read, diags
}

// Validate checks a provider block alone, because the environment may differ on
// the machine that plans. It reports whether the block forbids secrets in the
// state.
func Validate(block types.Object) (forbidSecretsInState bool, diags diag.Diagnostics) {
	resolved, diags := resolve(block, nil)
	_, faults := clientConfig(resolved)
	diags.Append(faults...)
	diags.Append(checkAmbiguity(resolved, methodsGiven(resolved, selectingAttributes, fromConfiguration))...)
	return resolved["forbid_secrets_in_state"].isTrue(), diags
}
