// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// everyEngine returns one Terraform and one OpenTofu that support ephemeral
// resources, if installed. The first is the chosen engine or the first found.
// It skips the test if there is none, and with -short.
func everyEngine(t testing.TB) []engines.Engine {
	t.Helper()
	first := engines.ForTest(t, "", "1.10.0", "1.11.0")
	found := []engines.Engine{first}
	for _, product := range []engines.Product{engines.Terraform, engines.OpenTofu} {
		e, err := engines.Find(t.Context(), string(product))
		if err == nil && product != first.Product && e.AtLeast("1.10.0", "1.11.0") {
			found = append(found, e)
		}
	}
	return found
}

func TestMain(m *testing.M) { engines.RunTests(m) }
