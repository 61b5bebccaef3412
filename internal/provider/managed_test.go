// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestManaged_anotherAccount: the provider does not touch objects of an account
// other than the signed-in one.
func TestManaged_anotherAccount(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Foreign))
	for name, state := range map[string]arguments{aRole: oldRole, aToken: oldToken} {
		for _, diags := range []diagnostics{e.refresh(name, state), e.apply(t.Context(), name, state, nil), e.apply(t.Context(), name, state, state.with("description", "x"))} {
			diags.expectOnly(t, "Kaltura Object of Another Account", "belongs to account 30000001, but the provider signs in to account 30000016")
		}
	}
	expectRequests(t, server, 0)
}

// TestManaged_importByIdentity imports an object by its identity, from the
// account in the identity or, without one, from the signed-in account.
func TestManaged_importByIdentity(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	schemas, err := e.server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	e.ok(err)
	for name, id := range map[string]string{aRole: "102", aToken: kalturatest.TokenSHA256.ID} {
		kind := schemas.IdentitySchemas[name].ValueType()
		for partnerID, refused := range map[any]bool{nil: false, kalturatest.Acme.ID: false, kalturatest.Foreign.ID: true} {
			identity, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, map[string]tftypes.Value{
				"partner_id": tftypes.NewValue(tftypes.Number, partnerID), "id": tftypes.NewValue(tftypes.String, id),
			}))
			e.ok(err)
			resp, err := e.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: name, Identity: &tfprotov6.ResourceIdentityData{IdentityData: &identity}})
			e.ok(err)
			if refused {
				diagnostics(resp.Diagnostics).expectOnly(t, "Kaltura Object of Another Account")
				continue
			}
			read, err := e.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: name, CurrentState: resp.ImportedResources[0].State, Private: resp.ImportedResources[0].Private, CurrentIdentity: resp.ImportedResources[0].Identity,
			})
			if err != nil || len(read.Diagnostics) > 0 {
				t.Fatal(err, diagnostics(read.Diagnostics))
			}
			if state := e.decode(e.schemas.ResourceSchemas[name], read.NewState); textOf(t, state["id"]) != id || int64Of(t, state["partner_id"]) != kalturatest.Acme.ID {
				t.Errorf("%s: read %v", name, state)
			}
		}
	}
}

// TestReading_changesNothing: data sources and ephemeral resources only read.
func TestReading_changesNothing(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	for _, object := range readable {
		config := map[string]arguments{"kaltura_user_role": {"name": "VIEWER_ROLE"}, aToken: {"id": kalturatest.TokenSHA256.ID}}[object.name]
		if _, diags := object.read(e, t.Context(), object.name, config); len(diags) > 0 {
			t.Errorf("%s: %s", object.name, diags)
		}
	}
	if len(server.Requests()) < len(readable)-1 {
		t.Errorf("only %d requests", len(server.Requests()))
	}
	for _, request := range server.Requests() {
		if !slices.Contains([]string{"getInfo", "get", "list", "getCurrentPermissions"}, request.Action) {
			t.Errorf("%s.%s may change something", request.Service, request.Action)
		}
	}
}
