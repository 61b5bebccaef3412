// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// root is the path from this package to the repository's root.
const root = "../.."

func TestMain(m *testing.M) { engines.RunTests(m) }

// workspace returns a workspace with the provider and the stores. It skips the
// test if no engine supports ephemeral values and write-only arguments.
func workspace(t *testing.T, env ...string) *engines.Workspace {
	t.Helper()
	w := engines.NewForTest(t, engines.ForTest(t, "", "1.11.0", "1.11.0"))
	if err := w.UseStores(); err != nil {
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
