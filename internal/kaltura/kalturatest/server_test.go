// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"context"
	"encoding/hex"
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

// send sends a request unchanged, on its own connection.
func send(t testing.TB, s *Server, method, path string, header http.Header, body string) (*http.Response, string) {
	t.Helper()
	response, answer, err := attempt(t.Context(), s, method, path, header, body)
	if err != nil {
		t.Fatal(err)
	}
	return response, answer
}

func attempt(ctx context.Context, s *Server, method, path string, header http.Header, body string) (*http.Response, string, error) {
	request, err := http.NewRequestWithContext(ctx, method, s.URL+path, strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	request.Header = header
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return response, string(answer), err
}

// invoke calls service.action and decodes the answer.
func invoke(t testing.TB, s *Server, action string, p map[string]any) map[string]any {
	t.Helper()
	p["format"] = 1
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	path := "/api_v3/service/" + strings.Replace(action, ".", "/action/", 1)
	_, text := send(t, s, http.MethodPost, path, http.Header{"Content-Type": {jsonType}}, string(body))
	var decoded map[string]any
	if err := json.Unmarshal([]byte(text), &decoded); err != nil {
		t.Fatalf("%s: %v in %q", action, err, text)
	}
	return decoded
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
			response, got := send(t, s, c.method, c.path, http.Header{"Content-Type": {c.contentType}}, c.body)
			if response.StatusCode != c.status || !strings.HasPrefix(got, c.want) {
				t.Errorf("got %d %.120q", response.StatusCode, got)
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

// TestKSVectors contains sessions that official clients created and the real
// server's own parser accepted. All values are fictional.
func TestKSVectors(t *testing.T) {
	for _, v := range []struct {
		name, secret, random, ks string
		want                     session
		privileges               string
	}{
		{
			"v2 user, many privileges", "00112233445566778899aabbccddeeff", "a1b2c3d4e5f60718293a4b5c6d7e8f90",
			"djJ8NTY3ODkwMXwKLWCkRFwEUoi4Ycji0pzsi5BaR97VuYMKjZoKUdgylZPqM1yYKuYA-7VNG5T3wdUKqeN8xDMfxBmXM_nNFqyJoXjsRuAyhOt_FXqR4Uu7g6iiwgOaPQAaCyWkOW93XU_Lhdsw9jkPu9TpECYZbgmebVKu3dWM9xaIUpmYzeBgC1YWVwt6xB2vjuXpYfxhEYSuEM06boNUAE_r4SNOt4TZ19yTz9lDyO94KixYY25iXpNsleEzctn78o7YR7zW5Zs6cHTfKZVZ9uMSe1fjC7KcvXGM1tDO119E-hjqyzKnWC_9ZdOIV7taDYsJDEgG03y0P1mvcHov5u_nYn4UUktc",
			session{version: 2, partnerID: 5678901, userID: "jane doe+test@example.com", expiry: 1893456000},
			"setrole:PLAYBACK_BASE_ROLE,sview:1_abcd1234/1_efgh5678,iprestrict:203.0.113.7,urirestrict:/api_v3/*,enableentitlement,privacycontext:EDU A&B=C",
		},
		{
			"v2 user beyond ASCII", "0123456789abcdef0123456789abcdef", "10203040506070809101112131415161",
			"djJ8MTIzNDU2N3w9uEpSGg0rItX65PIVu98MilLxf2mAif-bykMuUBDi389euMRjRCit8fTxHMem6e9qGWJ9AzJhGXVnxr5mCRUzyYz_y5hYZBgd8fAlVZIw3pKtLW1Fp-pGG5UrWvHqEpo=",
			session{version: 2, partnerID: 1234567, userID: "zoë~x", kind: 2, expiry: 1893456000},
			"all:*,sessionid:7f3c",
		},
		{
			"v2 plain text that fills its blocks", "0123456789abcdef0123456789abcdef", "0f0e0d0c0b0a09080706050403020100",
			"djJ8MTIzNDU2N3xgRTVCTkYYidTgs26XQcTL-MKD5iwqN3uM7ujQrRTj1ts1whBTGCkbczMxIyUz9BAoMOBAaePPSJBWCY4wyj1apzVjZd2ouEWHDyIfOP6T1g==",
			session{version: 2, partnerID: 1234567, userID: "uu", kind: 2, expiry: 1893456000},
			"disableentitlement",
		},
		{
			"v1 user, repeated privilege", "fedcba9876543210fedcba9876543210", "",
			"N2VlZmZhY2EzMDI0OTZhZmU3ODA4ZGE3Yjc1ZDcyNDJjNzU1MjlmYXwxMDI7MTAyOzE4OTM0NTYwMDA7MDs3O2phbmVAZXhhbXBsZS5jb207c3ZpZXc6MV9hLHN2aWV3OjFfYixzZXRyb2xlOlBMQVlCQUNLX0JBU0VfUk9MRQ==",
			session{version: 1, partnerID: 102, userID: "jane@example.com", expiry: 1893456000},
			"sview:1_a,sview:1_b,setrole:PLAYBACK_BASE_ROLE",
		},
	} {
		t.Run(v.name, func(t *testing.T) {
			secrets := func(int64) []string { return []string{"another secret", v.secret} }
			forms := []string{
				v.ks, strings.TrimRight(v.ks, "="), " " + v.ks[:9] + "\n" + v.ks[9:] + "\t",
				strings.NewReplacer("-", "+", "_", "/").Replace(v.ks),
			}
			random, _ := hex.DecodeString(v.random)
			again := v.want
			again.privileges = parsePrivileges(v.privileges)
			if v.want.version == 1 {
				forms = append(forms, encodeKSv1(v.secret, &again, "1.5"))
			} else if got := encodeKSv2(v.secret, &again, random); got != v.ks {
				t.Errorf("encoded %q", got)
			}
			for _, form := range forms {
				k := parseKS(form, secrets)
				if k == nil || k.version != v.want.version || k.partnerID != v.want.partnerID || k.fields() != again.fields() {
					t.Errorf("%q is %+v", form, k)
				}
			}
			if parseKS(v.ks, func(int64) []string { return []string{"another secret"} }) != nil {
				t.Error("accepted with another secret")
			}
			for _, broken := range []string{v.ks[:len(v.ks)-8], `"` + v.ks + `"`, "x" + v.ks, "", "garbage"} {
				if parseKS(broken, secrets) != nil {
					t.Errorf("accepted %q", broken)
				}
			}
		})
	}
}

// TestAppTokenSession: a token opens what its role allows, and only with the
// hash of the KS and the token.
func TestAppTokenSession(t *testing.T) {
	s := NewServer(t)
	for _, c := range []struct {
		home  Account
		token AppToken
		want  string // an error of appToken.startSession, else of partner.getInfo, else the returned content
	}{
		{Acme, TokenMD5, "secrets"},
		{Acme, TokenSHA1, "secrets"},
		{Acme, TokenSHA256, "secrets"},
		{Acme, TokenSHA512, "secrets"},
		{Acme, TokenInactive, "APP_TOKEN_NOT_ACTIVE"},
		{Acme, TokenExpired, "APP_TOKEN_EXPIRED"},
		{Acme, TokenDeleted, "APP_TOKEN_ID_NOT_FOUND"},
		{Acme, TokenWithoutSecrets, "no secrets"},
		{Acme, TokenUploadOnly, "SERVICE_FORBIDDEN"},
		{Foreign, TokenSHA256, "APP_TOKEN_ID_NOT_FOUND"},
	} {
		ks := invoke(t, s, "session.startWidgetSession", map[string]any{"widgetId": "_" + itoa(c.home.ID)})["ks"].(string)
		hash := c.token.hash(ks)
		answer := invoke(t, s, "appToken.startSession", map[string]any{"ks": ks, "id": c.token.ID, "tokenHash": hash})
		got, refused := answer["code"]
		if !refused {
			info := invoke(t, s, "partner.getInfo", map[string]any{"ks": answer["ks"]})
			if got, refused = info["code"]; !refused {
				got = map[bool]string{true: "secrets", false: "no secrets"}[info["adminSecret"] == Acme.AdminSecret && info["secret"] == Acme.UserSecret]
			}
			for _, wrong := range []string{strings.ToUpper(hash), c.token.hash(ks + "x"), hash[1:]} {
				answer := invoke(t, s, "appToken.startSession", map[string]any{"ks": ks, "id": c.token.ID, "tokenHash": wrong})
				if answer["code"] != "INVALID_APP_TOKEN_HASH" {
					t.Errorf("%s with a wrong hash: %v", c.token.ID, answer["code"])
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.token.ID, got, c.want)
		}
	}
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
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		_, _, err := attempt(ctx, s, http.MethodPost, getInfo, http.Header{"Content-Type": {jsonType}}, `{"format":1}`)
		cancel()
		if err == nil || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%d: got %v, want %v", c.at, err, c.err)
		}
		s.Close()
		if got := s.Requests(); len(got) != 1 || !got[0].Fault || got[0].Status != c.status {
			t.Errorf("%d: recorded %+v", c.at, got)
		}
	}
}

func TestFaultQueue(t *testing.T) {
	s := NewServer(t)
	s.Inject(AnswerError("OTHER", "").On("session", "end"))
	second := AnswerError("SECOND", "").On("partner", "getInfo").For(2)
	second.Skip = 1
	s.Inject(second)
	always := AnswerError("ALWAYS", "").For(-1)
	always.Skip = 3
	s.Inject(always)
	const regular = "SERVICE_FORBIDDEN"
	for i, want := range []string{regular, "SECOND", "SECOND", regular, regular, "ALWAYS", "ALWAYS"} {
		if got := invoke(t, s, "partner.getInfo", map[string]any{})["code"]; got != want {
			t.Errorf("request %d: %q, want %q", i, got, want)
		}
	}
	s.Reset()
	if invoke(t, s, "session.end", map[string]any{})["code"] != nil || len(s.Requests()) != 1 || s.Count("", "") != 1 {
		t.Error("Reset left something")
	}
}
