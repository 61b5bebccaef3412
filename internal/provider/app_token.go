// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// appTokenModel is an app token without its value, for the resource and the
// lists.
type appTokenModel struct {
	ID                types.String `tfsdk:"id"`
	Description       types.String `tfsdk:"description"`
	Role              types.String `tfsdk:"role"`
	SessionPrivileges types.List   `tfsdk:"session_privileges"`
	SessionType       types.String `tfsdk:"session_type"`
	SessionUserID     types.String `tfsdk:"session_user_id"`
	SessionDuration   types.Int64  `tfsdk:"session_duration"`
	ExpiresAt         types.String `tfsdk:"expires_at"`
	HashType          types.String `tfsdk:"hash_type"`
	ReachesSecrets    types.Bool   `tfsdk:"reaches_secrets"`
	PartnerID         types.Int64  `tfsdk:"partner_id"`
	CreatedAt         types.String `tfsdk:"created_at"`
}

// managedAppTokenModel is the resource.
type managedAppTokenModel struct {
	appTokenModel
	FullAdministrator types.Bool   `tfsdk:"full_administrator"`
	RotateWhenChanged types.String `tfsdk:"rotate_when_changed"`
	Version           types.Int64  `tfsdk:"version"`
}

func (m *managedAppTokenModel) set(token kaltura.AppTokenInfo) {
	m.appTokenModel.set(token)
	m.Version = types.Int64Value(token.Version())
}

// sessionTypes are the types that an app token can fix.
var sessionTypes = []kaltura.SessionType{kaltura.SessionTypeUser, kaltura.SessionTypeAdmin}

// settings returns the known values.
func (m *appTokenModel) settings() kaltura.AppTokenSettings {
	s := kaltura.AppTokenSettings{
		Description: m.Description.ValueString(), Role: m.Role.ValueString(), Privileges: knownTexts(m.SessionPrivileges.Elements()),
		SessionUserID: m.SessionUserID.ValueString(), SessionDuration: m.SessionDuration.ValueInt64(),
		HashType: kaltura.HashType(m.HashType.ValueString()), ExpiresAt: timeOf(m.ExpiresAt),
	}
	for _, kind := range sessionTypes {
		if m.SessionType.ValueString() == kind.String() {
			s.SessionType = &kind
		}
	}
	return s
}

// timeOf parses a time, or returns the zero time.
func timeOf(text types.String) time.Time {
	at, _ := time.Parse(time.RFC3339, text.ValueString()) // validated
	return at
}

func (m *appTokenModel) set(token kaltura.AppTokenInfo) {
	m.ID, m.PartnerID = types.StringValue(token.ID), types.Int64Value(token.PartnerID)
	m.CreatedAt = timeValue(&token.CreatedAt)
	m.Description, m.Role = textValue(&token.Description), textValue(&token.Role)
	m.SessionUserID, m.HashType = textValue(&token.SessionUserID), textValue((*string)(&token.HashType))
	m.SessionDuration = types.Int64PointerValue(nonZero(token.SessionDuration))
	m.SessionPrivileges = types.ListNull(types.StringType)
	if len(token.Privileges) > 0 {
		m.SessionPrivileges = types.ListValueMust(types.StringType, textValues(token.Privileges))
	}
	m.SessionType = types.StringNull()
	if token.SessionType != nil {
		m.SessionType = types.StringValue(token.SessionType.String())
	}
	// The configuration may write the same time in another time zone.
	if token.ExpiresAt.IsZero() {
		m.ExpiresAt = types.StringNull()
	} else if timeOf(m.ExpiresAt).Unix() != token.ExpiresAt.Unix() {
		m.ExpiresAt = timeValue(&token.ExpiresAt)
	}
}

func nonZero(number int64) *int64 {
	if number == 0 {
		return nil
	}
	return &number
}

// checkLimits requires full_administrator where the configuration alone shows
// that nothing limits the token.
func (m *managedAppTokenModel) checkLimits() diag.Diagnostics {
	var diags diag.Diagnostics
	// A validator rejects a role that cannot be named.
	if m.limitsKnown() && (m.Role.IsNull() || kaltura.CheckRoleReference(m.Role.ValueString()) == nil) {
		diags.Append(m.checkReach(kaltura.Access{}.TokenReach(m.settings()))...)
	}
	if m.Role.IsNull() && m.SessionUserID.ValueString() != "" && !diags.HasError() {
		diags.AddAttributeWarning(path.Root("session_user_id"), "User Decides What the Kaltura App Token Can Do",
			"Without a role of its own, sessions of this token have the roles of session_user_id, now and after any change to that user. "+
				"A user without a role, such as one that the API creates, does not limit sessions of type admin at all. Set role too.")
	}
	return diags
}

// checkPrivileges rejects setrole, which has its own argument.
func (m *appTokenModel) checkPrivileges() diag.Diagnostics {
	var diags diag.Diagnostics
	for index, element := range m.SessionPrivileges.Elements() {
		if item, ok := element.(types.String); ok && strings.EqualFold(kaltura.PrivilegeName(item.ValueString()), "setrole") {
			diags.AddError("Role Among Kaltura Privileges", fmt.Sprintf(
				"Item %d of session_privileges is the privilege setrole, which the argument role becomes. Remove the item and set role.", index+1))
		}
	}
	return diags
}

// checkExpiry rejects a time in the past.
func (m *appTokenModel) checkExpiry(now time.Time) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.ExpiresAt.IsNull() || m.ExpiresAt.IsUnknown() {
		return diags
	}
	if err := kaltura.CheckExpiry(timeOf(m.ExpiresAt), now); err != nil {
		diags.AddAttributeError(path.Root("expires_at"), "Kaltura App Token Expiry Not Ahead", fmt.Sprintf(
			"expires_at cannot be used: %s. The API would accept it, but the token could not create sessions. Set a later time, or remove expires_at.", err))
	}
	return diags
}

// warnExpired warns about a token that can no longer be used.
func (m *appTokenModel) warnExpired(now time.Time) diag.Diagnostics {
	var diags diag.Diagnostics
	if at := timeOf(m.ExpiresAt); !at.IsZero() && !at.After(now) {
		diags.AddWarning("Kaltura App Token Has Expired", fmt.Sprintf(
			"App token %s has expired and can no longer create sessions. Set a later expires_at to use it again, replace it (terraform apply -replace=ADDRESS), or remove it.",
			m.ID.ValueString()))
	}
	return diags
}

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
				"The session may not list roles (permission ADMIN_BASE or ACCOUNT_BASE), so the provider did not check whether the role exists and what it permits. "+
					"The API does not check it: sessions of a token with an unknown role fail, and those of one with a powerful role can get the account's secrets.")
		}
	case err != nil:
		diags.Append(p.diagnostic(err))
	case len(named) == 0 && (!isPlan || wholeID.MatchString(role)):
		diags.AddAttributeError(path.Root("role"), "Kaltura Role of App Token Not Found", fmt.Sprintf(
			"Account %s has no such role, but the API would create the token anyway, and each of its sessions would fail. "+
				"Set role to the ID or system name of a role; the name that KMC shows is neither.", p.account()))
	case len(named) > 1:
		diags.AddAttributeError(path.Root("role"), "Ambiguous Kaltura Role of App Token", fmt.Sprintf(
			"More than one role has this system name, ignoring case:\n\n%s\n\nThe API takes Kaltura's own role, or the lowest ID. Set role to the ID of the role.", listRoles(named)))
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
		lines = append(lines, fmt.Sprintf("  %d (%s)", role.ID, owner))
	}
	return strings.Join(lines, "\n")
}
