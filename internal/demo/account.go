// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// account is the account that the demo reads: a made-up one of the stand-in, or
// a real one.
type account struct {
	about  string
	advice string
	// settings are environment variables for the provider.
	settings []string
	// secrets must not appear in the transcript.
	secrets []string
	// server is the stand-in, or nil for a real account.
	server *kalturatest.Server
}

// Each entry is a complete set of variables for one sign-in method.
var credentials = [][]string{
	{"KALTURA_KS"},
	{"KALTURA_PARTNER_ID", "KALTURA_ADMIN_SECRET"},
	{"KALTURA_PARTNER_ID", "KALTURA_APP_TOKEN_ID", "KALTURA_APP_TOKEN"},
	{"KALTURA_PARTNER_ID", "KALTURA_LOGIN_ID", "KALTURA_PASSWORD"},
}

// noSettings are variables of this project that say nothing about an account.
var noSettings = []string{engines.CacheVariable, "KALTURA_WIRE_RECORDINGS"}

// chooseAccount returns the made-up account if no KALTURA_* variable is set, and
// otherwise the real one. It fails if what is set is not enough for that.
func chooseAccount(environ []string) (*account, error) {
	values := map[string]string{}
	var settings []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "KALTURA_") || strings.TrimSpace(value) == "" || slices.Contains(noSettings, name) {
			continue
		}
		settings = append(settings, entry)
		if setting, isFile := strings.CutSuffix(name, "_FILE"); isFile {
			content, err := os.ReadFile(strings.TrimSpace(value))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			name, value = setting, string(content)
		}
		values[name] = strings.TrimSpace(value)
	}
	if len(settings) == 0 {
		return standInAccount()
	}
	if missing := missingSettings(values); missing != "" {
		return nil, fmt.Errorf("%s set, but that is not enough to read an account: set %s too, or unset all KALTURA_* variables to read a made-up account", names(settings), missing)
	}
	return realAccount(values, settings), nil
}

// missingSettings returns what the nearest sign-in method lacks, or "".
func missingSettings(values map[string]string) string {
	var nearest []string
	for i, way := range credentials {
		lacking := slices.DeleteFunc(slices.Clone(way), func(name string) bool { return values[name] != "" })
		if len(lacking) == 0 {
			return ""
		}
		begun := len(lacking) < len(way)
		if begun && (nearest == nil || len(lacking) < len(nearest)) || i == 1 && nearest == nil {
			nearest = lacking
		}
	}
	return strings.Join(nearest, " and ")
}

func names(settings []string) string {
	var found []string
	for _, entry := range settings {
		name, _, _ := strings.Cut(entry, "=")
		found = append(found, name)
	}
	if len(found) == 1 {
		return found[0] + " is"
	}
	return strings.Join(found, ", ") + " are"
}

func realAccount(values map[string]string, settings []string) *account {
	id, host := values["KALTURA_PARTNER_ID"], "www.kaltura.com"
	if id == "" {
		id = "the account of the KS"
	}
	if text := values["KALTURA_SERVICE_URL"]; text != "" {
		host = "the host in KALTURA_SERVICE_URL"
		if address, err := url.Parse(text); err == nil && address.Host != "" {
			host = address.Host
		}
	}
	a := &account{
		settings: settings,
		about:    fmt.Sprintf("%s at %s. THIS READS A REAL ACCOUNT, because KALTURA_* variables are set", id, host),
		advice:   "See the message above. Check the KALTURA_* variables,\nor unset all of them to run the demo with a made-up account.",
	}
	for _, name := range []string{"KALTURA_ADMIN_SECRET", "KALTURA_KS", "KALTURA_APP_TOKEN", "KALTURA_PASSWORD", "KALTURA_OTP"} {
		if values[name] != "" {
			a.secrets = append(a.secrets, values[name])
		}
	}
	return a
}

func standInAccount() (*account, error) {
	server, err := kalturatest.Start("127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the stand-in: %w", err)
	}
	acme := kalturatest.Acme
	return &account{
		about:  fmt.Sprintf("%d, made up, on a stand-in for the Kaltura API on this machine", acme.ID),
		advice: "This should not happen with the stand-in. Report it with the output above.",
		settings: []string{
			"KALTURA_SERVICE_URL=" + server.URL,
			"KALTURA_PARTNER_ID=" + strconv.FormatInt(acme.ID, 10),
			"KALTURA_ADMIN_SECRET=" + acme.AdminSecret,
		},
		secrets: []string{acme.AdminSecret, acme.UserSecret},
		server:  server,
	}, nil
}

// mask hides the user's credentials in case the engine or the provider prints
// one. Made-up secrets stay visible, to show leaks.
func (a *account) mask() *strings.Replacer {
	var pairs []string
	if a.server == nil {
		for _, secret := range a.secrets {
			pairs = append(pairs, secret, "(withheld)")
		}
	}
	return strings.NewReplacer(pairs...)
}

// check verifies that each request names the provider and its version.
func (a *account) check() error {
	if a.server == nil {
		return nil
	}
	requests := a.server.Requests()
	if len(requests) == 0 {
		return errors.New("the provider sent no request")
	}
	for _, request := range requests {
		if tag, want := request.Params["clientTag"], "terraform-provider-kaltura:"+engines.Version; tag != want {
			return fmt.Errorf("clientTag is %v, want %s", tag, want)
		}
	}
	return nil
}
