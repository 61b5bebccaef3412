// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestAccSessionEphemeralResource_livesForTheRun: another provider block reads
// with the session, with the requested rights, and no session stays open.
func TestAccSessionEphemeralResource_livesForTheRun(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+fmt.Sprintf(`
		ephemeral "kaltura_session" "run" {
		  type       = "admin"
		  expiry     = 600
		  privileges = ["sview:1_abcd1234"]
		}
		provider "kaltura" {
		  alias       = "run"
		  service_url = %q
		  ks          = ephemeral.kaltura_session.run.ks
		}
		data "kaltura_account_info" "run" { provider = kaltura.run }`, server.URL))
	w.run("apply", "-auto-approve", "-no-color")
	if server.Count("partner", "getInfo") == 0 {
		t.Error("nobody read with the session")
	}
	for _, request := range server.Requests() {
		if ks, _ := request.Params["ks"].(string); request.Action == "getInfo" {
			expectRefusal(t, server, ks, "LOGOUT")
			if got := inside(t, server, kalturatest.Acme.ID, ks); got["sessionType"] != "2" || got["privileges"] != "sview:1_abcd1234" {
				t.Errorf("the session holds %v", got)
			}
		}
	}
}

func TestSession_validation(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	privileges := func(items ...any) arguments { return arguments{"privileges": items} }
	unknown := tftypes.UnknownValue
	for _, test := range []struct {
		name  string
		given arguments
		// want is in the only error. Empty means no error.
		want string
	}{
		{"nothing", arguments{}, ""},
		{"everything", arguments{
			"type": "admin", "user_id": "u", "expiry": 1, "partner_id": 30000003, "revoke_on_close": true,
			"privileges": []any{"setrole:PLAYBACK_BASE_ROLE", "sview:*", "disableentitlement", "urirestrict:/api_v3/*|/p/1", "*"},
		}, ""},
		{"comma", privileges("list:*,edit:*"), "contains a comma"},
		{"empty item", privileges("list:*", ""), "cannot be used: it is empty"},
		{"blank item", privileges("  "), "cannot be used: it is empty"},
		{"white space around", privileges(" list:*"), "starts or ends with white space"},
		{"line break", privileges("list:*\nedit:*"), "contains a control character"},
		{"no name", privileges(":value"), "has no name in front of its colon"},
		{"underscore", privileges("_u:somebody"), "starts with an underscore"},
		{"duplicate", privileges("list:*", "edit:1", "list:2"), `Item 3 of privileges cannot be used: its name stands twice`},
		{"duplicate of the star", privileges("*", "all:x"), `Item 2 of privileges cannot be used: its name stands twice`},
		{"role left empty", privileges("setrole:"), "Item 1 of privileges cannot be used: it has no value"},
		{"no action allowed", privileges("actionslimit:0"), "at least 1"},
		{"dot", privileges("my.name:1"), "would rewrite"},
		{"space in the name", privileges("my name:1"), "would rewrite"},
		{"bracket", privileges("name[]:1"), "would rewrite"},
		{"ampersand", privileges("a&b"), "would rewrite"},
		{"equals sign", privileges("a=b"), "would rewrite"},
		{"percent", privileges("a%20b"), "would rewrite"},
		{"plus", privileges("a+b"), "would rewrite"},
		{"such characters in the value", privileges("custom:my.name a&b=c%20+[1]"), ""},
		{"unknown list", arguments{"privileges": unknown}, ""},
		{"unknown item", privileges("list:*", unknown), ""},
		{"wrong item beside an unknown one", privileges(unknown, "a,b"), "contains a comma"},
		{"sessionid", privileges("sessionid:group"), "Revoking Would End Other Sessions"},
		{"sessionid, revoked", arguments{"privileges": []any{"sessionid:group"}, "revoke_on_close": true}, "Revoking Would End Other Sessions"},
		{"sessionid, not revoked", arguments{"privileges": []any{"sessionid:group"}, "revoke_on_close": false}, ""},
		{"sessionid, perhaps revoked", arguments{"privileges": []any{"sessionid:group"}, "revoke_on_close": unknown}, ""},
		{"expiry 0", arguments{"expiry": 0}, "between 1 and 315360000"},
		{"expiry negative", arguments{"expiry": -1}, "between 1 and 315360000"},
		{"expiry above ten years", arguments{"expiry": 315360001}, "between 1 and 315360000"},
		{"expiry unknown", arguments{"expiry": unknown}, ""},
		{"type", arguments{"type": "ADMIN"}, `must be one of: ["user" "admin"]`},
		{"type empty", arguments{"type": ""}, `must be one of: ["user" "admin"]`},
		{"user ID empty", arguments{"user_id": ""}, "at least 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := e.validateEphemeral("kaltura_session", test.given)
			text := got.String()
			switch {
			case test.want == "" && len(got) > 0:
				t.Errorf("said:\n%s", text)
			case test.want != "" && (len(got) != 1 || !strings.Contains(text, test.want)):
				t.Errorf("want one error that says %q, got:\n%s", test.want, text)
			}
		})
	}
	expectRequests(t, server, 0)
}
