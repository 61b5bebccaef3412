// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/hex"
	"strings"
	"testing"
)

// ksVectors were made with official clients and accepted by the real server's
// own parser. All values are made up.
var ksVectors = []struct {
	name, secret, random, ks string
	want                     session
	privileges               string
}{
	{
		"v2 admin, one privilege", "0123456789abcdef0123456789abcdef", "000102030405060708090a0b0c0d0e0f",
		"djJ8MTIzNDU2N3w_YY6Es9NFenPinjRFoS8wKyAmyjNFNWLw8rc5qQ1CFtWOsTSsKn7Z1Y8Ka86c4N2LJ3gs8ay1KbTCRPvSV37YRSQIexwbjAmfrUJKmQd4eQ==",
		session{version: 2, partnerID: 1234567, kind: 2, expiry: 1893456000},
		"disableentitlement",
	},
	{
		"v2 privilege star", "fedcba9876543210fedcba9876543210", "ffffffffffffffffffffffffffffffff",
		"djJ8MTAyfEXkjv8iAj9O3jqlNNkDeI9sGiak42u6m2vChDkDKJtpfEkvhz9qqZCxfc3PqECeuBHwE-hz7KWo3IxPY0b3r2YAWizfoQezd0uBuIMYaapSnVeAcXoNBxS7xr-zjg_B8w==",
		session{version: 2, partnerID: 102, userID: "terraform@example.com", kind: 2, expiry: 1893456000},
		"*",
	},
	{
		"v2 user, many privileges", "00112233445566778899aabbccddeeff", "a1b2c3d4e5f60718293a4b5c6d7e8f90",
		"djJ8NTY3ODkwMXwKLWCkRFwEUoi4Ycji0pzsi5BaR97VuYMKjZoKUdgylZPqM1yYKuYA-7VNG5T3wdUKqeN8xDMfxBmXM_nNFqyJoXjsRuAyhOt_FXqR4Uu7g6iiwgOaPQAaCyWkOW93XU_Lhdsw9jkPu9TpECYZbgmebVKu3dWM9xaIUpmYzeBgC1YWVwt6xB2vjuXpYfxhEYSuEM06boNUAE_r4SNOt4TZ19yTz9lDyO94KixYY25iXpNsleEzctn78o7YR7zW5Zs6cHTfKZVZ9uMSe1fjC7KcvXGM1tDO119E-hjqyzKnWC_9ZdOIV7taDYsJDEgG03y0P1mvcHov5u_nYn4UUktc",
		session{version: 2, partnerID: 5678901, userID: "jane doe+test@example.com", expiry: 1893456000},
		"setrole:PLAYBACK_BASE_ROLE,sview:1_abcd1234/1_efgh5678,iprestrict:203.0.113.7,urirestrict:/api_v3/*,enableentitlement,privacycontext:EDU A&B=C",
	},
	{
		"v2 no privileges", "0123456789abcdef0123456789abcdef", "00000000000000000000000000000000",
		"djJ8MTIzNDU2N3xiFqjjcTvqSc5M_EhYaWpPeg9XUqCCle12YzyblBRqWHPb8YLp0UV54JKhUeQjEvarhG6bznB21hIq0-ShWZmQ",
		session{version: 2, partnerID: 1234567, userID: "ci-bot", kind: 2, expiry: 1893456000},
		"",
	},
	{
		"v2 user beyond ASCII", "0123456789abcdef0123456789abcdef", "10203040506070809101112131415161",
		"djJ8MTIzNDU2N3w9uEpSGg0rItX65PIVu98MilLxf2mAif-bykMuUBDi389euMRjRCit8fTxHMem6e9qGWJ9AzJhGXVnxr5mCRUzyYz_y5hYZBgd8fAlVZIw3pKtLW1Fp-pGG5UrWvHqEpo=",
		session{version: 2, partnerID: 1234567, userID: "zoë~x", kind: 2, expiry: 1893456000},
		"all:*,sessionid:7f3c",
	},
	{
		"v2 plain text that fills its blocks", "0123456789abcdef0123456789abcdef", "0f0e0d0c0b0a09080706050403020100",
		"djJ8MTIzNDU2N3xgRTVCTkYYidTgs26XQcTL-MKD5iwqN3uM7ujQrRTj1ts1whBTGCkbczMxIyUz9BAoMOBAaePPSJBWCY4wyj1apzVjZd2ouEWHDyIfOP6T1g==",
		session{version: 2, partnerID: 1234567, userID: "uu", kind: 2, expiry: 1893456000},
		"disableentitlement",
	},
	{
		"v1 admin", "0123456789abcdef0123456789abcdef", "",
		"NTRlNGIxN2QzNDk2ZTZiNDU3ODAwM2UzM2QzZWU4NWYxZTBmZDc5OHwxMjM0NTY3OzEyMzQ1Njc7MTg5MzQ1NjAwMDsyOzQyNDI7O2Rpc2FibGVlbnRpdGxlbWVudA==",
		session{version: 1, partnerID: 1234567, kind: 2, expiry: 1893456000},
		"disableentitlement",
	},
	{
		"v1 user, repeated privilege", "fedcba9876543210fedcba9876543210", "",
		"N2VlZmZhY2EzMDI0OTZhZmU3ODA4ZGE3Yjc1ZDcyNDJjNzU1MjlmYXwxMDI7MTAyOzE4OTM0NTYwMDA7MDs3O2phbmVAZXhhbXBsZS5jb207c3ZpZXc6MV9hLHN2aWV3OjFfYixzZXRyb2xlOlBMQVlCQUNLX0JBU0VfUk9MRQ==",
		session{version: 1, partnerID: 102, userID: "jane@example.com", expiry: 1893456000},
		"sview:1_a,sview:1_b,setrole:PLAYBACK_BASE_ROLE",
	},
}

func TestKSVectors(t *testing.T) {
	for _, v := range ksVectors {
		t.Run(v.name, func(t *testing.T) {
			secrets := func(int64) []string { return []string{"another secret", v.secret} }
			forms := []string{
				v.ks, strings.TrimRight(v.ks, "="), " " + v.ks[:9] + "\n" + v.ks[9:] + "\t",
				strings.NewReplacer("-", "+", "_", "/").Replace(v.ks),
			}
			for _, form := range forms {
				k := parseKS(form, secrets)
				if k == nil {
					t.Fatalf("refused %q", form)
				}
				got := *k
				got.id, got.privileges = "", nil
				if !equalSessions(got, v.want) || formatPrivileges(k.privileges) != v.privileges {
					t.Errorf("got %+v %q", got, formatPrivileges(k.privileges))
				}
			}
			if parseKS(v.ks, func(int64) []string { return []string{"another secret"} }) != nil {
				t.Error("accepted with another secret")
			}
			for _, broken := range []string{v.ks[:len(v.ks)-8], `"` + v.ks + `"`, "x" + v.ks, "", "garbage"} {
				if parseKS(broken, secrets) != nil {
					t.Errorf("accepted %q", broken)
				}
			}
			if v.random == "" {
				return
			}
			random, _ := hex.DecodeString(v.random)
			k := v.want
			k.privileges = parsePrivileges(v.privileges)
			if got := encodeKSv2(v.secret, &k, random); got != v.ks {
				t.Errorf("encoded %q", got)
			}
		})
	}
}

func equalSessions(a, b session) bool {
	return a.version == b.version && a.partnerID == b.partnerID && a.userID == b.userID &&
		a.kind == b.kind && a.expiry == b.expiry && a.master == b.master
}

// TestKSNames: PHP rewrites `.` and space in privilege names, and keeps the
// last value of a repeated one.
func TestKSNames(t *testing.T) {
	k := session{}
	k.setFields("x.y=1&a+b=2&x.y=3&_u=u&_t=2&_e=5&_m=7")
	if got := formatPrivileges(k.privileges); got != "x_y:3,a_b:2" {
		t.Errorf("privileges %q", got)
	}
	if k.userID != "u" || k.kind != 2 || k.expiry != 5 || k.master != 7 {
		t.Errorf("fields %+v", k)
	}
}

func TestKSv1RoundTrip(t *testing.T) {
	want := session{version: 1, partnerID: 5, userID: "u", kind: 2, expiry: 99, master: 4, privileges: parsePrivileges("edit:*,sview")}
	got := parseKS(encodeKSv1("s", &want, "1.5"), func(int64) []string { return []string{"s"} })
	if got == nil || !equalSessions(*got, want) || formatPrivileges(got.privileges) != "edit:*,sview" {
		t.Errorf("got %+v", got)
	}
}

// TestAppTokenHash: the four hash types over one KS and token.
func TestAppTokenHash(t *testing.T) {
	const ks, token = "djJ8MTIzNDU2N3xFWEFNUExFLXdpZGdldC1rcw==", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
	for hashType, want := range map[string]string{
		"MD5":    "16825b9f549431885de7d004a0748d73",
		"SHA1":   "7bbdcebfbc176a7c2e3f5a81dab36ff486e67bfd",
		"":       "7bbdcebfbc176a7c2e3f5a81dab36ff486e67bfd",
		"SHA256": "cf6244303580422d3041bf12e3d99be8d38305fb6b70604fb349500594d9ee80",
		"SHA512": "623d03bd903aed7e0131a66aaede87040f664294ceaa659464f162fb7707fe23139bf6608f696558a82d40806191621de0e0bbddd6df9f0246dd95eec354cbff",
	} {
		if got := (&AppToken{Token: token, HashType: hashType}).hash(ks); got != want {
			t.Errorf("%s: %s", hashType, got)
		}
	}
}
