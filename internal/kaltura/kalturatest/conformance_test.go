// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// justified are the exchanges in which the stand-in differs from the real
// server on purpose, each with its reason. An entry that comes to match fails
// the test too.
var justified = map[string]string{
	"cache_missing_ks_2":                 noCache,
	"cache_widget_session_2":             noCache,
	"cache_widget_session_3":             noCache,
	"appToken_add_empty":                 notCalled,
	"appToken_add_expiry_zero":           notCalled,
	"appToken_add_hashtype_empty":        notCalled,
	"appToken_add_hashtype_null":         notCalled,
	"appToken_add_privileges_long":       notCalled,
	"appToken_add_readonly_id":           notCalled,
	"appToken_add_readonly_partnerid":    notCalled,
	"appToken_add_readonly_status":       notCalled,
	"appToken_add_readonly_token":        notCalled,
	"appToken_add_user_bad_char":         notCalled,
	"appToken_add_user_empty":            notCalled,
	"appToken_add_user_space":            notCalled,
	"appToken_add_role_add":              notCalled,
	"appToken_add_user_type_setrole":     notCalled,
	"appToken_delete_role_delete_only":   notCalled,
	"appToken_delete_role_none":          notCalled,
	"appToken_add_response_profile":      notCalled,
	"appToken_delete_profiled":           notCalled,
	"setrole_id":                         otherRoles,
	"setrole_system_name":                otherRoles,
	"setrole_system_name_lower":          otherRoles,
	"setrole_system_name_spaces":         otherRoles,
	"setrole_space_before":               otherRoles,
	"setrole_empty":                      otherRoles,
	"setrole_blocked":                    otherRoles,
	"setrole_two":                        otherRoles,
	"appToken_session_role_getinfo":      otherRoles,
	"appToken_startSession_role":         otherRoles,
	"appToken_startSession_role_unknown": otherRoles,
	"partner_getInfo_description_cut":    otherTexts,
	"partner_getInfo_name_cut":           otherTexts,
	"partner_list_name_cut":              otherTexts,
}

const (
	notCalled  = "the client does not call this action, and the stand-in has its plain form alone"
	otherRoles = "the recording account's roles and tokens are not among the stand-in's"
	otherTexts = "the recording account's texts were changed for this exchange"
)

const noCache = "the real server answered from its response cache and named no X-Kaltura-Session; the stand-in works the answer out again"

// outages are the faults that stand for what the recording lab switched off.
var outages = map[string]Fault{
	"outage_db_getInfo_form":       DatabaseDown(),
	"outage_db_getInfo_xml":        DatabaseDown(),
	"outage_db_session_start_cold": DatabaseDown(),
	"outage_db_ping":               databaseErrorPage(),
	"outage_php_down":              Unavailable(),
}

func databaseErrorPage() Fault {
	f := AnswerEmpty(http.StatusNotFound)
	f.Header["X-Kaltura"] = []string{"error-55"}
	f.Header["X-Kaltura-App"] = []string{"exiting on error 55 - Database error"}
	return f
}

// TestConformance replays recorded exchanges of a real server and compares
// status, headers and body.
func TestConformance(t *testing.T) {
	dir := os.Getenv("KALTURA_WIRE_RECORDINGS")
	if dir == "" {
		t.Skip("set KALTURA_WIRE_RECORDINGS to the directory of the recorded exchanges (*.json) to replay them")
	}
	s := NewServer(t, labAccounts()...)
	matched, differing, unknown := 0, 0, 0
	for _, r := range readRecordings(t, dir) {
		now := r.moment(t)
		s.SetClock(func() time.Time { return now })
		setState(s, r)
		got := replay(t, s, r)
		if unknownAction(r.Response.Body) != unknownAction(got.body) {
			unknown++
			continue
		}
		problem := compare(t, s, r, got)
		reason, expected := justified[r.Name]
		switch {
		case problem == "" && expected:
			t.Errorf("%s is listed as a difference but matches", r.Name)
		case problem == "":
			matched++
		case expected:
			differing++
			t.Logf("%s differs: %s", r.Name, reason)
		default:
			differing++
			t.Errorf("%s differs: %s", r.Name, problem)
		}
	}
	t.Logf("matched %d / differing %d / not replayed %d", matched, differing, unknown)
}

// unknownAction: an action that the real server has and the stand-in has not
// counts as not replayed.
func unknownAction(body string) bool { return strings.Contains(body, "_DOES_NOT_EXISTS") }

// setState brings the server into the state that the lab was in: secrets in
// memory or not, the response cache emptied but for cache_*, locks lifted between the two rounds of lockouts, a database
// that is down.
func setState(s *Server, r recording) {
	if strings.Contains(r.Request.Path+r.Request.Body, "start") {
		s.ForgetSecrets()
	}
	if !strings.HasPrefix(r.Name, "cache_") || strings.HasSuffix(r.Name, "_1") {
		s.SetErrorCache(strings.HasPrefix(r.Name, "cache_"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.fast() {
		for id := range s.accounts {
			s.warm[id] = true
		}
	}
	if r.Name == "user_login_lockout_1" {
		clear(s.logins)
	}
	if f, ok := outages[r.Name]; ok {
		f.Times = 1
		s.faults = append(s.faults, &f)
	}
}

// exchange is what the stand-in answered.
type exchange struct {
	status int
	header http.Header
	body   string
}

func replay(t *testing.T, s *Server, r recording) exchange {
	t.Helper()
	request, err := http.NewRequest(r.Request.Method, s.URL+r.Request.Path, bytes.NewReader([]byte(r.Request.Body)))
	if err != nil {
		t.Fatalf("%s: %v", r.Name, err)
	}
	for name, value := range r.Request.Headers {
		request.Header.Set(name, value)
	}
	request.Host = r.Request.Headers["Host"]
	request.Header.Del("Connection")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatalf("%s: %v", r.Name, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s: %v", r.Name, err)
	}
	return exchange{response.StatusCode, response.Header, string(body)}
}
