// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"
)

const getInfo = "/api_v3/service/partner/action/getInfo"

// ask has a request served without a network.
func ask(s *Server, method, uri string, header http.Header, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, uri, strings.NewReader(body))
	request.Header, request.RemoteAddr = header, "127.0.0.1:1"
	recorder := httptest.NewRecorder()
	s.serve(recorder, request)
	return recorder
}

// TestReadableRequests: the stand-in serves what the client sends. It refuses a
// request that the real server would read differently, or not at all.
func TestReadableRequests(t *testing.T) {
	s := NewServer(t)
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	body := `{"format":1,"ks":"` + ks + `"}`
	const list, unsupported = "/api_v3/service/partner/action/list", `{"args":[],"code":"KALTURATEST_UNSUPPORTED"`
	for _, c := range []struct {
		name, method, path, contentType, body string
		status                                int
		want                                  string
	}{
		{"JSON", "POST", getInfo, jsonType, body, 200, `{"adminEmail":`},
		{"charset", "POST", getInfo, jsonType + "; charset=utf-8", body, 501, "kalturatest"},
		{"form", "POST", getInfo, "application/x-www-form-urlencoded", "format=1&ks=" + url.QueryEscape(ks), 501, "kalturatest"},
		{"broken JSON", "POST", getInfo, jsonType, body + "}", 501, "kalturatest"},
		{"JSON list", "POST", getInfo, jsonType, "[1]", 501, "kalturatest"},
		{"XML asked for", "POST", getInfo, jsonType, `{"format":2}`, 501, "kalturatest"},
		{"no format", "POST", getInfo, jsonType, "{}", 501, "kalturatest"},
		{"query", "POST", getInfo + "?format=1", jsonType, body, 501, "kalturatest"},
		{"GET", "GET", getInfo, jsonType, body, 501, "kalturatest"},
		{"other path", "POST", "/api_v3/index.php", jsonType, body, 501, "kalturatest"},
		{"unknown action", "POST", "/api_v3/service/partner/action/x", jsonType, body, 200, unsupported},
		{"unknown filter", "POST", list, jsonType, `{"filter":{"idIn":"1"},` + body[1:], 200, unsupported},
		{"unknown order", "POST", list, jsonType, `{"filter":{"orderBy":"-id"},` + body[1:], 200, unsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(s, c.method, c.path, http.Header{"Content-Type": {c.contentType}}, c.body)
			if got.Code != c.status || !strings.HasPrefix(got.Body.String(), c.want) {
				t.Errorf("got %d %.120q", got.Code, got.Body)
			}
		})
	}
}

// FuzzRequest: the server answers every request.
func FuzzRequest(f *testing.F) {
	f.Add(getInfo, jsonType, `{"format":1,"ks":"KS","responseProfile":{"type":1,"fields":[]}}`)
	f.Add("/api_v3/service/partner/action/list", jsonType, `{"format":"1","ks":"KS","filter":{"idEqual":{}},"pager":{"pageSize":7,"pageIndex":99999999999999999999}}`)
	f.Add("/api_v3/service/session/action/impersonate", jsonType, `{"format":1,"secret":null,"impersonatedPartnerId":1,"partnerId":[],"type":"2"}`)
	f.Add("/api_v3/service/userRole/action/add", jsonType, `{"format":1,"ks":"KS","userRole":{"name":"é","permissionNames":[",*"],"status":"1"}}`)
	f.Add("/api_v3/service/user/action/list", jsonType, `{"format":1,"ks":"KS","filter":{"orderBy":"+id","roleIdEqual":"2"},"pager":{"pageSize":-1,"pageIndex":9223372036854775807}}`)
	f.Add("/api_v3/service/user/action/update", jsonType, `{"format":1,"ks":"KS","userId":"0","user":{"isAdmin":true,"roleIds":",2"}}`)
	f.Add("/api_v3/service/permission/action/add", jsonType, `{"format":1,"ks":"KS","permission":{"name":"*","permissionItemsIds":"164,165,1047"}}`)
	f.Add("/api_v3/service/uiConf/action/list", jsonType, `{"format":1,"ks":"KS","responseProfile":{"type":2,"fields":"config"},"filter":{"tagsMultiLikeOr":", "}}`)
	f.Add("/api_v3/service/appToken/action/add", jsonType, `{"format":1,"ks":"KS","appToken":{"sessionPrivileges":"setrole:2e999,setrole:*","expiry":1e99}}`)
	f.Add("/api_v3//service?%zz", "text/plain; charset", "[")
	s := NewServer(f)
	s.KeepRequests(false)
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	f.Fuzz(func(t *testing.T, uri, contentType, body string) {
		target, err := url.ParseRequestURI(uri)
		if err != nil || !strings.HasPrefix(uri, "/") {
			t.Skip()
		}
		s.AddAccount(Acme) // as it was
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

func TestFaultBreaks(t *testing.T) {
	for _, c := range []struct {
		at     Break
		err    error
		status int // in the record: whether an answer was prepared
	}{
		{CloseBeforeReading, nil, 0},
		{ResetBeforeReading, syscall.ECONNRESET, 0},
		{CloseUnprocessed, io.EOF, 0},
		{ResetUnprocessed, syscall.ECONNRESET, 0},
		{Hang, context.DeadlineExceeded, 0},
		{CloseProcessed, io.EOF, 200},
		{ResetProcessed, syscall.ECONNRESET, 200},
		{CloseInBody, io.ErrUnexpectedEOF, 200},
		{ResetInBody, nil, 200},
	} {
		s := NewServer(t)
		s.Inject(Drop(c.at).On("partner", "getInfo"))
		client := &http.Client{Timeout: 300 * time.Millisecond}
		response, err := client.Post(s.URL+getInfo, jsonType, strings.NewReader(`{"format":1}`))
		if err == nil {
			_, err = io.ReadAll(response.Body)
			response.Body.Close()
		}
		if err == nil || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%d: got %v, want %v", c.at, err, c.err)
		}
		s.Close()
		if got := s.Requests(); len(got) != 1 || !got[0].Fault || got[0].Status != c.status {
			t.Errorf("%d: recorded %+v", c.at, got)
		}
	}
}
