// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// allowance is a place where a canary may appear, and the reason.
type allowance struct {
	place  string
	canary []string
	reason string
}

var secretsOfAccounts = []string{"admin secret", "user secret"}

// anyBody is the body of a request for any action.
const anyBody = "body of "

// allowances are all places where a canary may appear. A canary anywhere else
// is a leak. TestNothingLeaks fails if no run needs a row.
var allowances = []allowance{
	// The purpose of the data source. Its documentation starts with this
	// warning.
	{"state with the data source kaltura_account_info", secretsOfAccounts, "an engine keeps what a data source reads in its state"},
	{"state backup with the data source kaltura_account_info", secretsOfAccounts, "the backup is the state before"},
	{"plan file with the data source kaltura_account_info", secretsOfAccounts, "a plan file holds the state that it starts from"},
	{"JSON of plan or state with the data source kaltura_account_info", secretsOfAccounts, "show -json marks sensitive values and prints them"},

	// Values that the API needs, in the body of a POST over TLS.
	{anyBody, []string{"KS"}, "a session signs the request"},
	{"body of appToken.startSession", []string{"token hash"}, "the hash of widget session and token proves the token"},
	{"body of session.impersonate", []string{"admin secret", "old admin secret", "wrong secret"}, "the one action that takes the secret itself: a session of a child account"},
	{"body of user.loginByLoginId", []string{"password", "one-time password", "wrong secret"}, "a login sends the password, once"},

	// Values in answers of the API.
	{"answer to a request for secrets", secretsOfAccounts, "kaltura_account_info asks for them"},
	{"answer of partner.list", secretsOfAccounts, "the API sends them whatever is asked; the client has no field for them"},
	{"answer of session.impersonate", []string{"KS"}, "the session that was made"},
	{"answer of session.startWidgetSession", []string{"KS"}, "the session that was made"},
	{"answer of appToken.startSession", []string{"KS"}, "the session that was made"},
	{"answer of user.loginByLoginId", []string{"KS"}, "the session that was made"},
	{"answer to a request for an app token", []string{"app token"}, "the ephemeral kaltura_app_token asks for it"},
	{"error of the API", []string{"KS"}, "the API quotes a session that it refuses; the provider shows no message of the API"},
	{"answer that the test made up", []string{
		"admin secret", "user secret", "app token", "password", "one-time password", "KS",
	}, "a careless server, as the tests of failures need it"},
}

// allowancesUsed records which rows were needed.
var allowancesUsed = struct {
	sync.Mutex
	rows map[int]bool
}{rows: map[int]bool{}}

// leaks returns the sightings that no row allows.
func leaks(seen []sighting) []sighting {
	allowancesUsed.Lock()
	defer allowancesUsed.Unlock()
	return slices.DeleteFunc(seen, func(s sighting) bool {
		for i, a := range allowances {
			if (a.place == s.place || a.place == anyBody && strings.HasPrefix(s.place, anyBody)) && slices.Contains(a.canary, s.canary) {
				allowancesUsed.rows[i] = true
				return true
			}
		}
		return false
	})
}

// canaries returns the canaries of the test and every session that the run
// created.
func (s *stage) canaries() []canary {
	all := append(slices.Clone(staticCanaries), s.extra...)
	add := func(name, value string) {
		c := canary{name, value}
		if len(value) >= 2*pieceLength && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	add("KS", s.ks)
	for _, r := range append(s.server.Requests(), s.elsewhere.Requests()...) {
		for name, kind := range map[string]string{"ks": "KS", "session": "KS", "tokenHash": "token hash"} {
			if value, ok := r.Params[name].(string); ok {
				add(kind, value)
			}
		}
		if match := answeredKS.FindSubmatch(r.Answer); match != nil {
			add("KS", string(match[1])+string(match[2]))
		}
	}
	return all
}

// answeredKS finds the session in an answer that creates one.
var answeredKS = regexp.MustCompile(`"ks":"([^"]{32,})"|^"([\w=-]{64,})"$`)

// sightings searches everything that the run left or displayed.
func (s *stage) sightings(t testing.TB) []sighting {
	t.Helper()
	scan := newScanner(s.canaries())
	var seen []sighting
	look := func(place, text string) { seen = append(seen, scan.scan(place, []byte(text))...) }
	for _, r := range s.results {
		if strings.Contains(r.Command, "show -json") {
			look(s.file("JSON of plan or state"), r.Stdout)
		} else {
			look("standard output", r.Stdout)
		}
		look("standard error", r.Stderr)
		look("log", r.log)
	}
	seen = append(seen, scan.scanDir(t, s.in("d"), s.fileAt)...)
	seen = append(seen, scan.scanDir(t, s.in("t"), func(string) string { return "temporary file" })...)
	seen = append(seen, scan.scanDir(t, s.in("h"), func(string) string { return "file in the home directory" })...)
	for _, r := range s.server.Requests() {
		look("request URL", r.URL)
		look("request header", fmt.Sprint(r.Header))
		look(anyBody+actionName(r), string(r.Body))
		look(answerPlace(r), string(r.Answer))
	}
	for _, r := range s.elsewhere.Requests() {
		look("request to another host", r.URL+fmt.Sprint(r.Header)+string(r.Body))
	}
	return seen
}

func actionName(r kalturatest.Request) string { return r.Service + "." + r.Action }

// tokenFields are the fields of the only request that reads a token's value.
const tokenFields = "id,token,partnerId,hashType"

// answerPlace distinguishes answers to requests that ask for the secrets from
// other answers.
func answerPlace(r kalturatest.Request) string {
	switch {
	case r.Fault:
		return "answer that the test made up"
	case refused(r):
		return "error of the API"
	}
	profile, _ := r.Params["responseProfile"].(map[string]any)
	fields, _ := profile["fields"].(string)
	if r.Service == "partner" && strings.Contains(fields, "adminSecret") {
		return "answer to a request for secrets"
	}
	if actionName(r) == "appToken.get" && fields == tokenFields {
		return "answer to a request for an app token"
	}
	return "answer of " + actionName(r)
}

// refused reports whether the API answered with an error.
func refused(r kalturatest.Request) bool {
	return strings.Contains(string(r.Answer), `"KalturaAPIException"`)
}

// fileAt returns the place name of a file in the working directory.
func (s *stage) fileAt(path string) string {
	switch filepath.ToSlash(path) {
	case "tfplan":
		return s.file("plan file")
	case "terraform.tfstate":
		return s.file("state")
	case "terraform.tfstate.backup":
		return s.file("state backup")
	case "main.tf":
		return "configuration"
	}
	return "file " + path
}

// file marks the places in which a data source keeps the secrets it read.
func (s *stage) file(place string) string {
	if s.stored {
		return place + " with the data source kaltura_account_info"
	}
	return place
}
