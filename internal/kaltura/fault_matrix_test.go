// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// faultRow is a fault of the network or the server, and the expected result of
// a read.
type faultRow struct {
	name string
	// fault applies to the stand-in, for this many times. place replaces the
	// stand-in.
	fault kalturatest.Fault
	times int // 0 means always
	place func(t *testing.T) place
	// want is "" if the read eventually succeeds.
	want     kaltura.Failure
	requests int
	// attempts also counts attempts that send no request.
	attempts int
	// The memory of heavy rows is bounded. Rows that hang have a short
	// timeout.
	heavy, hangs bool
}

// place receives a row's requests instead of the stand-in.
type place struct {
	url      string
	change   []func(*kaltura.Config)
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
	requests func() int
}

const (
	hangTimeout = 300 * time.Millisecond // for one attempt that hangs
	rowMemory   = 96 << 20               // bytes in total, including those of the server in this process
)

func TestFaultMatrix(t *testing.T) {
	rows := slices.Concat(transportFaults(), statusFaults(), answerFaults(), hostileFaults())
	recovered := 0
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) { row.run(t) })
		if row.want == "" {
			recovered++
		}
	}
	t.Logf("fault matrix: %d rows, %d recovered, %d diagnosed", len(rows), recovered, len(rows)-recovered)
}

func (row faultRow) run(t *testing.T) {
	timeout := 20 * time.Second
	if row.hangs {
		t.Parallel() // these rows only wait
		timeout = hangTimeout
	}
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	at := place{url: server.URL, requests: received(server)}
	if row.place != nil {
		at = row.place(t)
	}
	fault := row.fault
	if fault.Times = row.times; row.times == 0 {
		fault.Times = -1
	}
	mutate := fault.Mutate
	fault.Mutate = func(body []byte) []byte {
		if mutate != nil {
			body = mutate(body)
		}
		return bytes.ReplaceAll(body, []byte(ksMark), []byte(ks))
	}
	server.Inject(fault)

	log := &attemptLog{}
	change := append([]func(*kaltura.Config){withTimeout(timeout), func(c *kaltura.Config) { c.OnAttempt = log.add }}, at.change...)
	client := newClient(t, at.url, givenKS(ks), change...)
	if at.dial != nil {
		client.SetDial(at.dial)
	}
	var info kaltura.AccountInfo
	var err error
	allocated := allocating(func() { info, err = client.AccountInfo(t.Context(), 0) })
	if row.heavy && allocated > rowMemory {
		t.Errorf("%d MB were allocated", allocated>>20)
	}
	wantArrived(t, at.requests, row.requests)
	canaries := []string{ks, ks[:40], kalturatest.Acme.AdminSecret, kalturatest.Acme.UserSecret, "\x1b", "\x00", canary, secretCode}
	wantNoCanary(t, fmt.Sprintf("%+v", log.all), canaries)
	failed := wantFailure(t, err, row.want)
	if row.want == "" {
		if err := checkInfo(info, kalturatest.Acme); err != nil {
			t.Error(err)
		}
		return
	}
	wantSafeError(t, failed, canaries)
	if info != (kaltura.AccountInfo{}) {
		t.Error("an account was returned beside the error")
	}
	if want := max(row.requests, row.attempts); failed.Attempts != want {
		t.Errorf("the error counts %d attempts, want %d", failed.Attempts, want)
	}
}

// wantArrived fails the test unless this many requests arrive. The stand-in
// counts a delayed request only after the client disconnects.
func wantArrived(t testing.TB, requests func() int, want int) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); requests() < want && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if got := requests(); got != want {
		t.Errorf("%d requests, want %d", got, want)
	}
}

// received counts the requests that the server received.
func received(server *kalturatest.Server) func() int {
	return func() int { return server.Count("", "") }
}

// In a body, ksMark stands for the KS of the request. canary stands for
// anything that the client must not repeat, as does secretCode, which looks
// like an error code.
const ksMark, canary, secretCode = "{{KS}}", "c4n4ry", "A4F0B9C1D2E3"

// allocating returns how many bytes the process allocated during do.
func allocating(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// attemptLog records what the client reports to a log.
type attemptLog struct {
	mu  sync.Mutex
	all []kaltura.Attempt
}

func (l *attemptLog) add(_ context.Context, attempt kaltura.Attempt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, attempt)
}

// wantSafeError searches everything that a caller could print of an error.
func wantSafeError(t *testing.T, failed *kaltura.Error, canaries []string) {
	t.Helper()
	texts := []string{fmt.Sprintf("%+v", *failed), fmt.Sprintf("%#v", *failed)}
	for err := error(failed); err != nil; err = errors.Unwrap(err) {
		texts = append(texts, err.Error())
	}
	wantNoCanary(t, strings.Join(texts, "\n"), canaries)
	if len(failed.Error()) > 200 {
		t.Errorf("the error's text has %d bytes", len(failed.Error()))
	}
}

func wantNoCanary(t *testing.T, text string, canaries []string) {
	t.Helper()
	for _, secret := range canaries {
		if strings.Contains(text, secret) {
			t.Errorf("%q shows %q", text, secret)
		}
	}
}

// answerFaults are complete but wrong answers with status 200.
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
		final("Administrator Secret left out", replaced(`"adminSecret"`, `"other"`), kaltura.SecretsNotVisible),
		final("User Secret left out", replaced(`"secret"`, `"other"`), kaltura.SecretsNotVisible),
		final("empty Administrator Secret", replaced(kalturatest.Acme.AdminSecret, ""), kaltura.SecretsNotVisible),
		final("empty User Secret", replaced(kalturatest.Acme.UserSecret, ""), kaltura.SecretsNotVisible),
		{name: "id as a string", fault: replaced(`"id":30000001`, `"id":"30000001"`), requests: 1},
		{name: "unknown keys", fault: replaced(`{`, `{"new":{"a":[1,2,{}]},`), requests: 1},
		{name: "KS echoed next to the answer", fault: replaced(`{`, `{"ks":"`+ksMark+`",`), requests: 1},
		final("KS echoed instead of the answer", kalturatest.AnswerJSON(`"`+ksMark+`"`), kaltura.UnexpectedAnswer),
	}
	for _, code := range []string{"INTERNAL_DATABASE_ERROR", "INTERNAL_SERVERL_ERROR", "INTERNAL_SERVER_ERROR"} {
		rows = append(rows, onceAndAlways(code, kalturatest.AnswerError(code, "x"), kaltura.ServerTrouble)...)
	}
	return append(rows, onceAndAlways("ACTION_BLOCKED", kalturatest.RateLimited(), kaltura.ActionBlocked)...)
}

// hostileFaults are error objects that carry more than an error.
func hostileFaults() []faultRow {
	thrown, answered := kalturatest.AnswerError, kalturatest.AnswerJSON
	secret := kalturatest.Acme.AdminSecret
	rows := []faultRow{
		{name: "message quotes the KS", fault: thrown("INVALID_KS", `Invalid KS "`+ksMark+`"`, "KSID", ksMark), want: kaltura.KSInvalid},
		{name: "message with escapes", fault: thrown("SERVICE_FORBIDDEN", "\x1b]0;"+canary+"\x07\x1b[2J"), want: kaltura.ActionForbidden},
		{name: "long message", fault: thrown("SERVICE_FORBIDDEN", strings.Repeat(canary, 5_000)), want: kaltura.ActionForbidden},
		{name: "long args", fault: thrown("INVALID_KS", "", "KSID", strings.Repeat(canary, 5_000)), want: kaltura.KSInvalid},
		{name: "code with escapes", fault: thrown("\x1b[31m"+canary, ""), want: kaltura.APIRefused},
		{name: "code with a newline", fault: thrown("A_CODE\n"+canary, ""), want: kaltura.APIRefused},
		{name: "code is the KS", fault: thrown(ksMark, ""), want: kaltura.APIRefused},
		{name: "code is a secret", fault: thrown(secret, ""), want: kaltura.APIRefused},
		{name: "code looks like a secret", fault: thrown(secretCode, ""), want: kaltura.APIRefused},
		{name: "long code", fault: thrown(strings.Repeat("A", 200<<10), ""), want: kaltura.APIRefused},
		{name: "message of megabytes", fault: thrown("X_Y", strings.Repeat("A", 4<<20)), want: kaltura.AnswerTooLarge, heavy: true},
		{name: "code is a number", fault: answered(`{"code":7,"objectType":"KalturaAPIException"}`), want: kaltura.APIRefused},
		{name: "code is missing", fault: answered(`{"objectType":"KalturaAPIException"}`), want: kaltura.APIRefused},
		{name: "code is an object", fault: answered(`{"code":{"x":"` + ksMark + `"},"objectType":"KalturaAPIException"}`), want: kaltura.APIRefused},
		{name: "args is a list", fault: answered(`{"code":"INVALID_KS","objectType":"KalturaAPIException","args":["EXPIRED"]}`), want: kaltura.KSInvalid},
		{name: "args is a text", fault: answered(`{"code":"INVALID_KS","objectType":"KalturaAPIException","args":"EXPIRED"}`), want: kaltura.KSInvalid},
		{name: "args of other types", fault: answered(`{"code":"INVALID_KS","objectType":"KalturaAPIException","args":{"KSID":{"a":1}}}`), want: kaltura.KSInvalid},
		{name: "secret in the request id", fault: withHeader(thrown("X_Y", ""), "X-Kaltura-Session", secret+", 1"), want: kaltura.APIRefused},
		{name: "escapes in the request id", fault: withHeader(thrown("X_Y", ""), "X-Kaltura-Session", "\x9b31m"+canary), want: kaltura.APIRefused},
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
