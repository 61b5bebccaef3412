// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package kaltura is a client for the actions of the Kaltura API (v3) that the
// provider needs: signing in, reading accounts, creating sessions, and managing
// roles and app tokens. It knows nothing of Terraform.
//
// Every call is one POST of a JSON object to {service
// URL}/api_v3/service/{service}/action/{action}. The URL and the headers
// contain no secrets.
package kaltura

import (
	"context"
	"maps"
	"net/http"
	"strings"
)

// Client calls the API as one account. It is safe for concurrent use, signs in
// at its first call and shares that session among callers.
type Client struct {
	config   Config
	endpoint string
	http     *http.Transport
	// slots limits concurrent requests. Waiting for a slot does not count towards
	// the request timeout; waiting for a connection would.
	slots     chan struct{}
	clock     *clock
	retries   retryPolicy
	session   signIn
	creations *creations
	// existing are the roles and app tokens that must exist.
	existing *existing
	// children are the clients that ForAccount returned.
	children *children
	lookUps  *lookUps
}

// New creates a client without sending a request. It fails with
// KSOfAnotherAccount if a given KS names another account than the credentials
// do, and with ProxyMalformed.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	proxy, err := proxyFromEnvironment(config.ServiceURL)
	if err != nil {
		return nil, err
	}
	client := &Client{
		config:    config,
		endpoint:  config.ServiceURL.String() + "/api_v3/service/",
		http:      newTransport(config.RootCAs, proxy),
		slots:     make(chan struct{}, maxConnections),
		clock:     newClock(config.Now),
		retries:   newRetryPolicy(config.MaxRetries, config.RequestTimeout),
		creations: &creations{},
		existing:  &existing{},
		children:  &children{},
		lookUps:   &lookUps{memory: newKeptMemory()},
	}
	if given, ok := config.Credentials.(interface{ check() error }); ok {
		if err := given.check(); err != nil {
			return nil, err
		}
	}
	client.session = config.Credentials.signIn(client)
	return client, nil
}

// PartnerID is the account that the client signs in to, or 0 if a given KS does
// not reveal it.
func (c *Client) PartnerID() int64 { return c.session.partnerID() }

// CloseIdleConnections closes idle connections.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }

// apiParams are the parameters of an action besides those of every request.
type apiParams map[string]any

// repeatedIn reports whether a text from an answer repeats one of the values,
// as a misconfigured server or proxy may do.
func (p apiParams) repeatedIn(answered string) bool {
	answered = strings.ToLower(answered)
	for _, value := range p {
		if text, ok := value.(string); ok && len(text) >= 6 && strings.Contains(answered, strings.ToLower(text)) {
			return true
		}
	}
	return false
}

// and returns a copy with one more parameter.
func (p apiParams) and(name string, value any) apiParams {
	more := make(apiParams, len(p)+1)
	maps.Copy(more, p)
	more[name] = value
	return more
}

// callSignedIn calls an action with the client's session and decodes the answer
// into out. It replaces a session that the API reports as expired once, if the
// sign-in method supports that.
func (c *Client) callSignedIn(ctx context.Context, action apiAction, params apiParams, out any) error {
	var used Secret
	signed := func() (apiParams, error) {
		ks, err := c.session.ks(ctx)
		if err != nil {
			return nil, err
		}
		used = ks
		return params.and("ks", ks.Reveal()), nil
	}
	_, err := c.retry(ctx, action, signed, out)
	failed := ErrorOf(err)
	if failed != nil && failed.Failure == KSExpired && c.session.renew(used, failed) {
		sent := failed.Attempts
		_, err = c.retry(ctx, action, signed, out)
		if failed = ErrorOf(err); failed != nil {
			failed.Attempts += sent
		}
	}
	if failed == nil {
		return nil
	}
	if failed.PartnerID == 0 {
		failed.PartnerID = c.PartnerID()
	}
	return c.session.explain(ctx, failed)
}

// call calls an action without the client's session: params is complete.
func (c *Client) call(ctx context.Context, action apiAction, params apiParams, out any) (response, error) {
	return c.retry(ctx, action, func() (apiParams, error) { return params, nil }, out)
}
