// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
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
	for _, block := range strings.Split(cleanPEM(text), beginPEM)[1:] {
		if label, _, _ := strings.Cut(block, "-----"); strings.HasSuffix(label, "CERTIFICATE") {
			encoded = append(encoded, beginPEM+block)
		}
	}
	if len(encoded) == 0 {
		return nil, ErrNoCertificate
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	for index, text := range encoded {
		block, _ := pem.Decode([]byte(text))
		if block == nil {
			block = &pem.Block{}
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d of %d cannot be read: it is damaged or truncated", index+1, len(encoded))
		}
		pool.AddCert(certificate)
	}
	return pool, nil
}

var markerPEM = regexp.MustCompile(`-----(BEGIN|END) [^-]+-----`)

// cleanPEM puts the markers on lines of their own, and drops invisible
// characters, such as a byte-order mark.
func cleanPEM(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, strings.NewReplacer(`\r`, "", `\n`, "\n").Replace(text))
	return markerPEM.ReplaceAllString(text, "\n$0\n")
}
