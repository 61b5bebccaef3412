// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// answerFaults are complete answers with status 200 that are wrong.
func answerFaults() []faultRow {
	mutated := func(mutate func([]byte) []byte) kalturatest.Fault { return kalturatest.Fault{Mutate: mutate} }
	replaced := func(from, to string) kalturatest.Fault {
		return mutated(func(b []byte) []byte { return bytes.Replace(b, []byte(from), []byte(to), 1) })
	}
	final := func(name string, fault kalturatest.Fault, want kaltura.Failure) faultRow {
		return faultRow{name: name, fault: fault, want: want, requests: 1}
	}
	rows := []faultRow{
		final("HTML", kalturatest.AnswerHTML(), kaltura.HTMLAnswer),
		final("XML", kalturatest.AnswerXML(), kaltura.XMLAnswer),
		final("empty 200", kalturatest.AnswerEmpty(http.StatusOK), kaltura.EmptyAnswer),
		final("204", kalturatest.AnswerEmpty(http.StatusNoContent), kaltura.EmptyAnswer),
		final("white space", kalturatest.AnswerJSON(" \n\t"), kaltura.EmptyAnswer),
		final("truncated JSON", mutated(func(b []byte) []byte { return b[:len(b)-1] }), kaltura.MalformedAnswer),
		final("half of the JSON", mutated(func(b []byte) []byte { return b[:len(b)/2] }), kaltura.MalformedAnswer),
		final("PHP warning in front", mutated(func(b []byte) []byte { return append([]byte("Warning: "), b...) }), kaltura.MalformedAnswer),
		final("a number", kalturatest.AnswerJSON("42"), kaltura.UnexpectedAnswer),
		final("a text", kalturatest.AnswerJSON(`"text"`), kaltura.UnexpectedAnswer),
		final("a list", kalturatest.AnswerJSON("[]"), kaltura.UnexpectedAnswer),
		final("null", kalturatest.AnswerJSON("null"), kaltura.UnexpectedAnswer),
		final("an object for a secret", replaced(`"`+kalturatest.Acme.AdminSecret+`"`, `{}`), kaltura.UnexpectedAnswer),
		final("deep nesting", kalturatest.AnswerJSON(strings.Repeat("[", 200_000)), kaltura.MalformedAnswer),
		final("deep nesting, closed", kalturatest.AnswerJSON(strings.Repeat(`{"id":`, 30_000)+"1"+strings.Repeat("}", 30_000)), kaltura.MalformedAnswer),
		final("invalid UTF-8 in a secret", replaced(kalturatest.Acme.AdminSecret, "fa4e\xff\xfe"), kaltura.MalformedAnswer),
		final("UTF-16", kalturatest.AnswerJSON("\xff\xfe{\x00}\x00"), kaltura.MalformedAnswer),
		{name: "200 MB", fault: kalturatest.Fault{GiantBody: 200 << 20}, want: kaltura.AnswerTooLarge, requests: 1, heavy: true},
		{name: "compressed bomb", fault: kalturatest.Fault{GzipBomb: 200 << 20}, want: kaltura.AnswerTooLarge, requests: 1, heavy: true},
		{name: "200 MB of error page", fault: kalturatest.Fault{GiantBody: 200 << 20, Status: 503}, want: kaltura.ServerTrouble, requests: 4, heavy: true},
		{name: "broken compression", fault: kalturatest.Fault{Body: []byte("no gzip"), Header: http.Header{"Content-Encoding": {"gzip"}}}, want: kaltura.ConnectionLost, requests: 4},
		final("another account", replaceID(kalturatest.Acme.ID, kalturatest.Umbrella.ID), kaltura.AnswerOfAnotherAccount),
		final("no id", replaced(`"id":30000001`, `"id2":1`), kaltura.UnexpectedAnswer),
		final("an empty object", kalturatest.AnswerJSON(`{}`), kaltura.UnexpectedAnswer),
		final("id is null", kalturatest.AnswerJSON(`{"id":null}`), kaltura.UnexpectedAnswer),
		final("id is zero", kalturatest.AnswerJSON(`{"id":0}`), kaltura.UnexpectedAnswer),
		final("id is zero as a string", kalturatest.AnswerJSON(`{"id":"0","secret":"x","adminSecret":"y"}`), kaltura.UnexpectedAnswer),
		final("action missing", kalturatest.AnswerError("ACTION_DOES_NOT_EXISTS", ""), kaltura.ActionMissing),
		final("logged out", kalturatest.AnswerError("INVALID_KS", "", "KSID", "LOGOUT"), kaltura.KSRevoked),
		final("id out of range", replaced(`"id":30000001`, `"id":30000001000000000000`), kaltura.UnexpectedAnswer),
		final("negative id", replaced(`"id":30000001`, `"id":-30000001`), kaltura.AnswerOfAnotherAccount),
		final("fraction for an id", replaced(`"id":30000001`, `"id":30000001.0`), kaltura.UnexpectedAnswer),
		final("secrets left out", replaced(`"adminSecret"`, `"otherSecret"`), kaltura.SecretsNotVisible),
		{name: "id as a string", fault: replaced(`"id":30000001`, `"id":"30000001"`), requests: 1},
		{name: "unknown keys", fault: replaced(`{`, `{"new":{"a":[1,2,{}]},`), requests: 1},
		{name: "KS echoed next to the answer", fault: replaced(`{`, `{"ks":"`+ksMark+`",`), requests: 1},
		final("KS echoed instead of the answer", kalturatest.AnswerJSON(`"`+ksMark+`"`), kaltura.UnexpectedAnswer),
	}
	rows = append(rows, onceAndAlways("ACTION_BLOCKED", kalturatest.RateLimited(), kaltura.ActionBlocked)...)
	rows = append(rows, onceAndAlways("INTERNAL_DATABASE_ERROR", kalturatest.DatabaseDown(), kaltura.ServerTrouble)...)
	rows = append(rows, onceAndAlways("INTERNAL_SERVERL_ERROR", kalturatest.AnswerError("INTERNAL_SERVERL_ERROR", "x"), kaltura.ServerTrouble)...)
	rows = append(rows, onceAndAlways("INTERNAL_SERVER_ERROR", kalturatest.AnswerError("INTERNAL_SERVER_ERROR", "x"), kaltura.ServerTrouble)...)
	return rows
}

// hostileFaults are error objects that carry more than an error.
func hostileFaults() []faultRow {
	thrown := func(code, message, args string) kalturatest.Fault {
		quoted, _ := json.Marshal([]string{code, message})
		var parts []json.RawMessage
		_ = json.Unmarshal(quoted, &parts)
		return kalturatest.AnswerJSON(`{"code":` + string(parts[0]) + `,"message":` + string(parts[1]) + `,"objectType":"KalturaAPIException","args":` + args + `}`)
	}
	secret := kalturatest.Acme.AdminSecret
	rows := []faultRow{
		{name: "message quotes the KS", fault: thrown("INVALID_KS", `Invalid KS "`+ksMark+`"`, `{"KSID":"`+ksMark+`"}`), want: kaltura.KSInvalid},
		{name: "message with escapes", fault: thrown("SERVICE_FORBIDDEN", "\x1b]0;"+canary+"\x07\x1b[2J", `{}`), want: kaltura.ActionForbidden},
		{name: "long message", fault: thrown("SERVICE_FORBIDDEN", strings.Repeat(canary, 5_000), `[]`), want: kaltura.ActionForbidden},
		{name: "long args", fault: thrown("INVALID_KS", "", `{"KSID":"`+strings.Repeat(canary, 5_000)+`"}`), want: kaltura.KSInvalid},
		{name: "code with escapes", fault: thrown("\x1b[31m"+canary, "", `[]`), want: kaltura.APIRefused},
		{name: "code with a newline", fault: thrown("A_CODE\n"+canary, "", `[]`), want: kaltura.APIRefused},
		{name: "code is the KS", fault: thrown(ksMark, "", `[]`), want: kaltura.APIRefused},
		{name: "code is a secret", fault: thrown(secret, "", `[]`), want: kaltura.APIRefused},
		{name: "code looks like a secret", fault: thrown(secretCode, "", `[]`), want: kaltura.APIRefused},
		{name: "long code", fault: thrown(strings.Repeat("A", 200<<10), "", `[]`), want: kaltura.APIRefused},
		{name: "message of megabytes", fault: thrown("X_Y", strings.Repeat("A", 4<<20), `[]`), want: kaltura.AnswerTooLarge, heavy: true},
		{name: "code is a number", fault: kalturatest.AnswerJSON(`{"code":7,"objectType":"KalturaAPIException"}`), want: kaltura.APIRefused},
		{name: "code is missing", fault: kalturatest.AnswerJSON(`{"objectType":"KalturaAPIException"}`), want: kaltura.APIRefused},
		{name: "code is an object", fault: kalturatest.AnswerJSON(`{"code":{"x":"` + ksMark + `"},"objectType":"KalturaAPIException"}`), want: kaltura.APIRefused},
		{name: "args is a list", fault: thrown("INVALID_KS", "", `["EXPIRED"]`), want: kaltura.KSInvalid},
		{name: "args is a text", fault: thrown("INVALID_KS", "", `"EXPIRED"`), want: kaltura.KSInvalid},
		{name: "args of other types", fault: thrown("INVALID_KS", "", `{"KSID":{"a":1}}`), want: kaltura.KSInvalid},
		{name: "secret in the request id", fault: withHeader(thrown("X_Y", "", `[]`), "X-Kaltura-Session", secret+", 1"), want: kaltura.APIRefused},
		{name: "escapes in the request id", fault: withHeader(thrown("X_Y", "", `[]`), "X-Kaltura-Session", "\x9b31m"+canary), want: kaltura.APIRefused},
		{name: "secret in a redirect", fault: kalturatest.Redirect(307, "https://evil.example.com/"+secret+"/api_v3/"), want: kaltura.Redirected},
		{name: "secret in a redirect's host", fault: kalturatest.Redirect(307, "https://"+secret+".example.com/api_v3/"), want: kaltura.Redirected},
		{name: "escapes in a redirect", fault: kalturatest.Redirect(307, "https://evil.example.com/%1b%5b31m"+canary+"/api_v3/"), want: kaltura.Redirected},
	}
	for i := range rows {
		rows[i].requests = 1
	}
	return rows
}

func withHeader(fault kalturatest.Fault, name, value string) kalturatest.Fault {
	fault.Header = http.Header{name: {value}}
	return fault
}
