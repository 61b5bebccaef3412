// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestManaged_anotherAccount: the provider does not touch objects of an account
// other than the signed-in one and its children.
func TestManaged_anotherAccount(t *testing.T) {
	for _, test := range []struct {
		as            func(*kalturatest.Server, kalturatest.Account) arguments
		summary, says string
		requests      int
	}{
		{administrator, "Kaltura Child Session Refused", "does not let account 30000016 create a session of account 30000001. It must be a child of account 30000016", 1},
		{ownerOf, "Kaltura Object of Another Account", "belongs to account 30000001, but the provider signs in to account 30000016", 0},
	} {
		server := kalturatest.NewServer(t)
		e := configured(t, test.as(server, kalturatest.Foreign))
		for name, state := range map[string]arguments{aRole: oldRole, aToken: oldToken} {
			e.apply(t.Context(), name, state, state.with("partner_id", nil).with("description", "x")).expectOnly(t, "Kaltura Object of Another Account")
			for _, diags := range []diagnostics{e.refresh(name, state), e.apply(t.Context(), name, state, nil)} {
				diags.expectOnly(t, test.summary, test.says)
			}
		}
		expectRequests(t, server, test.requests)
	}
	// A KS that does not reveal its account may be one of any account.
	e := configured(t, elsewhere(kalturatest.NewServer(t).URL))
	e.apply(t.Context(), aRole, oldRole, oldRole.with("partner_id", nil).with("description", "x")).expectOnly(t, "Invalid Kaltura Session")
	e.refresh(aRole, oldRole).expectOnly(t, "Invalid Kaltura Session")
}

// imported imports an object and reads it, as an engine does. A gone object has
// no state.
func (e *engine) imported(name string, req tfprotov6.ImportResourceStateRequest) (map[string]tftypes.Value, diagnostics) {
	e.t.Helper()
	req.TypeName = name
	schema := e.schemas.ResourceSchemas[name]
	resp, err := e.server.ImportResourceState(e.t.Context(), &req)
	e.ok(err)
	if len(resp.Diagnostics) > 0 {
		return nil, e.explained(schema, resp.Diagnostics)
	}
	object := resp.ImportedResources[0]
	read, err := e.server.ReadResource(e.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: object.State, Private: object.Private, CurrentIdentity: object.Identity,
	})
	e.ok(err)
	return e.decode(schema, read.NewState), e.explained(schema, read.Diagnostics)
}

// importedByIdentity imports by an identity; no partnerID is nil.
func (e *engine) importedByIdentity(name, id string, partnerID any) (map[string]tftypes.Value, diagnostics) {
	e.t.Helper()
	schemas, err := e.server.GetResourceIdentitySchemas(e.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	e.ok(err)
	kind := schemas.IdentitySchemas[name].ValueType()
	identity, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, map[string]tftypes.Value{
		"partner_id": tftypes.NewValue(tftypes.Number, partnerID), "id": tftypes.NewValue(tftypes.String, id),
	}))
	e.ok(err)
	return e.imported(name, tfprotov6.ImportResourceStateRequest{Identity: &tfprotov6.ResourceIdentityData{IdentityData: &identity}})
}

// TestManaged_importByIdentity imports an object by its identity, from the
// account in the identity or, without one, from the signed-in account.
func TestManaged_importByIdentity(t *testing.T) {
	e := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Acme))
	for name, id := range map[string]string{aRole: "102", aToken: kalturatest.TokenSHA256.ID} {
		for partnerID, refused := range map[any]bool{nil: false, kalturatest.Acme.ID: false, kalturatest.Foreign.ID: true, int64(math.MaxInt32): true} {
			state, diags := e.importedByIdentity(name, id, partnerID)
			if refused {
				diags.expectOnly(t, "Kaltura Child Session Refused")
				continue
			}
			diags.expectNone(t)
			if textOf(t, state["id"]) != id || int64Of(t, state["partner_id"]) != kalturatest.Acme.ID {
				t.Errorf("%s: read %v", name, state)
			}
		}
	}
}

func TestManaged_importRefused(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	for _, test := range []struct{ object, id, says string }{
		{aRole, "CI_ROLE", "Import a role by its ID"},
		{aRole, "", "Import a role by its ID"},
		{aRole, "0102", "Import a role by its ID"},
		{aRole, kalturatest.TokenSHA1.ID, "signs in to account 30000001. Nothing was sent."},
		{aToken, "", "An app token is identified by its ID, such as 0_a1b2c3d4, not by its value or description"},
		{aToken, "nightly job", "Invalid Kaltura App Token ID"},
		{aToken, "102", "Invalid Kaltura App Token ID"},
		{aToken, "30000003/" + kalturatest.TokenSHA1.Token, "For an object in a child account, write PARTNER_ID/ID"},
		{aRole, "0/102", "Invalid Kaltura Role ID"},
		{aRole, "2147483648/102", "Invalid Kaltura Partner ID"},
		{aToken, kalturatest.TokenSHA1.Token, "signs in to account 30000001. Nothing was sent."},
	} {
		_, diags := e.imported(test.object, tfprotov6.ImportResourceStateRequest{ID: test.id})
		if len(diags) != 1 || !strings.Contains(diags.String(), test.says) || test.id != "" && strings.Contains(diags.String(), `"`+test.id) {
			t.Errorf("%s by %q: %s", test.object, test.id, diags)
		}
	}
	for _, partnerID := range []any{0, -5, 1.5, 1e20} {
		_, diags := e.importedByIdentity(aToken, kalturatest.TokenSHA1.ID, partnerID)
		diags.expectOnly(t, "Invalid Kaltura Partner ID", "Omit it for an object in account 30000001")
	}
	_, diags := e.open(t.Context(), aToken, arguments{"id": kalturatest.TokenSHA1.Token})
	diags.expectOnly(t, "Invalid Kaltura App Token ID", "Nothing was sent.")
	expectRequests(t, server, 0)
	if _, diags := e.imported(aRole, tfprotov6.ImportResourceStateRequest{ID: "2"}); !strings.Contains(diags.String(), "which no account can change") {
		t.Error(diags)
	}
	// The engine refuses an object without a state.
	state, diags := e.imported(aRole, tfprotov6.ImportResourceStateRequest{ID: "4711"})
	if diags.expectNone(t); len(state) > 0 {
		t.Errorf("a role that does not exist is %v", state)
	}
}

// TestManaged_refused: the provider refuses these before it changes anything.
// The API would accept most, but the object would be useless, would always
// differ from its configuration, or could do more than its author expects.
func TestManaged_refused(t *testing.T) {
	const unlimited, reaches, invalid = "Kaltura App Token Without Limits", "Kaltura App Token Reaches the Account's Secrets", "Invalid Attribute Value"
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 150, SystemName: "BULK_LOG_VIEWER", Permissions: []string{"ACCOUNT_BASE"}})
	})
	e := configured(t, administrator(server, kalturatest.Acme))
	withPermissionNames := func(names ...any) arguments { return newRole.with("permission_names", names) }
	for _, test := range []struct {
		object    string
		config    arguments
		says      string
		attribute string // that the message points to
	}{
		{aToken, arguments{}, unlimited, "full_administrator"},
		{aToken, arguments{"session_type": "user"}, unlimited, "full_administrator"},
		{aToken, arguments{"session_privileges": []any{"*"}}, unlimited, "full_administrator"},
		{aToken, arguments{"role": "INTEGRATION_ONLY_ROLE"}, reaches, "full_administrator"},
		{aToken, arguments{"role": "2"}, "the permission INTEGRATION_BASE, which permits reading them", "full_administrator"},
		{aToken, arguments{"role": "106"}, "the permission KMC_READ_ONLY with KMC_ACCESS, which permits reading the values of all app tokens", "full_administrator"},
		{aToken, newToken.with("session_privileges", []any{"SetRole:2"}), "Role Among Kaltura Privileges", ""},
		{aToken, arguments{"role": "0"}, "the API reads it as a number", "role"},
		{aToken, arguments{"role": " 2"}, "the API reads it as a number", "role"},
		{aToken, arguments{"role": "2e0"}, "the API reads it as a number", "role"},
		{aToken, arguments{"role": "null"}, "the API reads null as no permissions at all", "role"},
		{aToken, arguments{"role": "a:b"}, "it contains a colon", "role"},
		{aToken, arguments{"role": "*"}, "choose the role", "role"},
		{aToken, arguments{"session_privileges": []any{"setrole:2"}}, "Role Among Kaltura Privileges", ""},
		{aToken, arguments{"session_privileges": []any{"setrole:*"}}, "Role Among Kaltura Privileges", ""},
		{aToken, newToken.with("session_privileges", []any{"INTEGRATION_BASE"}), "add it to permission_names of a role", ""},
		{aToken, newToken.with("session_privileges", []any{"edit:1_a", "edit:1_b"}), "such as edit:1_a/1_b", ""},
		{aToken, newToken.with("session_privileges", []any{nil}), "Item 1 of session_privileges cannot be used: it is empty", ""},
		{aToken, newToken.with("session_privileges", []any{"iprestrict"}), "Invalid Kaltura Privilege", ""},
		{aToken, arguments{"role": "NOPE"}, "Kaltura Role of App Token Not Found", "role"},
		{aToken, arguments{"role": "4711"}, "Kaltura Role of App Token Not Found", "role"},
		{aToken, arguments{"role": "bulk_log_viewer"}, "  4 (Kaltura's own)\n  150 (of the account)", "role"},
		{aToken, arguments{"role": "Publisher Administrator 2"}, "Kaltura Role of App Token Not Found", "role"}, // a role's name
		{aToken, newToken.with("expires_at", "2001-01-01T00:00:00Z"), "Kaltura App Token Expiry Is in the Past", "expires_at"},
		{aToken, newToken.with("expires_at", "1970-01-01T01:00:00Z"), "Kaltura App Token Expiry Is in the Past", "expires_at"}, // an hour from now, to the API
		{aToken, newToken.with("expires_at", "tomorrow"), "Invalid Time", "expires_at"},
		{aToken, newToken.with("session_duration", 0), "Invalid Kaltura Session Duration", "session_duration"},
		{aToken, newToken.with("hash_type", "sha256"), invalid, "hash_type"},
		{aToken, newToken.with("session_type", "1"), invalid, "session_type"},
		{aRole, withPermissionNames("*"), "the API would replace with the permissions that exist at that time", "permission_names"},
		{aRole, withPermissionNames("KMC_ACCESS,ACCOUNT_BASE"), "Write one name per item", "permission_names"},
		{aRole, withPermissionNames("edit:1_a"), "privileges belong to a session or an app token", "permission_names"},
		{aRole, withPermissionNames("KMC_ACCESS", nil), "Null Set Value", "permission_names"},
		{aRole, withPermissionNames(), "Name at least one permission", "permission_names"},
		{aRole, withPermissionNames("KMC_ACCESS", "NO_SUCH", "kmc_ALL", "NO_SUCH_1234", strings.Repeat("Z", 65)), "  KMC_ALL\n  NO_SUCH\n  (not shown)\n  (not shown)", "permission_names"},
		{aRole, newRole.with("system_name", "42"), "the API reads it as a number", "system_name"},
		{aRole, newRole.with("system_name", "+2.0"), "the API reads it as a number", "system_name"},
		{aRole, newRole.with("system_name", "NULL"), "the API reads null as no permissions at all", "system_name"},
		{aRole, newRole.with("system_name", "a,b"), "Invalid Kaltura Role System Name", "system_name"},
		{aRole, newRole.with("system_name", "publisher administrator"), "Kaltura's own role 2 has this system name", "system_name"},
		{aRole, newRole.with("description", "\x1b[31m"), "The text contains a control character", "description"},
		// The limits are in bytes, as the server's are.
		{aRole, newRole.with("name", strings.Repeat("ü", 51)), "The text has 102 bytes, but the API stores at most 100", "name"},
		{aRole, newRole.with("name", strings.Repeat("日", 34)), "Kaltura Text Too Long", "name"},
		{aRole, newRole.with("name", ""), "Invalid Kaltura Role Name", "name"},
		{aRole, newRole.with("system_name", strings.Repeat("x", 129)), "at most 128", "system_name"},
		{aRole, newRole.with("description", strings.Repeat("x", 65_536)), "at most 65535", "description"},
		{aToken, newToken.with("description", strings.Repeat("x", 30_001)), "Kaltura App Token Description Too Long", ""},
		{aToken, newToken.with("description", strings.Repeat("ü", 32_501)), "Kaltura Text Too Long", "description"},
		{aToken, newToken.with("session_user_id", strings.Repeat("é", 50)+"x"), "at most 100", "session_user_id"},
		{aToken, newToken.with("expires_at", "2038-01-19T03:14:08Z"), "The API stores no time after 2038-01-19T03:14:07Z", "expires_at"},
	} {
		t.Run(fmt.Sprint(test.object, test.config), func(t *testing.T) {
			diags := e.validateResource(test.object, test.config)
			if len(diags) == 0 {
				diags = e.apply(t.Context(), test.object, nil, test.config)
			}
			if len(diags) != 1 || !strings.Contains(diags.String(), test.says) || !strings.Contains(diags.about(), test.attribute) {
				t.Errorf("got: %s", diags)
			}
		})
	}
	e.validateResource(aToken, arguments{"session_type": "user"}).expectOnly(t, unlimited) // before any plan
	if n := server.Count("appToken", "add") + server.Count("userRole", "add"); n != 0 {
		t.Errorf("%d objects created", n)
	}
}

// TestManaged_unknown: an object is not refused for what is not known before
// apply, nor for a value that is as long, as high or as late as possible.
func TestManaged_unknown(t *testing.T) {
	e := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Acme))
	unknown := tftypes.UnknownValue
	for _, test := range []struct {
		object     string
		config     arguments
		reachKnown bool
	}{
		{aToken, arguments{"full_administrator": unknown}, true},
		{aToken, arguments{"role": unknown}, false},
		{aToken, arguments{"role": unknown, "session_user_id": "plainuser"}, false},
		{aToken, arguments{"role": "NOT_YET"}, false},
		{aToken, arguments{"session_user_id": unknown}, false},
		{aToken, arguments{"session_user_id": "plainuser", "session_type": unknown}, false},
		{aToken, arguments{"session_privileges": unknown}, false},
		{aToken, arguments{"session_privileges": []any{"list:*", unknown}}, false},
		{aToken, newToken.with("session_privileges", []any{unknown, unknown}), false},
		{aToken, newToken.with("session_duration", unknown), true},
		{aToken, newToken.with("expires_at", unknown), true},
		{aRole, newRole.with("name", unknown), true},
		{aRole, newRole.with("system_name", unknown), true},
		{aRole, newRole.with("permission_names", unknown), false},
		{aRole, newRole.with("permission_names", []any{"ACCOUNT_BASE", unknown}), false},
		{aToken, newToken.with("description", strings.Repeat("x", 30_000)).with("session_user_id", strings.Repeat("é", 50)), true},
		{aToken, newToken.with("session_duration", 1).with("expires_at", "2038-01-19T03:14:07Z"), true},
		{aToken, newToken.with("session_duration", 315_360_000), true},
		{aRole, newRole.with("name", strings.Repeat("ü", 50)).with("system_name", strings.Repeat("x", 128)).with("description", strings.Repeat("x", 65_535)), true},
	} {
		e.validateResource(test.object, test.config).expectNone(t)
		schema := e.schemas.ResourceSchemas[test.object]
		wanted := e.state(schema, test.config)
		plan, err := e.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: test.object, PriorState: e.state(schema, nil), Config: wanted, ProposedNewState: wanted,
		})
		e.ok(err)
		for _, d := range plan.Diagnostics {
			if d.Severity == tfprotov6.DiagnosticSeverityError || test.config["role"] != nil {
				t.Errorf("%v: %s", test.config, d.Summary)
			}
		}
		if reaches := e.decode(schema, plan.PlannedState)["reaches_secrets"]; reaches.IsKnown() != test.reachKnown {
			t.Errorf("%v: reaches_secrets is planned as %s", test.config, reaches)
		}
	}
	for object, before := range map[string]arguments{aRole: oldRole, aToken: oldToken} {
		schema := e.schemas.ResourceSchemas[object]
		wanted := e.state(schema, before.with("description", unknown))
		plan, err := e.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: object, PriorState: e.state(schema, before), Config: wanted, ProposedNewState: wanted,
		})
		e.ok(err)
		diagnostics(plan.Diagnostics).expectNone(t)
		if e.decode(schema, plan.PlannedState)["description"].IsKnown() {
			t.Errorf("%s: the description is planned as the one in the state", object)
		}
	}
}

// TestReading_changesNothing: data sources and ephemeral resources only read.
func TestReading_changesNothing(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	objects := readables(t)
	for _, object := range objects {
		if diags := object.read(e, needed[object.name]); len(diags) > 0 {
			t.Errorf("%s: %s", object.name, diags)
		}
	}
	if len(server.Requests()) < len(objects)-1 {
		t.Errorf("only %d requests", len(server.Requests()))
	}
	for _, request := range server.Requests() {
		if !slices.Contains([]string{"getInfo", "get", "list", "getCurrentPermissions"}, request.Action) {
			t.Errorf("%s.%s may change something", request.Service, request.Action)
		}
	}
}
