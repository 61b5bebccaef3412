// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// BenchmarkRead reads the account from a server in the same process: signing a
// KS, building the request, the exchange, decoding. Bare is a POST with a body
// made beforehand and json.Unmarshal, the least that a read takes. The server's
// own work counts in both.
func BenchmarkRead(b *testing.B) {
	answer := getInfoAnswer(b, secretFields)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // the client may be gone
		_, _ = w.Write(answer)             // the same
	}))
	b.Cleanup(server.Close)
	address, err := ParseServiceURL(server.URL)
	if err != nil {
		b.Fatal(err)
	}
	client, err := New(Config{
		ServiceURL:  address,
		Credentials: AdminSecret{PartnerID: kalturatest.Acme.ID, Secret: NewSecret(kalturatest.Acme.AdminSecret)},
		ClientTag:   "terraform-provider-kaltura:bench",
		UserAgent:   "terraform-provider-kaltura/bench",
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.CloseIdleConnections)
	b.Run("provider", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.AccountInfo(b.Context(), 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	body := getInfoRequest(b, secretFields)
	b.Run("bare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var answer struct {
				ID          int64  `json:"id"`
				AdminSecret string `json:"adminSecret"`
				UserSecret  string `json:"secret"`
			}
			if err := json.Unmarshal(post(b, server.URL, body), &answer); err != nil || answer.AdminSecret == "" {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSigning signs the KS that each request carries.
func BenchmarkSigning(b *testing.B) {
	fields := KSFields{PartnerID: 1234567, Type: SessionTypeAdmin, Expiry: time.Unix(1893456000, 0)}
	secret := NewSecret("0123456789abcdef0123456789abcdef")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := SignKS(fields, secret, rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecoding decodes a partner.getInfo answer: whole, as the API sends it
// without a response profile, limited to what AccountInfo asks for, and the
// refusal of an expired KS.
func BenchmarkDecoding(b *testing.B) {
	for _, test := range []struct {
		name string
		body []byte
	}{
		{"full", getInfoAnswer(b, "")},
		{"limited", getInfoAnswer(b, secretFields)},
		{"error", []byte(`{"code":"INVALID_KS","message":"Invalid KS \"djJ8MTIzNDU2N3w\", Error \"-1,EXPIRED\"",` +
			`"objectType":"KalturaAPIException","args":{"KSID":"EXPIRED","ERR_CODE":"-1","ERR_DESC":"EXPIRED"}}`)},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var answer struct {
					ID          *lenientInt  `json:"id"`
					AdminSecret secretString `json:"adminSecret"`
					UserSecret  secretString `json:"secret"`
				}
				if thrown, failure := decodeAnswer(test.body, &answer); (thrown != nil) != (test.name == "error") || failure != "" {
					b.Fatal(thrown, failure)
				}
			}
			b.ReportMetric(float64(len(test.body)), "answer-bytes")
		})
	}
}

const secretFields = "id,secret,adminSecret"

// getInfoRequest asks for the named fields, or for all with "".
func getInfoRequest(b *testing.B, fields string) []byte {
	b.Helper()
	ks, err := SignKS(KSFields{
		PartnerID: kalturatest.Acme.ID, Type: SessionTypeAdmin, Expiry: time.Now().Add(time.Hour),
	}, NewSecret(kalturatest.Acme.AdminSecret), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	request := map[string]any{"format": 1, "nocache": true, "ks": ks.Reveal()}
	if fields != "" {
		request["responseProfile"] = map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": fields}
	}
	body, err := json.Marshal(request)
	if err != nil {
		b.Fatal(err)
	}
	return body
}

// getInfoAnswer is what the stand-in sends for that.
func getInfoAnswer(b *testing.B, fields string) []byte {
	b.Helper()
	server := kalturatest.NewServer(b)
	answer := post(b, server.URL+"/api_v3/service/partner/action/getInfo", getInfoRequest(b, fields))
	if !bytes.Contains(answer, []byte(kalturatest.Acme.AdminSecret)) {
		b.Fatalf("unexpected answer of %d bytes", len(answer))
	}
	return answer
}

func post(b *testing.B, url string, body []byte) []byte {
	response, err := http.Post(url, "application/json", bytes.NewReader(body)) //nolint:gosec // the server of a test
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return answer
}
