// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const newRole = "7"

// withRoles puts userRole.add in front of a stand-in, which does not have it.
func withRoles(t *testing.T, server *kalturatest.Server) string {
	t.Helper()
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.URL.RawQuery != "" {
			t.Errorf("%s has a query", r.URL.Path)
		}
		if r.URL.Path != "/api_v3/service/userRole/action/add" {
			r.Body = io.NopCloser(bytes.NewReader(body))
			proxy.ServeHTTP(w, r)
			return
		}
		var asked struct {
			UserRole struct{ PermissionNames string }
		}
		if err := json.Unmarshal(body, &asked); err != nil {
			t.Error(err)
		}
		server.Update(exampleID, func(a *kalturatest.Account) {
			a.Roles = append(a.Roles, kalturatest.Role{
				ID: 7, SystemName: "NEW", Permissions: strings.Split(asked.UserRole.PermissionNames, ","),
			})
		})
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":`+newRole+`,"objectType":"KalturaUserRole"}`) // the script may be gone
	}))
	t.Cleanup(front.Close)
	return front.URL
}

// TestAppTokenScript makes an app token as the guide says, reads the account
// info with it, and finds that it can do nothing else.
func TestAppTokenScript(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	for _, tool := range []string{"sh", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("skipped without ", tool)
		}
	}
	server := world(t)
	script, err := filepath.Abs(filepath.Join(root, "examples", "app-token", "create.sh"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "sh", script)
	cmd.Env = append(append(os.Environ(), signIn(server)...), "KALTURA_SERVICE_URL="+withRoles(t, server))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	var made struct{ ID, Token string }
	if err := json.Unmarshal(out, &made); err != nil || made.ID == "" || made.Token == "" {
		t.Fatalf("%v\n%s", err, out)
	}
	account, _ := server.Account(exampleID)
	if token := account.AppToken(made.ID); token.HashType != "SHA256" || token.SessionPrivileges != "setrole:"+newRole || *token.SessionDuration != 900 {
		t.Errorf("the token is %+v", token)
	}
	if server.Count("session", "end") != 1 {
		t.Error("the script leaves its session open")
	}

	env := []string{
		"KALTURA_SERVICE_URL=" + server.URL, "KALTURA_PARTNER_ID=" + text(exampleID),
		"KALTURA_APP_TOKEN_ID=" + made.ID, "KALTURA_APP_TOKEN=" + made.Token, "KALTURA_APP_TOKEN_HASH_TYPE=SHA256",
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.tf"), "ephemeral \"kaltura_account_info\" \"this\" {}\n")
	b.mustRun(t, dir, env, "plan", "-input=false")
	write(t, filepath.Join(dir, "main.tf"), "data \"kaltura_accounts\" \"all\" {}\n")
	if out, err := b.run(t, dir, env, "plan", "-input=false", "-no-color"); err == nil || !strings.Contains(out, "Kaltura Permission Missing") {
		t.Errorf("the token may list accounts too: %v\n%s", err, out)
	}
}
