// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// arrange brings the stand-in into the state that the real server was in, and
// lets what a request creates have the recorded identifiers.
func (x *exchange) arrange(s *Server) {
	if prepare := circumstances[x.Name]; prepare != nil {
		prepare(s)
	}
	var made struct {
		ID    any
		Token string
	}
	if !strings.HasSuffix(x.Action, ".add") || json.Unmarshal(x.Answer, &made) != nil || made.ID == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next.token = made.Token
	switch id := made.ID.(type) {
	case string:
		s.next.id = id
	case float64:
		s.next.id = strconv.Itoa(int(id))
	}
}

// circumstances are what was special about the real server at an exchange, and
// what was asked of it between exchanges.
var circumstances = map[string]func(*Server){
	"outage_db_getInfo_form": func(s *Server) { s.Inject(DatabaseDown()) },
	"cache_invalid_ks_2": func(s *Server) { // another caller's error, without a number of its own
		s.Inject(Fault{Error: invalidKS("first-bad-ks"), Header: http.Header{"X-Kaltura-Session": nil}})
	},
	"outage_php_down":                             func(s *Server) { s.Inject(Unavailable()) },
	"error_format_99_form":                        func(s *Server) { s.Inject(unknownFormat()) },
	"session_start_content_type_charset_noformat": func(s *Server) { s.Inject(AnswerXML()) },
	"session_start_noslash": func(s *Server) {
		s.Inject(Redirect(http.StatusMovedPermanently,
			"http://127.0.0.1:8088/api_v3/?service=session&action=start&format=1&secret=48a7ab0f988dccbc04fd2c542b5d47ce&type=2&partnerId=1234567"))
	},

	"partner_getInfo_description_cut": cutTexts("Child One", cutText),
	"partner_getInfo_name_cut":        cutTexts(cutText, cutText),
	"partner_list_name_cut":           cutTexts(cutText, cutText),

	"appToken_update_hashtype":       changed(func(a *Account) { a.findAppToken("0_e0wiujft").Expiry = nil }),
	"appToken_delete_twice":          changed(func(a *Account) { a.findAppToken("0_e0wiujft").Deleted = true }),
	"userRole_update_status_blocked": changed(func(a *Account) { a.findRole("152").Tags = nil }),
	"userRole_delete_role_delete_only": changed(func(a *Account) {
		a.Roles = append(a.Roles, Role{
			ID: 167, Name: "tf renamed 81601 copy (Wed 25 Nov 2026, 04:40:09)", SystemName: "TF_FULL_81601",
			Description: pointer("by role"), Permissions: []string{integrationBase},
		})
	}),
	"userRole_get_deleted": withoutRole,
	"setrole_deleted":      withoutRole,
}

func changed(change func(*Account)) func(*Server) {
	return func(s *Server) { s.Update(1234567, change) }
}

// withoutRole deletes the role that the setrole_* exchanges name.
func withoutRole(s *Server) {
	s.Update(1234567, func(a *Account) {
		if r := a.findRole("152"); r != nil {
			r.Status = roleDeleted
		}
	})
}

func unknownFormat() Fault {
	f := AnswerEmpty(http.StatusOK)
	f.Header["X-Kaltura"] = []string{"error- UNKNOWN_RESPONSE_FORMAT"}
	f.Header["X-Kaltura-App"] = []string{"exiting on error UNKNOWN_RESPONSE_FORMAT - Response format provided [99] is not recognized by server"}
	return f
}

// cutText ends in the middle of a character, as the database leaves a text
// that is too long.
var cutText = strings.Repeat("é", 10) + "\xc3"

// cutTexts gives the account Child One other texts, and the day on which it was
// made anew.
func cutTexts(name, description string) func(*Server) {
	return func(s *Server) {
		s.Update(1234569, func(a *Account) {
			a.Name, a.Description, a.CreatedAt = name, description, time.Unix(1795580443, 0)
		})
	}
}
