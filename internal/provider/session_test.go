// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// openSession is the result of opening kaltura_session.
type openSession struct {
	ks, expiresAt string
	private       []byte
	diagnostics   diagnostics
}

func (e *engine) trySession(ctx context.Context, given arguments) openSession {
	e.t.Helper()
	result, private, diags := e.openKept(ctx, "kaltura_session", given)
	opened := openSession{private: private, diagnostics: diags}
	if result != nil {
		_ = result["ks"].As(&opened.ks) // both are strings in the schema
		_ = result["expires_at"].As(&opened.expiresAt)
	}
	return opened
}

// session opens a session without diagnostics.
func (e *engine) session(given arguments) openSession {
	e.t.Helper()
	opened := e.trySession(e.t.Context(), given)
	if len(opened.diagnostics) > 0 || opened.ks == "" {
		e.t.Fatalf("no session, but:\n%s", opened.diagnostics)
	}
	return opened
}

func (e *engine) close(ctx context.Context, opened openSession) diagnostics {
	e.t.Helper()
	resp, err := e.server.CloseEphemeralResource(ctx, &tfprotov6.CloseEphemeralResourceRequest{TypeName: "kaltura_session", Private: opened.private})
	e.ok(err)
	return e.explained(e.schemas.EphemeralResourceSchemas["kaltura_session"], resp.Diagnostics)
}

// closeQuietly closes a session without diagnostics.
func (e *engine) closeQuietly(opened openSession) {
	e.t.Helper()
	if diags := e.close(e.t.Context(), opened); len(diags) > 0 {
		e.t.Errorf("closing said:\n%s", diags)
	}
}

// ask calls an action of the API without the provider and returns the answer.
func ask(t *testing.T, server *kalturatest.Server, action string, params map[string]any) map[string]any {
	t.Helper()
	params["format"] = 1
	body, err := json.Marshal(params)
	if err != nil {
		t.Fatal(err)
	}
	service, name, _ := strings.Cut(action, ".")
	response, err := http.Post(server.URL+"/api_v3/service/"+service+"/action/"+name, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	object, _ := answer.(map[string]any)
	return object
}

// refusal returns why the API refuses the session itself, or "" if it accepts
// the session, regardless of the session's rights.
func refusal(t *testing.T, server *kalturatest.Server, ks string) string {
	t.Helper()
	answer := ask(t, server, "session.get", map[string]any{"ks": ks})
	if answer["code"] != "INVALID_KS" {
		return ""
	}
	reason, _ := answer["args"].(map[string]any)["KSID"].(string)
	return reason
}

func expectRefusal(t *testing.T, server *kalturatest.Server, ks, want string) {
	t.Helper()
	if why := refusal(t, server, ks); why != want {
		t.Errorf("a session is refused as %q, want %q", why, want)
	}
}

// inside returns what the API reads in a session, accepted or not. An
// authorized session makes the request.
func inside(t *testing.T, server *kalturatest.Server, partnerID int64, ks string) map[string]any {
	t.Helper()
	asking := server.StartSession(partnerID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	return ask(t, server, "session.get", map[string]any{"ks": asking, "session": ks})
}

// rfc3339 formats a time as attributes do.
func rfc3339(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// expectExpiry compares expires_at with the expiry that the API reads in the
// session.
func expectExpiry(t *testing.T, opened openSession, got map[string]any) {
	t.Helper()
	expiry, err := strconv.ParseInt(got["expiry"].(string), 10, 64)
	if err != nil || opened.expiresAt != rfc3339(time.Unix(expiry, 0)) {
		t.Errorf("expires_at = %q, but the session expires at %s", opened.expiresAt, rfc3339(time.Unix(expiry, 0)))
	}
}

// TestSession_isCreatedAndRevoked: how each sign-in method creates a session, its
// content, and its state after close. Ending a session of an app token would
// disable the token.
func TestSession_isCreatedAndRevoked(t *testing.T) {
	acme := kalturatest.Acme
	for _, test := range []struct {
		title    string
		block    func(*kalturatest.Server) arguments
		given    arguments
		holds    map[string]any
		lifetime time.Duration
		closed   string // why the API refuses it after close
		requests map[string]int
	}{
		{
			"administrator secret", func(s *kalturatest.Server) arguments { return administrator(s, acme) },
			arguments{"type": "admin", "user_id": "zoë@example.com", "expiry": 120, "privileges": []any{"sview:1_abcd1234", "disableentitlement"}},
			map[string]any{"sessionType": "2", "userId": "zoë@example.com", "privileges": "sview:1_abcd1234,disableentitlement"},
			120 * time.Second, "LOGOUT",
			map[string]int{"system.getTime": 1, ".": 1},
		},
		{
			"defaults", func(s *kalturatest.Server) arguments { return administrator(s, acme) }, nil,
			map[string]any{"sessionType": "0", "userId": "", "privileges": ""},
			time.Hour, "LOGOUT", nil,
		},
		{
			"kept open", func(s *kalturatest.Server) arguments { return administrator(s, acme) },
			arguments{"revoke_on_close": false},
			nil,
			time.Hour, "", nil,
		},
		{
			"child", func(s *kalturatest.Server) arguments { return administrator(s, kalturatest.Umbrella) },
			arguments{"partner_id": kalturatest.UmbrellaNorth.ID, "expiry": 600, "user_id": "visitor"},
			map[string]any{"partnerId": "30000003", "userId": "visitor"},
			600 * time.Second, "LOGOUT", nil,
		},
		{ // a valid privilege reaches the API unchanged
			"privileges", func(s *kalturatest.Server) arguments { return administrator(s, acme) },
			arguments{"privileges": []any{"setrole:PLAYBACK_BASE_ROLE", "custom:my.name a&b=c%20+[1]", "disableentitlement", "ümlaut:日本語", "iprestrict:127.0.0.1"}},
			map[string]any{"privileges": "setrole:PLAYBACK_BASE_ROLE,custom:my.name a&b=c%20+[1],disableentitlement,ümlaut:日本語,iprestrict:127.0.0.1"},
			time.Hour, "LOGOUT", nil,
		},
		{
			"login", func(s *kalturatest.Server) arguments { return loginAs(s, acme, kalturatest.Owner) },
			arguments{"expiry": 300, "privileges": []any{"sview:1_abcd1234"}},
			map[string]any{"userId": kalturatest.Owner.ID, "privileges": "sview:1_abcd1234"},
			300 * time.Second, "LOGOUT",
			map[string]int{"user.loginByLoginId": 1},
		},
		{
			"app token", func(s *kalturatest.Server) arguments { return byToken(s, kalturatest.TokenSHA256) },
			arguments{"expiry": 300},
			map[string]any{"sessionType": "2"},
			300 * time.Second, "", nil,
		},
	} {
		t.Run(test.title, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			e := configured(t, test.block(server))
			before := time.Now().Truncate(time.Second)
			opened := e.session(test.given)
			for action, want := range test.requests {
				service, name, _ := strings.Cut(action, ".")
				if n := server.Count(service, name); n != want {
					t.Errorf("%d requests for %q, want %d", n, action, want)
				}
			}
			account := acme.ID
			if child, ok := test.given["partner_id"].(int64); ok {
				account = child
			}
			got := inside(t, server, account, opened.ks)
			expectExpiry(t, opened, got)
			for name, want := range test.holds {
				if got[name] != want {
					t.Errorf("the session holds %v", got)
				}
			}
			expires, err := time.Parse(time.RFC3339, opened.expiresAt)
			if lives := expires.Sub(before); err != nil || lives < test.lifetime || lives > test.lifetime+5*time.Second {
				t.Errorf("it lives for %s, %v; want %s", lives, err, test.lifetime)
			}
			expectRefusal(t, server, opened.ks, "")
			e.closeQuietly(opened)
			expectRefusal(t, server, opened.ks, test.closed)
			if n := server.Count("session", "end"); (n == 0) != (test.closed == "") {
				t.Errorf("session.end was called %d times", n)
			}
			expectRefusal(t, server, e.session(test.given).ks, "")
		})
	}
}

func TestSession_ofAppTokenDiffers(t *testing.T) {
	e := configured(t, byToken(kalturatest.NewServer(t), kalturatest.TokenSHA256))
	opened := e.trySession(t.Context(), arguments{"type": "user", "user_id": "somebody", "privileges": []any{"setrole:OTHER_ROLE", "custom:1", "*"}})
	opened.diagnostics.expectOnly(t, "Kaltura Session Differs From the Request", "type: admin instead of user", "privileges: item 1 was not granted")
	text := opened.diagnostics.String()
	if opened.ks == "" || !strings.HasPrefix(text, "WARNING: ") || strings.Contains(text, "custom:1") || strings.Contains(text, "user_id") || strings.Contains(text, "item 3") {
		t.Errorf("the warning is none, or about what was granted:\n%s", text)
	}
}

// TestSession_ofLoginWithoutExpiry: a role that cannot inspect sessions leaves
// expires_at null.
func TestSession_ofLoginWithoutExpiry(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, loginAs(server, kalturatest.Acme, kalturatest.Uploader))
	server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", "no").On("session", "get"))
	opened := e.session(nil)
	if opened.expiresAt != "" {
		t.Errorf("expires_at = %q, but nobody said so", opened.expiresAt)
	}
	server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", "no").On("session", "end"))
	e.close(t.Context(), opened).expectOnly(t, "Kaltura Session Not Revoked", "It may stay valid until it expires.")
}

func TestSession_serverClockUnknown(t *testing.T) {
	server := misbehaving(t, kalturatest.Unavailable().On("system", "getTime"))
	opened := configured(t, administrator(server, kalturatest.Acme)).trySession(t.Context(), nil)
	opened.diagnostics.expectOnly(t, "Kaltura Server Clock Unknown", server.URL+" did not report its time")
	if !strings.HasPrefix(opened.diagnostics.String(), "WARNING: ") {
		t.Error(opened.diagnostics)
	}
	expectRefusal(t, server, opened.ks, "")
}
