// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestAccAppTokenResource_rotates: only a change of rotate_when_changed replaces
// the token, and version changes with it.
func TestAccAppTokenResource_rotates(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	var id, version string
	step := func(action plancheck.ResourceActionType, argument string) resource.TestStep {
		return resource.TestStep{
			Config: administrator(server, kalturatest.Acme).hcl() + tokenBlock(`role = "VIEWER_ROLE"`, argument) +
				"resource \"terraform_data\" \"month\" { triggers_replace = [" + fmt.Sprint(action == plancheck.ResourceActionDestroyBeforeCreate) + "] }\n",
			ConfigPlanChecks: plans(ciToken, action),
			Check: func(state *terraform.State) error {
				token := state.RootModule().Resources[ciToken].Primary
				if rotated := token.ID != id; rotated != (token.Attributes["version"] != version) || rotated != (action != plancheck.ResourceActionUpdate) {
					return fmt.Errorf("%q: token %s, version %s after token %s, version %s", argument, token.ID, token.Attributes["version"], id, version)
				}
				id, version = token.ID, token.Attributes["version"]
				return nil
			},
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			step(plancheck.ResourceActionCreate, ""),
			{ResourceName: ciToken, ImportState: true, ImportStateVerify: true},
			step(plancheck.ResourceActionUpdate, "rotate_when_changed = 1"),
			step(plancheck.ResourceActionDestroyBeforeCreate, "rotate_when_changed = 2"),
			step(plancheck.ResourceActionUpdate, ""),
			step(plancheck.ResourceActionUpdate, "rotate_when_changed = terraform_data.month.id"),
			// The new value is known only after apply.
			step(plancheck.ResourceActionDestroyBeforeCreate, "rotate_when_changed = terraform_data.month.id"),
		},
	})
}
