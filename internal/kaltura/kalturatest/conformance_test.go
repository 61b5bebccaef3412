// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// exchange is a request to a real server, as JSON, and the answer.
type exchange struct {
	Name   string          `json:"name"`
	At     int64           `json:"at"` // the server's clock, Unix seconds
	Action string          `json:"action"`
	Secure bool            `json:"secure,omitempty"` // forwarded as https
	Params json.RawMessage `json:"params"`

	Status int               `json:"status"`
	Header map[string]string `json:"header"` // of keptHeaders
	Answer json.RawMessage   `json:"answer,omitempty"`
	Page   string            `json:"page,omitempty"` // a body that is not JSON

	caller string // of a recording, in words
}

// keptHeaders are the headers that a client may rely on.
var keptHeaders = []string{"Content-Type", "Location", "X-Kaltura", "X-Kaltura-App", "X-Kaltura-Session"}

// differences lists the exchanges in which the stand-in differs from the real
// server on purpose. The test also fails if one of them matches.
var differences = map[string]string{
	"partner_getInfo_ks_and_p_alias":           unsent,
	"partner_getInfo_language_invalid":         unsent,
	"cache_missing_ks_2":                       fromCache,
	"cache_widget_session_2":                   fromCache,
	"cache_widget_session_3":                   fromCache,
	"appToken_list_page1":                      moreObjects,
	"appToken_list_page2":                      moreObjects,
	"appToken_list_page_past_end":              moreObjects,
	"appToken_list_pagesize_1000":              moreObjects,
	"appToken_list_parent":                     moreObjects,
	"appToken_list_user":                       moreObjects,
	"userRole_list_page2":                      moreObjects,
	"uiConf_list_pagesize_2":                   noOrder,
	"uiConf_list_pagesize_2_page2":             noOrder,
	"uiConf_get_template":                      unsent,
	"appToken_startSession_role_space_in_name": nextSecond,
	"permission_list_type_feature":             moreObjects,
}

const (
	unsent      = "a parameter that the client does not send"
	fromCache   = "answered from the response cache, which the client's parameter nocache passes by"
	noOrder     = "without an order, the pages of the real server follow none"
	nextSecond  = "the second ended while the real server answered"
	moreObjects = "the real account has more of them than the recordings tell"
)

// TestConformance compares the stand-in's answers with those of a real server:
// with the ones that the client relies on, and with a folder of recordings if
// KALTURA_WIRE_RECORDINGS names one.
func TestConformance(t *testing.T) {
	text, err := os.ReadFile("testdata/exchanges.json")
	if err != nil {
		t.Fatal(err)
	}
	// All accounts are fictional, in their state at the time of the recording.
	var data struct {
		Accounts  []Account
		Exchanges []exchange
	}
	if err := json.Unmarshal(text, &data); err != nil {
		t.Fatal(err)
	}
	t.Run("exchanges", func(t *testing.T) {
		if conform(t, data.Accounts, data.Exchanges) != 0 {
			t.Error("a request of the client is not supported")
		}
	})
	t.Run("recordings", func(t *testing.T) {
		dir := os.Getenv("KALTURA_WIRE_RECORDINGS")
		if dir == "" {
			t.Skip("KALTURA_WIRE_RECORDINGS names no folder of recorded exchanges")
		}
		conform(t, data.Accounts, readRecordings(t, dir))
	})
}

// conform passes over requests that the stand-in does not support because the
// client does not send them, and returns their number.
func conform(t *testing.T, accounts []Account, list []exchange) (passedOver int) {
	t.Helper()
	s := NewServer(t, accounts...)
	matched, differing := 0, 0
	for _, x := range list {
		s.SetClock(func() time.Time { return time.Unix(x.At, 0) })
		x.arrange(s)
		problem := x.replay(t, s)
		reason, expected := differences[x.Name]
		switch {
		case problem == notSupported:
			passedOver++
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
	t.Logf("%d match, %d differ, %d that the client does not send", matched, differing, passedOver)
	return passedOver
}

// notSupported is a problem of the request, not of the answer.
const notSupported = "not supported"

// replay returns how the stand-in's answer differs, or "".
func (x *exchange) replay(t *testing.T, s *Server) string {
	t.Helper()
	service, name, _ := strings.Cut(x.Action, ".")
	header := http.Header{"Content-Type": {jsonType}}
	if x.Secure {
		header.Set("X-Forwarded-Proto", "https")
	}
	answer := ask(s, http.MethodPost, "/api_v3/service/"+service+"/action/"+name, header, string(x.Params))
	body := answer.Body.String()
	if strings.Contains(body, "KALTURATEST_UNSUPPORTED") {
		return notSupported
	}
	if answer.Code != x.Status {
		return fmt.Sprintf("status %d, recorded %d", answer.Code, x.Status)
	}
	for _, name := range keptHeaders {
		got, want := answer.Header().Get(name), x.Header[name]
		if name == "X-Kaltura-Session" { // <number of the request>, <server's clock>
			_, got, _ = strings.Cut(got, ", ")
			_, want, _ = strings.Cut(want, ", ")
		}
		if got != want {
			return fmt.Sprintf("header %s %q, recorded %q", name, got, want)
		}
	}
	if x.Answer != nil {
		return x.compareAnswer(t, s, body)
	}
	if x.Header["Location"] == "" && body != x.Page { // the client does not read the page of a redirect
		return fmt.Sprintf("page\n got      %.300q\n recorded %.300q", body, x.Page)
	}
	return ""
}

func (x *exchange) compareAnswer(t *testing.T, s *Server, body string) string {
	t.Helper()
	got, err := decodeNumbers([]byte(body))
	if err != nil {
		return fmt.Sprintf("no JSON: %.200q", body)
	}
	want, err := decodeNumbers(x.Answer)
	if err != nil {
		t.Fatalf("%s: %v", x.Name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	got, want = reduced(s, got), reduced(s, want)
	if strings.HasPrefix(x.Action, "uiConf.") && !bytes.Contains(x.Params, []byte("orderBy")) {
		got, want = sortedByID(got), sortedByID(want)
	}
	if reflect.DeepEqual(got, want) {
		return ""
	}
	return fmt.Sprintf("body\n got      %v\n recorded %v", got, want)
}

// sortedByID sorts a list that has no order.
func sortedByID(list any) any {
	if objects, ok := list.(map[string]any); ok {
		if objects, ok := objects["objects"].([]any); ok {
			slices.SortFunc(objects, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
	}
	return list
}

// decodeNumbers distinguishes "150" from 150.
func decodeNumbers(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

var ksLike = regexp.MustCompile(`[A-Za-z0-9_+-]{60,}={0,2}`)

// reduced replaces values that differ on every run, and removes the properties
// that the stand-in lacks because the client does not read them.
func reduced(s *Server, value any) any {
	switch v := value.(type) {
	case string:
		if names := strings.Split(v, ","); len(names) > 150 { // the order of an account's features is its history
			slices.Sort(names)
			return strings.Join(names, ",")
		}
		return ksLike.ReplaceAllStringFunc(v, s.describeKS)
	case []any:
		for i := range v {
			v[i] = reduced(s, v[i])
		}
	case map[string]any:
		class, _ := v["objectType"].(string)
		for name, item := range v {
			known := knownProperties[class]
			if known != nil && !known[name] || class != "KalturaPartner" && (name == "createdAt" || name == "updatedAt") {
				delete(v, name)
				continue
			}
			v[name] = reduced(s, item)
		}
	}
	return value
}

var knownProperties = map[string]map[string]bool{
	"KalturaPartner":    namesOf(partnerObject(&call{}, &Account{})),
	"KalturaPermission": namesOf(permissionObject(&call{}, Permission{})),
	"KalturaUiConf": namesOf(object{
		"objectType": nil, "id": nil, "name": nil, "description": nil, "partnerId": nil, "objType": nil, "width": nil, "height": nil, "tags": nil,
		"html5Url": nil, "version": nil,
	}),
	"KalturaUser": namesOf(userObject(&call{session: &session{}, server: &Server{accounts: map[int64]*Account{0: {}}}}, &User{})),
}

func namesOf(o object) map[string]bool {
	names := map[string]bool{}
	for name := range o {
		names[name] = name != playerSettings
	}
	return names
}

// describeKS returns the content of a KS: version, partner, type, user,
// lifetime, privileges, and master partner.
func (s *Server) describeKS(text string) string {
	k := s.parse(text)
	if k == nil {
		return text
	}
	lifetime := k.expiry - s.clock().Unix()
	if lifetime%60 == 1 {
		lifetime-- // the second ended while the real server created the KS
	}
	return fmt.Sprintf("KSv%d(%d %d %q %d %q %d)", k.version, k.partnerID, k.kind, k.userID, lifetime, formatPrivileges(k.privileges), k.master)
}
