// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// recording is a file of the folder: one exchange as sent over the wire.
type recording struct {
	Name, Description string
	Request           struct {
		Method, Path, Body string
		Headers            map[string]string
	}
	Response struct {
		Status  int
		Headers map[string]string
		Body    string
	}
}

// readRecordings returns the exchanges of a folder in the order of their
// recording. It skips those that cannot be sent as JSON.
func readRecordings(t *testing.T, dir string) (list []exchange) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", dir, err)
	}
	sent := map[string]int64{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var r recording
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		date, err := http.ParseTime(r.Response.Headers["Date"])
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		sent[r.Name] = date.Unix()
		if x := r.exchange(date.Unix()); x != nil {
			list = append(list, *x)
		}
	}
	slices.SortStableFunc(list, func(a, b exchange) int {
		return cmp.Or(cmp.Compare(sent[a.Name], sent[b.Name]), cmp.Compare(phases[a.Name], phases[b.Name]))
	})
	t.Logf("%d recordings passed over: their request cannot be sent as JSON", len(files)-len(list))
	return list
}

// phases order exchanges of the same second: ending a session or deleting a
// token comes after its other uses, and the exchanges that show the result come
// last.
var phases = map[string]int{
	"session_end_form": 1, "session_end_sessionid": 1, "session_end_widget_ks": 1, "appToken_delete": 1,
	"session_end_again": 2, "session_end_then_getInfo": 2, "session_get_after_end": 2,
	"session_end_sessionid_sibling": 2, "session_get_widget_ks_after_end": 2,
	"appToken_startSession_deleted": 2, "appToken_session_after_delete": 2,
	"user_loginByLoginId_lockout_good_password": 2,
	"appToken_add_role_0":                       -2, "appToken_startSession_role_0": -1, "user_delete_of_app_token_user": -1, "userRole_add_dotted_permissions": -1,
}

func init() {
	// Several exchanges fell into one second. Their answers show these orders.
	for _, order := range []string{
		`appToken_update_description appToken_update_description_null appToken_update_description_null_suffix
		appToken_update_privileges appToken_update_privileges_null_suffix appToken_update_duration_null_suffix
		appToken_update_expiry_past appToken_update_hashtype appToken_update_sessiontype_null_suffix
		appToken_update_user appToken_update_user_omitted appToken_update_user_empty appToken_update_empty
		appToken_update_user_null_suffix appToken_update_token appToken_update_hashtype_bad appToken_update_partnerid
		appToken_delete_role_delete_only appToken_delete_twice appToken_update_deleted`,
		`userRole_update_name userRole_update_systemname userRole_update_systemname_again userRole_update_description
		userRole_update_description_empty userRole_update_description_null_suffix`,
		`userRole_update_permissions userRole_update_permissions_empty userRole_update_permissions_back`,
		`userRole_update_status_blocked userRole_update_status_active`,
		`userRole_update_empty userRole_update_role_update_only`,
		`userRole_get_deleted userRole_list_deleted_default`,
		`appToken_add_response_profile appToken_update_response_profile appToken_list_response_profile appToken_delete_profiled`,
	} {
		for i, name := range strings.Fields(order) {
			phases[name] = i + 1
		}
	}
}

var canonicalPath = regexp.MustCompile(`^/api_v3/service/(\w+)/action/(\w+)$`)

// exchange returns the recording with its request as JSON, or nil if that would
// be a different request.
func (r *recording) exchange(at int64) *exchange {
	path := canonicalPath.FindStringSubmatch(r.Request.Path)
	params := r.params()
	if path == nil || params == nil || r.Request.Method != http.MethodPost {
		return nil
	}
	if format := params["format"]; format != "1" && format != 1.0 {
		return nil
	}
	encoded, err := json.Marshal(params)
	if err != nil {
		return nil
	}
	x := &exchange{
		Name: r.Name, At: at, Action: path[1] + "." + path[2], Params: encoded, Status: r.Response.Status, Header: map[string]string{},
		Secure: r.Request.Headers["X-Forwarded-Proto"] == "https", caller: r.Description,
	}
	for _, name := range keptHeaders {
		value := r.Response.Headers[name]
		if value == "" || name == "X-Kaltura" && !strings.HasPrefix(value, "error-") {
			continue // from the response cache
		}
		x.Header[name] = value
	}
	if _, second, ok := strings.Cut(x.Header["X-Kaltura-Session"], ", "); ok {
		x.At, _ = strconv.ParseInt(second, 10, 64)
	}
	if json.Valid([]byte(r.Response.Body)) {
		x.Answer = json.RawMessage(r.Response.Body)
	} else {
		x.Page = r.Response.Body
	}
	return x
}

func (r *recording) params() map[string]any {
	var params map[string]any
	switch contentType := strings.ToLower(r.Request.Headers["Content-Type"]); {
	case contentType == jsonType:
		if json.Unmarshal([]byte(r.Request.Body), &params) != nil {
			return nil
		}
	case strings.HasPrefix(contentType, "application/x-www-form-urlencoded"):
		form, err := url.ParseQuery(r.Request.Body)
		if err != nil {
			return nil
		}
		params = map[string]any{}
		for key, values := range form {
			if !setFormKey(params, key, values[len(values)-1]) {
				return nil
			}
		}
	}
	return params
}

// setFormKey converts the form keys object:property and object[property] into
// objects.
func setFormKey(params map[string]any, key, value string) bool {
	path := strings.FieldsFunc(key, func(r rune) bool { return strings.ContainsRune(":[]", r) })
	if len(path) == 0 || strings.HasSuffix(key, "[]") {
		return false
	}
	for _, name := range path[:len(path)-1] {
		inner, ok := params[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			params[name] = inner
		}
		params = inner
	}
	params[path[len(path)-1]] = value
	return true
}

// arrange puts the stand-in into the state of the real server, and makes it use
// the recorded identifiers for the objects that the request creates.
func (x *exchange) arrange(s *Server) {
	if prepare := circumstances[x.Name]; prepare != nil {
		prepare(s)
	}
	x.completeParams(s)
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

// callers are the sessions of accounts whose secrets the recordings do not tell.
var callers = regexp.MustCompile(`by a (?:role with ([A-Z_]+(?:,[A-Z_]+)*)|(widget))`)

// completeParams replaces what the recordings do not tell: sessions of other
// accounts' secrets, and hashes of unknown tokens.
func (x *exchange) completeParams(s *Server) {
	var params params
	if json.Unmarshal(x.Params, &params) != nil {
		return
	}
	s.mu.Lock()
	text := params.text("ks")
	k := s.parse(text)
	s.mu.Unlock()
	if partner := unknownSecret(text); k == nil && partner != 0 {
		o := SessionOptions{Type: AdminSession}
		if by := callers.FindStringSubmatch(x.caller); by != nil && by[2] != "" {
			o = SessionOptions{Privileges: "widget:1,view:*"}
		} else if by != nil {
			o.Privileges = "setrole:" + strings.ReplaceAll(by[1], ",", "+")
		}
		params["ks"] = s.StartSession(partner, o)
	}
	if k != nil && x.Action == "appToken.startSession" {
		a, _ := s.Account(k.partnerID)
		if t := find(a.AppTokens, func(t *AppToken) bool { return t.ID == params.text("id") && t.Token == "unrecorded" }); t != nil {
			params["tokenHash"] = t.hash(text)
		}
	}
	x.Params, _ = json.Marshal(params)
}

// unknownSecret returns the account of a KS whose secret is unknown.
func unknownSecret(ks string) int64 {
	raw, _ := base64.URLEncoding.DecodeString(ks)
	for _, id := range []int64{7654341, 7654342} {
		if bytes.HasPrefix(raw, []byte("v2|"+itoa(id)+"|")) {
			return id
		}
	}
	return 0
}
