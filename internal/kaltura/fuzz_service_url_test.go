// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// What is accepted is accepted again unchanged, and has room for no secret but
// in its host and path.
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
