// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const getInfo = "/api_v3/service/partner/action/getInfo"

// send makes a request as it is and returns the response with its body read.
func send(t testing.TB, s *Server, method, path, contentType, body string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(answer)
}

// invoke calls service.action and decodes the answer.
func invoke(t testing.TB, s *Server, action string, p map[string]any) any {
	t.Helper()
	all := map[string]any{"format": 1}
	for key, value := range p {
		all[key] = value
	}
	body, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	service, name, _ := strings.Cut(action, ".")
	_, text := send(t, s, http.MethodPost, "/api_v3/service/"+service+"/action/"+name, jsonType, string(body))
	var decoded any
	if err := json.Unmarshal([]byte(text), &decoded); err != nil {
		t.Fatalf("%s: %v in %q", action, err, text)
	}
	return decoded
}

// code is the error code of an answer, with args.KSID for INVALID_KS, or "".
func code(answer any) string {
	object, ok := answer.(map[string]any)
	if !ok || object["objectType"] != "KalturaAPIException" {
		return ""
	}
	text := object["code"].(string)
	if args, ok := object["args"].(map[string]any); ok && text == "INVALID_KS" {
		return text + " " + args["KSID"].(string)
	}
	return text
}

// TestReadableRequests: what the client sends is served; what the real server
// would read in another way, or not at all, is refused loudly.
func TestReadableRequests(t *testing.T) {
	s := NewServer(t)
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	body := `{"format":1,"ks":"` + ks + `"}`
	for _, c := range []struct {
		name, method, path, contentType, body string
		status                                int
		want                                  string
	}{
		{"JSON", "POST", getInfo, jsonType, body, 200, `{"id":30000001`},
		{"letter case", "POST", "/api_v3/service/PARTNER/action/getinfo", "Application/JSON", strings.ReplaceAll(body, "1,", `"1",`), 200, `{"id":30000001`},
		{"charset", "POST", getInfo, jsonType + "; charset=utf-8", body, 501, "kalturatest"},
		{"form", "POST", getInfo, "application/x-www-form-urlencoded", "format=1&ks=" + url.QueryEscape(ks), 501, "kalturatest"},
		{"broken JSON", "POST", getInfo, jsonType, body + "}", 501, "kalturatest"},
		{"list", "POST", getInfo, jsonType, "[1]", 501, "kalturatest"},
		{"XML asked for", "POST", getInfo, jsonType, `{"format":2}`, 501, "kalturatest"},
		{"no format", "POST", getInfo, jsonType, "{}", 501, "kalturatest"},
		{"query", "POST", getInfo + "?format=1", jsonType, body, 501, "kalturatest"},
		{"GET", "GET", getInfo, jsonType, body, 501, "kalturatest"},
		{"other path", "POST", "/api_v3/index.php", jsonType, body, 404, "<!DOCTYPE HTML"},
		{"unknown action", "POST", "/api_v3/service/partner/action/x", jsonType, body, 200, `{"code":"ACTION_DOES_NOT_EXISTS"`},
		{"unknown service", "POST", "/api_v3/service/x/action/y", jsonType, body, 200, `{"code":"SERVICE_DOES_NOT_EXISTS"`},
		{"unknown filter", "POST", "/api_v3/service/partner/action/list", jsonType, body[:len(body)-1] + `,"filter":{"idIn":"1"}}`, 200, `{"code":"KALTURATEST_UNSUPPORTED"`},
		{"unknown order", "POST", "/api_v3/service/partner/action/list", jsonType, body[:len(body)-1] + `,"filter":{"orderBy":"-id"}}`, 200, `{"code":"KALTURATEST_UNSUPPORTED"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, got := send(t, s, c.method, c.path, c.contentType, c.body)
			if response.StatusCode != c.status || !strings.HasPrefix(got, c.want) {
				t.Errorf("got %d %.120q", response.StatusCode, got)
			}
		})
	}
}

// TestJSONAsPHP: what json_encode escapes, and where objectType stands.
func TestJSONAsPHP(t *testing.T) {
	o := newObject("X", field{"a", "é/\"\\<&'\n\x01🎬"}, field{"gone", nil}, field{"list", []any{}}, field{"n", int64(5)},
		field{"b", true}, field{"broken", "a\xff"})
	want := `{"a":"\u00e9\/\"\\<&'\n\u0001\ud83c\udfac","list":[],"n":5,"b":true,"broken":false,"objectType":"X"}`
	if got := string(appendJSON(nil, o)); got != want {
		t.Errorf("got %s", got)
	}
	if got := string(appendJSON(nil, newError("C", "m"))); got != `{"code":"C","message":"m","objectType":"KalturaAPIException","args":[]}` {
		t.Errorf("error %s", got)
	}
}

// FuzzRequest: whatever arrives, the server answers.
func FuzzRequest(f *testing.F) {
	f.Add(getInfo, jsonType, `{"format":1,"ks":"KS","responseProfile":{"type":1,"fields":[]}}`)
	f.Add("/api_v3/service/partner/action/list", jsonType, `{"format":"1","ks":"KS","filter":{"idEqual":{}},"pager":{"pageSize":-1,"pageIndex":99999999999999999999}}`)
	f.Add("/api_v3/service/session/action/start", jsonType, `{"format":1,"secret":null,"partnerId":[],"type":"2"}`)
	f.Add("/api_v3//service?%zz", "text/plain; charset", "[")
	s := NewServer(f)
	s.KeepRequests(false)
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	f.Fuzz(func(t *testing.T, uri, contentType, body string) {
		target, err := url.ParseRequestURI(uri)
		if err != nil || !strings.HasPrefix(uri, "/") {
			t.Skip()
		}
		request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.ReplaceAll(body, "KS", ks)))
		request.URL, request.RequestURI = target, uri
		request.Header.Set("Content-Type", contentType)
		recorder := httptest.NewRecorder()
		s.serve(recorder, request)
		if recorder.Code == http.StatusOK && !json.Valid(recorder.Body.Bytes()) {
			t.Errorf("no JSON: %q", recorder.Body)
		}
	})
}
