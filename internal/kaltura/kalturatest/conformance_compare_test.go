// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// compare returns the first difference, or "".
func compare(t *testing.T, s *Server, r recording, got exchange) string {
	t.Helper()
	if got.status != r.Response.Status {
		return fmt.Sprintf("status %d, recorded %d", got.status, r.Response.Status)
	}
	if problem := compareHeaders(r, got.header); problem != "" {
		return problem
	}
	gotBody, wantBody := normalise(s, r, got.body), normalise(s, r, r.Response.Body)
	if gotBody == wantBody {
		return ""
	}
	i := 0
	for i < len(gotBody) && i < len(wantBody) && gotBody[i] == wantBody[i] {
		i++
	}
	from := max(0, i-60)
	return fmt.Sprintf("body at %d\n got      …%.200s\n recorded …%.200s", i, gotBody[from:], wantBody[from:])
}

// freeHeaders belong to the connection, or to the response cache, which the
// stand-in does not have.
var freeHeaders = map[string]bool{
	"Connection": true, "Transfer-Encoding": true, "Content-Length": true, "Keep-Alive": true, "Date": true,
}

func compareHeaders(r recording, got http.Header) string {
	for name, want := range r.Response.Headers {
		have := got.Get(name)
		switch {
		case freeHeaders[name], name == "X-Kaltura" && !strings.HasPrefix(want, "error-"):
		case name == "X-Kaltura-Session":
			if have == "" {
				return "no X-Kaltura-Session"
			}
		case have != want:
			return fmt.Sprintf("header %s %q, recorded %q", name, have, want)
		}
	}
	for _, name := range []string{"X-Kaltura-Session", "X-Kaltura-App", "Location"} {
		if got.Get(name) != "" && r.Response.Headers[name] == "" {
			return "header " + name + " was not recorded"
		}
	}
	return ""
}

var (
	ksLike        = regexp.MustCompile(`[A-Za-z0-9_+-]{60,}={0,2}`)
	executionTime = regexp.MustCompile(`<executionTime>[^<]*</executionTime>`)
	newTokenID    = regexp.MustCompile(`("id":"|<id>)0_[a-z0-9]{8}("|<)`)
	newToken      = regexp.MustCompile(`("token":"|<token>)[0-9a-f]{32}("|<)`)
)

// normalise replaces what cannot be the same twice. A KS is replaced by what it
// says, decoded with the account's secret: version, partner, type, user,
// expiry, privileges and master partner.
func normalise(s *Server, r recording, body string) string {
	body = ksLike.ReplaceAllStringFunc(body, func(text string) string {
		s.mu.Lock()
		defer s.mu.Unlock()
		k := s.parse(text)
		if k == nil {
			return text
		}
		lifetime := k.expiry - s.now().Unix()
		if lifetime%60 == 1 {
			lifetime-- // the second ended while the KS was made
		}
		return fmt.Sprintf("KSv%d(%d %d %q %d %q %d)", k.version, k.partnerID, k.kind, k.userID, lifetime,
			formatPrivileges(k.privileges), k.master)
	})
	body = executionTime.ReplaceAllString(body, "")
	if strings.HasPrefix(r.Name, "appToken_add") {
		body = newTokenID.ReplaceAllString(newToken.ReplaceAllString(body, "${1}NEW$2"), "${1}NEW$2")
	}
	return body
}
