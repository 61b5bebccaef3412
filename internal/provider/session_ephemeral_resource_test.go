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

// TestSession_ambiguousRole: of two roles with one system name, the API takes
// Kaltura's own.
func TestSession_ambiguousRole(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, id := range []int64{kalturatest.Acme.ID, kalturatest.UmbrellaNorth.ID} {
		server.Update(id, func(a *kalturatest.Account) {
			a.Roles = append(a.Roles, kalturatest.Role{ID: 150, SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}})
		})
	}
	for partnerID, block := range map[int64]arguments{
		0: administrator(server, kalturatest.Acme), kalturatest.UmbrellaNorth.ID: administrator(server, kalturatest.Umbrella),
	} {
		given := arguments{"privileges": []any{"setrole:publisher administrator"}}
		if partnerID != 0 {
			given = given.with("partner_id", partnerID)
		}
		e := configured(t, block)
		e.trySession(t.Context(), given).diagnostics.expectOnly(t, "Ambiguous Kaltura Role of Session", "  2 (Kaltura's own)\n  150 (of the account)")
	}
	e := configured(t, administrator(server, kalturatest.Acme))
	e.session(arguments{"privileges": []any{"setrole:150"}})
	e.session(arguments{"privileges": []any{"setrole:VIEWER_ROLE"}})
	// A session that may not list roles creates sessions all the same.
	configured(t, byToken(server, kalturatest.TokenSHA256)).session(arguments{})
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
		{"no name", privileges(":value"), "has no name before the colon"},
		{"underscore", privileges("_u:somebody"), "starts with an underscore"},
		{"duplicate", privileges("list:*", "edit:1", "list:2"), `Item 3 of privileges cannot be used: its name appears twice`},
		{"duplicate of the star", privileges("*", "all:x"), `Item 2 of privileges cannot be used: its name appears twice`},
		{"role left empty", privileges("setrole:"), "Item 1 of privileges cannot be used: it has no value"},
		{"role in other case", privileges("SetRole:5"), "Item 1 of privileges cannot be used: its name must be written setrole"},
		{"role 0", privileges("setrole:0"), "the API reads it as a number"},
		{"role in exponents", privileges("list:*", "setrole:2e0"), "Item 2 of privileges cannot be used: its role cannot be used"},
		{"role of the holder's choice", privileges("setrole:*"), "choose the role"},
		{"role null", privileges("setrole:null"), "no permissions at all"},
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

// TestSession_warnsWithoutLimits: only a role limits what a session of type
// admin can do.
func TestSession_warnsWithoutLimits(t *testing.T) {
	e := configured(t, administrator(kalturatest.NewServer(t), kalturatest.Acme))
	for item, warns := range map[string]bool{"setrole:102": false, "sview:1_a": true, "*": true} {
		for _, config := range []arguments{{"type": "admin"}, {"type": "user"}, {"type": "admin", "user_id": "u"}} {
			_, diags := e.open(t.Context(), "kaltura_session", config.with("privileges", []any{item}))
			if warns && config["type"] == "admin" && config["user_id"] == nil {
				diags.expectOnly(t, "Kaltura Session Not Limited by Its Privileges", "only the privilege setrole limits it")
			} else {
				diags.expectNone(t)
			}
		}
	}
	e.session(arguments{"type": "admin"})
}
