// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// post calls an action with a JSON body and returns the raw answer.
func post(t testing.TB, s *Server, path string, p map[string]any) string {
	t.Helper()
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	_, answer := send(t, s, http.MethodPost, path, jsonType, string(body))
	return answer
}

// invoke calls service.action in format 1 and decodes the answer.
func invoke(t testing.TB, s *Server, action string, p map[string]any) any {
	t.Helper()
	service, name, _ := strings.Cut(action, ".")
	all := map[string]any{"format": 1}
	for key, value := range p {
		all[key] = value
	}
	var decoded any
	text := post(t, s, "/api_v3/service/"+service+"/action/"+name, all)
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
