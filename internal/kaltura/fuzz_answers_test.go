// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// An answer is either an account, or an exception, or a failure; and an account
// is what the standard decoder finds too.
func FuzzDecodeAnswer(f *testing.F) {
	for _, body := range []string{
		`{"id":30000001,"name":"Acme","status":1,"createdAt":1700000000,"blockDirectLogin":false,"objectType":"KalturaPartner"}`,
		`{"id":"30000001","maxUploadSize":"150","adultContent":0}`, `{"id":1e3}`, `{"id":null}`, `null`, `"a text"`, `7`, `[]`, `{}`, ``, " \n",
		`<?xml version="1.0"?><xml><result/></xml>`, `<html>`, "\xef\xbb\xbf{}", `{"id":1}}`, `{"id":1,"name":"\ud800"}`, "{\"name\":\"\xff\"}",
		`{"objectType":"KalturaAPIException"}`, `{"name":"KalturaAPIException","id":5}`, strings.Repeat("[", 11000),
	} {
		f.Add([]byte(body))
	}
	known := map[kaltura.Failure]bool{
		"": true, kaltura.EmptyAnswer: true, kaltura.HTMLAnswer: true, kaltura.XMLAnswer: true, kaltura.MalformedAnswer: true, kaltura.UnexpectedAnswer: true,
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		id, code, failure := kaltura.DecodeAccount(body)
		switch {
		case code != "":
			return
		case !known[failure]:
			t.Fatalf("failure %q", failure)
		case failure != "":
			if id != 0 && failure != kaltura.UnexpectedAnswer {
				t.Fatalf("account %d with failure %q", id, failure)
			}
		case !json.Valid(body) || !utf8.Valid(body):
			t.Fatal("accepted what is no JSON")
		}
	})
}

// Whatever an exception holds, its code is fit to be shown.
func FuzzDecodeError(f *testing.F) {
	for _, body := range []string{
		`{"code":"INVALID_KS","message":"Invalid KS \"EXPIRED\"","objectType":"KalturaAPIException","args":{"KSID":"EXPIRED","ERR_CODE":"-1"}}`,
		`{"code":"SERVICE_FORBIDDEN","message":"x","objectType":"KalturaAPIException","args":[]}`,
		`{"code":7,"objectType":"KalturaAPIException","args":null}`, `{"code":{},"objectType":"KalturaAPIException","args":"x"}`,
		`{"code":"\u001b[31m","objectType":"KalturaAPIException"}`, `{"code":"A\nB","objectType":"KalturaAPIException"}`,
		`{"objectType":"KalturaAPIException","args":{"KSID":["EXPIRED"]}}`, `{"code":"INTERNAL_DATABASE_ERROR","objectType":"KalturaAPIException"}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		_, code, failure := kaltura.DecodeAccount(body)
		if code == "" {
			return
		}
		plain := len(code) <= 64 && !strings.ContainsFunc(code, func(r rune) bool {
			return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
		})
		if code != "(not shown)" && !plain {
			t.Fatalf("code %q is shown", code)
		}
		if failure == "" {
			t.Fatal("an exception without a failure")
		}
	})
}

func FuzzRequestID(f *testing.F) {
	for _, header := range []string{"861769557, 1795419146", "861769557", "", ", 5", "1,99999999999999999999", "fa4e,1", "\x1b[31m,1", "1,\"5\""} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		id := kaltura.RequestIDOf(header)
		if strings.Trim(id, "0123456789") != "" || len(id) > 20 {
			t.Fatalf("request id %q is shown", id)
		}
	})
}
