// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

func TestRecording(t *testing.T) {
	s := NewServer(t)
	body := `{"format":1,"filter":{"idEqual":"1"},"clientTag":"x"}`
	_, answer := send(t, s, "POST", "/api_v3/service/partner/action/list", jsonType, body)
	r := s.Requests()[0]
	if r.Service != "partner" || r.Action != "list" || r.Method != http.MethodPost || r.URL != "/api_v3/service/partner/action/list" ||
		string(r.Body) != body || string(r.Answer) != answer || r.Status != 200 || r.Header.Get("Content-Type") != jsonType {
		t.Errorf("recorded %+v", r)
	}
	if filter, _ := r.Params["filter"].(map[string]any); filter["idEqual"] != "1" || r.Params["clientTag"] != "x" {
		t.Errorf("params %v", r.Params)
	}
	if s.Count("PARTNER", "list") != 1 || s.Count("", "") != 1 || s.Count("session", "") != 0 {
		t.Error("counts are wrong")
	}
	s.KeepRequests(false)
	invoke(t, s, "system.getTime", nil)
	if len(s.Requests()) != 1 || s.Count("system", "getTime") != 1 {
		t.Error("a request was kept")
	}
	if s.BytesSent() < int64(len(answer)) || s.Connections() < 1 {
		t.Errorf("%d bytes on %d connections", s.BytesSent(), s.Connections())
	}
}

func TestClock(t *testing.T) {
	s := NewServer(t)
	ahead := time.Now().Add(time.Hour)
	s.SetClock(func() time.Time { return ahead })
	response, body := send(t, s, "POST", "/api_v3/service/system/action/getTime", jsonType, `{"format":1}`)
	if date, err := http.ParseTime(response.Header.Get("Date")); err != nil || date.Unix() != ahead.Unix() || body != itoa(ahead.Unix()) {
		t.Errorf("Date %v, time %s", date, body)
	}
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession, Expiry: time.Now().Add(10 * time.Minute)})
	if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks})); got != "INVALID_KS EXPIRED" {
		t.Errorf("got %q", got)
	}
}

// TestUpdate: a rotation, then the end of the old secret.
func TestUpdate(t *testing.T) {
	s := NewServer(t)
	const renewed = "fa4ead00000000000000000099999999"
	old := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	s.Update(Acme.ID, func(a *Account) {
		a.AdditionalAdminSecrets, a.AdminSecret = []string{a.AdminSecret}, renewed
	})
	answer := invoke(t, s, "partner.getInfo", map[string]any{"ks": old}).(map[string]any)
	if answer["adminSecret"] != renewed {
		t.Errorf("got %v", answer["adminSecret"])
	}
	s.Update(Acme.ID, func(a *Account) { a.AdditionalAdminSecrets = nil })
	if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": old})); got != "INVALID_KS "+old {
		t.Errorf("got %q", got)
	}
	if Acme.AdminSecret == renewed {
		t.Error("the fixture was changed")
	}
	s.RemoveAccount(Acme.ID)
	if _, ok := s.Account(Acme.ID); ok {
		t.Error("the account is still there")
	}
}

// TestConcurrency is for the race detector.
func TestConcurrency(t *testing.T) {
	s := NewServer(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 25 {
				ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession, UserID: "someone"})
				if got := outcome(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks}), Acme); got != "both secrets" {
					t.Errorf("got %q", got)
				}
				s.Update(Foreign.ID, func(a *Account) { a.Name += "x" })
				s.Inject(Slow(time.Microsecond))
				_ = s.Requests()
			}
		})
	}
	group.Wait()
}

func TestClose(t *testing.T) {
	s, err := Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Inject(Drop(Hang))
	done := make(chan error)
	go func() {
		_, err := http.Get(s.URL + getInfo)
		done <- err
	}()
	for s.Connections() == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	s.Close()
	if <-done == nil {
		t.Error("a hanging request was answered")
	}
}
