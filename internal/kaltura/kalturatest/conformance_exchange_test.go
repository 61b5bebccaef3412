// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// exchange is a request to a real server, as JSON, and what came back.
type exchange struct {
	Name   string          `json:"name"`
	At     int64           `json:"at"` // the server's clock, unix seconds
	Action string          `json:"action"`
	Secure bool            `json:"secure,omitempty"` // said to have come over https
	Params json.RawMessage `json:"params"`

	Status int               `json:"status"`
	Header map[string]string `json:"header"` // of keptHeaders
	Answer json.RawMessage   `json:"answer,omitempty"`
	Page   string            `json:"page,omitempty"` // a body that is no JSON
}

// keptHeaders are those that a client may go by.
var keptHeaders = []string{"Content-Type", "Location", "X-Kaltura", "X-Kaltura-App", "X-Kaltura-Session"}

// replay returns how the stand-in's answer differs, or "".
func (x *exchange) replay(t *testing.T, s *Server) string {
	t.Helper()
	service, name, _ := strings.Cut(x.Action, ".")
	request, err := http.NewRequest(http.MethodPost, s.URL+"/api_v3/service/"+service+"/action/"+name, bytes.NewReader(x.Params))
	if err != nil {
		t.Fatalf("%s: %v", x.Name, err)
	}
	request.Header.Set("Content-Type", jsonType)
	if x.Secure {
		request.Header.Set("X-Forwarded-Proto", "https")
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatalf("%s: %v", x.Name, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s: %v", x.Name, err)
	}
	if response.StatusCode != x.Status {
		return fmt.Sprintf("status %d, recorded %d", response.StatusCode, x.Status)
	}
	if problem := x.compareHeaders(response.Header); problem != "" {
		return problem
	}
	return x.compareBody(t, s, body)
}

func (x *exchange) compareHeaders(got http.Header) string {
	for _, name := range keptHeaders {
		have, want := got.Get(name), x.Header[name]
		if name == "X-Kaltura-Session" { // <number of the request>, <server's clock>
			_, have, _ = strings.Cut(have, ", ")
			_, want, _ = strings.Cut(want, ", ")
		}
		if have != want {
			return fmt.Sprintf("header %s %q, recorded %q", name, have, want)
		}
	}
	return ""
}

func (x *exchange) compareBody(t *testing.T, s *Server, body []byte) string {
	t.Helper()
	if x.Answer == nil {
		// The client does not read the page of a redirect.
		if x.Header["Location"] == "" && string(body) != x.Page {
			return fmt.Sprintf("page\n got      %.300q\n recorded %.300q", body, x.Page)
		}
		return ""
	}
	got, err := decodeNumbers(body)
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
	if reflect.DeepEqual(got, want) {
		return ""
	}
	return fmt.Sprintf("body\n got      %v\n recorded %v", got, want)
}

// decodeNumbers tells "150" from 150.
func decodeNumbers(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

var ksLike = regexp.MustCompile(`[A-Za-z0-9_+-]{60,}={0,2}`)

// reduced replaces what cannot be the same twice, and leaves out the
// properties that the stand-in has not, because the client does not read them.
func reduced(s *Server, value any) any {
	switch v := value.(type) {
	case string:
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
	"KalturaPartner":    namesOf((&call{server: &Server{}}).partner(&Account{})),
	"KalturaPermission": namesOf(permissionObject("")),
}

func namesOf(o *object) map[string]bool {
	names := map[string]bool{"objectType": true}
	for _, f := range o.fields {
		names[f.name] = f.name != playerSettings
	}
	return names
}

// describeKS is what a KS says: version, partner, type, user, lifetime,
// privileges and master partner.
func (s *Server) describeKS(text string) string {
	k := s.parse(text)
	if k == nil {
		return text
	}
	lifetime := k.expiry - s.now().Unix()
	if lifetime%60 == 1 {
		lifetime-- // the second ended while the real server made the KS
	}
	return fmt.Sprintf("KSv%d(%d %d %q %d %q %d)", k.version, k.partnerID, k.kind, k.userID, lifetime, formatPrivileges(k.privileges), k.master)
}
