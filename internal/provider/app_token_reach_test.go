// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestAccReachesSecrets_life: full_administrator is required in the run that
// makes a token powerful. A role that grows changes what the token shows, and
// nothing else.
func TestAccReachesSecrets_life(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	config := func(permission string, lines ...string) string {
		return administrator(server, kalturatest.Acme).hcl() +
			fmt.Sprintf("resource \"kaltura_user_role\" \"ci\" {\n  name = \"CI\"\n  permission_names = [%q]\n}\n", permission) +
			tokenBlock(append(lines, "role = kaltura_user_role.ci.id", "session_duration = 900")...)
	}
	reaches := func(want bool) values { return values{"reaches_secrets": want} }
	noChange := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	grow := func() {
		changeRole(server, func(r *kalturatest.Role) { r.Permissions = []string{"ACCOUNT_BASE", "APP_TOKEN_BASE"} })
	}
	ignoring := `lifecycle { ignore_changes = [permission_names] }`
	grown := strings.Replace(config("ACCOUNT_BASE"), "  name = \"CI\"", "  name = \"CI\"\n  "+ignoring, 1)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config("INTEGRATION_BASE"), ExpectError: words("Kaltura App Token Reaches the Account's Secrets", "permission INTEGRATION_BASE, which permits reading them")},
			{Config: config("INTEGRATION_BASE", "full_administrator = true"), ConfigStateChecks: expectAll(ciToken, reaches(true))},
			{ResourceName: ciToken, ImportState: true, ImportStateVerify: true},
			// The role shrinks in the run in which the token no longer claims it.
			{Config: config("ACCOUNT_BASE"), ConfigStateChecks: append(expectAll(ciToken, reaches(false)), expectAll(ciRole, reaches(false))...)},
			// A role that grows in the configuration changes no token, but the next
			// plan shows it; with a change of the token in the same run, it is refused.
			{Config: config("APP_TOKEN_ADD")},
			{Config: config("APP_TOKEN_ADD"), ConfigPlanChecks: noChange, ConfigStateChecks: expectAll(ciToken, reaches(true))},
			{Config: config("ACCOUNT_BASE"), ConfigStateChecks: expectAll(ciRole, reaches(false))},
			{Config: config("APP_TOKEN_ADD", `description = "x"`), ExpectError: words("permission APP_TOKEN_ADD, which permits creating or changing app tokens")},
			{Config: config("ACCOUNT_BASE"), ConfigPlanChecks: noChange},
			{PreConfig: grow, Config: grown, ConfigPlanChecks: noChange, ConfigStateChecks: append(expectAll(ciToken, values{"reaches_secrets": true, "full_administrator": false}), expectAll(ciRole, reaches(true))...)},
			{Config: strings.Replace(grown, "session_duration = 900", "session_duration = 901", 1), ExpectError: words("permission APP_TOKEN_BASE, which permits reading the values of all app tokens")},
			{Config: strings.Replace(grown, "session_duration = 900", "session_duration = 901\n  full_administrator = true", 1)},
		},
	})
}

// TestAppTokenResource_reachOfUser: the roles of a fixed user count, and only
// with type user does one without a role limit the token.
func TestAppTokenResource_reachOfUser(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct {
		user, kind, says string
	}{
		{kalturatest.Owner.ID, "user", "Kaltura App Token Reaches the Account's Secrets"},
		{kalturatest.Viewer.ID, "admin", "User Decides What the Kaltura App Token Can Do"},
		{"plainuser", "admin", "session_user_id has no role in Kaltura"},
		{"new-user", "admin", "Kaltura App Token Without Limits"},
		{"new-user", "user", "User Decides What the Kaltura App Token Can Do"},
		{"plainuser", "user", "User Decides What the Kaltura App Token Can Do"},
	} {
		e := configured(t, administrator(server, kalturatest.Acme))
		diags := e.apply(t.Context(), aToken, nil, arguments{"session_user_id": test.user, "session_type": test.kind})
		if len(diags) != 1 || !strings.Contains(diags.String(), test.says) {
			t.Errorf("user %s, type %s: %s", test.user, test.kind, diags)
		}
	}
}
