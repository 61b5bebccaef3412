// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

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
	{
		failure: kaltura.RoleNameTaken, summary: "Kaltura Role Name Taken", says: "names must be unique among both",
		arrange: as(kalturatest.Acme), resource: aRole, config: newRole.with("name", "Publisher Administrator"),
	},
	{
		failure: kaltura.RoleSystemNameTaken, summary: "Kaltura Role System Name Taken", says: "Choose another system_name",
		arrange: as(kalturatest.Acme), resource: aRole, config: newRole.with("system_name", "VIEWER_ROLE"),
	},
	{
		failure: kaltura.PermissionUnknown, title: "where names cannot be checked at plan", summary: "Kaltura Permission Not Found", says: "does not exist in account 30000001",
		arrange: withPermissions("ADMIN_ROLE_ADD"), resource: aRole, config: newRole.with("permission_names", []any{"NO_SUCH"}),
	},
	{
		failure: kaltura.RoleInUse, summary: "Kaltura Role Has Users", says: "under Administration > Users",
		arrange: as(kalturatest.Acme), resource: aRole, before: oldRole,
	},
	{
		failure: kaltura.RoleGone, summary: "Kaltura Role Not Found", says: "the next plan creates it again",
		arrange: as(kalturatest.Acme), resource: aRole, before: oldRole.with("id", "199").with("system_name", ""), config: newRole,
	},
	{
		failure: kaltura.CreationUncertain, reason: kaltura.ReasonRole, summary: "Kaltura Role May Exist", says: "was created (server trouble)",
		arrange: broken(kalturatest.Unavailable().On("userRole", "add")), resource: aRole, config: newRole,
	},
	{
		failure: kaltura.CreationUncertain, reason: kaltura.ReasonAppToken, summary: "Kaltura App Token May Exist", says: "was created (connection lost)",
		arrange: broken(kalturatest.Drop(kalturatest.CloseProcessed).On("appToken", "add")), resource: aToken, config: newToken,
	},
	{
		failure: kaltura.UserIDInvalid, summary: "Invalid Kaltura User ID", says: "a character that user IDs cannot have",
		arrange: as(kalturatest.Acme), resource: aToken, config: newToken.with("session_user_id", "bad<user>"),
	},
	{
		failure: kaltura.AppTokenGone, title: "update", summary: "Kaltura App Token Not Found", says: "the next plan creates it again, with another value",
		arrange: as(kalturatest.Acme), resource: aToken, before: oldToken.with("id", kalturatest.TokenDeleted.ID), config: newToken,
	},
	{
		failure: kaltura.AppTokenGone, title: "value", summary: "Kaltura App Token Not Found", says: "Account 30000001 has no app token of this ID",
		arrange: as(kalturatest.Acme), ephemeral: aToken, config: arguments{"id": kalturatest.TokenDeleted.ID},
	},
	{
		failure: kaltura.AppTokenGone, title: "of a child account", summary: "Kaltura App Token Not Found", says: "A parent account cannot see the tokens of its child accounts",
		arrange: as(kalturatest.Umbrella), ephemeral: aToken, config: arguments{"id": kalturatest.TokenSHA256.ID},
	},
	forbidden("userRole.add", "ADMIN_ROLE_ADD", aRole, nil, newRole),
	forbidden("userRole.update", "ADMIN_ROLE_UPDATE", aRole, oldRole, oldRole.with("description", "x")),
	forbidden("userRole.delete", "ADMIN_ROLE_DELETE", aRole, oldRole.with("system_name", "").with("id", "103"), nil),
	forbidden("appToken.add", "APP_TOKEN_ADD", aToken, nil, newToken),
	forbidden("appToken.update", "APP_TOKEN_UPDATE", aToken, oldToken, oldToken.with("description", "x")),
	forbidden("appToken.delete", "APP_TOKEN_DELETE", aToken, oldToken, nil),
	{
		failure: kaltura.ActionForbidden, title: "appToken.list", summary: "Kaltura Permission Missing", says: "It needs APP_TOKEN_BASE, or KMC_READ_ONLY",
		arrange: withPermissions("ACCOUNT_BASE"), dataSource: "kaltura_app_tokens",
	},
	{
		failure: kaltura.ActionForbidden, title: "appToken.get", summary: "Kaltura Permission Missing", says: "It needs APP_TOKEN_BASE, or KMC_READ_ONLY",
		arrange: withPermissions("ACCOUNT_BASE"), ephemeral: aToken, config: arguments{"id": kalturatest.TokenSHA256.ID},
	},
	{
		failure: kaltura.ActionForbidden, title: "userRole.list", summary: "Kaltura Permission Missing", says: "It needs ADMIN_BASE or ACCOUNT_BASE",
		arrange: withPermissions("KMC_ACCESS"), dataSource: aRole, config: arguments{"name": "x"},
	},
}

// forbidden is a change that the role of the session may not make.
func forbidden(action, permission, resource string, before, config arguments) catalogued {
	return catalogued{
		failure: kaltura.ActionForbidden, title: action, summary: "Kaltura Permission Missing", says: "It needs the permission " + permission + ".",
		arrange: withPermissions("ACCOUNT_BASE", "APP_TOKEN_BASE"), resource: resource, before: before, config: config,
	}
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

// broken arranges that one action fails whenever it is called.
func broken(fault kalturatest.Fault) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		server := kalturatest.NewServer(t)
		server.Inject(fault.For(-1))
		return administrator(server, kalturatest.Acme)
	}
}

// apply plans and applies a change to a managed resource, and returns what is
// told on the way. Either side may be nil: nothing.
func (e *engine) apply(ctx context.Context, name string, before, config arguments) diagnostics {
	e.t.Helper()
	schema := e.schemas.ResourceSchemas[name]
	prior, wanted, proposed := e.state(schema, before), e.state(schema, config), e.state(schema, before.proposed(schema, config))
	plan, err := e.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: prior, Config: wanted, ProposedNewState: proposed,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	if len(plan.Diagnostics) > 0 {
		return plan.Diagnostics
	}
	resp, err := e.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, PriorState: prior, Config: wanted, PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return resp.Diagnostics
}

// refresh reads a managed resource.
func (e *engine) refresh(name string, state arguments) diagnostics {
	e.t.Helper()
	schema := e.schemas.ResourceSchemas[name]
	resp, err := e.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: e.state(schema, state)})
	if err != nil {
		e.t.Fatal(err)
	}
	return resp.Diagnostics
}

// proposed is the configuration with the computed values of before.
func (a arguments) proposed(schema *tfprotov6.Schema, config arguments) arguments {
	if config == nil {
		return nil
	}
	merged := config
	for _, attribute := range schema.Block.Attributes {
		if _, given := config[attribute.Name]; !given && attribute.Computed && a[attribute.Name] != nil {
			merged = merged.with(attribute.Name, a[attribute.Name])
		}
	}
	return merged
}

func (e *engine) state(schema *tfprotov6.Schema, values arguments) *tfprotov6.DynamicValue {
	if values != nil {
		return e.encode(schema, values)
	}
	null, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
	if err != nil {
		e.t.Fatal(err)
	}
	return &null
}
