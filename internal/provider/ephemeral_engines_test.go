// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// ephemerals skips engines on which the testing library cannot test ephemeral
// resources.
var ephemerals = []tfversion.TerraformVersionCheck{ephemeralEngines{}}

// ephemeralEngines knows two engines, because both report their own version as
// that of Terraform.
type ephemeralEngines struct{}

func (ephemeralEngines) CheckTerraformVersion(_ context.Context, req tfversion.CheckTerraformVersionRequest, resp *tfversion.CheckTerraformVersionResponse) {
	engine, first, why := "Terraform", "1.10", "has no ephemeral resources"
	if os.Getenv("TF_ACC_PROVIDER_HOST") == "registry.opentofu.org" {
		// internal/leaktest and internal/docstest run OpenTofu 1.11 without the library.
		engine, first, why = "OpenTofu", "1.12", "has no ephemeral resources, or lists them in a plan, which the testing library takes for a change"
	}
	if req.TerraformVersion.Core().LessThan(version.Must(version.NewVersion(first))) {
		resp.Skip = fmt.Sprintf("%s %s %s", engine, req.TerraformVersion, why)
	}
}
