// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"encoding/json"
	"testing"
)

// plainAccountInfo is what a client without the provider's care decodes into.
type plainAccountInfo struct {
	ID          int64  `json:"id"`
	AdminSecret string `json:"adminSecret"`
	UserSecret  string `json:"secret"`
}

// BenchmarkAnswerDecoding decodes a partner.getInfo answer: whole, as the API
// sends it without a response profile, and limited to the three fields that
// AccountInfo asks for. Bare is json.Unmarshal.
func BenchmarkAnswerDecoding(b *testing.B) {
	for _, fields := range []string{"", secretFields} {
		name := "full"
		if fields != "" {
			name = "limited"
		}
		body := getInfoAnswer(b, fields)
		b.Run(name+"/provider", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var got struct {
					ID          *lenientInt  `json:"id"`
					AdminSecret secretString `json:"adminSecret"`
					UserSecret  secretString `json:"secret"`
				}
				if thrown, failure := decodeAnswer(body, &got); thrown != nil || failure != "" {
					b.Fatal(thrown, failure)
				}
			}
			b.ReportMetric(float64(len(body)), "answer-bytes")
		})
		b.Run(name+"/bare", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var got plainAccountInfo
				if err := json.Unmarshal(body, &got); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkErrorDecoding decodes the API's refusal of an expired KS and finds
// the failure that it means.
func BenchmarkErrorDecoding(b *testing.B) {
	body := []byte(`{"code":"INVALID_KS","message":"Invalid KS \"djJ8MTIzNDU2N3w\", Error \"-1,EXPIRED\"",` +
		`"objectType":"KalturaAPIException","args":{"KSID":"EXPIRED","ERR_CODE":"-1","ERR_DESC":"EXPIRED"}}`)
	b.Run("provider", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var got plainAccountInfo
			thrown, _ := decodeAnswer(body, &got)
			if thrown == nil || thrown.failure(apiAction{}, true) != KSExpired || thrown.safeCode(nil) != "INVALID_KS" {
				b.Fatal(thrown)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var got struct {
				ObjectType, Code string
				Args             map[string]string
			}
			if err := json.Unmarshal(body, &got); err != nil || got.Args["KSID"] != "EXPIRED" {
				b.Fatal(err)
			}
		}
	})
}
