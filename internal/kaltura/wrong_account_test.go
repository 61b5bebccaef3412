// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// replaceID makes the server answer about another account.
func replaceID(from, to int64) kalturatest.Fault {
	return kalturatest.Fault{Times: -1, Mutate: func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(strconv.FormatInt(from, 10)), []byte(strconv.FormatInt(to, 10)))
	}}
}

func TestRead_answerOfAnotherAccount(t *testing.T) {
	parent, north, south := kalturatest.Umbrella.ID, kalturatest.UmbrellaNorth.ID, kalturatest.UmbrellaSouth.ID
	for _, test := range []struct {
		name                    string
		asked, expected, answer int64
	}{
		{"own account", 0, parent, south},
		{"own account by id", parent, parent, south},
		{"child", north, north, south},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			server.Inject(replaceID(test.expected, test.answer))
			client := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
			_, infoErr := client.AccountInfo(t.Context(), test.asked)
			_, accountErr := client.Account(t.Context(), test.asked)
			for _, err := range []error{infoErr, accountErr} {
				failed := wantFailure(t, err, kaltura.AnswerOfAnotherAccount)
				if failed.AskedPartnerID != test.expected || failed.AnsweredPartnerID != test.answer {
					t.Errorf("asked for %d and answered %d", failed.AskedPartnerID, failed.AnsweredPartnerID)
				}
			}
			wantCount(t, server, "", 2) // not asked again
		})
	}
}

func TestRead_accountNotReachable(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct {
		name  string
		as    kalturatest.Account
		asked int64
	}{
		{"foreign", kalturatest.Umbrella, kalturatest.Acme.ID},
		{"unknown", kalturatest.Umbrella, 39999999},
		{"parent asked by its child", kalturatest.UmbrellaNorth, kalturatest.Umbrella.ID},
		{"sibling", kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth.ID},
		{"from an account without children", kalturatest.Acme, kalturatest.UmbrellaSouth.ID},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := newClient(t, server.URL, adminOf(test.as)).AccountInfo(t.Context(), test.asked)
			if failed := wantFailure(t, err, kaltura.AccountNotReachable); failed.AskedPartnerID != test.asked {
				t.Errorf("the error names account %d", failed.AskedPartnerID)
			}
		})
	}
}

func TestRead_answerWithoutID(t *testing.T) {
	for _, body := range []string{`{}`, `null`, `{"id":null}`, `{"id":0}`, `{"id":"0","secret":"x","adminSecret":"y"}`} {
		server := kalturatest.NewServer(t)
		server.Inject(kalturatest.AnswerJSON(body))
		_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
		wantFailure(t, err, kaltura.UnexpectedAnswer)
	}
}
