// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const ciRole = "kaltura_user_role.ci"

// roleBlock returns the resource with additional lines.
func roleBlock(lines ...string) string {
	return fmt.Sprintf("resource \"kaltura_user_role\" \"ci\" {\n  name = \"CI\"\n  permission_names = [\"INTEGRATION_BASE\", \"KMC_ACCESS\"]\n  %s\n}\n", strings.Join(lines, "\n  "))
}

// roleOf returns the role on the server, or nil if it was deleted.
func roleOf(server *kalturatest.Server, name string) *kalturatest.Role {
	account, _ := server.Account(kalturatest.Acme.ID)
	for _, role := range account.Roles {
		if role.Name == name && role.Status != 3 {
			return &role
		}
	}
	return nil
}

// changeRole changes the role of roleBlock outside Terraform.
func changeRole(server *kalturatest.Server, change func(*kalturatest.Role)) {
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		for i := range a.Roles {
			if a.Roles[i].Name == "CI" {
				change(&a.Roles[i])
			}
		}
	})
}

func TestAccUserRoleResource(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := func(lines ...string) string {
		return administrator(server, kalturatest.Acme).hcl() + roleBlock(lines...)
	}
	update := plans(ciRole, plancheck.ResourceActionUpdate)
	full := config(`system_name = "CI_ROLE"`, `description = "for\nthe pipeline"`)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy: func(*terraform.State) error {
			if roleOf(server, "CI") != nil {
				return errors.New("the role is still there")
			}
			return nil
		},
		Steps: []resource.TestStep{
			{Config: full, ConfigStateChecks: expectAll(ciRole, values{
				"id": "1001", "partner_id": kalturatest.Acme.ID, "name": "CI",
				"system_name": "CI_ROLE", "description": "for\nthe pipeline",
				"permission_names": setOf{"INTEGRATION_BASE", "KMC_ACCESS"},
			})},
			{ResourceName: ciRole, ImportState: true, ImportStateVerify: true},
			{
				Config:           strings.NewReplacer(`"CI"`, `"CI 2"`, `"KMC_ACCESS"`, `"ACCOUNT_BASE"`).Replace(config(`description = "changed"`)),
				ConfigPlanChecks: update, ConfigStateChecks: expectAll(ciRole, values{
					"id": "1001", "system_name": "CI_ROLE", "description": "changed",
				}),
			},
			{Config: config(`system_name = ""`), ConfigPlanChecks: update, ConfigStateChecks: expectAll(ciRole, values{"description": nil, "system_name": ""})},
			{ // changed outside Terraform: corrected
				PreConfig: func() {
					changeRole(server, func(r *kalturatest.Role) {
						r.Name, r.Permissions = "?", []string{"KMC_ACCESS", "INTEGRATION_BASE", "ADMIN_BASE"}
					})
				},
				Config: config(), ConfigPlanChecks: update,
			},
			{ // order and letter case are not differences
				PreConfig: func() {
					changeRole(server, func(r *kalturatest.Role) { r.Permissions = []string{"kmc_access", "INTEGRATION_BASE"} })
				},
				Config: config(), PlanOnly: true,
			},
			{ // deleted outside Terraform: created again
				PreConfig: func() { changeRole(server, func(r *kalturatest.Role) { r.Status = 3 }) },
				Config:    full, ConfigPlanChecks: plans(ciRole, plancheck.ResourceActionCreate),
				ConfigStateChecks: expectAll(ciRole, values{"id": "1002"}),
			},
		},
	})
}

// TestUserRoleResource_manyReasons: the answers of a server decide neither how
// many messages there are nor how long one is.
func TestUserRoleResource_manyReasons(t *testing.T) {
	var required, roles []string
	for i := range 12 {
		required = append(required, fmt.Sprintf("FEATURE_%d", i))
		roles = append(roles, fmt.Sprintf(`{"id":%d,"partnerId":0,"name":"Reports","systemName":"REPORTS"}`, i+1))
	}
	server := kalturatest.NewServer(t)
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":1,"objects":[{"name":"ACCOUNT_BASE","type":1,"dependsOnPermissionNames":"`+strings.Join(required, ",")+`"}]}`).On("permission", "list"))
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":12,"objects":[`+strings.Join(roles, ",")+`]}`).On("userRole", "list"))
	e := configured(t, administrator(server, kalturatest.Acme))
	diags := e.apply(t.Context(), aRole, nil, newRole.with("name", "Reports").with("system_name", "Reports").with("permission_names", []any{"ACCOUNT_BASE"}))
	if want := []string{"Kaltura Permission Requires a Feature", "Kaltura Role Name Taken", "Kaltura Role System Name Reserved"}; !slices.Equal(diags.summaries(), want) {
		t.Fatalf("want %q, got: %s", want, diags)
	}
	diags[:1].expectOnly(t, "Kaltura Permission Requires a Feature", "ACCOUNT_BASE requires FEATURE_9\n  and 2 more\n")
}

// TestUserRoleResource_permissionsAreLookedUp: a permission that requires
// another causes a warning, and one request looks up the permissions for the
// whole run.
func TestUserRoleResource_permissionsAreLookedUp(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	diags := e.apply(t.Context(), aRole, nil, newRole.with("permission_names", []any{"KMC_READ_ONLY", "ACCOUNT_BASE"}))
	diags.expectOnly(t, "Kaltura Permission Requires Another", "KMC_READ_ONLY requires KMC_ACCESS")
	before := oldRole.with("id", "102").with("system_name", "")
	e.apply(t.Context(), aRole, before, before.with("permission_names", []any{"account_base", "ADMIN_BASE"})).expectNone(t)
	half := before.with("permission_names", []any{"KMC_ACCESS"})
	e.apply(t.Context(), aRole, half, half.with("permission_names", []any{"KMC_ACCESS", "KMC_READ_ONLY"})).expectNone(t)
	if n := server.Count("permission", "list"); n != 1 {
		t.Errorf("permissions were listed %d times", n)
	}
	server.Reset()
	if diags := e.apply(t.Context(), aRole, before, before.with("description", "x")); len(diags) > 0 || len(server.Requests()) != 2 {
		t.Errorf("%d requests: %s", len(server.Requests()), diags)
	}
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":2,"objects":[{"name":"ACCOUNT_BASE","type":1,"dependsOnPermissionNames":"cuePoint.MANAGE"},{"name":"cuePoint.MANAGE","type":1}]}`).On("permission", "list").For(1))
	configured(t, administrator(server, kalturatest.Acme)).apply(t.Context(), aRole, nil, newRole.with("name", "Cues").with("permission_names", []any{"ACCOUNT_BASE", "cuepoint.manage"})).expectNone(t)
	// Names that stay are not looked up.
	server.Reset()
	configured(t, administrator(server, kalturatest.Acme)).apply(t.Context(), aRole, before, before.with("description", "y")).expectNone(t)
	if n := server.Count("userRole", "list"); n != 0 {
		t.Errorf("roles were listed %d times", n)
	}
}

// TestUserRoleResource_namedByAppTokens: the API deletes a role that an app
// token uses, which breaks the token.
func TestUserRoleResource_namedByAppTokens(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 150, SystemName: "SHARED", Permissions: []string{"KMC_ACCESS"}})
		a.AppTokens = append(a.AppTokens,
			kalturatest.AppToken{ID: "0_byid0000", Description: "nightly job", SessionPrivileges: "sview:*,setrole:150"},
			kalturatest.AppToken{ID: "0_byname00", SessionPrivileges: "setrole:shared"})
	})
	shared := oldRole.with("id", "150").with("system_name", "SHARED").with("name", "SHARED")
	e := configured(t, administrator(server, kalturatest.Acme))
	diags := e.apply(t.Context(), aRole, shared, nil)
	diags.expectOnly(t, "Kaltura Role Used by App Tokens", "\n\n  0_byid0000 nightly job\n  0_byname00\n\n")
	diags = e.apply(t.Context(), aRole, shared, shared.with("system_name", "OTHER"))
	if len(diags) != 1 || !strings.Contains(diags[0].Detail, "\n\n  0_byname00\n\n") || strings.Contains(diags[0].Detail, "0_byid0000") || !strings.Contains(diags[0].Detail, "give them another role for one apply") {
		t.Errorf("another system name: %s", diags)
	}
	if server.Count("userRole", "delete")+server.Count("userRole", "update") != 0 {
		t.Error("the role was changed all the same")
	}
	if n := server.Count("appToken", "list"); n != 1 {
		t.Errorf("the tokens were listed %d times", n)
	}
	// They keep the role if it keeps its system name, in any letter case.
	e.apply(t.Context(), aRole, shared, shared.with("system_name", "Shared").with("description", "x")).expectNone(t)
	// Ten tokens are named, each in one line.
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		for i := range 30 {
			a.AppTokens = append(a.AppTokens, kalturatest.AppToken{
				ID: fmt.Sprintf("0_many%04d", i), Description: "a\n::stop-commands::x", SessionPrivileges: "setrole:150",
			})
		}
	})
	diags = configured(t, administrator(server, kalturatest.Acme)).apply(t.Context(), aRole, shared, nil)
	diags.expectOnly(t, "Kaltura Role Used by App Tokens", "  and 22 more\n\n", "  0_many0000 a ::stop-commands::x\n", "-target=ADDRESS", "create_before_destroy", "moved block")
	if strings.Contains(diags.String(), "\n::") {
		t.Error("a description starts a line")
	}
	// A session that cannot list tokens causes a warning, and so do more tokens
	// than the provider reads.
	narrow := configured(t, withPermissionsAt(server, "ADMIN_ROLE_DELETE", "ADMIN_ROLE_UPDATE"))
	narrow.apply(t.Context(), aRole, shared, shared.with("system_name", "OTHER")).expectOnly(t, "Kaltura App Tokens Not Checked", "role 150, whose system name changes")
	narrow.apply(t.Context(), aRole, shared, nil).expectOnly(t, "Kaltura App Tokens Not Checked", "this requires APP_TOKEN_BASE", "role 150, whose deletion is planned")
	many := withManyTokens(t)
	many.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) { a.Roles = append(a.Roles, kalturatest.Role{ID: 151, Name: "unused"}) })
	unused := oldRole.with("id", "151").with("system_name", "")
	configured(t, administrator(many, kalturatest.Acme)).apply(t.Context(), aRole, unused, nil).expectOnly(t, "Kaltura App Tokens Not Checked", "more app tokens than the provider reads")
	if server.Count("userRole", "delete") != 1 || many.Count("userRole", "delete") != 1 {
		t.Error("a role was not deleted")
	}
}

func TestUserRoleDataSource(t *testing.T) {
	e := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Acme))
	for _, test := range []struct {
		attribute, value, id string
		global               bool
	}{
		{"id", "102", "102", false},
		{"system_name", "viewer_role", "102", false},
		{"name", "VIEWER_ROLE", "102", false},
		{"name", "Publisher Administrator", "2", true},
		{"id", "5", "5", true},
	} {
		state := e.mustRead(aRole, arguments{test.attribute: test.value})
		var global bool
		if state["global"].As(&global) != nil || textOf(t, state["id"]) != test.id || global != test.global {
			t.Errorf("%s %s: %v", test.attribute, test.value, state)
		}
	}
}

// TestUserRoleDataSource_copied: another role can be given the assignable names
// of every role, and no further one of a role that has everything.
func TestUserRoleDataSource_copied(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	e.ignoresWarnings = true // of features that the account does not have
	for _, id := range []string{"2", "16", "22", "102"} {
		state := e.mustRead(aRole, arguments{"id": id})
		all, copied := textsOf(t, state["permission_names"]), textsOf(t, state["assignable_permission_names"])
		e.apply(t.Context(), aRole, nil, newRole.with("name", "Copy of "+id).with("permission_names", copied))
		if role := roleOf(server, "Copy of "+id); role == nil || len(role.Permissions) != len(copied) {
			t.Errorf("role %s: %d of %d, %v", id, len(copied), len(all), role)
		}
		if refused := len(all) - len(copied); (refused > 0) != (id == "2") {
			t.Errorf("%d names of role %s are not assignable", refused, id)
		}
	}
	narrow := configured(t, withPermissionsAt(server, "ACCOUNT_BASE"))
	if state := narrow.mustRead(aRole, arguments{"id": "102"}); !state["assignable_permission_names"].IsNull() {
		t.Error("the names are known without the permission")
	}
}

// TestUserRoleResource_requiresAFeature: what a role cannot hold is nothing to add
// to it, and no reason to warn where the account has it.
func TestUserRoleResource_requiresAFeature(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, has := range []bool{true, false} {
		if !has {
			server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
				a.Permissions = []kalturatest.Permission{{Name: "FEATURE_ANALYTICS_TAB", Kind: kalturatest.FeaturePermission, Status: 3}}
			})
		}
		e := configured(t, administrator(server, kalturatest.Acme))
		diags := e.apply(t.Context(), aRole, nil, newRole.with("name", fmt.Sprint("Reports ", has)).with("permission_names", []any{"ANALYTICS_BASE"}))
		if has {
			diags.expectNone(t)
			continue
		}
		diags.expectOnly(t, "Kaltura Permission Requires a Feature", "a feature or plug-in that account 30000001 does not have:\n\n  ANALYTICS_BASE requires FEATURE_ANALYTICS_TAB\n\n", "no role can contain")
	}
}
