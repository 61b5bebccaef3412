// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAccountInfo_requestIsWhatTheAPIReads(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	wantAcme(t, client)
	request := server.Requests()[0]
	profile, _ := request.Params["responseProfile"].(map[string]any)
	for _, test := range []struct {
		what      string
		got, want any
	}{
		{"method", request.Method, "POST"},
		{"URL", request.URL, "/api_v3/service/partner/action/getInfo"},
		{"Content-Type", request.Header["Content-Type"], []string{"application/json"}},
		{"User-Agent", request.Header.Get("User-Agent"), testUserAgent},
		{"clientTag", request.Params["clientTag"], testClientTag},
		{"format", request.Params["format"], json.Number("1")},
		{"nocache", request.Params["nocache"], true},
		{"profile type", profile["type"], json.Number("1")},
		{"profile fields", profile["fields"], "id,secret,adminSecret"},
		{"profile class", profile["objectType"], "KalturaDetachedResponseProfile"},
		{"KS in a header", strings.Contains(fmt.Sprint(request.Header), text(request.Params["ks"])), false},
	} {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s is %v, want %v", test.what, test.got, test.want)
		}
	}
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

func TestAccountInfo_choosesTheActionByAccount(t *testing.T) {
	for _, test := range []struct {
		name      string
		partnerID int64
		action    string
		want      kalturatest.Account
	}{
		{"the signed-in account", 0, "partner.getInfo", kalturatest.Umbrella},
		{"the same by its id", kalturatest.Umbrella.ID, "partner.getInfo", kalturatest.Umbrella},
		{"a child", kalturatest.UmbrellaNorth.ID, "partner.get", kalturatest.UmbrellaNorth},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := start(t, adminOf(kalturatest.Umbrella))
			info, err := client.AccountInfo(t.Context(), test.partnerID)
			if err != nil {
				t.Fatal(err)
			}
			if err := checkInfo(info, test.want); err != nil {
				t.Error(err)
			}
			wantCount(t, server, test.action, 1)
			wantCount(t, server, "", 1)
			wantNeverSent(t, server, kalturatest.Umbrella.AdminSecret)
		})
	}
}

func TestAccountInfo_kindsOfAccount(t *testing.T) {
	server := kalturatest.NewServer(t)
	for name, test := range map[string]struct {
		account kalturatest.Account
		want    kaltura.Failure
	}{
		"read-only":                {kalturatest.ReadOnly, ""},
		"issues KS version 1":      {kalturatest.Umbrella, ""},
		"short sessions":           {kalturatest.ShortSessions, ""},
		"names beyond ASCII":       {kalturatest.Foreign, ""},
		"two factors":              {kalturatest.TwoFactor, ""},
		"secrets hidden":           {kalturatest.Hidden, kaltura.SecretsNotVisible},
		"blocked":                  {kalturatest.Blocked, kaltura.AccountBlocked},
		"fully blocked":            {kalturatest.FullBlocked, kaltura.AccountBlocked},
		"https only, read by http": {kalturatest.HTTPSOnly, kaltura.HTTPSRequired},
	} {
		t.Run(name, func(t *testing.T) {
			info, err := newClient(t, server.URL, adminOf(test.account)).AccountInfo(t.Context(), 0)
			failed := wantFailure(t, err, test.want)
			if test.want == kaltura.SecretsNotVisible && failed.AskedPartnerID != test.account.ID {
				t.Errorf("asked for %d", failed.AskedPartnerID)
			}
			if err == nil && info.AdminSecret.Reveal() != test.account.AdminSecret {
				t.Error("another secret")
			}
		})
	}
}

func TestAccountInfo_rotation(t *testing.T) {
	for secret, another := range map[string]bool{kalturatest.Rotated.AdminSecret: false, kalturatest.RotatedOldSecret: true} {
		_, client := start(t, kaltura.AdminSecret{PartnerID: kalturatest.Rotated.ID, Secret: kaltura.NewSecret(secret)})
		info, err := client.AccountInfo(t.Context(), 0)
		if err != nil || info.AnotherAdminSecret != another || info.AdminSecret.Reveal() != kalturatest.Rotated.AdminSecret {
			t.Errorf("error %v, another secret %t, want %t", err, info.AnotherAdminSecret, another)
		}
	}
}

// replaceID makes the server answer with another account's ID.
func replaceID(from, to int64) kalturatest.Fault {
	return kalturatest.Fault{Times: -1, Mutate: func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(strconv.FormatInt(from, 10)), []byte(strconv.FormatInt(to, 10)))
	}}
}

func TestRead_answerOfAnotherAccount(t *testing.T) {
	parent, north, south := kalturatest.Umbrella.ID, kalturatest.UmbrellaNorth.ID, kalturatest.UmbrellaSouth.ID
	for asked, expected := range map[int64]int64{0: parent, parent: parent, north: north} {
		server, client := start(t, adminOf(kalturatest.Umbrella), replaceID(expected, south))
		_, infoErr := client.AccountInfo(t.Context(), asked)
		_, accountErr := client.Account(t.Context(), asked)
		for _, err := range []error{infoErr, accountErr} {
			failed := wantFailure(t, err, kaltura.AnswerOfAnotherAccount)
			if failed.AskedPartnerID != expected || failed.AnsweredPartnerID != south {
				t.Errorf("asked for %d and answered %d", failed.AskedPartnerID, failed.AnsweredPartnerID)
			}
		}
		wantCount(t, server, "", 2) // no retry
	}
}

func TestRead_accountNotReachable(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.UmbrellaNorth))
	for _, asked := range []int64{kalturatest.Umbrella.ID, kalturatest.UmbrellaSouth.ID, 39999999} {
		_, err := client.AccountInfo(t.Context(), asked)
		if failed := wantFailure(t, err, kaltura.AccountNotReachable); failed.AskedPartnerID != asked {
			t.Errorf("the error names account %d", failed.AskedPartnerID)
		}
	}
}

// TestAccount_reads also checks that the answers hold no secrets, with a
// stand-in that honors the response profile as the API does.
func TestAccount_reads(t *testing.T) {
	for _, test := range []struct {
		signedIn kalturatest.Account
		asked    int64
		want     kalturatest.Account
	}{
		{kalturatest.Acme, 0, kalturatest.Acme},
		{kalturatest.Umbrella, 0, kalturatest.Umbrella},
		{kalturatest.Umbrella, kalturatest.UmbrellaSouth.ID, kalturatest.UmbrellaSouth},
	} {
		server, client := start(t, adminOf(test.signedIn))
		got, err := client.Account(t.Context(), test.asked)
		if err != nil {
			t.Fatal(err)
		}
		active, passwordOnly, created := int64(1), int64(0), test.want.CreatedAt.UTC()
		want := kaltura.Account{
			PartnerID: test.want.ID, Name: &test.want.Name, Description: &test.want.Description, Website: set(test.want.Website),
			Status: &active, CreatedAt: &created, AdminEmail: &test.want.AdminEmail, ParentPartnerID: set(test.want.ParentID),
			ReferenceID: set(test.want.ReferenceID), AuthenticationType: &passwordOnly, DirectLoginBlocked: new(bool),
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("read %+v, want %+v", got, want)
		}
		wantCount(t, server, "", 1)
		wantNotAnswered(t, server, test.want.AdminSecret, test.want.UserSecret)
	}
}

// set returns nil for the zero value, which the API omits.
func set[T comparable](value T) *T {
	if value == *new(T) {
		return nil
	}
	return &value
}

// wantNotAnswered fails the test if an answer held one of the texts.
func wantNotAnswered(t testing.TB, server *kalturatest.Server, texts ...string) {
	t.Helper()
	for _, request := range server.Requests() {
		for _, secret := range texts {
			if bytes.Contains(request.Answer, []byte(secret)) {
				t.Errorf("%s.%s was answered with a secret", request.Service, request.Action)
			}
		}
	}
}

// TestAccount_absentIsNil: a property that the API omits is nil, not a zero
// value that could pass for one of the account's.
func TestAccount_absentIsNil(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Acme), kalturatest.AnswerJSON(`{"id":30000001,"objectType":"KalturaPartner"}`))
	got, err := client.Account(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if got != (kaltura.Account{PartnerID: kalturatest.Acme.ID}) {
		t.Errorf("got %+v", got)
	}
}

func TestAccount_needsNoRightToSecrets(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, credentials := range []kaltura.Credentials{
		loginOf(kalturatest.Viewer), tokenOf(kalturatest.TokenWithoutSecrets), adminOf(kalturatest.Hidden),
	} {
		if got, err := newClient(t, server.URL, credentials).Account(t.Context(), 0); err != nil || got.Name == nil {
			t.Errorf("%T: %v", credentials, err)
		}
	}
}

func TestAccount_lenientTypes(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       kaltura.Failure
	}{
		{"numbers as strings", `{"id":"30000001","status":"1","createdAt":"1700000000","blockDirectLogin":"1"}`, ""},
		{"booleans as numbers", `{"id":30000001,"status":1,"createdAt":1700000000,"blockDirectLogin":1}`, ""},
		{"texts as numbers", `{"id":30000001,"status":1,"createdAt":1700000000,"blockDirectLogin":true,"name":7}`, ""},
		{"exponent", `{"id":3.0000001e7}`, kaltura.UnexpectedAnswer},
		{"words for a number", `{"id":"thirty"}`, kaltura.UnexpectedAnswer},
		{"an object for a text", `{"id":30000001,"name":{}}`, kaltura.UnexpectedAnswer},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, client := start(t, adminOf(kalturatest.Acme), kalturatest.AnswerJSON(test.body))
			got, err := client.Account(t.Context(), 0)
			if test.want != "" {
				wantFailure(t, err, test.want)
				return
			}
			if err != nil || *got.Status != 1 || !*got.DirectLoginBlocked || !got.CreatedAt.Equal(time.Unix(1700000000, 0)) {
				t.Errorf("%+v, error %v", got, err)
			}
		})
	}
}
