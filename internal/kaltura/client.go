// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package kaltura is a client for the few actions of the Kaltura API (v3) that
// the provider needs: signing in, reading accounts, making sessions, and
// managing roles and app tokens. It knows nothing of Terraform.
//
// Every call is one POST of a JSON object to
// {service URL}/api_v3/service/{service}/action/{action}. Nothing secret stands
// in the address or in a header.
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
	// slots holds a token for each request under way. Waiting for one is no part
	// of the request's time, as waiting for a connection would be.
	slots   chan struct{}
	clock   *clock
	retries retryPolicy
	session signIn
}

// New makes a client without sending anything. It fails with
// KSOfAnotherAccount when a given KS names another account than the
// credentials do, and with ProxyMalformed.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	proxy, err := proxyFromEnvironment(config.ServiceURL)
	if err != nil {
		return nil, err
	}
	client := &Client{
		config:   config,
		endpoint: config.ServiceURL.String() + "/api_v3/service/",
		http:     newTransport(config.RootCAs, proxy),
		slots:    make(chan struct{}, maxConnections),
		clock:    &clock{now: config.Now},
		retries:  newRetryPolicy(config.MaxRetries),
	}
	if given, ok := config.Credentials.(GivenKS); ok {
		if err := given.check(); err != nil {
			return nil, err
		}
	}
	client.session = config.Credentials.signIn(client)
	return client, nil
}

// PartnerID is the account that the client signs in to; 0 when a given KS does
// not show it.
func (c *Client) PartnerID() int64 { return c.session.partnerID() }

// CloseIdleConnections closes connections that wait for a next call.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }

// action names an API action.
type apiAction struct {
	service, name string
	// once marks an action that must not be sent a second time, whatever fails.
	once bool
	// creates names what the action makes: it is not sent again once the server
	// may have received it.
	creates string
}

// maxAnswerBytes is how much the action's answer may be long.
func (a apiAction) maxAnswerBytes() int {
	if a.name == "list" {
		return MaxListBytes
	}
	return MaxAnswerBytes
}

// params are the parameters of an action besides those that each request has.
type apiParams map[string]any

// repeatedIn reports whether a text from an answer repeats one of the values,
// as a server or proxy that is set up wrongly may do.
func (p apiParams) repeatedIn(answered string) bool {
	answered = strings.ToLower(answered)
	for _, value := range p {
		if text, ok := value.(string); ok && len(text) >= 6 && strings.Contains(answered, strings.ToLower(text)) {
			return true
		}
	}
	return false
}

// and is a copy with one parameter more.
func (p apiParams) and(name string, value any) apiParams {
	more := make(apiParams, len(p)+1)
	maps.Copy(more, p)
	more[name] = value
	return more
}

// callSignedIn calls an action with the client's session and decodes the answer
// into out. A session that the API reports as expired is replaced once where the
// sign-in method allows.
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
	if err != nil && err.Failure == KSExpired && c.session.renew(used, err) {
		sent := err.Attempts
		if _, err = c.retry(ctx, action, signed, out); err != nil {
			err.Attempts += sent
		}
	}
	if err != nil {
		return c.session.explain(ctx, err)
	}
	return nil
}

// call calls an action without the client's session: params has all it needs.
func (c *Client) call(ctx context.Context, action apiAction, params apiParams, out any) (response, *Error) {
	return c.retry(ctx, action, func() (apiParams, error) { return params, nil }, out)
}
