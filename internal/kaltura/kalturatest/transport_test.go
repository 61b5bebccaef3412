// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// send makes a request as it is and returns the response with its body read.
func send(t testing.TB, s *Server, method, path, contentType, body string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
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

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
	getInfo  = "/api_v3/service/partner/action/getInfo"
)

func TestEncodings(t *testing.T) {
	s := NewServer(t)
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	form := "format=1&ks=" + url.QueryEscape(ks)
	jsonBody := `{"format":1,"ks":"` + ks + `"}`
	whole := `{"service":"partner","action":"getInfo","format":"1","ks":"` + ks + `"}`
	multipart := "--B\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n" + jsonBody + "\r\n--B--\r\n"
	for _, c := range []struct{ name, method, path, contentType, body, want string }{
		{"form", "POST", getInfo, formType, form, `{"id":30000001`},
		{"form with charset", "POST", getInfo, formType + "; charset=UTF-8", form, `{"id":30000001`},
		{"json", "POST", getInfo, jsonType, jsonBody, `{"id":30000001`},
		{"json in upper case", "POST", getInfo, "APPLICATION/JSON", jsonBody, `{"id":30000001`},
		{"json with charset is not read", "POST", getInfo + "?format=1", jsonType + "; charset=utf-8", jsonBody, `{"code":"SERVICE_FORBIDDEN"`},
		{"without format", "POST", getInfo, jsonType + "; charset=utf-8", jsonBody, `<?xml version="1.0" encoding="utf-8"?><xml><result><error><code>SERVICE_FORBIDDEN`},
		{"broken json", "POST", getInfo + "?format=1", jsonType, `{"ks":`, `{"code":"SERVICE_FORBIDDEN"`},
		{"query", "GET", getInfo + "?" + form, "", "", `{"id":30000001`},
		{"path", "GET", getInfo + "/format/1/ks/" + ks, "", "", `{"id":30000001`},
		{"index", "POST", "/api_v3/index.php", jsonType, whole, `{"id":30000001`},
		{"alias", "POST", "/api/service/partner/action/getInfo", formType, form, `{"id":30000001`},
		{"letter case", "POST", "/api_v3/service/PARTNER/action/getinfo", formType, form, `{"id":30000001`},
		{"put with json", "PUT", getInfo, jsonType, jsonBody, `{"id":30000001`},
		{"put with form is not read", "PUT", getInfo + "?format=1", formType, form, `{"code":"SERVICE_FORBIDDEN"`},
		{"multipart", "POST", getInfo, "multipart/form-data; boundary=B", multipart, `{"id":30000001`},
		{"URL wins over body", "POST", getInfo + "?ks=garbage", jsonType, jsonBody, `{"code":"INVALID_KS"`},
		{"ks list", "POST", getInfo, formType, "format=1&ks[]=" + ks, `{"code":"INVALID_KS","message":"Invalid KS \"Array\"`},
		{"jsonp", "GET", getInfo + "?callback=f&format=9&ks=" + ks, "", "", `f({"id":30000001`},
		{"php", "POST", getInfo, formType, "format=3&ks=" + url.QueryEscape(ks), `O:14:"KalturaPartner":`},
		{"unknown action", "POST", "/api_v3/service/partner/action/x", formType, form, `{"code":"ACTION_DOES_NOT_EXISTS"`},
		{"unknown service", "POST", "/api_v3/service/x/action/y", formType, form, `{"code":"SERVICE_DOES_NOT_EXISTS"`},
		{"no service", "POST", "/api_v3/index.php", formType, form, `{"code":"SERVICE_NOT_SPECIFIED"`},
		{"other path", "GET", "/somewhere", "", "", `<!DOCTYPE HTML`},
		{"other path below the API", "GET", "/api_v3/somewhere", "", "", `<!DOCTYPE HTML`},
		{"unknown format", "POST", getInfo, formType, "format=99&ks=" + ks, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, body := send(t, s, c.method, c.path, c.contentType, c.body)
			if !strings.HasPrefix(body, c.want) || c.want == "" && body != "" {
				t.Errorf("got %.120q", body)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	s := NewServer(t)
	response, _ := send(t, s, "POST", getInfo, formType, "format=1")
	for name, want := range map[string]string{
		"Content-Type": "application/json", "X-Kaltura": "error-SERVICE_FORBIDDEN", "X-Me": "127.0.0.1",
		"Access-Control-Allow-Origin": "*", "Pragma": "no-cache",
		"X-Kaltura-App": "exiting on error SERVICE_FORBIDDEN - The access to service [partner->getInfo] is forbidden",
	} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if response.ContentLength != -1 || len(response.TransferEncoding) != 1 {
		t.Error("the answer is not chunked")
	}
	response, body := send(t, s, "POST", getInfo, formType, "format=99")
	if body != "" || response.Header.Get("X-Kaltura") != "error- UNKNOWN_RESPONSE_FORMAT" {
		t.Errorf("unknown format: %v %q", response.Header, body)
	}
	response, _ = send(t, s, "GET", "/api_v3?service=session&secret=x", "", "")
	if response.StatusCode != http.StatusMovedPermanently || !strings.HasSuffix(response.Header.Get("Location"), "/api_v3/?service=session&secret=x") {
		t.Errorf("no slash: %d %v", response.StatusCode, response.Header)
	}
	response, _ = send(t, s, "OPTIONS", getInfo, "", "")
	if response.Header.Get("Access-Control-Max-Age") != "86400" {
		t.Errorf("preflight: %v", response.Header)
	}
}

// TestPHPEncoding: what json_encode escapes, and where objectType stands.
func TestPHPEncoding(t *testing.T) {
	o := newObject("X", field{"a", "é/\"\\<&'\n\x01🎬"}, field{"gone", nil}, field{"list", []any{}}, field{"n", int64(5)}, field{"b", true})
	want := `{"a":"\u00e9\/\"\\<&'\n\u0001\ud83c\udfac","list":[],"n":5,"b":true,"objectType":"X"}`
	if got := string(appendJSON(nil, o)); got != want {
		t.Errorf("got %s", got)
	}
	if got := string(appendJSON(nil, newError("C", "m"))); got != `{"code":"C","message":"m","objectType":"KalturaAPIException","args":[]}` {
		t.Errorf("error %s", got)
	}
}

// TestPartnerSize: the default object is as large as a real one.
func TestPartnerSize(t *testing.T) {
	s := NewServer(t)
	body := post(t, s, getInfo, map[string]any{"format": 1, "ks": s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})})
	if len(body) < 3400 || len(body) > 3800 {
		t.Errorf("%d bytes", len(body))
	}
}
