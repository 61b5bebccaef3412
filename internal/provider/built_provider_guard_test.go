// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// A saved plan holds what was read, and not the environment that it was read
// with. What the docs advise keeps two accounts from being mixed where it is
// applied with another's; what they warn of does not.
func TestBuiltProvider_savedPlanAndAnotherAccount(t *testing.T) {
	t.Parallel()
	const use = `
		data "kaltura_account" "this" {}
		resource "terraform_data" "use" {
		  input = data.kaltura_account.this.partner_id
		  provisioner "local-exec" {
		    command     = "true"
		    environment = { SECRET = ephemeral.kaltura_account_info.this.admin_secret }
		  }
		}
	`
	const unguarded = "ephemeral \"kaltura_account_info\" \"this\" {}\n"
	for _, test := range []struct{ title, config, says string }{
		{"partner_id in the block", `provider "kaltura" { partner_id = 30000001 }` + "\n" + unguarded, "Wrong Kaltura Administrator Secret"},
		{"partner_id in a variable", "variable \"id\" { default = 30000001 }\nprovider \"kaltura\" { partner_id = var.id }\n" + unguarded, "Wrong Kaltura Administrator Secret"},
		{"partner_id of what was read", "ephemeral \"kaltura_account_info\" \"this\" {\n partner_id = data.kaltura_account.this.partner_id\n}\n", "Kaltura Account Not Reachable"},
		{"partner_id in the environment alone", unguarded, ""},
	} {
		t.Run(test.title, func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t)
			w := newWorkspace(t, test.config+use)
			as := func(account kalturatest.Account) {
				w.Env = append(w.Env, "KALTURA_SERVICE_URL="+server.URL,
					fmt.Sprintf("KALTURA_PARTNER_ID=%d", account.ID), "KALTURA_ADMIN_SECRET="+account.AdminSecret)
			}
			as(kalturatest.Acme)
			if _, complaints, err := w.try("plan", "-no-color", "-out=saved"); err != nil {
				if strings.Contains(complaints, "ephemeral") {
					t.Skip("this engine knows no ephemeral resources")
				}
				t.Fatal(complaints)
			}
			as(kalturatest.Foreign)
			_, complaints, err := w.try("apply", "-no-color", "saved")
			if (err != nil) != (test.says != "") || !strings.Contains(complaints, test.says) {
				t.Errorf("want %q: %v\n%s", test.says, err, complaints)
			}
		})
	}
}
