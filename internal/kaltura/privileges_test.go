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

var refusedPrivileges = []struct{ name, item string }{
	{"empty", ""},
	{"white space", " \t"},
	{"white space in front", " edit"},
	{"white space behind", "edit\n"},
	{"comma", "edit:1,setrole:2"},
	{"control character", "custom:a\x1b[31m"},
	{"NUL", "custom:a\x00b"},
	{"no name", ":value"},
	{"field of the KS itself", "_e:99999999999"},
	{"dot, which PHP makes _", "my.privilege:1"},
	{"space, which PHP makes _", "my privilege:1"},
	{"bracket, which PHP makes an array", "list[0]:1"},
	{"closing bracket", "list]:1"},
	{"ampersand", "a&_t=2"},
	{"equals sign", "a=b"},
	{"plus sign", "a+b"},
	{"percent sign", "a%26b"},
	{"role left empty", "setrole:"},
	{"role left out", "setrole"},
	{"group left out", "sessionid"},
	{"empty value", "sview:"},
	{"no action allowed", "actionslimit:0"},
	{"negative limit", "actionslimit:-1"},
	{"limit that is no number", "actionslimit:many"},
}

func TestCheckPrivilege_refuses(t *testing.T) {
	for _, test := range refusedPrivileges {
		t.Run(test.name, func(t *testing.T) {
			if kaltura.CheckPrivilege(test.item) == nil {
				t.Errorf("%q is accepted", test.item)
			}
		})
	}
}

// Without a value they restrict nothing, so that the session could do more.
func TestCheckPrivilege_refusesRestrictionsWithoutAValue(t *testing.T) {
	for _, name := range []string{"setrole", "sessionid", "iprestrict", "urirestrict", "actionslimit"} {
		for _, item := range []string{name, name + ":"} {
			if kaltura.CheckPrivilege(item) == nil {
				t.Errorf("%q is accepted", item)
			}
		}
	}
}

func TestCheckPrivileges_refusesANameTwice(t *testing.T) {
	for _, items := range [][]string{{"edit:1", "edit:2"}, {"*", "all:*"}} {
		if kaltura.CheckPrivileges(items) == nil {
			t.Errorf("%q is accepted", items)
		}
	}
}

// Whatever passes the check means to the server what it says here.
func TestCheckPrivilege_acceptedItemsArriveUnchanged(t *testing.T) {
	server := kalturatest.NewServer(t)
	client := newClient(t, server.URL, adminOf(kalturatest.Acme))
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
		session, err := client.MintSession(t.Context(), kaltura.SessionRequest{Lifetime: time.Hour, Privileges: items})
		if err != nil {
			t.Errorf("%q: %v", items, err)
			continue
		}
		if got := inspectKS(t, server, session.KS.Reveal()).privileges; got != strings.Join(items, ",") {
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
