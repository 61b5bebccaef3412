// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
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

// circumstances hold the special state of the real server at an exchange, and
// the changes between exchanges.
var circumstances = map[string]func(*Server){
	"outage_db_getInfo_form": func(s *Server) { s.Inject(DatabaseDown()) },
	"cache_invalid_ks_2": func(s *Server) { // another caller's error, without a number of its own
		s.Inject(Fault{Error: invalidKS("first-bad-ks"), Header: http.Header{"X-Kaltura-Session": nil}})
	},
	"outage_php_down": func(s *Server) { s.Inject(Unavailable()) },
	"error_format_99_form": func(s *Server) {
		f := AnswerEmpty(http.StatusOK)
		f.Header["X-Kaltura"] = []string{"error- UNKNOWN_RESPONSE_FORMAT"}
		f.Header["X-Kaltura-App"] = []string{"exiting on error UNKNOWN_RESPONSE_FORMAT - Response format provided [99] is not recognized by server"}
		s.Inject(f)
	},
	"session_start_content_type_charset_noformat": func(s *Server) { s.Inject(AnswerXML()) },
	"session_start_noslash": func(s *Server) {
		s.Inject(Redirect(http.StatusMovedPermanently,
			"http://127.0.0.1:8088/api_v3/?service=session&action=start&format=1&secret=48a7ab0f988dccbc04fd2c542b5d47ce&type=2&partnerId=1234567"))
	},

	"partner_getInfo_description_cut": cutTexts("Child One", cutText),
	"partner_getInfo_name_cut":        cutTexts(cutText, cutText),
	"partner_list_name_cut":           cutTexts(cutText, cutText),

	"appToken_update_hashtype":       changedToken(func(t *AppToken) { t.Expiry = nil }),
	"appToken_delete_twice":          changedToken(func(t *AppToken) { t.Deleted = true }),
	"userRole_update_status_blocked": changed(func(a *Account) { a.findRole("152").Tags = nil }),
	"userRole_delete_role_delete_only": changed(func(a *Account) {
		a.Roles = append(a.Roles, Role{
			ID: 167, Name: "tf renamed 81601 copy (Wed 25 Nov 2026, 04:40:09)", SystemName: "TF_FULL_81601",
			Description: pointer("by role"), Permissions: []string{integrationBase},
		})
	}),
	"appToken_add_expiry_2099_echo": reseeded,
	"permission_getCurrentPermissions_feature_off": changed(func(a *Account) {
		a.Permissions = append(a.Permissions, Permission{Name: "FEATURE_ANALYTICS_TAB", Kind: FeaturePermission, Status: permissionBlocked})
	}),
	"permission_list_name_own": func(s *Server) {
		s.Update(7654341, func(a *Account) {
			own := Permission{ID: 1182, Name: "LAB_OWN", Label: "Own é", Description: pointer("own"), DependsOn: pointer("ACCOUNT_BASE")}
			a.Permissions = append(a.Permissions, own, Permission{ID: 1183, Name: "ACCOUNT_BASE", Label: "ACCOUNT_BASE"})
		})
	},
	"permission_list_deleted_own": func(s *Server) {
		s.Update(7654341, func(a *Account) { a.Permissions[1].Status = permissionDeleted })
	},
	"uiConf_list_many_page3": many, "uiConf_list_many_pagesize_501": many,
	"user_list_many_order_created": many, "user_list_many_order_id": many, "user_list_many_order_id_page3": many,

	"userRole_get_deleted": withoutRole,
	"setrole_deleted":      withoutRole,
}

func changed(change func(*Account)) func(*Server) {
	return func(s *Server) { s.Update(1234567, change) }
}

// changedToken changes the token that most of the appToken_* exchanges name.
func changedToken(change func(*AppToken)) func(*Server) {
	return changed(func(a *Account) {
		change(find(a.AppTokens, func(t *AppToken) bool { return t.ID == "0_e0wiujft" }))
	})
}

// withoutRole deletes the role that the setrole_* exchanges name.
func withoutRole(s *Server) {
	s.Update(1234567, func(a *Account) {
		if r := a.findRole("152"); r != nil {
			r.Status = roleDeleted
		}
	})
}

// reseeded brings the account into its state of the day of the last recordings.
func reseeded(s *Server) {
	s.Update(1234567, func(a *Account) {
		a.CreatedAt = time.Unix(1795884457, 0)
		a.Roles = slices.DeleteFunc(a.Roles, func(r Role) bool { return r.ID > 150 && r.ID < 171 })
		a.Roles = append(a.Roles,
			Role{ID: 205, SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}},
			Role{ID: 236, Name: "Alone", Permissions: []string{"KMC_READ_ONLY"}},
			Role{ID: 237, Name: "Blocked", Status: 2, Permissions: []string{"ACCOUNT_BASE", "SESSION_READ_PERMISSION"}})
		user := "tmpdel1795886715"
		a.Users = append(a.Users, User{ID: user, FullName: user}, User{ID: "brole1795886716@example.com", Roles: []string{"237"}})
		a.AppTokens = append(a.AppTokens, AppToken{ID: "0_9i2161ky", SessionUserID: &user})
	})
}

// many adds the account with the long lists.
func many(s *Server) {
	a := NewAccount(7654342, "Many")
	for i := range 10101 {
		a.Users = append(a.Users, User{ID: fmt.Sprintf("user%05d", i)})
	}
	a.Players = Players(1203)
	for i := range a.Players {
		a.Players[i].ID = 23448131 + int64(i)
	}
	s.AddAccount(a)
}

// cutText ends inside a character, as the database stores a text that is too
// long.
var cutText = strings.Repeat("é", 10) + "\xc3"

// cutTexts replaces the texts of the account Child One, and sets the day of its
// re-creation.
func cutTexts(name, description string) func(*Server) {
	return func(s *Server) {
		s.Update(1234569, func(a *Account) {
			a.Name, a.Description, a.CreatedAt = name, description, time.Unix(1795580443, 0)
		})
	}
}
