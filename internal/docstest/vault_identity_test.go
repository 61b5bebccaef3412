// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// pipelineIdentity is the variable with the JWT that a pipeline signs in to
// Vault with.
const pipelineIdentity = "TERRAFORM_VAULT_AUTH_JWT"

// TestPipelineIdentity sets up a real store as the guide says for each platform,
// and runs the guide's pipeline with the claims that the platform documents,
// signed with another key.
func TestPipelineIdentity(t *testing.T) {
	store := newVault(t)
	store.empty(t, "")
	store.write(t, "kaltura-app-token", heldToken)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, platform := range []struct {
		name, backend, issuer, audience string
		claims, others                  map[string]any
	}{
		{
			"github", "github", "https://token.actions.githubusercontent.com", "https://vault.example.com",
			map[string]any{"repository": "example/video", "environment": "production"},
			map[string]any{"repository": "example/other", "environment": "staging"},
		},
		{
			"gitlab", "gitlab", "https://gitlab.com", "https://vault.example.com",
			map[string]any{"project_path": "example/video", "ref": "main", "ref_protected": "true"},
			map[string]any{"project_path": "example/other", "ref": "feature", "ref_protected": "false"},
		},
		{
			"hcp-terraform", "hcp_terraform", "https://app.terraform.io", "vault.workload.identity",
			map[string]any{"sub": "organization:example:project:Video:workspace:kaltura:run_phase:plan", "terraform_full_workspace": "w"},
			map[string]any{"sub": "organization:example:project:Video:workspace:other:run_phase:plan"},
		},
	} {
		t.Run(platform.name, func(t *testing.T) {
			access := store.workspace(t)
			copyDir(t, "examples/pipelines/"+platform.name, access.Dir)
			write(t, filepath.Join(access.Dir, "key_override.tf"), "resource \"vault_jwt_auth_backend\" \""+platform.backend+
				"\" {\n  oidc_discovery_url = null\n  jwt_validation_pubkeys = ["+strconv.Quote(publicKey(t, key))+"]\n}\n")
			install(t, access)
			access.MustRun(t, "apply", "-no-color", "-auto-approve")
			defer access.MustRun(t, "destroy", "-no-color", "-auto-approve")
			claims := map[string]any{"iss": platform.issuer, "aud": platform.audience, "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix()}
			maps.Copy(claims, platform.claims)
			if out, err := store.runPipeline(t, platform.name, signed(t, key, claims)); err != nil || !strings.Contains(out, `signed_in_with = "app_token"`) {
				t.Errorf("%v\n%s", err, out)
			}
			for name, value := range platform.others {
				changed := maps.Clone(claims)
				changed[name] = value
				if out, err := store.runPipeline(t, platform.name, signed(t, key, changed)); err == nil || !strings.Contains(out, strconv.Quote(name)) {
					t.Errorf("with %s %v: %v\n%s", name, value, err, out)
				}
			}
		})
	}
}

// runPipeline runs the guide's pipeline with an identity.
func (v *vault) runPipeline(t *testing.T, mount, identity string) (string, error) {
	t.Helper()
	w := v.workspace(t)
	w.Env = append(w.Env, "VAULT_TOKEN=", "KALTURA_SERVICE_URL="+world(t).URL, pipelineIdentity+"="+identity)
	copyDir(t, "examples/no-stored-secret", w.Dir)
	signIn := filepath.Join(w.Dir, "vault.tf")
	write(t, signIn, strings.ReplaceAll(read(t, signIn), `"github"`, strconv.Quote(mount)))
	install(t, w)
	return printed(t, w, "apply", "-no-color", "-auto-approve")
}

func publicKey(t *testing.T, key *rsa.PrivateKey) string {
	t.Helper()
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
}

// signed returns a JWT with these claims.
func signed(t *testing.T, key *rsa.PrivateKey, claims map[string]any) string {
	t.Helper()
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode(payload)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + encode(signature)
}
