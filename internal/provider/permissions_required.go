// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

// permissionsRequired says what an action requires, for the message about a
// missing permission. Actions that are not listed require none.
var permissionsRequired = map[string]string{
	"partner.getInfo": " It requires one of the permissions INTEGRATION_BASE, ADMIN_BASE, ACCOUNT_BASE, or KMC_READ_ONLY together with KMC_ACCESS; " +
		"to see the account's secrets, INTEGRATION_BASE. A plain user session has none of them.",
	"partner.get":  childAccountPermissions,
	"partner.list": childAccountPermissions,

	"userRole.get":    " It requires ADMIN_BASE, or KMC_READ_ONLY together with KMC_ACCESS.",
	"userRole.list":   " It requires ADMIN_BASE or ACCOUNT_BASE.",
	"userRole.add":    " It requires the permission ADMIN_ROLE_ADD.",
	"userRole.update": " It requires the permission ADMIN_ROLE_UPDATE.",
	"userRole.delete": " It requires the permission ADMIN_ROLE_DELETE.",

	"permission.list": " It requires ADMIN_BASE, or KMC_READ_ONLY together with KMC_ACCESS.",

	"uiConf.list": " It requires one of the permissions STUDIO_BASE, BASE_USER_SESSION_PERMISSION and WIDGET_SESSION_PERMISSION, or KMC_READ_ONLY together with KMC_ACCESS.",

	"appToken.get":    appTokenPermissions,
	"appToken.list":   appTokenPermissions,
	"appToken.add":    " It requires the permission APP_TOKEN_ADD.",
	"appToken.update": " It requires the permission APP_TOKEN_UPDATE.",
	"appToken.delete": " It requires the permission APP_TOKEN_DELETE.",
}

const (
	childAccountPermissions = " Reading or listing child accounts requires ADMIN_PUBLISHER_MANAGE. A plain user session does not have it."
	appTokenPermissions     = " It requires APP_TOKEN_BASE, or KMC_READ_ONLY together with KMC_ACCESS." //nolint:gosec // names of permissions
)
