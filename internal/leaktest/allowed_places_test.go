// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"slices"
	"sync"
)

// allowance is a place where a canary may stand, and why.
type allowance struct {
	place  string
	canary []string
	reason string
}

var secretsOfAccounts = []string{"admin secret", "user secret"}

// allowances are all places where a canary may stand. Whatever is found
// anywhere else is a leak. TestNothingLeaks fails when a row is never
// needed.
var allowances = []allowance{
	// What the data source is for; its documentation says so first of all.
	{"state with the data source kaltura_account_info", secretsOfAccounts, "an engine keeps what a data source reads in its state"},
	{"state backup with the data source kaltura_account_info", secretsOfAccounts, "the backup is the state before"},
	{"plan file with the data source kaltura_account_info", secretsOfAccounts, "a plan file holds the state that it starts from"},
	{"JSON of plan or state with the data source kaltura_account_info", secretsOfAccounts, "show -json marks sensitive values and prints them"},

	// What the API needs to be told, in the body of a POST over TLS.
	{"body of partner.getInfo", []string{"KS"}, "a session signs the request"},
	{"body of partner.get", []string{"KS"}, "a session signs the request"},
	{"body of partner.list", []string{"KS"}, "a session signs the request"},
	{"body of session.end", []string{"KS"}, "the session that is to end"},
	{"body of session.get", []string{"KS"}, "the session that is asked about"},
	{"body of appToken.startSession", []string{"KS", "token hash"}, "the hash of widget session and token proves the token"},
	{"body of session.impersonate", []string{"admin secret", "old admin secret", "wrong secret"}, "the one action that takes the secret itself: a session of a child account"},
	{"body of user.loginByLoginId", []string{"password", "one-time password", "wrong secret"}, "a login sends the password, once"},

	// What the API answers.
	{"answer to a request for secrets", secretsOfAccounts, "kaltura_account_info asks for them"},
	{"answer of partner.list", secretsOfAccounts, "the API sends them whatever is asked; the client has no field for them"},
	{"answer of session.impersonate", []string{"KS"}, "the session that was made"},
	{"answer of session.startWidgetSession", []string{"KS"}, "the session that was made"},
	{"answer of appToken.startSession", []string{"KS"}, "the session that was made"},
	{"answer of user.loginByLoginId", []string{"KS"}, "the session that was made"},
	{"error of the API", []string{"KS"}, "the API quotes a session that it refuses; the provider shows no message of the API"},
	{"answer that the test made up", []string{
		"admin secret", "user secret", "app token", "password", "one-time password", "KS",
	}, "a careless server, as the tests of failures need it"},
}

// allowancesUsed remembers which rows were needed.
var allowancesUsed = struct {
	sync.Mutex
	rows map[int]bool
}{rows: map[int]bool{}}

// leaks are the sightings that no row allows.
func leaks(seen []sighting) []sighting {
	allowancesUsed.Lock()
	defer allowancesUsed.Unlock()
	return slices.DeleteFunc(seen, func(s sighting) bool {
		for i, a := range allowances {
			if a.place == s.place && slices.Contains(a.canary, s.canary) {
				allowancesUsed.rows[i] = true
				return true
			}
		}
		return false
	})
}
