// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// A Vault that has nothing else in it, or another store that speaks its API:
// address, root token and, to take nothing from the registry, the program of
// the Vault provider. Its secrets engine at secret/ has version 2, as in a
// server that was started with -dev.
const (
	vaultAddress  = "STORES_VAULT_ADDR"
	vaultToken    = "STORES_VAULT_TOKEN"
	vaultProvider = "STORES_VAULT_PROVIDER"
)

// TestExamplesWithVault runs each example that uses Vault with the real provider
// and a real store.
func TestExamplesWithVault(t *testing.T) {
	store := newVault(t)
	for _, e := range runnable(t) {
		if !e.usesVault(t) {
			continue
		}
		t.Run(e.name(), func(t *testing.T) {
			store.empty(t, "")
			store.write(t, "kaltura-app-token", heldToken)
			e.check(t, store.workspace(t), func() []string { return store.received(t, "") })
		})
	}
}

// TestAppTokensWithVault follows the guide with the real provider and a real
// store.
func TestAppTokensWithVault(t *testing.T) {
	store := newVault(t)
	genuine := storeKind{
		workspace: store.workspace,
		share:     func(_, _ *engines.Workspace) {}, // there is only one
		received:  func(t *testing.T, _ *engines.Workspace) []string { return store.received(t, "") },
	}
	for name, follow := range map[string]func(*testing.T){"guide": genuine.followGuide, "overlap": genuine.overlap, "unattended": genuine.unattended, "number": genuine.refusesNumber} {
		store.empty(t, "")
		t.Run(name, follow)
	}
}

// vault is a real store. written counts the versions of each secret that a test
// has seen.
type vault struct {
	address, token string
	written        map[string]int
}

func newVault(t *testing.T) *vault {
	t.Helper()
	v := &vault{address: os.Getenv(vaultAddress), token: os.Getenv(vaultToken), written: map[string]int{}}
	if v.address == "" {
		t.Skipf("needs a Vault that can be emptied: set %s and %s", vaultAddress, vaultToken)
	}
	return v
}

func (v *vault) workspace(t *testing.T) *engines.Workspace {
	t.Helper()
	w := engines.NewForTest(t, engines.ForTest(t, "", "1.11.0", "1.11.0"))
	if err := w.UseVault(os.Getenv(vaultProvider)); err != nil {
		t.Fatal(err)
	}
	w.Env = append(w.Env, "VAULT_ADDR="+v.address, "VAULT_TOKEN="+v.token)
	return w
}

// empty removes all secrets below a path.
func (v *vault) empty(t *testing.T, below string) {
	t.Helper()
	for _, name := range v.names(t, below) {
		v.call(t, http.MethodDelete, "metadata/"+name, "", nil)
	}
	clear(v.written)
}

func (v *vault) write(t *testing.T, name, content string) {
	t.Helper()
	v.call(t, http.MethodPost, "data/"+name, `{"data":`+content+`}`, nil)
	v.written[name] = 1
}

// received returns the content of each version that was written since the last
// call.
func (v *vault) received(t *testing.T, below string) []string {
	t.Helper()
	var contents []string
	for _, name := range v.names(t, below) {
		var metadata struct {
			CurrentVersion int `json:"current_version"`
		}
		v.call(t, http.MethodGet, "metadata/"+name, "", &metadata)
		for version := v.written[name] + 1; version <= metadata.CurrentVersion; version++ {
			var secret struct{ Data json.RawMessage }
			v.call(t, http.MethodGet, "data/"+name+"?version="+strconv.Itoa(version), "", &secret)
			contents = append(contents, string(secret.Data))
		}
		v.written[name] = metadata.CurrentVersion
	}
	return contents
}

// names lists the secrets below a path.
func (v *vault) names(t *testing.T, below string) []string {
	t.Helper()
	var list struct{ Keys []string }
	v.call(t, http.MethodGet, "metadata/"+below+"?list=true", "", &list)
	var names []string
	for _, key := range list.Keys {
		if strings.HasSuffix(key, "/") {
			names = append(names, v.names(t, below+key)...)
		} else {
			names = append(names, below+key)
		}
	}
	return names
}

// call sends a request to the secrets engine at secret/ and decodes the data of
// its answer. What does not exist has none.
func (v *vault) call(t *testing.T, method, path, body string, data any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, v.address+"/v1/secret/"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Vault-Token", v.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 && response.StatusCode != http.StatusNotFound {
		err = fmt.Errorf("%s: %s", response.Status, content)
	}
	if err == nil && data != nil && response.StatusCode != http.StatusNotFound {
		err = json.Unmarshal(content, &struct{ Data any }{data})
	}
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
}
