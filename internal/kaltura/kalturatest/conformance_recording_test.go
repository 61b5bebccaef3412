// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
)

// recording is one exchange with a real server.
type recording struct {
	Name    string
	Request struct {
		Method, Path, Body string
		Headers            map[string]string
	}
	Response struct {
		Status  int
		Headers map[string]string
		Body    string
	}
}

func readRecordings(t *testing.T, dir string) []recording {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", dir, err)
	}
	list := make([]recording, len(files))
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &list[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if ta, tb := a.second(t), b.second(t); ta != tb {
			return ta < tb
		}
		if a.phase() != b.phase() {
			return a.phase() < b.phase()
		}
		return a.Name < b.Name
	})
	return list
}

// second is when the exchange was recorded; the Date header is all there is to
// order exchanges by.
func (r recording) second(t *testing.T) int64 {
	t.Helper()
	date, err := http.ParseTime(r.Response.Headers["Date"])
	if err != nil {
		t.Fatalf("%s: %v", r.Name, err)
	}
	return date.Unix()
}

// phases put exchanges of the same second in order: what takes a session or a
// token away comes after its other uses, what shows that it is gone last.
var phases = map[string]int{
	"session_end_form": 1, "session_end_sessionid": 1, "session_end_widget_ks": 1, "appToken_delete": 1,
	"session_end_again": 2, "session_end_then_getInfo": 2, "session_get_after_end": 2,
	"session_end_sessionid_sibling": 2, "session_get_widget_ks_after_end": 2,
	"appToken_startSession_deleted": 2, "appToken_session_after_delete": 2,
	"user_loginByLoginId_lockout_good_password": 2,
}

func (r recording) phase() int { return phases[r.Name] }

// moment is the server's own clock during the exchange, where it shows.
func (r recording) moment(t *testing.T) time.Time {
	t.Helper()
	if _, second, ok := strings.Cut(r.Response.Headers["X-Kaltura-Session"], ", "); ok {
		n, err := strconv.ParseInt(second, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", r.Name, err)
		}
		return time.Unix(n, 0)
	}
	return time.Unix(r.second(t), 0)
}

// fast tells whether session.start was answered before the dispatcher: then
// there is no X-Kaltura-Session header.
func (r recording) fast() bool { return r.Response.Headers["X-Kaltura-Session"] == "" }
