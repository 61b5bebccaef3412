// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// sessionProtocol opens and closes kaltura_session as an engine does, one call
// of the plugin protocol at a time.
type sessionProtocol struct{ *engine }

// newSessionProtocol configures a provider of its own.
func newSessionProtocol(t *testing.T, server *kalturatest.Server, settings arguments) *sessionProtocol {
	t.Helper()
	settings["service_url"], settings["max_retries"] = server.URL, 0
	return &sessionProtocol{configured(t, settings)}
}

func withSecretOf(account kalturatest.Account) arguments {
	return arguments{"partner_id": account.ID, "admin_secret": account.AdminSecret}
}

// config writes a kaltura_session block.
func (p *sessionProtocol) config(given arguments) *tfprotov6.DynamicValue {
	p.t.Helper()
	return p.encode(p.schemas.EphemeralResourceSchemas["kaltura_session"], given)
}

// openSession is what Open returned.
type openSession struct {
	ks, expiresAt string
	private       []byte
	diagnostics   []*tfprotov6.Diagnostic
}

func (p *sessionProtocol) validate(given arguments) []*tfprotov6.Diagnostic {
	p.t.Helper()
	response, err := p.server.ValidateEphemeralResourceConfig(p.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: "kaltura_session", Config: p.config(given),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return explained(p.t, response.Diagnostics)
}

func (p *sessionProtocol) tryOpen(ctx context.Context, given arguments) openSession {
	p.t.Helper()
	response, err := p.server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: "kaltura_session", Config: p.config(given),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	opened := openSession{private: response.Private, diagnostics: explained(p.t, response.Diagnostics)}
	if result := p.decode(p.schemas.EphemeralResourceSchemas["kaltura_session"], response.Result); result != nil {
		_ = result["ks"].As(&opened.ks) // the schema says that these are strings
		_ = result["expires_at"].As(&opened.expiresAt)
	}
	return opened
}

// open has to succeed without a warning.
func (p *sessionProtocol) open(given arguments) openSession {
	p.t.Helper()
	opened := p.tryOpen(p.t.Context(), given)
	if len(opened.diagnostics) > 0 || opened.ks == "" {
		p.t.Fatalf("no session, but:\n%s", said(opened.diagnostics))
	}
	return opened
}

func (p *sessionProtocol) close(ctx context.Context, opened openSession) []*tfprotov6.Diagnostic {
	p.t.Helper()
	response, err := p.server.CloseEphemeralResource(ctx, &tfprotov6.CloseEphemeralResourceRequest{
		TypeName: "kaltura_session", Private: opened.private,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return explained(p.t, response.Diagnostics)
}

// said writes diagnostics as text, for patterns and messages.
func said(diagnostics []*tfprotov6.Diagnostic) string {
	var text strings.Builder
	for _, d := range diagnostics {
		text.WriteString(d.Severity.String() + ": " + d.Summary)
		if d.Attribute != nil {
			text.WriteString(" at " + d.Attribute.String())
		}
		text.WriteString("\n" + d.Detail + "\n\n")
	}
	return text.String()
}

// ask calls an action of the API without the provider and returns the answer.
func ask(t *testing.T, server *kalturatest.Server, action string, with map[string]any) map[string]any {
	t.Helper()
	with["format"] = 1
	body, err := json.Marshal(with)
	if err != nil {
		t.Fatal(err)
	}
	service, name, _ := strings.Cut(action, ".")
	response, err := http.Post(server.URL+"/api_v3/service/"+service+"/action/"+name, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// refusal is why the API refuses the session itself, and "" when it accepts it,
// whatever the session may do.
func refusal(t *testing.T, server *kalturatest.Server, ks string) string {
	t.Helper()
	answer := ask(t, server, "session.get", map[string]any{"ks": ks})
	if answer["code"] != "INVALID_KS" {
		return ""
	}
	reason, _ := answer["args"].(map[string]any)["KSID"].(string)
	return reason
}

// inside is what the API reads in a session, accepted or not, asked by
// somebody who may.
func inside(t *testing.T, server *kalturatest.Server, account kalturatest.Account, ks string) map[string]any {
	t.Helper()
	asking := server.StartSession(account.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	return ask(t, server, "session.get", map[string]any{"ks": asking, "session": ks})
}

// rfc3339 writes a time as attributes have it.
func rfc3339(at time.Time) string { return at.UTC().Format(time.RFC3339) }
