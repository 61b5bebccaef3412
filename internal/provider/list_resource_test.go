// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func (e *engine) lists() tfprotov6.ListResourceServer {
	server, ok := e.server.(tfprotov6.ListResourceServer)
	if !ok {
		e.t.Fatal("the provider lists nothing")
	}
	return server
}

// query lists objects as terraform query does. It returns the name and the
// resource of each. Engines before Terraform 1.14 lack that command.
func (e *engine) query(name string, config arguments, limit int64) (names []string, objects []map[string]tftypes.Value, diags diagnostics) {
	e.t.Helper()
	stream, err := e.lists().ListResource(e.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: name, Config: e.encode(e.schemas.ListResourceSchemas[name], config), IncludeResource: true, Limit: limit,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	for result := range stream.Results {
		diags = append(diags, result.Diagnostics...)
		if result.Resource != nil {
			names, objects = append(names, result.DisplayName), append(objects, e.decode(e.schemas.ResourceSchemas[name], result.Resource))
		}
	}
	return names, objects, e.explained(e.schemas.ListResourceSchemas[name], diags)
}

func TestListResources(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	for _, name := range []string{aToken, aRole} {
		names, objects, diags := e.query(name, nil, 0)
		if len(diags) > 0 || len(names) < 2 {
			t.Fatalf("%s: %q, %s", name, names, diags)
		}
		for i, object := range objects {
			if int64Of(t, object["partner_id"]) != kalturatest.Acme.ID || textOf(t, object["id"]) == "" {
				t.Errorf("%s: %s is %v", name, names[i], object)
			}
			if name == aToken && verdict(t, object["full_administrator"]) != verdict(t, object["reaches_secrets"]) {
				t.Errorf("the plan after an import of %s changes full_administrator", names[i])
			}
		}
		if limited, _, _ := e.query(name, nil, 1); !slices.Equal(limited, names[:1]) {
			t.Errorf("%s: one was asked for, %q came", name, limited)
		}
	}
	if names, _, diags := e.query(aToken, arguments{"session_user_id": "nobody"}, 0); len(names)+len(diags) > 0 {
		t.Errorf("tokens of nobody: %q, %s", names, diags)
	}
	for _, request := range server.Requests() {
		if request.Action != "list" {
			t.Errorf("%s.%s is no list", request.Service, request.Action)
		}
	}
}

// TestListResources_limit reads no page that the engine does not take.
func TestListResources_limit(t *testing.T) {
	account := kalturatest.NewAccount(30000301, "Many")
	for i := range int64(1200) {
		account.Roles = append(account.Roles, kalturatest.Role{ID: 1000 + i, Permissions: []string{"ACCOUNT_BASE"}})
		account.AppTokens = append(account.AppTokens, kalturatest.AppToken{ID: fmt.Sprintf("0_%08d", i), CreatedAt: 1700000000 + i})
	}
	server := kalturatest.NewServer(t, account)
	e := configured(t, administrator(server, account))
	for name, service := range map[string]string{aToken: "appToken", aRole: "userRole"} {
		for limit, pages := range map[int64]int{1: 1, 600: 2, 0: 3} {
			server.Reset()
			names, _, diags := e.query(name, nil, limit)
			if sent := server.Count(service, "list"); len(diags) > 0 || sent != pages || limit > 0 && int64(len(names)) != limit {
				t.Errorf("%s, limit %d: %d objects in %d pages, %s", name, limit, len(names), sent, diags)
			}
		}
	}
}

func TestListResources_failures(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, row := range []struct {
		block   arguments
		summary string
	}{
		{arguments{"service_url": server.URL}, "Missing Kaltura Credentials"},
		{administrator(server, kalturatest.Acme).with("admin_secret", kalturatest.Foreign.AdminSecret), "Wrong Kaltura Administrator Secret"},
	} {
		e := configured(t, row.block)
		for _, name := range []string{aToken, aRole} {
			server.Reset()
			if _, objects, diags := e.query(name, nil, 0); len(objects) > 0 || !slices.Equal(diags.summaries(), []string{row.summary}) {
				t.Errorf("%s: %s", name, diags)
			}
			if n := server.Count("permission", ""); n > 0 {
				t.Errorf("%s: %d requests after the list failed", name, n)
			}
		}
	}
	e := newEngine(t)
	config := e.encode(e.schemas.ListResourceSchemas[aToken], arguments{"created_after": "yesterday"})
	resp, err := e.lists().ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: aToken, Config: config})
	if err != nil || !slices.Equal(diagnostics(resp.Diagnostics).summaries(), []string{"Invalid Time"}) {
		t.Error(err, diagnostics(resp.Diagnostics))
	}
}
