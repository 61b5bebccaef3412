// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// root is the path from this package to the repository's root.
const root = "../.."

var storesDir string

func TestMain(m *testing.M) {
	code := m.Run()
	engines.Cleanup()
	_ = os.RemoveAll(storesDir) // best effort
	os.Exit(code)
}

// programs returns the provider and the stores. The provider is also available
// under the address that an engine assumes without required_providers.
var programs = sync.OnceValues(func() (map[string]string, error) {
	provider, err := engines.Provider()
	if err != nil {
		return nil, err
	}
	if storesDir, err = os.MkdirTemp("", "kd"); err != nil {
		return nil, err
	}
	dirs := map[string]string{"kaltura/kaltura": provider, "hashicorp/kaltura": provider, "hashicorp/vault": storesDir}
	err = engines.Build(context.Background(), storesDir, "vault", "internal/docstest/stores")
	built, _ := filepath.Glob(filepath.Join(storesDir, "*")) // the pattern is well-formed
	for _, name := range []string{"aws", "azurerm", "google", "kubernetes"} {
		dirs["hashicorp/"+name] = storesDir
		for _, program := range built {
			err = errors.Join(err, os.Link(program, strings.Replace(program, "vault", name, 1)))
		}
	}
	return dirs, err
})

var found struct {
	sync.Once
	engines.Engine
}

// needEngine skips the test if no engine supports ephemeral values and
// write-only arguments.
func needEngine(t *testing.T) engines.Engine {
	t.Helper()
	found.Do(func() { found.Engine = engines.ForTest(t, "", "1.11.0", "1.11.0") })
	if found.Path == "" {
		t.Skip("no engine was found")
	}
	return found.Engine
}

// workspace returns a workspace with the provider and the stores.
func workspace(t *testing.T, env ...string) *engines.Workspace {
	t.Helper()
	w, err := engines.NewWorkspace(needEngine(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Remove() }) // best effort
	dirs, err := programs()
	if err := errors.Join(err, w.UsePrograms(dirs)); err != nil {
		t.Fatal(err)
	}
	w.Env = append(w.Env, env...)
	return w
}

// printed returns the standard output and standard error of a command.
func printed(t *testing.T, w *engines.Workspace, args ...string) (string, error) {
	t.Helper()
	result, err := w.Run(t.Context(), args...)
	return result.Stdout + result.Stderr, err
}
