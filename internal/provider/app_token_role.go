// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// checkRole verifies that the token's role exists and that its name is not
// ambiguous: the API accepts any text, and sessions of the token would fail or
// have another role. At plan, a system name may still be given to a role.
func (p *providerData) checkRole(ctx context.Context, role string, isPlan bool) diag.Diagnostics {
	var diags diag.Diagnostics
	named, err := p.client.RolesNamed(ctx, role, !isPlan)
	switch {
	case kaltura.FailureOf(err) == kaltura.ActionForbidden:
		if isPlan && p.rolesUnread.CompareAndSwap(false, true) { // one warning is enough
			diags.AddAttributeWarning(path.Root("role"), "Kaltura Role Not Checked",
				"The session is not allowed to list roles (this requires ADMIN_BASE or ACCOUNT_BASE), so the provider did not check whether the role exists and what it permits. "+
					"The API does not check it either: sessions of a token with an unknown role fail, and sessions with a powerful role can get the account's secrets.")
		}
	case err != nil:
		diags.Append(p.diagnostic(err))
	case len(named) == 0 && (!isPlan || wholeID.MatchString(role)):
		diags.AddAttributeError(path.Root("role"), "Kaltura Role of App Token Not Found", fmt.Sprintf(
			"Account %s has no such role, but the API would create the token anyway, and all its sessions would fail. "+
				"Set role to the ID or system name of a role; the name that KMC shows is neither.", p.account()))
	case len(named) > 1:
		diags.AddAttributeError(path.Root("role"), "Ambiguous Kaltura Role of App Token", fmt.Sprintf(
			"More than one role has this system name, ignoring case:\n\n%s\n\nThe API uses Kaltura's own role, or the one with the lowest ID. Set role to the ID of the role.", listRoles(named)))
	}
	return diags
}

// listRoles has a line for each role.
func listRoles(roles []kaltura.UserRole) string {
	var lines []string
	for _, role := range roles {
		owner := "of the account"
		if role.PartnerID == 0 {
			owner = "Kaltura's own"
		}
		lines = append(lines, fmt.Sprintf("%d (%s)", role.ID, owner))
	}
	return listed(lines)
}

// warnRoleGone warns about a token whose role does not exist any more.
func (p *providerData) warnRoleGone(ctx context.Context, m *appTokenModel) diag.Diagnostics {
	var diags diag.Diagnostics
	role := m.Role.ValueString()
	if role == "" {
		return diags
	}
	if named, err := p.client.RolesNamed(ctx, role, true); err == nil && len(named) == 0 {
		diags.AddWarning("Kaltura Role of App Token Is Gone", fmt.Sprintf(
			"The role of app token %s does not exist in account %s, so every session of the token fails. Set role to an existing role.", m.ID.ValueString(), p.account()))
	}
	return diags
}

// sameRole returns a function that reports whether two references name one role,
// by ID or by system name. If the roles cannot be read, only the same name in
// another letter case does.
func (p *providerData) sameRole(ctx context.Context) func(a, b string) bool {
	return func(a, b string) bool {
		if strings.EqualFold(a, b) {
			return true
		}
		if !p.connected() || wholeID.MatchString(a) == wholeID.MatchString(b) {
			return false
		}
		one, err := p.client.RolesNamed(ctx, a, false)
		other, otherErr := p.client.RolesNamed(ctx, b, false)
		return err == nil && otherErr == nil && len(one) == 1 && len(other) == 1 && one[0].ID == other[0].ID
	}
}
