// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestQuery runs the examples of list resources. The configuration that
// terraform query writes imports each object and changes nothing.
func TestQuery(t *testing.T) {
	t.Parallel()
	if e := engines.ForTest(t, "", "1.11.0", "1.11.0"); e.Product != engines.Terraform || !e.AtLeast("1.14.0", "") {
		t.Skipf("%s has no query command, which needs Terraform 1.14", e)
	}
	queries := filesIn(t, "examples/list-resources", ".hcl")
	for _, query := range queries {
		t.Run(path.Base(path.Dir(query)), func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t, kalturatest.Acme)
			w := workspace(t, signIn(server, kalturatest.Acme.ID)...)
			write(t, filepath.Join(w.Dir, "main.tf"), engines.RequireProvider+"provider \"kaltura\" {}\n")
			copyDir(t, path.Dir(query), w.Dir)
			found := strings.Count(w.MustRun(t, "query", "-no-color", "-generate-config-out=generated.tf"), "partner_id=")
			if found < 2 {
				t.Errorf("%d objects are listed", found)
			}
			plan := w.MustRun(t, "plan", "-no-color")
			if summary := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", found); !strings.Contains(plan, summary) {
				t.Errorf("the plan lacks %q:\n%s", summary, plan)
			}
		})
	}
	if len(queries) == 0 {
		t.Error("no list resource has an example")
	}
}
