// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func newBenchClient(b *testing.B, serviceURL string) *Client {
	b.Helper()
	address, err := ParseServiceURL(serviceURL)
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
	return client
}

// barePost reads an account with net/http and json.Unmarshal alone. The body,
// with a KS in it, is made beforehand.
func barePost(b *testing.B, client *http.Client, url string, body []byte) {
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		b.Error(err)
		return
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		b.Error(err)
		return
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		b.Error(err)
		return
	}
	var got plainAccountInfo
	if err := json.Unmarshal(answer, &got); err != nil || got.ID != kalturatest.Acme.ID {
		b.Error(got.ID, err)
	}
}

// readRequest is the body that AccountInfo sends.
func readRequest(b *testing.B, client *Client) []byte {
	b.Helper()
	ks, err := client.session.ks(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	body, err := json.Marshal(readParams(client, ks))
	if err != nil {
		b.Fatal(err)
	}
	return body
}

func readParams(client *Client, ks Secret) map[string]any {
	return map[string]any{
		"format": 1, "nocache": true, "clientTag": client.config.ClientTag, "ks": ks.Reveal(),
		"responseProfile": map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": secretFields},
	}
}

// BenchmarkRead reads the account from a loopback server that costs nothing:
// signing a KS, building the request, the exchange, decoding. Bare is a POST
// with a body made beforehand and json.Unmarshal.
func BenchmarkRead(b *testing.B) {
	url := serveConstant(b, getInfoAnswer(b, secretFields))
	client := newBenchClient(b, url)
	ctx := context.Background()
	b.Run("provider", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.AccountInfo(ctx, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	bare := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	body := readRequest(b, client)
	endpoint := client.endpoint + "partner/action/getInfo"
	b.Run("bare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			barePost(b, bare, endpoint, body)
		}
	})
}

// BenchmarkRequestBuilding builds the request of a read, KS included in neither.
func BenchmarkRequestBuilding(b *testing.B) {
	client := newBenchClient(b, "http://127.0.0.1:1")
	ks, err := client.session.ks(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	b.Run("provider", func(b *testing.B) {
		with := apiParams{
			"ks":              ks.Reveal(),
			"responseProfile": map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": secretFields},
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.newRequest(ctx, apiAction{service: "partner", name: "getInfo"}, with); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		with := readParams(client, ks)
		b.ReportAllocs()
		for b.Loop() {
			body, err := json.Marshal(with)
			if err != nil {
				b.Fatal(err)
			}
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, client.endpoint+"partner/action/getInfo", bytes.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/json")
		}
	})
}
