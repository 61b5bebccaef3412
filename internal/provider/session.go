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
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

const (
	defaultSessionExpiry = 3600
	maxSessionExpiry     = 10 * 365 * 24 * 3600
)

// sessionModel is the ephemeral resource kaltura_session.
type sessionModel struct {
	Type          types.String `tfsdk:"type"`
	UserID        types.String `tfsdk:"user_id"`
	Expiry        types.Int64  `tfsdk:"expiry"`
	Privileges    types.List   `tfsdk:"privileges"`
	PartnerID     types.Int64  `tfsdk:"partner_id"`
	RevokeOnClose types.Bool   `tfsdk:"revoke_on_close"`
	KS            types.String `tfsdk:"ks"`
	ExpiresAt     types.String `tfsdk:"expires_at"`
}

// privileges returns the known items.
func (m *sessionModel) privileges() []string { return knownTexts(m.Privileges.Elements()) }

// revokes defaults to true.
func (m *sessionModel) revokes() bool { return m.RevokeOnClose.IsNull() || m.RevokeOnClose.ValueBool() }

// validate checks for conflicting arguments.
func (m *sessionModel) validate() diag.Diagnostics {
	var diags diag.Diagnostics
	grouped := slices.ContainsFunc(m.privileges(), func(item string) bool { return strings.HasPrefix(item, "sessionid:") })
	if grouped && !m.RevokeOnClose.IsUnknown() && m.revokes() {
		diags.AddAttributeError(path.Root("privileges"), "Revoking Would End Other Sessions",
			"The privilege sessionid puts the session into a group, and ending one session of a group ends all of them. "+
				"Set revoke_on_close = false, or remove the privilege.")
	}
	return diags
}

// warnUnlimited is for Open: engines show a warning of validate twice.
func (m *sessionModel) warnUnlimited() diag.Diagnostics {
	var diags diag.Diagnostics
	items := m.privileges()
	isAdmin := m.Type.ValueString() == kaltura.SessionTypeAdmin.String()
	if isAdmin && m.UserID.IsNull() && len(items) > 0 && !kaltura.Limited(items) {
		diags.AddAttributeWarning(path.Root("privileges"), "Kaltura Session Not Limited by Its Privileges",
			"A session of type admin can do everything in the account, and get its secrets, whatever privileges it has: only the privilege setrole limits it. "+
				"Add setrole:ID with the ID of a role, set type to user, or remove privileges.")
	}
	return diags
}

// checkSessionRole rejects a system name that two roles have: the session would have
// Kaltura's own, or the one with the lowest ID.
func (p *providerData) checkSessionRole(ctx context.Context, request kaltura.SessionRequest) diag.Diagnostics {
	var diags diag.Diagnostics
	named, err := p.client.ForAccount(request.PartnerID).RolesOfSession(ctx, request.Privileges)
	if err != nil {
		diags.Append(p.diagnostic(err))
	}
	if len(named) > 1 {
		// The privileges may hold a secret, and an attribute error would make the
		// engine quote their lines.
		diags.AddError("Ambiguous Kaltura Role of Session", fmt.Sprintf(
			"More than one role has the system name in the privilege setrole, ignoring case:\n\n%s\n\nThe API uses Kaltura's own role, or the one with the lowest ID. "+
				"Write setrole:ID with the ID of the role.", listRoles(named)))
	}
	return diags
}

func (m *sessionModel) request() kaltura.SessionRequest {
	request := kaltura.SessionRequest{
		PartnerID:  m.PartnerID.ValueInt64(),
		Type:       kaltura.SessionTypeUser,
		TypeGiven:  !m.Type.IsNull(),
		UserID:     m.UserID.ValueString(),
		Lifetime:   defaultSessionExpiry * time.Second,
		Privileges: m.privileges(),
	}
	if m.Type.ValueString() == kaltura.SessionTypeAdmin.String() {
		request.Type = kaltura.SessionTypeAdmin
	}
	if !m.Expiry.IsNull() {
		request.Lifetime = time.Duration(m.Expiry.ValueInt64()) * time.Second
	}
	return request
}

func (m *sessionModel) set(session kaltura.Session) {
	m.KS = types.StringValue(session.KS.Reveal())
	m.ExpiresAt = types.StringNull()
	if !session.ExpiresAt.IsZero() {
		m.ExpiresAt = types.StringValue(session.ExpiresAt.UTC().Format(time.RFC3339))
	}
}

// warnOfDifferences warns if an app token or the account changed the request.
func warnOfDifferences(request kaltura.SessionRequest, session kaltura.Session) diag.Diagnostics {
	var lines []string
	if request.TypeGiven && session.Type != request.Type {
		lines = append(lines, fmt.Sprintf("  type: %s instead of %s", session.Type, request.Type))
	}
	if request.UserID != "" && session.UserID != request.UserID {
		lines = append(lines, "  user_id: not the requested user")
	}
	for index, item := range request.Privileges {
		if item != "*" && !slices.Contains(session.Privileges, item) {
			lines = append(lines, fmt.Sprintf("  privileges: item %d was not granted", index+1))
		}
	}
	var diags diag.Diagnostics
	if len(lines) > 0 {
		diags.AddWarning("Kaltura Session Differs From the Request",
			"The session was created, but differs from the request:\n\n"+strings.Join(lines, "\n")+
				"\n\nAn app token fixes the type, user and privileges of its sessions, and the API drops privileges that the "+
				"signed-in user is not allowed to grant. Change the token or the arguments.")
	}
	return diags
}

// notRevoked warns about a session that Close could not revoke.
func (s openSession) notRevoked(err error) diag.Diagnostic {
	cause := s.provider.diagnostic(err)
	expiry := "until it expires"
	if !s.ExpiresAt.IsZero() {
		expiry = fmt.Sprintf("until %s (%s from now)", s.ExpiresAt.UTC().Format(time.RFC3339), s.ExpiresAt.Sub(s.provider.now()).Round(time.Second))
	}
	switch kaltura.FailureOf(err) {
	case kaltura.KSExpired:
		return diag.NewWarningDiagnostic("Kaltura Session Expired Early",
			"The API reports that the session of this run has expired, although it should have been valid "+expiry+". "+
				"The last requests that used it may have failed. Check the clocks of this machine and of the server.\n\n"+s.provider.facts(kaltura.ErrorOf(err)))
	case kaltura.KSRestricted:
		return diag.NewWarningDiagnostic("Kaltura Session Not Revoked",
			"The privilege iprestrict or urirestrict of the session does not allow session.end from this machine, so the session stays valid "+expiry+
				". Set revoke_on_close = false and a short expiry, or allow session.end too.\n\n"+s.provider.facts(kaltura.ErrorOf(err)))
	}
	return diag.NewWarningDiagnostic("Kaltura Session Not Revoked",
		"The session of this run could not be revoked: "+cause.Summary()+". It may stay valid "+expiry+".\n\n"+cause.Detail())
}

// privilegesValidator rejects items that the API would interpret differently.
type privilegesValidator struct{}

func (privilegesValidator) Description(context.Context) string {
	return "each item must be one privilege that the API accepts unchanged"
}

func (v privilegesValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (privilegesValidator) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for _, found := range wrongPrivileges(req.ConfigValue) {
		// The item may be a secret, and an attribute error would make the engine
		// quote its line.
		resp.Diagnostics.AddError("Invalid Kaltura Privilege",
			fmt.Sprintf("Item %d of %s cannot be used: %s.", found.position, req.Path, found.err))
	}
}

// wrongPrivilege is an item of a list of privileges that cannot be sent as it is.
type wrongPrivilege struct {
	position int // from 1
	item     string
	err      error
}

func wrongPrivileges(list types.List) []wrongPrivilege {
	var wrong []wrongPrivilege
	seen := map[string]bool{}
	for index, element := range list.Elements() {
		item, ok := element.(types.String)
		if !ok || item.IsUnknown() {
			continue
		}
		err := kaltura.CheckPrivilege(item.ValueString())
		if name := kaltura.PrivilegeName(item.ValueString()); err == nil && seen[name] {
			err = kaltura.ErrPrivilegeTwice
		} else {
			seen[name] = true
		}
		if err != nil {
			wrong = append(wrong, wrongPrivilege{index + 1, item.ValueString(), err})
		}
	}
	return wrong
}
