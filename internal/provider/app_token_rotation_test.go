// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
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

// TestAccAppTokenResource_rotation: at least one token is valid throughout a
// rotation, and the sessions of the old token end.
func TestAccAppTokenResource_rotation(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+`
		variable "generation" {}
		resource "terraform_data" "generation" { input = var.generation }
		`+
		tokenBlock(`role = "VIEWER_ROLE"`, "lifecycle {", "create_before_destroy = true", "replace_triggered_by = [terraform_data.generation]", "}"))
	w.run("apply", "-auto-approve", "-no-color", "-var=generation=1")
	old := tokenSession(server, tokensOf(server, kalturatest.Acme.ID)[0])
	w.run("apply", "-auto-approve", "-no-color", "-var=generation=2")
	left := tokensOf(server, kalturatest.Acme.ID)
	if len(left) != 1 {
		t.Fatalf("%d tokens are left", len(left))
	}
	expectRefusal(t, server, old, "LOGOUT")
	expectRefusal(t, server, tokenSession(server, left[0]), "")
	var changes []string
	for _, request := range server.Requests() {
		if request.Action == "add" || request.Action == "delete" {
			changes = append(changes, request.Action)
		}
	}
	if !slices.Equal(changes, []string{"add", "add", "delete"}) {
		t.Errorf("no token was valid for a moment: %v", changes)
	}
}
