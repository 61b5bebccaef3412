// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// checkLimits requires full_administrator where the configuration alone shows
// that nothing limits the token.
func (m *managedAppTokenModel) checkLimits() diag.Diagnostics {
	var diags diag.Diagnostics
	// A role that cannot be named is a fault of its own.
	if m.limitsKnown() && !m.namesRoleTwice() && (m.Role.ValueString() == "" || kaltura.CheckRoleReference(m.Role.ValueString()) == nil) {
		diags.Append(m.checkReach(kaltura.Access{}.TokenReach(m.settings()))...)
	}
	return diags
}

// maxTokenDescription is in bytes. The API stores the description together with
// the hash type and loses both if it is too long in the database's encoding, of
// which an ASCII letter takes a byte and another one up to twice its own.
const maxTokenDescription = 30_000

// faults checks what the API would accept, but nobody should write.
func (m *appTokenModel) faults(before appTokenModel) []fault {
	var faults []fault
	if size := len(m.Description.ValueString()); size > maxTokenDescription {
		faults = append(faults, fault{
			summary: "Kaltura App Token Description Too Long", held: m.Description.Equal(before.Description),
			detail: fmt.Sprintf("description has %d bytes; the maximum is %d. With a longer one, the API may lose the hash type, and the token would never work.", size, maxTokenDescription),
		})
	}
	if role := m.Role.ValueString(); role != "" {
		if err := kaltura.CheckRoleReference(role); err != nil {
			faults = append(faults, fault{
				attribute: "role", summary: "Invalid Kaltura Role Reference", held: m.Role.Equal(before.Role),
				detail: fmt.Sprintf("Set role to the numeric ID of the role or to its system name. This value cannot be used: %s.", err),
			})
		}
	}
	if seconds := m.SessionDuration.ValueInt64(); !m.SessionDuration.IsNull() && !m.SessionDuration.IsUnknown() && (seconds < 1 || seconds > maxSessionExpiry) {
		faults = append(faults, fault{
			attribute: "session_duration", summary: "Invalid Kaltura Session Duration", held: m.SessionDuration.Equal(before.SessionDuration),
			detail: fmt.Sprintf("session_duration must be between 1 and %d seconds. With a lower value, sessions expire immediately.", maxSessionExpiry),
		})
	}
	return append(faults, m.privilegeFaults(before)...)
}

func (m *appTokenModel) privilegeFaults(before appTokenModel) []fault {
	var faults []fault
	held := knownTexts(before.SessionPrivileges.Elements())
	for _, found := range wrongPrivileges(m.SessionPrivileges) {
		if namesRole(found.item) {
			continue
		}
		faults = append(faults, fault{
			summary: "Invalid Kaltura Privilege", held: slices.Contains(held, found.item),
			detail: fmt.Sprintf("Item %d of session_privileges cannot be used: %s.", found.position, found.err),
		})
	}
	for index, element := range m.SessionPrivileges.Elements() {
		if item, ok := element.(types.String); ok && namesRole(item.ValueString()) {
			faults = append(faults, fault{
				summary: "Role Among Kaltura Privileges", held: slices.Contains(held, item.ValueString()),
				detail: fmt.Sprintf("Item %d of session_privileges is the privilege setrole, which the argument role sets. Remove the item and set role.", index+1),
			})
		}
	}
	return faults
}

// checkExpiry rejects a time in the past.
func (m *appTokenModel) checkExpiry(now time.Time) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.ExpiresAt.ValueString() == "" {
		return diags
	}
	if err := kaltura.CheckExpiry(timeOf(m.ExpiresAt), now); err != nil {
		diags.AddAttributeError(path.Root("expires_at"), "Kaltura App Token Expiry Is in the Past", fmt.Sprintf(
			"expires_at cannot be used: %s. The API would accept it, but the token could not create sessions. Set a later time, or remove expires_at.", err))
	}
	return diags
}

// warnUserDecides is for the plan: engines show a warning of validate twice.
func (m *managedAppTokenModel) warnUserDecides() diag.Diagnostics {
	var diags diag.Diagnostics
	if m.Role.ValueString() == "" && !m.Role.IsUnknown() && m.SessionUserID.ValueString() != "" {
		diags.AddAttributeWarning(path.Root("session_user_id"), "User Decides What the Kaltura App Token Can Do",
			"This token has no role of its own, so its sessions have the roles of session_user_id, now and after any change to that user. "+
				"A user without a role, such as one that the API creates, does not limit sessions of type admin at all. Set role as well.")
	}
	return diags
}

// expiresSoon is when a refresh begins to warn.
const expiresSoon = 14 * 24 * time.Hour

// warnUnusable warns about a token that creates no sessions that work, or soon
// will not. now is the time by the server's clock.
func (m *appTokenModel) warnUnusable(token kaltura.AppTokenInfo, now time.Time) diag.Diagnostics {
	var diags diag.Diagnostics
	id := m.ID.ValueString()
	switch at := token.ExpiresAt; {
	case token.Disabled:
		diags.AddWarning("Kaltura App Token Is Disabled", fmt.Sprintf(
			"Kaltura has disabled app token %s, so it cannot create sessions. Only Kaltura can enable it again: ask Kaltura support, or replace the token (-replace=ADDRESS).", id))
	case at.IsZero():
	case !at.After(now):
		diags.AddWarning("Kaltura App Token Has Expired", fmt.Sprintf(
			"App token %s has expired and can no longer create sessions. Set a later expires_at to use it again, replace it (-replace=ADDRESS), or remove it.", id))
	case at.Sub(now) < expiresSoon:
		diags.AddWarning("Kaltura App Token Expires Soon", fmt.Sprintf(
			"App token %s expires on %s and cannot create sessions after that. Set a later expires_at, or replace the token (-replace=ADDRESS).", id, at.UTC().Format(time.RFC3339)))
	}
	return diags
}
