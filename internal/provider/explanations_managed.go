// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "github.com/kaltura/terraform-provider-kaltura/internal/kaltura"

// managedExplanations are about roles and app tokens.
var managedExplanations = []explanation{
	{
		failure: kaltura.RoleNameTaken, summary: "Kaltura Role Name Taken",
		detail:    "Account {partner_id} or Kaltura already has a role with this name, ignoring case. Choose another name, or import the account's role with terraform import; the data source kaltura_user_role finds its ID by name. If roles of this configuration swap names, or one is replaced with create_before_destroy, first apply a temporary name for one of them.",
		attribute: "name",
	},
	{
		failure: kaltura.RoleSystemNameTaken, summary: "Kaltura Role System Name Taken",
		detail:    "Account {partner_id} already has a role with this system name. Choose another system_name, or import the existing role with terraform import.",
		attribute: "system_name",
	},
	{
		failure: kaltura.PermissionUnknown, summary: "Kaltura Permission Not Found",
		detail:    "One of the permission names does not exist in account {partner_id}, or cannot be given to a role. The data source kaltura_permissions lists the names. With the permission ADMIN_BASE, the provider checks each name at plan.",
		attribute: "permission_names",
	},
	{
		failure: kaltura.RoleInUse, summary: "Kaltura Role Has Users",
		detail: "The API does not delete a role that is assigned to a user of account {partner_id}. Give these users another role in KMC under Administration > Users, then retry.",
	},
	{
		failure: kaltura.RoleGone, summary: "Kaltura Role Not Found",
		detail:    "Account {partner_id} has no role with this ID: it was deleted, or belongs to another account. Kaltura's own roles can be read, but not changed. If the role is managed, the next plan creates it again.",
		attribute: "id",
	},
	{
		failure: kaltura.AppTokenGone, summary: "Kaltura App Token Not Found",
		detail:    "Account {partner_id} has no app token with this ID: it was deleted, or belongs to another account. A parent account does not see the tokens of its child accounts: set partner_id to the child account, or sign in to it. If the token is managed, the next plan creates it again, with another value.",
		attribute: "id",
	},
	{
		failure: kaltura.UserIDInvalid, summary: "Invalid Kaltura User ID",
		detail:    "The API does not accept session_user_id as a user ID: it contains a character that is not allowed, or starts or ends with a space.",
		attribute: "session_user_id",
	},
	{
		failure: kaltura.CreationUncertain, object: kaltura.CreatedRole, summary: "Kaltura Role May Exist",
		detail: "The request to create the role was sent, but no answer says whether the role was created ({behind}). The request was not sent again. Look for the role by name, in KMC under Administration > Roles or with the data source kaltura_user_role. If it exists, import it with terraform import; if not, apply again.",
	},
	{
		failure: kaltura.CreationUncertain, object: kaltura.CreatedAppToken, summary: "Kaltura App Token May Exist",
		detail: "The request to create the app token was sent, but no answer says whether the token was created ({behind}). The request was not sent again, because that could create a second token. Look for a token with this description in the data source kaltura_app_tokens (created_after narrows the list). If it exists, import it with terraform import, or delete it, because nobody has its value. If not, apply again.",
	},
}
