// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzRequest: whatever arrives, the server answers.
func FuzzRequest(f *testing.F) {
	f.Add(getInfo, formType, "format=1&a[b][]=1&a:b=2&[]=3&:=4&%zz=5&a[=6")
	f.Add("/api_v3/service/multirequest", jsonType, `{"format":1,"1":{"service":"multirequest"},"2":"{1:result:0}","1:x":[[1]]}`)
	f.Add("/api_v3/index.php?service=partner&action=list", jsonType, `{"ks":{},"pager":{"pageSize":-1,"pageIndex":99999999999999999999}}`)
	f.Add("/api_v3//service", "multipart/form-data; boundary=B", "--B\r\n\r\n--B--")
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
		if recorder.Code == 0 {
			t.Error("no answer")
		}
	})
}
