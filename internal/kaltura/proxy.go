// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"net/url"
	"os"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// proxySchemes are those that the HTTP library can speak to a proxy.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// proxyFromEnvironment reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY now, where
// http.ProxyFromEnvironment would keep what the process saw first. It returns
// nil where requests to the address go out directly. The error is
// ProxyMalformed: the library would pass over an address that it cannot read and
// connect directly.
func proxyFromEnvironment(address *url.URL) (*url.URL, error) {
	variable := strings.ToUpper(address.Scheme) + "_PROXY"
	if os.Getenv(variable) == "" {
		variable = strings.ToLower(variable)
	}
	written := strings.TrimSpace(os.Getenv(variable))
	if written == "" {
		return nil, nil
	}
	rules := httpproxy.FromEnvironment()
	rules.HTTPProxy, rules.HTTPSProxy = "any", "any" // whether there is one to be used
	switch used, err := rules.ProxyFunc()(address); {
	case err != nil:
		return nil, &Error{Failure: ProxyMalformed, Reason: variable}
	case used == nil:
		return nil, nil
	}
	if !strings.Contains(written, "://") {
		written = "http://" + written
	}
	proxy, err := url.Parse(written)
	// More than a host and a port is a password with a character that ends it.
	if err != nil || proxy.Hostname() == "" || !slices.Contains(proxySchemes, proxy.Scheme) ||
		strings.Trim(proxy.Path, "/") != "" || proxy.RawQuery != "" || proxy.Fragment != "" {
		return nil, &Error{Failure: ProxyMalformed, Reason: variable}
	}
	return proxy, nil
}
