// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// FuzzParseServiceURL: an accepted URL parses to itself again, and only its
// host and path have room for a secret.
func FuzzParseServiceURL(f *testing.F) {
	for _, text := range []string{
		"https://www.kaltura.com", " https://www.kaltura.com/ ", "https://www.kaltura.com/api_v3/index.php", "http://localhost:8080/kaltura/API_V3/service/",
		"https://[::1]:8443/api_v3", "https://[fe80::1%25eth0]/", "https://user:pass@host", "https://host?ks=1", "https://host#x", "https://host/#", "https://host/?",
		"https://host/%2F", "https://host//", "https://host/a%20b/", "https://host/%3Fks=1", "https:///x", "https:host", "ftp://host", "https://h:", "https://h:99999", "//h", "", "%", "https://ü.example/é",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := kaltura.ParseServiceURL(text)
		if err != nil {
			if text != "" && len(text) > 12 && strings.Contains(err.Error(), text) {
				t.Fatalf("the error quotes the text: %v", err)
			}
			return
		}
		if *parsed != (url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}) || parsed.Hostname() == "" {
			t.Fatalf("%#v", *parsed)
		}
		if parsed.Scheme != "https" && parsed.Scheme != "http" {
			t.Fatalf("scheme %q", parsed.Scheme)
		}
		again, err := kaltura.ParseServiceURL(parsed.String())
		if err != nil || *again != *parsed {
			t.Fatalf("%q became %q, and that %v, %v", text, parsed, again, err)
		}
	})
}

// FuzzDecodeAnswer: an answer is an account, an exception, or a failure. An
// account has the values that the standard decoder finds.
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

// FuzzDecodeError: the code of an exception is always safe to display.
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
	for _, header := range []string{"861769557, 1795419146", "861769557", "", ", 5", "1,99999999999999999999", "fa4e,1", strings.Repeat("7", 21) + ",1", "\x1b[31m,1", "1,\"5\""} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		id := kaltura.RequestIDOf(header)
		if strings.Trim(id, "0123456789") != "" || len(id) > 20 {
			t.Fatalf("request id %q is shown", id)
		}
	})
}

// FuzzPrivileges: the server receives an accepted privilege unchanged. The
// stand-in reads the fields of a KS as PHP would.
func FuzzPrivileges(f *testing.F) {
	server := kalturatest.NewServer(f)
	for _, item := range []string{
		"*", "all:*", "edit", "setrole:PLAYBACK_BASE_ROLE", "sessionid:run/7?x=1&y=2", "privacycontext:EDU A&B=C; 50% + #1", "custom:v.a.l u.e[0]", "Name2:ü日本", "sview:1_a/1_b", "a.b:1", "a b", "list[0]", "_e:1", ":", "x:", "x::y", "a,b", "ü:日本", "a%:b", "a\x00b", "a;b:c;d", " x", "x ", "a#b",
	} {
		f.Add(item)
	}
	f.Fuzz(func(t *testing.T, item string) {
		if kaltura.CheckPrivilege(item) != nil || !utf8.ValidString(item) {
			return
		}
		fields := kaltura.KSFields{PartnerID: kalturatest.Acme.ID, Privileges: []string{item}, Expiry: time.Unix(1893456000, 0)}
		ks, err := kaltura.SignKS(fields, adminOf(kalturatest.Acme).Secret, zeros())
		if err != nil {
			t.Fatal(err)
		}
		want := kalturatest.SessionOptions{Expiry: fields.Expiry, Privileges: item, Version: 2}
		if item == "all:*" {
			want.Privileges = "*"
		}
		if got := inspectKS(t, server, ks.Reveal()); got != want {
			t.Fatalf("%q arrived as %+v", item, got)
		}
		name, _, _ := strings.Cut(item, ":")
		if php := strings.NewReplacer(".", "_", " ", "_", "[", "_").Replace(name); php != name {
			t.Fatalf("PHP rewrites the name %q", name)
		}
	})
}

// zeros are the random bytes of one KS.
func zeros() io.Reader { return bytes.NewReader(make([]byte, 16)) }

// FuzzSignKS: the stand-in's own parser reads what SignKS wrote.
func FuzzSignKS(f *testing.F) {
	for _, user := range []string{"", "jane@example.com", "zoë~x", "a b+c&d=e", "日本", "a;b|c"} {
		f.Add(user, int64(time.Hour/time.Second), true)
	}
	server := kalturatest.NewServer(f)
	server.KeepRequests(false)
	f.Fuzz(func(t *testing.T, user string, lifetime int64, admin bool) {
		lifetime = max(1, lifetime%(20*365*86400))
		if !utf8.ValidString(user) || strings.HasSuffix(user, "\x00") {
			return // JSON cannot name such a user, or the padding cuts it
		}
		fields := kaltura.KSFields{PartnerID: kalturatest.Acme.ID, UserID: user, Expiry: time.Unix(time.Now().Unix()+lifetime, 0)}
		if admin {
			fields.Type = kaltura.SessionTypeAdmin
		}
		ks, err := kaltura.SignKS(fields, kaltura.NewSecret(kalturatest.Acme.AdminSecret), zeros())
		if err != nil {
			t.Fatal(err)
		}
		if id, ok := kaltura.KSPartnerID(ks.Reveal()); !ok || id != fields.PartnerID {
			t.Fatalf("partner id read as %d, %t", id, ok)
		}
		want := kalturatest.SessionOptions{Type: int(fields.Type), UserID: user, Expiry: fields.Expiry, Version: 2}
		if got := inspectKS(t, server, ks.Reveal()); got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func FuzzKSPartnerID(f *testing.F) {
	for _, ks := range []string{
		"djJ8MTIzNDU2N3x4eHg=", "djJ8MTIz", "garbage", "", "djJ8LTF8eA==", "YWJjfDEyMzsxMjM7", "djJ8OTk5OTk5OTk5OTk5OTk5OTk5OTl8eA==", " djJ8MTIzNDU2N3w/ \n",
	} {
		f.Add(ks)
	}
	f.Fuzz(func(t *testing.T, ks string) {
		if id, ok := kaltura.KSPartnerID(ks); !ok && id != 0 {
			t.Fatalf("%d of a KS that cannot be read", id)
		}
	})
}
