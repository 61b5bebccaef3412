// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"strings"
	"time"

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

// changesNothing reports whether an update has nothing to send or to check.
func (m *managedAppTokenModel) changesNothing(before managedAppTokenModel) bool {
	return m.settings().Same(before.settings()) && m.FullAdministrator.Equal(before.FullAdministrator)
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

// namesRole reports whether an item is the privilege setrole, which has its own
// argument.
func namesRole(item string) bool {
	return strings.EqualFold(kaltura.PrivilegeName(item), "setrole")
}

// namesRoleTwice reports whether the privileges name a role, too.
func (m *appTokenModel) namesRoleTwice() bool {
	return slices.ContainsFunc(knownTexts(m.SessionPrivileges.Elements()), namesRole)
}
