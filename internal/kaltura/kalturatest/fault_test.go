// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// attempt is one request on a connection of its own, with a deadline.
func attempt(t *testing.T, s *Server, deadline time.Duration) (*http.Response, string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	body := `{"format":1,"ks":"` + ks + `"}`
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+getInfo, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", jsonType)
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

// TestFaults: an answer of its own, or what is left of the regular one; once,
// and on record. The client's fault matrix goes through all of them.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		fault  Fault
		status int
		body   string
	}{
		"API error":     {AnswerError("C", "m", "A", "1"), 200, `{"code":"C","message":"m","objectType":"KalturaAPIException","args":{"A":"1"}}`},
		"retry after":   {RetryAfter(7 * time.Second), 429, "<!DOCTYPE HTML"},
		"empty":         {AnswerEmpty(500), 500, ""},
		"mutated":       {Fault{Mutate: func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("Acme"), []byte("Emca")) }}, 200, `{"id":30000001,"name":"Emca Video"`},
		"slowly":        {Fault{Delay: time.Millisecond, BodyDelay: time.Millisecond, DripDelay: time.Millisecond, DripBytes: 512}, 200, `{"id":30000001`},
		"giant":         {Fault{GiantBody: 1 << 20}, 200, `"aaaa`},
		"giant, packed": {Fault{GzipBomb: 1 << 20}, 200, `"aaaa`},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewServer(t)
			s.Inject(c.fault)
			response, body, err := attempt(t, s, 10*time.Second)
			if err != nil || response.StatusCode != c.status || !strings.HasPrefix(body, c.body) || c.body == "" && body != "" {
				t.Fatalf("%v %.80q %v", response, body, err)
			}
			if name == "retry after" && response.Header.Get("Retry-After") != "7" {
				t.Errorf("headers %v", response.Header)
			}
			if _, body, _ := attempt(t, s, 10*time.Second); !strings.HasPrefix(body, `{"id":30000001,"name":"Acme`) {
				t.Errorf("afterwards: %.80q", body)
			}
			if s.Count("partner", "getInfo") != 2 || !s.Requests()[0].Fault || s.Requests()[1].Fault {
				t.Error("requests were not recorded")
			}
		})
	}
}

func TestFaultBreaks(t *testing.T) {
	for _, c := range []struct {
		name   string
		at     Break
		err    error
		status int // of the record: whether an answer was prepared
	}{
		{"close before reading", CloseBeforeReading, nil, 0},
		{"reset before reading", ResetBeforeReading, syscall.ECONNRESET, 0},
		{"close unprocessed", CloseUnprocessed, io.EOF, 0},
		{"reset unprocessed", ResetUnprocessed, syscall.ECONNRESET, 0},
		{"hang", Hang, context.DeadlineExceeded, 0},
		{"close processed", CloseProcessed, io.EOF, 200},
		{"reset processed", ResetProcessed, syscall.ECONNRESET, 200},
		{"close in body", CloseInBody, io.ErrUnexpectedEOF, 200},
		{"reset in body", ResetInBody, nil, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewServer(t)
			s.Inject(Drop(c.at).On("partner", "getInfo"))
			_, _, err := attempt(t, s, 300*time.Millisecond)
			if err == nil || c.err != nil && !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
			if _, _, err := attempt(t, s, 10*time.Second); err != nil {
				t.Errorf("afterwards: %v", err)
			}
			if got := s.Requests(); len(got) != 2 || got[0].Status != c.status {
				t.Errorf("recorded %+v", got)
			}
		})
	}
}

func TestFaultQueue(t *testing.T) {
	s := NewServer(t)
	s.Inject(AnswerError("OTHER", "").On("session", "start"))
	second := AnswerError("SECOND", "").On("partner", "getInfo").For(2)
	second.Skip = 1
	s.Inject(second)
	always := AnswerError("ALWAYS", "").For(-1)
	always.Skip = 3
	s.Inject(always)
	for i, want := range []string{"", "SECOND", "SECOND", "", "", "ALWAYS", "ALWAYS"} {
		ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
		if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks})); got != want {
			t.Errorf("request %d: %q, want %q", i, got, want)
		}
	}
	s.Reset()
	if got := code(invoke(t, s, "session.start", nil)); got == "OTHER" || len(s.Requests()) != 1 || s.Count("", "") != 1 {
		t.Errorf("Reset left something: %q", got)
	}
}

// TestFaultProcessed: a fault may do what was asked although it answers otherwise.
func TestFaultProcessed(t *testing.T) {
	s := NewServer(t)
	for _, processed := range []bool{false, true} {
		ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
		f := DatabaseDown()
		f.Processed = processed
		s.Inject(f)
		invoke(t, s, "session.end", map[string]any{"ks": ks})
		if ended := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks})) != ""; ended != processed {
			t.Errorf("processed %v, ended %v", processed, ended)
		}
	}
}
