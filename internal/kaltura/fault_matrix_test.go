// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// faultRow is one way in which the network or the server misbehaves, and what
// becomes of a read.
type faultRow struct {
	name string
	// fault strikes at the stand-in, times of them; or place is somewhere else.
	fault kalturatest.Fault
	times int // 0 means always
	place func(t *testing.T) place
	// want is "" where the read succeeds in the end.
	want     kaltura.Failure
	requests int
	// attempts is for those that do not become requests.
	attempts int
	// heavy rows are bounded in memory, hanging ones have a short timeout.
	heavy, hangs bool
}

// place is where a row's requests go instead of the stand-in.
type place struct {
	url      string
	change   []func(*kaltura.Config)
	requests func() int
}

const (
	hangTimeout = 300 * time.Millisecond // of one attempt that hangs
	rowBound    = 30 * time.Second       // of a row; none comes near it
	rowMemory   = 96 << 20               // allocated in all, by the server in this process too
)

func TestFaultMatrix(t *testing.T) {
	rows := append(transportFaults(), append(statusFaults(), append(answerFaults(), hostileFaults()...)...)...)
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
		t.Parallel() // they do nothing but wait
		timeout = hangTimeout
	}
	server := kalturatest.NewServer(t)
	ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	at := place{url: server.URL, requests: func() int { return server.Count("", "") }}
	if row.place != nil {
		at = row.place(t)
	}
	fault := row.fault
	if fault.Times = row.times; row.times == 0 {
		fault.Times = -1
	}
	fault.Mutate = withKS(fault.Mutate, ks)
	if fault.Body != nil {
		fault.Body = bytes.ReplaceAll(fault.Body, []byte(ksMark), []byte(ks))
	}
	server.Inject(fault)

	log := &attemptLog{}
	change := append([]func(*kaltura.Config){withTimeout(timeout), func(c *kaltura.Config) { c.OnAttempt = log.add }}, at.change...)
	client := newClient(t, at.url, givenKS(ks), change...)
	var info kaltura.AccountInfo
	var err error
	allocated := allocating(func() {
		within(t, rowBound, func() { info, err = client.AccountInfo(t.Context(), 0) })
	})
	if row.heavy && allocated > rowMemory {
		t.Errorf("%d MB were allocated", allocated>>20)
	}
	// The stand-in counts a request that it delayed when the client is gone.
	for deadline := time.Now().Add(5 * time.Second); at.requests() < row.requests && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if got := at.requests(); got != row.requests {
		t.Errorf("%d requests, want %d", got, row.requests)
	}
	canaries := []string{ks, ks[:40], kalturatest.Acme.AdminSecret, kalturatest.Acme.UserSecret, "\x1b", "\x00", canary, secretCode}
	wantNoCanary(t, fmt.Sprintf("%+v", log.all), canaries)
	failed := wantFailure(t, err, row.want)
	if row.want == "" {
		if err := checkAcme(info); err != nil {
			t.Error(err)
		}
		return
	}
	wantSafeError(t, failed, canaries)
	if want := max(row.requests, row.attempts); failed.Attempts != want {
		t.Errorf("the error counts %d attempts, want %d", failed.Attempts, want)
	}
}

// ksMark in a body stands for the KS of the request; canary for anything that
// must not be repeated, secretCode too, which looks like a code.
const ksMark, canary, secretCode = "{{KS}}", "c4n4ry", "A4F0B9C1D2E3"

func withKS(mutate func([]byte) []byte, ks string) func([]byte) []byte {
	if mutate == nil {
		return nil
	}
	return func(body []byte) []byte { return bytes.ReplaceAll(mutate(body), []byte(ksMark), []byte(ks)) }
}

// allocating returns how many bytes were allocated meanwhile.
func allocating(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// attemptLog keeps what a log would be told.
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
	for _, field := range reflect.VisibleFields(reflect.TypeFor[kaltura.Error]()) {
		if field.IsExported() {
			texts = append(texts, fmt.Sprint(reflect.ValueOf(*failed).FieldByIndex(field.Index)))
		}
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
