// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"errors"
	"net"
	"net/url"
	"regexp"
	"strings"
)

// DefaultServiceURL is Kaltura's service in its default region.
const DefaultServiceURL = "https://www.kaltura.com"

// Errors of [ParseServiceURL]. They never quote the address, because a pasted
// address can hold a KS or a password.
var (
	ErrServiceURLSyntax   = errors.New("it is not a URL")
	ErrServiceURLScheme   = errors.New("it does not start with https://")
	ErrServiceURLHost     = errors.New("it has no host")
	ErrServiceURLUserinfo = errors.New("it contains a user name or password before the host")
	ErrServiceURLPath     = errors.New("its path is not a plain prefix before /api_v3")
	ErrServiceURLQuery    = errors.New("it contains a query (?) or a fragment (#)")
	ErrServiceURLZone     = errors.New("it contains the zone of an IPv6 address (%)")
)

// apiPaths are suffixes that users copy with the address of their API host; the
// client adds the path itself.
var apiPaths = []string{"/api_v3/index.php", "/api_v3/service", "/api_v3", "/"}

// ParseServiceURL parses the address of a Kaltura API host. It removes a
// trailing slash, /api_v3, /api_v3/index.php or /api_v3/service, and keeps
// other path prefixes. Its errors are the ErrServiceURL… values of this
// package.
func ParseServiceURL(text string) (*url.URL, error) {
	parsed, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return nil, ErrServiceURLSyntax
	case parsed.Scheme != "https" && parsed.Scheme != "http":
		return nil, ErrServiceURLScheme
	case parsed.User != nil:
		return nil, ErrServiceURLUserinfo
	case parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "" || strings.HasSuffix(text, "#"):
		return nil, ErrServiceURLQuery
	case parsed.Hostname() == "":
		return nil, ErrServiceURLHost
	case strings.Contains(parsed.Host, "%"): // only a zone can contain it, and any text can be a zone
		return nil, ErrServiceURLZone
	}
	address := &url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: trimAPIPath(parsed.Path)}
	if address.Path != "" && !isPathPrefix(address.Path) {
		return nil, ErrServiceURLPath
	}
	// The zone of an IPv6 address can contain bytes that no request can carry.
	again, err := url.Parse(address.String())
	if err != nil || again.Host != address.Host || again.Path != address.Path {
		return nil, ErrServiceURLSyntax
	}
	return address, nil
}

// prefixPattern excludes a KS or a secret, which are longer.
var prefixPattern = regexp.MustCompile(`^(/[A-Za-z0-9._~-]{1,24})+$`)

// isPathPrefix distinguishes a prefix from the path of a request: the API also
// reads parameters from its path (/service/S/action/A/ks/KS).
func isPathPrefix(path string) bool {
	lower := strings.ToLower(path) + "/"
	return prefixPattern.MatchString(path) && !strings.Contains(lower, "/service/") &&
		!strings.Contains(lower, "/action/") && !strings.Contains(lower, "/ks/") && !strings.Contains(lower, "/secret/")
}

func trimAPIPath(path string) string {
	for trimmed := true; trimmed; {
		trimmed = false
		for _, end := range apiPaths {
			if cut := len(path) - len(end); cut >= 0 && strings.EqualFold(path[cut:], end) {
				path, trimmed = path[:cut], true
			}
		}
	}
	return path
}

// ShownServiceURL returns the address for a message. It leaves out a host name
// that could be a secret.
func ShownServiceURL(address *url.URL) string {
	if unbrokenPattern.MatchString(address.Host) {
		return address.Scheme + "://(a host that is not shown)"
	}
	return address.String()
}

// SendsInClear reports whether requests to the address would cross a network
// without TLS: plain http to another machine.
func SendsInClear(address *url.URL) bool {
	if address.Scheme == "https" {
		return false
	}
	host := address.Hostname()
	if strings.EqualFold(host, "localhost") {
		return false
	}
	ip := net.ParseIP(host)
	return ip == nil || !ip.IsLoopback()
}
