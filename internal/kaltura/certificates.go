// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Errors of [ParseCertificates]. They never quote the text.
var (
	ErrNoCertificate = errors.New("it contains no PEM certificate")
	ErrPrivateKey    = errors.New("it contains a private key, which the provider does not need and which does not belong in a configuration; set only the certificates")
)

const beginPEM = "-----BEGIN "

// ParseCertificates reads PEM certificates to trust in addition to the
// system's. Pasted text may be indented, on one line, or have line breaks
// written as \n. All certificates must be readable: a missing one would look
// like an untrusted server.
func ParseCertificates(text string) (*x509.CertPool, error) {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return nil, ErrPrivateKey
	}
	var encoded []string
	for _, block := range strings.Split(strings.NewReplacer(`\r`, "", `\n`, "").Replace(text), beginPEM)[1:] {
		label, rest, _ := strings.Cut(block, "-----")
		if body, _, _ := strings.Cut(rest, "-----END"); strings.HasSuffix(label, "CERTIFICATE") {
			encoded = append(encoded, body)
		}
	}
	if len(encoded) == 0 {
		return nil, ErrNoCertificate
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	for index, body := range encoded {
		der, err := base64.StdEncoding.DecodeString(strings.Map(visible, body))
		if err != nil {
			return nil, unreadableCertificate(index, len(encoded))
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, unreadableCertificate(index, len(encoded))
		}
		pool.AddCert(certificate)
	}
	return pool, nil
}

func unreadableCertificate(index, count int) error {
	return fmt.Errorf("certificate %d of %d cannot be read: it is damaged or truncated", index+1, count)
}

// visible drops white space and invisible characters, such as a byte-order
// mark.
func visible(r rune) rune {
	if unicode.IsSpace(r) || !unicode.IsGraphic(r) {
		return -1
	}
	return r
}
