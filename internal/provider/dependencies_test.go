// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os/exec"
	"strings"
	"testing"
)

// Nothing that exists for tests is linked into the provider.
func TestDependencies_withoutTestCode(t *testing.T) {
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../..").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(output))
	for _, path := range packages {
		for _, unwanted := range []string{"kalturatest", "net/http/httptest", "terraform-plugin-testing", "internal/demo", "internal/engines"} {
			if strings.Contains(path, unwanted) {
				t.Errorf("the provider is linked with %s", path)
			}
		}
	}
	if len(packages) < 100 {
		t.Errorf("%d packages cannot be all", len(packages))
	}
}

// The client knows nothing of Terraform.
func TestDependencies_ofTheClient(t *testing.T) {
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../kaltura").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(output)) {
		if strings.Contains(path, "hashicorp/terraform") {
			t.Errorf("the client depends on %s", path)
		}
	}
}
