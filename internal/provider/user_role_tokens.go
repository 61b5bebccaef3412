// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// roleChange is a change after which app tokens could not name a role.
type roleChange struct {
	what string
	// wayOut says how to make it all the same.
	wayOut string
}

var (
	roleDeleted = roleChange{"deletion is planned", "If this configuration gives the tokens another role, apply only the tokens first (-target=ADDRESS), then everything. " +
		"A role that has always had create_before_destroy in its lifecycle block does not need this step. If only the address of the role changed, such as a for_each key, " +
		"add a moved block; if the role should not be replaced, omit -replace. Otherwise, delete the tokens or give them another role first."}
	roleRenamed = roleChange{"system name changes", "These tokens use the system name, even if the configuration names the role by its ID. Keep system_name until they do not: " +
		"replace them with role set to the role's ID (-replace=ADDRESS), which gives them new values, or give them another role for one apply."}
)

// checkNotNamedByTokens rejects a change after which the sessions of the app
// tokens that name the role would fail; the API would accept it.
func (p *providerData) checkNotNamedByTokens(ctx context.Context, id string, role kaltura.UserRole, change roleChange) diag.Diagnostics {
	var diags diag.Diagnostics
	tokens, err := p.client.AppTokensOf(ctx, role)
	switch failure := kaltura.FailureOf(err); {
	case failure == kaltura.ActionForbidden || failure == kaltura.ListTooLong:
		why := "The session is not allowed to list app tokens (this requires APP_TOKEN_BASE)"
		if failure == kaltura.ListTooLong {
			why = "The account has more app tokens than the provider reads (" + thousands(kaltura.MaxObjects) + ")"
		}
		diags.AddWarning("Kaltura App Tokens Not Checked", fmt.Sprintf(
			"%s, so the provider did not check whether any token uses role %s, whose %s. Sessions of such a token fail after this change.", why, id, change.what))
		return diags
	case err != nil:
		diags.Append(p.diagnostic(err))
		return diags
	}
	if len(tokens) > 0 {
		diags.AddError("Kaltura Role Used by App Tokens", fmt.Sprintf(
			"App tokens of account %s use role %s, whose %s. All their sessions would fail, and the API would not prevent it:\n\n%s\n\n%s",
			p.account(), id, change.what, listTokens(tokens), change.wayOut))
	}
	return diags
}

// maxListed limits the objects that a message lists.
const maxListed = 10

// listTokens has a line for each token. A line break in a description could
// start a line that a pipeline takes for a command.
func listTokens(tokens []kaltura.AppTokenInfo) string {
	var lines []string
	for _, token := range tokens {
		lines = append(lines, tokenDisplayName(token))
	}
	return listed(lines)
}

// listed indents the lines of a message, up to maxListed.
func listed(lines []string) string {
	shown := "  " + strings.Join(lines[:min(len(lines), maxListed)], "\n  ")
	if more := len(lines) - maxListed; more > 0 {
		shown += fmt.Sprintf("\n  and %d more", more)
	}
	return shown
}

// tokenDisplayName is the ID of a token and the beginning of its description, in
// one line.
func tokenDisplayName(token kaltura.AppTokenInfo) string {
	name := []rune(strings.Join(strings.Fields(token.ID+" "+token.Description), " "))
	return string(name[:min(len(name), 100)])
}
