// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// ksVectors were computed with Kaltura's official clients, with a fixed clock
// and fixed random bytes. The real server accepted them.
var ksVectors = []struct {
	name, secret  string
	partnerID     int64
	userID        string
	kind          kaltura.SessionType
	privileges    []string
	randomHex, ks string
}{
	{
		"admin_empty_user_disableentitlement", "0123456789abcdef0123456789abcdef", 1234567, "", kaltura.SessionTypeAdmin,
		[]string{"disableentitlement"},
		"000102030405060708090a0b0c0d0e0f",
		"djJ8MTIzNDU2N3w_YY6Es9NFenPinjRFoS8wKyAmyjNFNWLw8rc5qQ1CFtWOsTSsKn7Z1Y8Ka86c4N2LJ3gs8ay1KbTCRPvSV37YRSQIexwbjAmfrUJKmQd4eQ==",
	},
	{
		"admin_star_privilege", "fedcba9876543210fedcba9876543210", 102, "terraform@example.com", kaltura.SessionTypeAdmin,
		[]string{"*"},
		"ffffffffffffffffffffffffffffffff",
		"djJ8MTAyfEXkjv8iAj9O3jqlNNkDeI9sGiak42u6m2vChDkDKJtpfEkvhz9qqZCxfc3PqECeuBHwE-hz7KWo3IxPY0b3r2YAWizfoQezd0uBuIMYaapSnVeAcXoNBxS7xr-zjg_B8w==",
	},
	{
		"user_many_privileges", "00112233445566778899aabbccddeeff", 5678901, "jane doe+test@example.com", kaltura.SessionTypeUser,
		[]string{"setrole:PLAYBACK_BASE_ROLE", "sview:1_abcd1234/1_efgh5678", "iprestrict:203.0.113.7", "urirestrict:/api_v3/*", "enableentitlement", "privacycontext:EDU A&B=C"},
		"a1b2c3d4e5f60718293a4b5c6d7e8f90",
		"djJ8NTY3ODkwMXwKLWCkRFwEUoi4Ycji0pzsi5BaR97VuYMKjZoKUdgylZPqM1yYKuYA-7VNG5T3wdUKqeN8xDMfxBmXM_nNFqyJoXjsRuAyhOt_FXqR4Uu7g6iiwgOaPQAaCyWkOW93XU_Lhdsw9jkPu9TpECYZbgmebVKu3dWM9xaIUpmYzeBgC1YWVwt6xB2vjuXpYfxhEYSuEM06boNUAE_r4SNOt4TZ19yTz9lDyO94KixYY25iXpNsleEzctn78o7YR7zW5Zs6cHTfKZVZ9uMSe1fjC7KcvXGM1tDO119E-hjqyzKnWC_9ZdOIV7taDYsJDEgG03y0P1mvcHov5u_nYn4UUktc",
	},
	{
		"admin_no_privileges", "0123456789abcdef0123456789abcdef", 1234567, "ci-bot", kaltura.SessionTypeAdmin, nil, "00000000000000000000000000000000",
		"djJ8MTIzNDU2N3xiFqjjcTvqSc5M_EhYaWpPeg9XUqCCle12YzyblBRqWHPb8YLp0UV54JKhUeQjEvarhG6bznB21hIq0-ShWZmQ",
	},
	{
		"admin_non_ascii_user", "0123456789abcdef0123456789abcdef", 1234567, "zoë~x", kaltura.SessionTypeAdmin,
		[]string{"all:*", "sessionid:7f3c"},
		"10203040506070809101112131415161",
		"djJ8MTIzNDU2N3w9uEpSGg0rItX65PIVu98MilLxf2mAif-bykMuUBDi389euMRjRCit8fTxHMem6e9qGWJ9AzJhGXVnxr5mCRUzyYz_y5hYZBgd8fAlVZIw3pKtLW1Fp-pGG5UrWvHqEpo=",
	},
	{
		"admin_block_aligned_plaintext", "0123456789abcdef0123456789abcdef", 1234567, "uu", kaltura.SessionTypeAdmin,
		[]string{"disableentitlement"},
		"0f0e0d0c0b0a09080706050403020100",
		"djJ8MTIzNDU2N3xgRTVCTkYYidTgs26XQcTL-MKD5iwqN3uM7ujQrRTj1ts1whBTGCkbczMxIyUz9BAoMOBAaePPSJBWCY4wyj1apzVjZd2ouEWHDyIfOP6T1g==",
	},
}

func TestSignKS_vectors(t *testing.T) {
	for _, vector := range ksVectors {
		t.Run(vector.name, func(t *testing.T) {
			random, err := hex.DecodeString(vector.randomHex)
			if err != nil {
				t.Fatal(err)
			}
			fields := kaltura.KSFields{
				PartnerID: vector.partnerID, UserID: vector.userID, Type: vector.kind, Expiry: time.Unix(1893456000, 0), Privileges: vector.privileges,
			}
			ks, err := kaltura.SignKS(fields, kaltura.NewSecret(vector.secret), bytes.NewReader(random))
			if err != nil {
				t.Fatal(err)
			}
			if ks.Reveal() != vector.ks {
				t.Errorf("got  %s\nwant %s", ks.Reveal(), vector.ks)
			}
			if id, ok := kaltura.KSPartnerID(vector.ks); !ok || id != vector.partnerID {
				t.Errorf("partner id read as %d, %t", id, ok)
			}
			server := kalturatest.NewServer(t, kalturatest.Account{ID: vector.partnerID, AdminSecret: vector.secret})
			in := inspectKS(t, server, " "+vector.ks+"\n")
			if in.UserID != vector.userID || in.Type != int(vector.kind) || !in.Expiry.Equal(fields.Expiry) || in.Privileges != strings.Join(vector.privileges, ",") {
				t.Errorf("the stand-in reads %+v", in)
			}
		})
	}
}

func TestKSPartnerID(t *testing.T) {
	for _, test := range []struct {
		name, ks string
		want     int64
		ok       bool
	}{
		{"version 1: v1_admin", "NTRlNGIxN2QzNDk2ZTZiNDU3ODAwM2UzM2QzZWU4NWYxZTBmZDc5OHwxMjM0NTY3OzEyMzQ1Njc7MTg5MzQ1NjAwMDsyOzQyNDI7O2Rpc2FibGVlbnRpdGxlbWVudA==", 1234567, true},
		{"version 1: v1_user_multi_privileges", "N2VlZmZhY2EzMDI0OTZhZmU3ODA4ZGE3Yjc1ZDcyNDJjNzU1MjlmYXwxMDI7MTAyOzE4OTM0NTYwMDA7MDs3O2phbmVAZXhhbXBsZS5jb207c3ZpZXc6MV9hLHN2aWV3OjFfYixzZXRyb2xlOlBMQVlCQUNLX0JBU0VfUk9MRQ==", 102, true},
		{"standard alphabet, no padding, white space", " djJ8MTIzNDU2N3w/YY6Es9NFenPinjRFoS8wKyAmyjNFNWLw8rc5qQ1CFtWOsTSsKn7Z1Y8Ka86c4N2LJ3gs8ay1KbTCRPvSV37YRSQIexwbjAmfrUJKmQd4eQ\n", 1234567, true},
		{"empty", "", 0, false},
		{"not base64", "garbage!", 0, false},
		{"base64 of something else", "aGVsbG8gd29ybGQ=", 0, false},
		{"no number", "djJ8YWJjfHh4eA==", 0, false},
		{"cut off in the number", "djJ8MTIz", 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if id, ok := kaltura.KSPartnerID(test.ks); id != test.want && test.ok || ok != test.ok {
				t.Errorf("got %d, %t", id, ok)
			}
		})
	}
}

func TestHashAppToken_vectors(t *testing.T) {
	ks, token := kaltura.NewSecret("djJ8MTIzNDU2N3xFWEFNUExFLXdpZGdldC1rcw=="), kaltura.NewSecret("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
	for hashType, want := range map[kaltura.HashType]string{
		"MD5":    "16825b9f549431885de7d004a0748d73",
		"SHA1":   "7bbdcebfbc176a7c2e3f5a81dab36ff486e67bfd",
		"SHA256": "cf6244303580422d3041bf12e3d99be8d38305fb6b70604fb349500594d9ee80",
		"SHA512": "623d03bd903aed7e0131a66aaede87040f664294ceaa659464f162fb7707fe23139bf6608f696558a82d40806191621de0e0bbddd6df9f0246dd95eec354cbff",
		"SHA3":   "",
	} {
		if got := kaltura.HashAppToken(hashType, ks, token); got != want {
			t.Errorf("%s: got %s, want %s", hashType, got, want)
		}
	}
}

func TestCheckPrivileges_refuses(t *testing.T) {
	lists := [][]string{{"edit:1", "edit:2"}, {"*", "all:*"}}
	for _, item := range []string{
		"", " \t", " edit", "edit\n", "edit:1,setrole:2", "custom:a\x1b[31m", "custom:a\x00b", ":value",
		// A field of the KS itself, or a name that PHP reads as another one.
		"_e:99999999999", "my.privilege:1", "my privilege:1", "list[0]:1", "list]:1", "a&_t=2", "a=b", "a+b", "a%26b", "a#b",
		// Without a value they restrict nothing and widen the session.
		"setrole", "setrole:", "sessionid", "sessionid:", "iprestrict", "iprestrict:", "urirestrict", "urirestrict:",
		"actionslimit", "actionslimit:", "actionslimit:0", "actionslimit:-1", "actionslimit:many", "actionslimit:2147483648", "sview:",
		// Names of permissions.
		"INTEGRATION_BASE", "KMC_ACCESS", "ADMIN_ROLE_ADD", "BASE_USER_SESSION_PERMISSION",
		"CONTENT_MANAGE", "PLAYLIST_ADD", "PLAYLIST_UPDATE", "PLAYLIST_DELETE",
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

// TestCheckPrivileges_accepts privileges that FuzzPrivileges sees arrive
// unchanged.
func TestCheckPrivileges_accepts(t *testing.T) {
	for _, items := range [][]string{
		{"*"},
		{"setrole:PLAYBACK_BASE_ROLE", "sessionid:run/7?x=1&y=2"},
		{"edit:0_abcd1234/1_efgh5678", "iprestrict:203.0.113.7"},
		{"urirestrict:/api_v3/*|/p/1/*", "disableentitlement"},
		{"privacycontext:EDU A&B=C; 50% + #1"},
		{"custom:v.a.l u.e[0]", "MY_FLAG", "INTEGRATION_BASE:1"},
		{"name-with-dash:1", "Name2:ü日本"},
	} {
		if err := kaltura.CheckPrivileges(items); err != nil {
			t.Errorf("%q: %v", items, err)
		}
	}
}

// TestShownPrivilege: values are shown of the API's own privileges, unless they
// are long.
func TestShownPrivilege(t *testing.T) {
	long := strings.Repeat("x", 64)
	for item, want := range map[string]string{
		"setrole:1": "", "sview:1": "", "view:1": "", "list:1": "", "edit:1": "", "download:1": "", "actionslimit:1": "", "iprestrict:1": "",
		"urirestrict:1": "", "privacycontext:1": "", "disableentitlementforentry:1": "", "apptoken:1": "", "MY_FLAG": "",
		"edit:" + long: "", "edit:" + long + "x": "edit", "custom:1": "custom", "Edit:1": "Edit", "edit:\x1b\u202e": "edit:\ufffd\ufffd",
	} {
		if want == "" {
			want = item
		}
		if got := kaltura.ShownPrivilege(item); got != want {
			t.Errorf("%q is shown as %q", item, got)
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

// inspectKS returns what the stand-in reads in a KS.
func inspectKS(t testing.TB, server *kalturatest.Server, ks string) kalturatest.SessionOptions {
	t.Helper()
	fields, ok := server.ReadSession(ks)
	if !ok {
		t.Fatal("the server cannot read the KS")
	}
	return fields
}
