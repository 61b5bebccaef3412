// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// net/http quotes what a server sends unasked in a line of package log, and the
// engine writes a provider's stderr to its own log.
func TestBuiltProvider_keepsUnsolicitedAnswersOutOfTheLog(t *testing.T) {
	const canary = "4f6793bd661b80ae-canary"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer connection.Close()
		const body = `{"id":30000001,"name":"Acme"}`
		fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s", len(body), body, canary)
	}))
	t.Cleanup(server.Close)
	w := newWorkspace(t, `data "kaltura_account" "own" {}`)
	log := filepath.Join(w.Dir, "log")
	w.Env = append(w.Env, "KALTURA_SERVICE_URL="+server.URL, "KALTURA_PARTNER_ID=30000001",
		"KALTURA_ADMIN_SECRET=00000000000000000000000000000000", "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	w.run("plan", "-no-color")
	text, err := os.ReadFile(log)
	if err != nil || !strings.Contains(string(text), "Kaltura API request") {
		t.Fatalf("the log does not show the request, so nothing is proved (%v)", err)
	}
	if strings.Contains(string(text), canary) {
		t.Error("the log quotes what the server sent")
	}
}
