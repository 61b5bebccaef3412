// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestRedirect_isNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, sameHost := range []bool{true, false} {
			t.Run(strconv.Itoa(status)+", same host "+strconv.FormatBool(sameHost), func(t *testing.T) {
				server, other := kalturatest.NewServer(t), kalturatest.NewServer(t)
				target := other
				if sameHost {
					target = server
				}
				server.Inject(kalturatest.Redirect(status, target.URL+"/prefix/api_v3/service/partner/action/getInfo?ks=1"))
				_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
				if failed := wantFailure(t, err, kaltura.Redirected); failed.Location != target.URL+"/prefix" {
					t.Errorf("location %q", failed.Location)
				}
				wantCount(t, server, "", 1)
				wantCount(t, other, "", 0)
				if other.Connections() != 0 {
					t.Error("the other host was connected to")
				}
			})
		}
	}
}

func TestRedirect_location(t *testing.T) {
	server := kalturatest.NewServer(t)
	for _, test := range []struct{ name, location, want string }{
		{"https", "https://eu.example.com/api_v3/service/x", "https://eu.example.com"},
		{"prefix", "https://eu.example.com/kaltura/api_v3/", "https://eu.example.com/kaltura"},
		{"relative", "/kaltura/api_v3/index.php", server.URL + "/kaltura"},
		{"user and query dropped", "https://user:pass@eu.example.com/?token=1#x", "https://eu.example.com"},
		{"no web address", "mailto:someone@example.com", ""},
		{"not an address", "https://[::1", ""},
		{"a login page's own path dropped", "https://sso.example.com/login/djJ8MzAwMDAwMDF8c2VjcmV0", "https://sso.example.com"},
		{"escapes", "https://eu.example.com/%1b[31m/api_v3", "https://eu.example.com"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server.Inject(kalturatest.Redirect(302, test.location))
			_, err := newClient(t, server.URL, adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
			failed := wantFailure(t, err, kaltura.Redirected)
			if failed.Location != test.want {
				t.Errorf("location %q, want %q", failed.Location, test.want)
			}
		})
	}
}

// A hostile redirect can repeat what the request carried in a place that
// looks like a prefix.
func TestRedirect_locationRepeatsNothingThatWasSent(t *testing.T) {
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	for _, location := range []string{
		"https://evil.example.com/" + ks + "/api_v3/", "https://evil.example.com/p/" + ks[:30] + "/" + ks[30:] + "/api_v3/",
	} {
		server.Inject(kalturatest.Redirect(307, location))
		_, err := newClient(t, server.URL, givenKS(ks)).AccountInfo(t.Context(), 0)
		if failed := wantFailure(t, err, kaltura.Redirected); strings.Contains(failed.Location, ks[:20]) {
			t.Errorf("location %q", failed.Location)
		}
	}
}

func TestRedirect_hostRepeatsThePassword(t *testing.T) {
	server := kalturatest.NewServer(t)
	login := loginOf(kalturatest.Manager)
	login.Password = kaltura.NewSecret("hunter2hunter2")
	server.Inject(kalturatest.Redirect(307, "https://HUNTER2hunter2.example.com/api_v3/"))
	_, err := newClient(t, server.URL, login).AccountInfo(t.Context(), 0)
	if failed := wantFailure(t, err, kaltura.Redirected); failed.Location != "" {
		t.Errorf("location %q", failed.Location)
	}
}
