// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// trusting makes a client trust a server's certificate, if it has one.
func trusting(t testing.TB, server *kalturatest.Server) func(*kaltura.Config) {
	t.Helper()
	if server.CertificatePEM == "" {
		return func(*kaltura.Config) {}
	}
	pool, err := kaltura.ParseCertificates(server.CertificatePEM)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *kaltura.Config) { c.RootCAs = pool }
}

// TestParseCertificates_forms covers what pasting, heredocs, and single-line
// variables produce.
func TestParseCertificates_forms(t *testing.T) {
	server := kalturatest.NewTLSServer(t)
	pem := server.CertificatePEM
	for form, text := range map[string]string{
		"as it is":          pem,
		"byte-order mark":   "\ufeff" + pem,
		"indented":          strings.ReplaceAll("\n"+pem, "\n", "\n    "),
		"CR LF":             strings.ReplaceAll(pem, "\n", "\r\n"),
		`\n written out`:    strings.ReplaceAll(pem, "\n", `\n`),
		`\r\n written out`:  strings.ReplaceAll(pem, "\n", `\r\n`),
		"in one line":       strings.ReplaceAll(pem, "\n", " "),
		"in quotes":         `"` + pem + `"`,
		"among other words": "# The authority\n" + pem + "# its end\n",
		"twice":             pem + "\ufeff" + strings.TrimSpace(pem) + pem,
		"beside a list":     "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n" + pem,
	} {
		t.Run(form, func(t *testing.T) {
			pool, err := kaltura.ParseCertificates(text)
			if err != nil {
				t.Fatal(err)
			}
			trust := func(c *kaltura.Config) { c.RootCAs = pool }
			wantAcme(t, newClient(t, server.URL, adminOf(kalturatest.Acme), trust))
		})
	}
}

func TestParseCertificates_refused(t *testing.T) {
	good := kalturatest.NewTLSServer(t).CertificatePEM
	block := func(label, body string) string {
		return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n"
	}
	for _, test := range []struct{ name, text, says string }{
		{"empty", "", "it contains no PEM certificate"},
		{"not PEM", "canary", "it contains no PEM certificate"},
		{"a request", block("CERTIFICATE REQUEST", "canary"), "it contains no PEM certificate"},
		{"not base64", block("CERTIFICATE", "canary?"), "certificate 1 of 1 cannot be read"},
		{"not a certificate", block("CERTIFICATE", "Y2FuYXJ5"), "certificate 1 of 1 cannot be read"},
		{"first of two", block("CERTIFICATE", "Y2FuYXJ5") + good, "certificate 1 of 2 cannot be read"},
		{"second of three", good + block("CERTIFICATE", "Y2FuYXJ5") + good, "certificate 2 of 3 cannot be read"},
		{"cut short", good + good[:len(good)/2], "certificate 2 of 2 cannot be read"},
		{"key", block("PRIVATE KEY", "canary"), "it contains a private key"},
		{"key among them", good + block("EC PRIVATE KEY", "canary") + good, "it contains a private key"},
		{"key behind one that is damaged", block("CERTIFICATE", "canary") + block("ENCRYPTED PRIVATE KEY", "canary"), "it contains a private key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pool, err := kaltura.ParseCertificates(test.text)
			if pool != nil || err == nil || !strings.HasPrefix(err.Error(), test.says) {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "Y2Fu") {
				t.Errorf("quoted: %v", err)
			}
		})
	}
}
