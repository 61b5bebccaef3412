// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
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
	{"KALTURA_ADMIN_SECRET"},
	{"KALTURA_KS"},
	{"KALTURA_APP_TOKEN_ID", "KALTURA_APP_TOKEN"},
	{"KALTURA_LOGIN_ID", "KALTURA_PASSWORD"},
}

func chooseAccount(environ []string) (*account, error) {
	values := map[string]string{}
	var settings []string
	for _, entry := range environ {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "KALTURA_") {
			values[name] = strings.TrimSpace(value)
			settings = append(settings, entry)
		}
	}
	isSet := func(name string) bool { return values[name] != "" }
	complete := slices.ContainsFunc(credentials, func(way []string) bool {
		return !slices.ContainsFunc(way, func(name string) bool { return !isSet(name) })
	})
	if isSet("KALTURA_PARTNER_ID") && complete {
		return realAccount(values, settings), nil
	}
	return standInAccount()
}

func realAccount(values map[string]string, settings []string) *account {
	a := &account{
		settings: settings,
		about:    fmt.Sprintf("%s. THIS READS A REAL ACCOUNT, named by KALTURA_PARTNER_ID", values["KALTURA_PARTNER_ID"]),
		advice:   "See the message above. Check the KALTURA_* variables,\nor unset KALTURA_PARTNER_ID to run the demo with a made-up account.",
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
		about:  fmt.Sprintf("%d, made up, on a stand-in for the Kaltura API at %s", acme.ID, server.URL),
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
