// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// withRoles puts userRole.add in front of a stand-in, which does not have it.
func withRoles(t *testing.T, server *kalturatest.Server) string {
	t.Helper()
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", httputil.NewSingleHostReverseProxy(target))
	mux.HandleFunc("/api_v3/service/userRole/action/add", func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			UserRole struct{ PermissionNames string }
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Error(err)
		}
		server.Update(exampleID, func(a *kalturatest.Account) {
			a.Roles = append(a.Roles, kalturatest.Role{ID: 7, SystemName: "NEW", Permissions: strings.Split(request.UserRole.PermissionNames, ",")})
		})
		fmt.Fprint(w, `{"id":7,"objectType":"KalturaUserRole"}`)
	})
	front := httptest.NewServer(mux)
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
	cmd := exec.CommandContext(t.Context(), "sh", filepath.Join(root, "examples", "app-token", "create.sh"))
	cmd.Env = append(append(os.Environ(), signIn(server, exampleID)...), "KALTURA_SERVICE_URL="+withRoles(t, server))
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
	if token := account.AppToken(made.ID); token.HashType != "SHA256" || token.SessionPrivileges != "setrole:7" || *token.SessionDuration != 900 {
		t.Errorf("the token is %+v", token)
	}
	if server.Count("session", "end") != 1 {
		t.Error("the script leaves its session open")
	}
	for _, r := range server.Requests() {
		if strings.Contains(r.URL, "?") {
			t.Errorf("%s.%s was sent with a query", r.Service, r.Action)
		}
	}

	env := []string{
		"KALTURA_SERVICE_URL=" + server.URL, "KALTURA_PARTNER_ID=" + strconv.Itoa(exampleID),
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
