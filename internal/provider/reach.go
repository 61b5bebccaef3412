// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// reachesSecretsOf describes every attribute reaches_secrets.
const reachesSecretsOf = "Whether %s can get the account's secrets: read them, or create, change or read a credential that can. " +
	"Null if the session is not allowed to read what this depends on: roles, permissions and users."

// reachValue is null if unknown.
func reachValue(reach kaltura.Reach) types.Bool {
	if reach.Verdict == kaltura.ReachUnknown {
		return types.BoolNull()
	}
	return types.BoolValue(reach.Verdict == kaltura.ReachesSecrets)
}

// tokenReaches judges app tokens.
func (p *providerData) tokenReaches(ctx context.Context, planned map[int64][]string, tokens ...kaltura.AppTokenSettings) ([]kaltura.Reach, diag.Diagnostics) {
	var diags diag.Diagnostics
	reaches, err := p.client.TokenReaches(ctx, tokens, planned)
	if err != nil {
		diags.Append(p.diagnostic(err))
		reaches = make([]kaltura.Reach, len(tokens))
	}
	return reaches, diags
}

func (p *providerData) roleReach(ctx context.Context, permissionNames []string) (types.Bool, diag.Diagnostics) {
	var diags diag.Diagnostics
	reach, err := p.client.RoleReach(ctx, permissionNames)
	if err != nil {
		diags.Append(p.diagnostic(err))
	}
	return reachValue(reach), diags
}

// missingLimits words the reasons that are no permission.
var missingLimits = map[string]string{
	kaltura.ReasonNoRole: "regardless of session_type, an app token is limited only by a role, or by a fixed user that has a role, " +
		"and this token has neither. Set role to the ID of a role",
	kaltura.ReasonRoleChosen:     "the privilege setrole:* lets the holder choose any role. Set role to the ID of a role",
	kaltura.ReasonRoleUnreadable: "it is not clear which role the API gives to its sessions. Set role to the ID of a role",
	kaltura.ReasonUserNoRole: "session_user_id has no role in Kaltura, or is created without one, and such a user does not limit sessions of type admin. " +
		"Set role to the ID of a role, or session_type to user,",
}

// waysOf says what the permissions that reach the secrets permit.
var waysOf = []struct {
	way         string
	permissions []string
}{
	{"permits everything", []string{"*"}},
	{"permits reading them", []string{"INTEGRATION_BASE"}},
	{"permits reading the values of all app tokens", []string{"APP_TOKEN_BASE", kaltura.ReasonReadsTokens}},
	{"permits creating or changing app tokens", []string{"APP_TOKEN_ADD", "APP_TOKEN_UPDATE"}},
	{"permits changing roles", []string{"ADMIN_ROLE_UPDATE"}},
	{"permits adding or changing administrators", []string{"ADMIN_USER_ADD", "ADMIN_USER_UPDATE"}},
	{"permits changing what permissions mean", []string{"ADMIN_PERMISSION_ADD", "ADMIN_PERMISSION_UPDATE"}},
}

func wayOf(permission string) string {
	for _, way := range waysOf {
		if slices.Contains(way.permissions, permission) {
			return way.way
		}
	}
	return "was created by the account and may permit anything"
}

// reachWords are the summary, and the cause with the next step, of a token that
// reaches the secrets.
func reachWords(reach kaltura.Reach) (summary, cause string) {
	const declare = " If that is what the token is for, set full_administrator = true."
	if missing, isLimit := missingLimits[reach.Reason]; isLimit {
		return "Kaltura App Token Without Limits", missing + " to limit it." + declare
	}
	return "Kaltura App Token Reaches the Account's Secrets", fmt.Sprintf(
		"the role of its sessions has the permission %s, which %s. Set role to one without that permission, or remove it from the role, to limit the token."+declare,
		shownName(reach.Reason), wayOf(reach.Reason))
}

// checkReach requires full_administrator for a token that reaches the secrets.
func (m *managedAppTokenModel) checkReach(reach kaltura.Reach) diag.Diagnostics {
	var diags diag.Diagnostics
	if reach.Verdict == kaltura.ReachesSecrets && !m.FullAdministrator.IsUnknown() && !m.FullAdministrator.ValueBool() {
		summary, cause := reachWords(reach)
		diags.AddAttributeError(path.Root("full_administrator"), summary,
			"The holder of this token can get the account's secrets: "+cause)
	}
	return diags
}

// warnReach warns about a token that has come to reach the secrets, because
// somebody changed the token, its role or its user.
func (m *managedAppTokenModel) warnReach(reach kaltura.Reach) diag.Diagnostics {
	var diags diag.Diagnostics
	if reach.Verdict == kaltura.ReachesSecrets && !m.FullAdministrator.ValueBool() {
		summary, cause := reachWords(reach)
		diags.AddWarning(summary, fmt.Sprintf("The holder of app token %s can now get the account's secrets, although full_administrator is not set: %s",
			m.ID.ValueString(), cause))
	}
	return diags
}

// limitsKnown reports whether everything in the configuration that limits the
// token is known.
func (m *appTokenModel) limitsKnown() bool {
	for _, element := range m.SessionPrivileges.Elements() {
		if element.IsUnknown() {
			return false
		}
	}
	return !m.Role.IsUnknown() && !m.SessionUserID.IsUnknown() && !m.SessionPrivileges.IsUnknown() && !m.SessionType.IsUnknown()
}
