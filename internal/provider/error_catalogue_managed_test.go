// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const (
	aRole  = "kaltura_user_role"
	aToken = "kaltura_app_token"
)

var (
	newRole  = arguments{"name": "CI", "permission_names": []any{"KMC_ACCESS"}}
	newToken = arguments{"role": "VIEWER_ROLE"}
	oldRole  = arguments{"id": "102", "name": "VIEWER_ROLE", "system_name": "VIEWER_ROLE", "partner_id": kalturatest.Acme.ID, "permission_names": []any{"ACCOUNT_BASE"}}
	oldToken = arguments{
		"id": kalturatest.TokenSHA256.ID, "partner_id": kalturatest.Acme.ID, "role": "INTEGRATION_ONLY_ROLE", "session_type": "admin",
		"session_duration": 900, "hash_type": "SHA256", "full_administrator": false, "created_at": "2023-11-14T22:13:20Z",
	}
)

var cataloguedManaged = []catalogued{
	met(kaltura.RoleNameTaken, "", "Kaltura Role Name Taken", "names must be unique among both",
		as(kalturatest.Acme)).changing(aRole, nil, newRole.with("name", "Publisher Administrator")),
	met(kaltura.RoleSystemNameTaken, "", "Kaltura Role System Name Taken", "Choose another system_name",
		as(kalturatest.Acme)).changing(aRole, nil, newRole.with("system_name", "VIEWER_ROLE")),
	met(kaltura.PermissionUnknown, "where names cannot be checked at plan", "Kaltura Permission Not Found", "does not exist in account 30000001",
		withPermissions("ADMIN_ROLE_ADD")).changing(aRole, nil, newRole.with("permission_names", []any{"NO_SUCH"})),
	met(kaltura.RoleInUse, "", "Kaltura Role Has Users", "under Administration > Users", as(kalturatest.Acme)).changing(aRole, oldRole, nil),
	met(kaltura.RoleGone, "", "Kaltura Role Not Found", "the next plan creates it again",
		as(kalturatest.Acme)).changing(aRole, oldRole.with("id", "199").with("system_name", ""), newRole),
	met(kaltura.CreationUncertain, "", "Kaltura Role May Exist", "was created (server trouble)",
		faulty(kalturatest.Unavailable().On("userRole", "add"))).because(kaltura.ReasonRole).changing(aRole, nil, newRole),
	met(kaltura.CreationUncertain, "", "Kaltura App Token May Exist", "was created (connection lost)",
		faulty(kalturatest.Drop(kalturatest.CloseProcessed).On("appToken", "add"))).because(kaltura.ReasonAppToken).changing(aToken, nil, newToken),
	met(kaltura.UserIDInvalid, "", "Invalid Kaltura User ID", "a character that user IDs cannot have",
		as(kalturatest.Acme)).changing(aToken, nil, newToken.with("session_user_id", "bad<user>")),
	met(kaltura.AppTokenGone, "update", "Kaltura App Token Not Found", "the next plan creates it again, with another value",
		as(kalturatest.Acme)).changing(aToken, oldToken.with("id", kalturatest.TokenDeleted.ID), newToken),
	met(kaltura.AppTokenGone, "value", "Kaltura App Token Not Found", "Account 30000001 has no app token of this ID",
		as(kalturatest.Acme)).opening(aToken, arguments{"id": kalturatest.TokenDeleted.ID}),
	met(kaltura.AppTokenGone, "of a child account", "Kaltura App Token Not Found", "A parent account cannot see the tokens of its child accounts",
		as(kalturatest.Umbrella)).opening(aToken, arguments{"id": kalturatest.TokenSHA256.ID}),
	forbidden("userRole.add", "ADMIN_ROLE_ADD", aRole, nil, newRole),
	forbidden("userRole.update", "ADMIN_ROLE_UPDATE", aRole, oldRole, oldRole.with("description", "x")),
	forbidden("userRole.delete", "ADMIN_ROLE_DELETE", aRole, oldRole.with("system_name", "").with("id", "103"), nil),
	forbidden("appToken.add", "APP_TOKEN_ADD", aToken, nil, newToken),
	forbidden("appToken.update", "APP_TOKEN_UPDATE", aToken, oldToken, oldToken.with("description", "x")),
	forbidden("appToken.delete", "APP_TOKEN_DELETE", aToken, oldToken, nil),
	met(kaltura.ActionForbidden, "appToken.list", "Kaltura Permission Missing", "It needs APP_TOKEN_BASE, or KMC_READ_ONLY",
		withPermissions("ACCOUNT_BASE")).reading("kaltura_app_tokens", nil),
	met(kaltura.ActionForbidden, "appToken.get", "Kaltura Permission Missing", "It needs APP_TOKEN_BASE, or KMC_READ_ONLY",
		withPermissions("ACCOUNT_BASE")).opening(aToken, arguments{"id": kalturatest.TokenSHA256.ID}),
	met(kaltura.ActionForbidden, "userRole.list", "Kaltura Permission Missing", "It needs ADMIN_BASE or ACCOUNT_BASE",
		withPermissions("KMC_ACCESS")).reading(aRole, arguments{"name": "x"}),
}

// forbidden is a change that the role of the session may not make.
func forbidden(action, permission, resource string, before, config arguments) catalogued {
	return met(kaltura.ActionForbidden, action, "Kaltura Permission Missing", "It needs the permission "+permission+".",
		withPermissions("ACCOUNT_BASE", "APP_TOKEN_BASE")).changing(resource, before, config)
}

// withPermissions arranges an administrator of Acme whose role has these.
func withPermissions(permissions ...string) func(*testing.T) arguments {
	return func(t *testing.T) arguments { return withPermissionsAt(kalturatest.NewServer(t), permissions...) }
}

func withPermissionsAt(server *kalturatest.Server, permissions ...string) arguments {
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 190, SystemName: "NARROW", Permissions: permissions})
	})
	return bearer(server, server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:190"}))
}
