// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// BenchmarkRead reads the account from a server in the same process: signing a
// KS, building the request, the exchange, and decoding. Bare, the lower bound,
// is a POST with a prepared body and json.Unmarshal. Both include the server's
// own work.
func BenchmarkRead(b *testing.B) {
	exchange := recordedRead(b)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // the client may have disconnected
		_, _ = w.Write(exchange.Answer)    // the client may have disconnected
	}))
	b.Cleanup(server.Close)
	client := newClient(b, server.URL, adminOf(kalturatest.Acme))
	b.Run("provider", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.AccountInfo(b.Context(), 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var answer struct {
				ID          int64  `json:"id"`
				AdminSecret string `json:"adminSecret"`
				UserSecret  string `json:"secret"`
			}
			if err := json.Unmarshal(post(b, server.URL, exchange.Body), &answer); err != nil || answer.AdminSecret == "" {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSigning signs a KS, as for each request.
func BenchmarkSigning(b *testing.B) {
	fields := kaltura.KSFields{PartnerID: 1234567, Type: kaltura.SessionTypeAdmin, Expiry: time.Unix(1893456000, 0)}
	secret := kaltura.NewSecret("0123456789abcdef0123456789abcdef")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := kaltura.SignKS(fields, secret, rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecoding decodes three answers of partner.getInfo: the whole answer
// that the API sends without a response profile, the answer limited to what
// AccountInfo requests, and the refusal of an expired KS.
func BenchmarkDecoding(b *testing.B) {
	exchange := recordedRead(b)
	delete(exchange.Params, "responseProfile")
	whole, err := json.Marshal(exchange.Params)
	if err != nil {
		b.Fatal(err)
	}
	server := kalturatest.NewServer(b)
	for name, body := range map[string][]byte{
		"full":    post(b, server.URL+exchange.URL, whole),
		"limited": exchange.Answer,
		"error": []byte(`{"code":"INVALID_KS","message":"Invalid KS \"djJ8MTIzNDU2N3w\", Error \"-1,EXPIRED\"",` +
			`"objectType":"KalturaAPIException","args":{"KSID":"EXPIRED","ERR_CODE":"-1","ERR_DESC":"EXPIRED"}}`),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if id, code, _ := kaltura.DecodeAccount(body); (id == 0) != (name == "error") || (code == "") == (name == "error") {
					b.Fatal(id, code)
				}
			}
			b.ReportMetric(float64(len(body)), "answer-bytes")
		})
	}
}

// recordedRead returns one exchange between the client and the stand-in.
func recordedRead(b *testing.B) kalturatest.Request {
	b.Helper()
	server, client := start(b, adminOf(kalturatest.Acme))
	wantAcme(b, client)
	return server.Requests()[0]
}

func post(b *testing.B, url string, body []byte) []byte {
	b.Helper()
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
