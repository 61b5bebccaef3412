// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"testing"
	"time"
)

// CertificateKind is what is right or wrong with a TLS server's certificate.
// All kinds are self-signed, so that a client must be told to trust them.
type CertificateKind int

// The kinds of certificate.
const (
	GoodCertificate      CertificateKind = iota // for 127.0.0.1, ::1 and localhost, valid now
	ExpiredCertificate                          // ended a day ago
	WrongHostCertificate                        // for wrong-host.example.com
)

// NewTLSServer is NewServer over TLS; trust its CertificatePEM.
func NewTLSServer(tb testing.TB, accounts ...Account) *Server {
	tb.Helper()
	return NewTLSServerWith(tb, GoodCertificate, accounts...)
}

// NewTLSServerWith is NewTLSServer with a certificate of a kind.
func NewTLSServerWith(tb testing.TB, kind CertificateKind, accounts ...Account) *Server {
	tb.Helper()
	certificate, text, err := newCertificate(kind)
	if err != nil {
		tb.Fatalf("kalturatest: %v", err)
	}
	s, err := start("127.0.0.1:0", certificate, accounts)
	if err != nil {
		tb.Fatalf("kalturatest: %v", err)
	}
	s.CertificatePEM = text
	tb.Cleanup(s.Close)
	return s
}

func newCertificate(kind CertificateKind) (*tls.Certificate, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, "", err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(int64(kind) + 1),
		Subject:      pkix.Name{CommonName: "kalturatest"},
		NotBefore:    time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IsCA:        true, BasicConstraintsValid: true,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	switch kind {
	case ExpiredCertificate:
		template.NotAfter = time.Now().Add(-24 * time.Hour)
	case WrongHostCertificate:
		template.DNSNames, template.IPAddresses = []string{"wrong-host.example.com"}, nil
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, "", err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(text), nil
}
