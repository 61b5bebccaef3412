// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"io"
	"net/url"
	"time"
)

// Defaults for callers.
const (
	// DefaultRequestTimeout also applies if Config.RequestTimeout is 0.
	DefaultRequestTimeout = 30 * time.Second
	DefaultMaxRetries     = 3
)

// Config is the configuration of a [Client].
type Config struct {
	// ServiceURL is an address from [ParseServiceURL].
	ServiceURL *url.URL
	// Credentials is one of AdminSecret, GivenKS, AppToken and Login.
	Credentials Credentials
	// ClientTag names the client in Kaltura's logs (parameter clientTag).
	ClientTag string
	// UserAgent is the User-Agent header.
	UserAgent string
	// RootCAs are the trusted authorities; nil means the system's.
	RootCAs *x509.CertPool
	// RequestTimeout limits each attempt; 0 means DefaultRequestTimeout.
	RequestTimeout time.Duration
	// MaxRetries is the maximum number of retries after a transient failure.
	MaxRetries int
	// OnAttempt, if set, is called after each request, possibly concurrently.
	OnAttempt func(context.Context, Attempt)

	// Now and Random replace the clock and the source of KS randomness in tests.
	Now    func() time.Time
	Random io.Reader
}

// Attempt describes one request for a log. It has no field that could hold a
// secret: no URL, header, parameter, body or API message.
type Attempt struct {
	Service, Action string
	// Number counts from 1 within the call.
	Number     int
	HTTPStatus int
	// Failure and Code are empty on success.
	Failure   Failure
	Code      string
	RequestID string
	Duration  time.Duration
}

// Credentials is a sign-in method.
type Credentials interface {
	signIn(client *Client) signIn
}

// AdminSecret signs each request with the account's Administrator Secret. The
// secret itself is never sent, except for a session of a child account
// (session.impersonate takes it as a parameter).
type AdminSecret struct {
	PartnerID int64
	Secret    Secret
}

// GivenKS uses an existing KS. PartnerID, unless 0, guards against the KS of
// another account.
type GivenKS struct {
	PartnerID int64
	KS        Secret
}

// AppToken exchanges an app token for sessions as needed.
type AppToken struct {
	PartnerID int64
	ID        string
	Token     Secret
	// HashType is found by trying if it is "".
	HashType HashType
}

// Login signs in as a KMC user, once.
type Login struct {
	PartnerID int64
	LoginID   string
	Password  Secret
	// OTP is absent unless the account requires one.
	OTP Secret
}

func (c Config) withDefaults() Config {
	if c.RequestTimeout <= 0 {
		c.RequestTimeout = DefaultRequestTimeout
	}
	if c.MaxRetries < 0 {
		c.MaxRetries = 0
	}
	if c.OnAttempt == nil {
		c.OnAttempt = func(context.Context, Attempt) {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	return c
}
