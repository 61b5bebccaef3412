// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestAccount_reads(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	got, err := client.Account(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	acme := kalturatest.Acme
	for _, test := range []struct{ field, got, want string }{
		{"name", value(got.Name), acme.Name},
		{"description", value(got.Description), acme.Description},
		{"website", value(got.Website), acme.Website},
		{"e-mail", value(got.AdminEmail), acme.AdminEmail},
		{"reference id", value(got.ReferenceID), acme.ReferenceID},
	} {
		if test.got != test.want {
			t.Errorf("%s is %q, want %q", test.field, test.got, test.want)
		}
	}
	if got.PartnerID != acme.ID || got.Status == nil || *got.Status != 1 || got.CreatedAt == nil || !got.CreatedAt.Equal(acme.CreatedAt) {
		t.Errorf("id %d, status %v, created %v", got.PartnerID, got.Status, got.CreatedAt)
	}
	wantCount(t, server, "", 1)
}

func value[T any](pointer *T) T {
	if pointer == nil {
		return *new(T)
	}
	return *pointer
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

func TestAccount_parentOnlyOfAChild(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Umbrella))
	own, err := client.Account(t.Context(), 0)
	if err != nil || own.ParentPartnerID != nil {
		t.Errorf("own parent %v, error %v", own.ParentPartnerID, err)
	}
	child, err := client.Account(t.Context(), kalturatest.UmbrellaSouth.ID)
	if err != nil || child.ParentPartnerID == nil || *child.ParentPartnerID != kalturatest.Umbrella.ID {
		t.Errorf("child's parent %v, error %v", child.ParentPartnerID, err)
	}
}

// TestAccount_secretsAreNotSentToIt relies on the stand-in, which honors the
// response profile as the API does.
func TestAccount_secretsAreNotSentToIt(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Umbrella))
	for _, id := range []int64{0, kalturatest.UmbrellaNorth.ID} {
		if _, err := client.Account(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	answers := server.Requests()
	for _, answer := range answers {
		for _, account := range []kalturatest.Account{kalturatest.Umbrella, kalturatest.UmbrellaNorth} {
			if bytes.Contains(answer.Answer, []byte(account.AdminSecret)) || bytes.Contains(answer.Answer, []byte(account.UserSecret)) {
				t.Errorf("the answer to partner.%s holds a secret", answer.Action)
			}
		}
	}
	if len(answers) != 2 {
		t.Errorf("%d answers were looked at", len(answers))
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
		{"fraction", `{"id":30000001.5}`, kaltura.UnexpectedAnswer},
		{"exponent", `{"id":3.0000001e7}`, kaltura.UnexpectedAnswer},
		{"beyond 64 bits", `{"id":30000001,"createdAt":99999999999999999999}`, kaltura.UnexpectedAnswer},
		{"words for a number", `{"id":"thirty"}`, kaltura.UnexpectedAnswer},
		{"an object for a text", `{"id":30000001,"name":{}}`, kaltura.UnexpectedAnswer},
		{"a list for the account", `[{"id":30000001}]`, kaltura.UnexpectedAnswer},
		{"text behind the JSON", `{"id":30000001} trailing`, kaltura.MalformedAnswer},
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
