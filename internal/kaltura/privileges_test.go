// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestCheckPrivileges_refuses(t *testing.T) {
	lists := [][]string{{"edit:1", "edit:2"}, {"*", "all:*"}}
	for _, item := range []string{
		"", " \t", " edit", "edit\n", "edit:1,setrole:2", "custom:a\x1b[31m", "custom:a\x00b", ":value",
		// A field of the KS itself, or a name that PHP reads as another one.
		"_e:99999999999", "my.privilege:1", "my privilege:1", "list[0]:1", "list]:1", "a&_t=2", "a=b", "a+b", "a%26b",
		// Without a value they restrict nothing and widen the session.
		"setrole", "setrole:", "sessionid", "sessionid:", "iprestrict", "iprestrict:", "urirestrict", "urirestrict:",
		"actionslimit", "actionslimit:", "actionslimit:0", "actionslimit:-1", "actionslimit:many", "sview:",
	} {
		if kaltura.CheckPrivilege(item) == nil {
			t.Errorf("%q is accepted", item)
		}
		lists = append(lists, []string{item})
	}
	for _, items := range lists {
		if kaltura.CheckPrivileges(items) == nil {
			t.Errorf("%q is accepted", items)
		}
	}
}

// TestCheckPrivileges_acceptedItemsArriveUnchanged: an accepted privilege means
// the same to the server.
func TestCheckPrivileges_acceptedItemsArriveUnchanged(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	for _, items := range [][]string{
		{"*"},
		{"disableentitlement"},
		{"setrole:PLAYBACK_BASE_ROLE", "sessionid:run/7?x=1&y=2"},
		{"edit:0_abcd1234/1_efgh5678", "iprestrict:203.0.113.7"},
		{"urirestrict:/api_v3/*|/p/1/*"},
		{"privacycontext:EDU A&B=C; 50% + #1"},
		{"custom:v.a.l u.e[0]"},
		{"name-with-dash:1", "Name2:ü日本"},
	} {
		session := create(t, client, kaltura.SessionRequest{Lifetime: time.Hour, Privileges: items})
		if got := inspectKS(t, server, session.KS.Reveal()).Privileges; got != strings.Join(items, ",") {
			t.Errorf("%q arrived as %q", items, got)
		}
	}
}

func TestSignKS_refuses(t *testing.T) {
	secret := kaltura.NewSecret(kalturatest.Acme.AdminSecret)
	for _, test := range []struct {
		name   string
		fields kaltura.KSFields
		secret kaltura.Secret
		random string
	}{
		{"no secret", kaltura.KSFields{}, kaltura.Secret{}, "0123456789abcdef"},
		{"too little randomness", kaltura.KSFields{}, secret, "0123"},
		{"a refused privilege", kaltura.KSFields{Privileges: []string{"a.b"}}, secret, "0123456789abcdef"},
	} {
		if ks, err := kaltura.SignKS(test.fields, test.secret, strings.NewReader(test.random)); err == nil || ks.Present() {
			t.Errorf("%s: a KS was made", test.name)
		}
	}
}
