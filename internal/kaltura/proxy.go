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

// proxySchemes are the proxy schemes that net/http supports.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// proxyFromEnvironment reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY at each call;
// http.ProxyFromEnvironment would cache their first values. It returns nil if
// requests to the address connect directly. It fails with ProxyMalformed for an
// invalid address, which net/http would ignore and connect directly.
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
	rules.HTTPProxy, rules.HTTPSProxy = "any", "any" // whether the rules require a proxy
	switch used, err := rules.ProxyFunc()(address); {
	case err != nil:
		return nil, &Error{Failure: ProxyMalformed, Variable: variable}
	case used == nil:
		return nil, nil
	}
	if !strings.Contains(written, "://") {
		written = "http://" + written
	}
	proxy, err := url.Parse(written)
	// More than a host and a port is a password that contains a delimiter.
	if err != nil || proxy.Hostname() == "" || !slices.Contains(proxySchemes, proxy.Scheme) ||
		strings.Trim(proxy.Path, "/") != "" || proxy.RawQuery != "" || proxy.Fragment != "" {
		return nil, &Error{Failure: ProxyMalformed, Variable: variable}
	}
	return proxy, nil
}
