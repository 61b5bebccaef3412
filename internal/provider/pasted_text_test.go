// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// What is unusual in a credential may be right, so it is sent all the same.
func TestPastedText_isNoFaultWhereItMayBeMeant(t *testing.T) {
	for attribute, texts := range map[string][]string{
		"login_id": {"o'neill@example.com", "“Ann” Example", "Zoë 👩‍💻"},
		"password": {`"quoted"`, " \"half", "it's <b>{}", "👨‍👩‍👧 family"},
	} {
		for _, text := range texts {
			block := give(arguments{attribute: text}, completing[attribute]...)
			resolved, diags := resolve(t, block)
			if len(diags) > 0 || resolved.Texts[attribute] != text {
				t.Errorf("%s %q: %q, %v", attribute, text, resolved.Texts[attribute], diags)
			}
		}
	}
}

// A refused credential of an unusual shape is told apart from a wrong one.
func TestDoubts(t *testing.T) {
	server := kalturatest.NewServer(t)
	secret := kalturatest.Acme.AdminSecret
	token := kalturatest.TokenSHA256
	asToken := func(text string) arguments {
		return arguments{"service_url": server.URL, "partner_id": kalturatest.Acme.ID, "app_token_id": token.ID, "app_token": text, "max_retries": 0}
	}
	asUser := func(password string) arguments {
		return loginAt(server, kalturatest.Acme, kalturatest.Manager.LoginID, password)
	}
	asAdministrator := func(text string) arguments {
		return administrator(server, kalturatest.Acme).with("admin_secret", text)
	}
	for _, test := range []struct {
		title, summary, given, says string
		block                       func(string) arguments
	}{
		{"secret cut short", "Wrong Kaltura Administrator Secret", secret[:31], "The given Administrator Secret has 31 characters, where 32 hexadecimal digits are usual: was it cut short?", asAdministrator},
		{"secret in base64", "Wrong Kaltura Administrator Secret", "NGY2NzkzYmQ2NjFiODBhZTA1Y2M1MTA2NGZiZmU2YTI=", "has 44 characters, where 32 hexadecimal digits are usual: is it base64?", asAdministrator},
		{"secret with more", "Wrong Kaltura Administrator Secret", "secret=" + secret, "were other characters taken along?", asAdministrator},
		{"wrong secret of the usual shape", "Wrong Kaltura Administrator Secret", kalturatest.Acme.UserSecret, "", asAdministrator},
		{"token cut short", "Wrong Kaltura App Token", token.Token[:8], "The given app token has 8 characters", asToken},
		{"wrong token of the usual shape", "Wrong Kaltura App Token", secret, "", asToken},
		{"password in quotation marks", "Kaltura Login Refused", `'` + kalturatest.Manager.Password + `'`, "is in quotation marks; remove them unless they are part of it", asUser},
		{"password with a blank", "Kaltura Login Refused", kalturatest.Manager.Password + " ", "begins or ends with a blank", asUser},
		{"wrong password", "Kaltura Login Refused", "canary", "", asUser},
	} {
		t.Run(test.title, func(t *testing.T) {
			diags := firstRead(t, test.block(test.given))
			if len(diags) != 1 || diags[0].Summary != test.summary {
				t.Fatal(diags)
			}
			if detail := diags[0].Detail; !strings.Contains(detail, test.says) || strings.Contains(detail, "The given ") != (test.says != "") || strings.Contains(detail, test.given) {
				t.Error(detail)
			}
		})
	}
}
