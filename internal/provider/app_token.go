// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
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
	at, _ := time.Parse(time.RFC3339, text.ValueString()) // validated; "" is none
	return at
}

func (m *appTokenModel) set(token kaltura.AppTokenInfo) {
	m.ID, m.PartnerID = types.StringValue(token.ID), types.Int64Value(token.PartnerID)
	m.CreatedAt = timeValue(&token.CreatedAt)
	m.Description = asWritten(m.Description, token.Description, sameText)
	m.Role = asWritten(m.Role, token.Role, strings.EqualFold)
	m.SessionUserID = asWritten(m.SessionUserID, token.SessionUserID, sameText)
	if m.HashType.IsNull() || m.HashType.IsUnknown() || m.HashType.ValueString() != "" {
		m.HashType = types.StringValue(string(token.HashType))
	}
	m.SessionDuration = types.Int64PointerValue(nonZero(token.SessionDuration))
	none := types.ListValueMust(types.StringType, nil)
	switch {
	case len(token.Privileges) > 0:
		m.SessionPrivileges = types.ListValueMust(types.StringType, textValues(token.Privileges))
	case !m.SessionPrivileges.Equal(none):
		m.SessionPrivileges = types.ListNull(types.StringType)
	}
	kind, expiry := "", ""
	if token.SessionType != nil {
		kind = token.SessionType.String()
	}
	if !token.ExpiresAt.IsZero() {
		expiry = token.ExpiresAt.UTC().Format(time.RFC3339)
	}
	m.SessionType = asWritten(m.SessionType, kind, sameText)
	m.ExpiresAt = asWritten(m.ExpiresAt, expiry, sameTime)
}

// keepSpelling takes over what means the same in the state.
func (m *appTokenModel) keepSpelling(before appTokenModel, sameRole func(a, b string) bool) {
	m.Role = asBefore(before.Role, m.Role, sameRole)
	m.ExpiresAt = asBefore(before.ExpiresAt, m.ExpiresAt, sameTime)
	if m.HashType.Equal(types.StringValue("")) && before.HashType.ValueString() != "" {
		m.HashType = before.HashType
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
	// A role that cannot be named is a fault of its own.
	if m.limitsKnown() && !m.namesRoleTwice() && (m.Role.ValueString() == "" || kaltura.CheckRoleReference(m.Role.ValueString()) == nil) {
		diags.Append(m.checkReach(kaltura.Access{}.TokenReach(m.settings()))...)
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

// namesRole reports whether an item is the privilege setrole, which has its own
// argument.
func namesRole(item string) bool {
	return strings.EqualFold(kaltura.PrivilegeName(item), "setrole")
}

// namesRoleTwice reports whether the privileges name a role, too.
func (m *appTokenModel) namesRoleTwice() bool {
	return slices.ContainsFunc(knownTexts(m.SessionPrivileges.Elements()), namesRole)
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
			"App token %s has expired and can no longer create sessions. Set a later expires_at to use it again, replace it (terraform apply -replace=ADDRESS), or remove it.", id))
	case at.Sub(now) < expiresSoon:
		diags.AddWarning("Kaltura App Token Expires Soon", fmt.Sprintf(
			"App token %s expires on %s and cannot create sessions after that. Set a later expires_at, or replace the token (-replace=ADDRESS).", id, at.UTC().Format(time.RFC3339)))
	}
	return diags
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

// isOwn reports whether the provider signs in with the token.
func (p *providerData) isOwn(m *managedAppTokenModel) bool {
	return p.connected() && p.client.OwnAppTokenID() != "" && strings.EqualFold(p.client.OwnAppTokenID(), m.ID.ValueString()) &&
		m.PartnerID.ValueInt64() == p.client.PartnerID()
}

// signsIn says why the token that signs in is not deleted.
const signsIn = "The provider signs in with this app token, and deleting it would end its sessions in the middle of the run."

// warnOwn warns about a plan that deletes the token that signs in, or changes
// what it can do.
func (p *providerData) warnOwn(before, planned *managedAppTokenModel) diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case !p.isOwn(before):
	case planned == nil:
		diags.AddWarning("Kaltura App Token Signs In", signsIn+" The apply will refuse to delete it. "+laterRun)
	default:
		now, later := before.settings(), planned.settings()
		now.Description, later.Description = "", ""
		if !now.Same(later) {
			diags.AddWarning("Kaltura App Token Signs In", "The provider signs in with this app token, and the plan changes what its sessions may do, when it expires or "+
				"how it is hashed. The rest of the run, or the next one, may fail to sign in or lack permissions: have another credential ready.")
		}
	}
	return diags
}

// laterRun says how a run replaces the token that it signs in with.
const laterRun = "To rotate it, let one run create and store the new token (create_before_destroy); the next run signs in with that one and deletes this one."

// refuseOwn refuses to delete the token that signs in.
func (p *providerData) refuseOwn(m *managedAppTokenModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if p.isOwn(m) {
		diags.AddError("Kaltura App Token Signs In", signsIn+" The token was not deleted. "+laterRun+" To delete it now, sign in with another credential.")
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
		lines = append(lines, fmt.Sprintf("  %d (%s)", role.ID, owner))
	}
	return strings.Join(lines, "\n")
}
