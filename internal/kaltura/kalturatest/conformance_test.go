// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// calledActions are the actions that the client calls. Exchanges of others are
// passed over.
var calledActions = []string{
	"appToken.startSession",
	"partner.get", "partner.getInfo", "partner.list",
	"session.end", "session.get", "session.impersonate", "session.startWidgetSession",
	"system.getTime",
	"user.loginByLoginId",
}

// differences are the exchanges in which the stand-in differs from the real
// server on purpose. One that comes to match fails the test too.
var differences = map[string]string{
	"partner_getInfo_ks_and_p_alias":     unsent,
	"partner_getInfo_language_invalid":   unsent,
	"cache_missing_ks_2":                 fromCache,
	"cache_invalid_ks_2":                 fromCache,
	"cache_widget_session_2":             fromCache,
	"cache_widget_session_3":             fromCache,
	"appToken_startSession_role":         unknownToken,
	"appToken_startSession_role_unknown": unknownToken,
}

const (
	unsent       = "a parameter that the client does not send"
	fromCache    = "answered from the response cache, which the client's parameter nocache passes by"
	unknownToken = "the recordings do not tell the token that the hash was made with"
)

// TestConformance compares the stand-in's answers with those of a real server:
// with the ones that the client relies on, and with a whole folder of
// recordings where KALTURA_WIRE_RECORDINGS names one.
func TestConformance(t *testing.T) {
	t.Run("exchanges", func(t *testing.T) {
		text, err := os.ReadFile("testdata/exchanges.json")
		if err != nil {
			t.Fatal(err)
		}
		var list []exchange
		if err := json.Unmarshal(text, &list); err != nil {
			t.Fatal(err)
		}
		conform(t, list)
	})
	t.Run("recordings", func(t *testing.T) {
		dir := os.Getenv("KALTURA_WIRE_RECORDINGS")
		if dir == "" {
			t.Skip("KALTURA_WIRE_RECORDINGS names no folder of recorded exchanges")
		}
		list, other := readRecordings(t, dir)
		t.Logf("%d recordings passed over: their request cannot be sent as JSON", other)
		conform(t, list)
	})
}

func conform(t *testing.T, list []exchange) {
	t.Helper()
	s := NewServer(t, labAccounts()...)
	matched, differing, uncalled := 0, 0, 0
	for _, x := range list {
		prepare := circumstances[x.Name]
		if prepare == nil && !slices.Contains(calledActions, x.Action) {
			uncalled++
			continue
		}
		s.SetClock(func() time.Time { return time.Unix(x.At, 0) })
		if prepare != nil {
			prepare(s)
		}
		problem := x.replay(t, s)
		reason, expected := differences[x.Name]
		switch {
		case problem == "" && expected:
			t.Errorf("%s is listed as a difference but matches", x.Name)
		case problem == "":
			matched++
		case expected:
			differing++
			t.Logf("%s differs: %s", x.Name, reason)
		default:
			differing++
			t.Errorf("%s differs: %s", x.Name, problem)
		}
	}
	t.Logf("%d match, %d differ, %d of actions that the client does not call", matched, differing, uncalled)
}

// circumstances are what was special about the real server at an exchange.
var circumstances = map[string]func(*Server){
	"outage_db_getInfo_form":                      func(s *Server) { s.Inject(DatabaseDown()) },
	"outage_php_down":                             func(s *Server) { s.Inject(Unavailable()) },
	"error_format_99_form":                        func(s *Server) { s.Inject(unknownFormat()) },
	"session_start_content_type_charset_noformat": func(s *Server) { s.Inject(AnswerXML()) },
	"session_start_noslash": func(s *Server) {
		s.Inject(Redirect(http.StatusMovedPermanently,
			"http://127.0.0.1:8088/api_v3/?service=session&action=start&format=1&secret=48a7ab0f988dccbc04fd2c542b5d47ce&type=2&partnerId=1234567"))
	},
	"setrole_deleted":                           removeRole(152),
	"setrole_deleted_system_name":               removeRole(152),
	"appToken_session_role_deleted_getinfo":     removeRole(152),
	"appToken_session_new_role_deleted_getinfo": removeRole(152),
	"appToken_startSession_deleted":             removeToken("0_qv08rm8z"),
	"appToken_session_after_delete":             removeToken("0_qv08rm8z"),
	"partner_getInfo_description_cut":           cutTexts("Child One", cutText),
	"partner_getInfo_name_cut":                  cutTexts(cutText, cutText),
	"partner_list_name_cut":                     cutTexts(cutText, cutText),
}

func unknownFormat() Fault {
	f := AnswerEmpty(http.StatusOK)
	f.Header["X-Kaltura"] = []string{"error- UNKNOWN_RESPONSE_FORMAT"}
	f.Header["X-Kaltura-App"] = []string{"exiting on error UNKNOWN_RESPONSE_FORMAT - Response format provided [99] is not recognized by server"}
	return f
}

// removeRole: the deletion itself may not have been replayed.
func removeRole(id int64) func(*Server) {
	return func(s *Server) {
		s.Update(1234567, func(a *Account) {
			a.Roles = slices.DeleteFunc(a.Roles, func(r Role) bool { return r.ID == id })
		})
	}
}

func removeToken(id string) func(*Server) {
	return func(s *Server) {
		s.Update(1234567, func(a *Account) {
			a.findAppToken(id).Deleted = true
			s.ended[sessionIDKey(a.ID, id)] = true
		})
	}
}

// cutText ends in the middle of a character, as the database leaves a text
// that is too long.
var cutText = strings.Repeat("é", 10) + "\xc3"

// cutTexts gives the account Child One other texts, and the day on which it was made anew.
func cutTexts(name, description string) func(*Server) {
	return func(s *Server) {
		s.Update(1234569, func(a *Account) {
			a.Name, a.Description, a.CreatedAt = name, description, time.Unix(1795580443, 0)
		})
	}
}
