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
		"v2 user, many privileges", "00112233445566778899aabbccddeeff", "a1b2c3d4e5f60718293a4b5c6d7e8f90",
		"djJ8NTY3ODkwMXwKLWCkRFwEUoi4Ycji0pzsi5BaR97VuYMKjZoKUdgylZPqM1yYKuYA-7VNG5T3wdUKqeN8xDMfxBmXM_nNFqyJoXjsRuAyhOt_FXqR4Uu7g6iiwgOaPQAaCyWkOW93XU_Lhdsw9jkPu9TpECYZbgmebVKu3dWM9xaIUpmYzeBgC1YWVwt6xB2vjuXpYfxhEYSuEM06boNUAE_r4SNOt4TZ19yTz9lDyO94KixYY25iXpNsleEzctn78o7YR7zW5Zs6cHTfKZVZ9uMSe1fjC7KcvXGM1tDO119E-hjqyzKnWC_9ZdOIV7taDYsJDEgG03y0P1mvcHov5u_nYn4UUktc",
		session{version: 2, partnerID: 5678901, userID: "jane doe+test@example.com", expiry: 1893456000},
		"setrole:PLAYBACK_BASE_ROLE,sview:1_abcd1234/1_efgh5678,iprestrict:203.0.113.7,urirestrict:/api_v3/*,enableentitlement,privacycontext:EDU A&B=C",
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
