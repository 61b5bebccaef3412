// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

// maxConnections is the maximum number of connections and concurrent requests
// of a client. Terraform reads ten objects in parallel by default.
const maxConnections = 10

// errProxyRefused marks a CONNECT that the proxy rejected.
var errProxyRefused = errors.New("the proxy refused the connection")

// newTransport is used without an http.Client, because it follows no redirect:
// a 307 would send the body, and the KS in it, to any address that the answer
// names, and a 302 would drop it.
func newTransport(roots *x509.CertPool, proxy *url.URL) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyURL(proxy),
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   15 * time.Second,
		IdleConnTimeout:       90 * time.Second,
		ExpectContinueTimeout: time.Second,
		// The default of two would make ten concurrent readers open and close a
		// connection for nearly every read.
		MaxIdleConns:        maxConnections,
		MaxIdleConnsPerHost: maxConnections,
		MaxConnsPerHost:     maxConnections,
		// The default would allow 10 MB of headers.
		MaxResponseHeaderBytes: 64 << 10,
		TLSClientConfig: &tls.Config{
			MinVersion:         tls.VersionTLS12,
			RootCAs:            roots,
			ClientSessionCache: tls.NewLRUClientSessionCache(maxConnections),
		},
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
			if answer.StatusCode != http.StatusOK {
				return errProxyRefused
			}
			return nil
		},
	}
}

// transportFailure classifies errors without using their text, which can
// contain a proxy's address with its password.
func transportFailure(err error) Failure {
	if failed, ok := errors.AsType[*net.OpError](err); ok && failed.Op == "proxyconnect" {
		if tlsFailure(failed.Err) != "" {
			return ProxyTLSFailed
		}
		return ProxyRefused
	}
	if failure := tlsFailure(err); failure != "" {
		return failure
	}
	if failed, ok := errors.AsType[*net.DNSError](err); ok {
		if failed.IsNotFound {
			return HostNotFound
		}
		return DNSTrouble
	}
	if failed, ok := errors.AsType[net.Error](err); ok && failed.Timeout() {
		return TimedOut
	}
	switch {
	case errors.Is(err, errProxyRefused):
		return ProxyRefused
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return Unreachable
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return ConnectionLost
	}
	return ConnectionLost
}

func tlsFailure(err error) Failure {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return CertificateUntrusted
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return CertificateWrongHost
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if invalid.Reason == x509.Expired {
			return CertificateExpired
		}
		return CertificateUntrusted
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return CertificateUntrusted
	}
	// crypto/tls marks an alert by the operation; its own AlertError is QUIC's.
	if failed, ok := errors.AsType[*net.OpError](err); ok && (failed.Op == "remote error" || failed.Op == "local error") {
		return TLSFailed
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return TLSFailed
	}
	return ""
}
