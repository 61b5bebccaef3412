// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"errors"
	"os"
	"testing"
)

// RunTests runs the tests of a package and removes what they built.
func RunTests(m *testing.M) {
	code := m.Run()
	Cleanup()
	os.Exit(code)
}

// ForTest returns an installed engine (see Find) of at least this version of
// its product. It skips the test if there is none, and with -short.
func ForTest(t testing.TB, spec, terraform, openTofu string) Engine {
	t.Helper()
	if testing.Short() {
		t.Skip("runs an engine; not with -short")
	}
	engine, err := Find(t.Context(), spec)
	if _, notFound := errors.AsType[*NotFoundError](err); notFound {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !engine.AtLeast(terraform, openTofu) {
		t.Skipf("%s is too old: needs Terraform %s or OpenTofu %s", engine, terraform, openTofu)
	}
	return engine
}

// NewForTest creates a workspace for the duration of the test.
func NewForTest(t testing.TB, engine Engine) *Workspace {
	t.Helper()
	w, err := NewWorkspace(engine)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Remove() }) // the system cleans up the rest
	return w
}

// WorkspaceForTest is NewForTest with RequireProvider and the configuration in
// main.tf. The engine runs the built provider without init.
func WorkspaceForTest(t testing.TB, engine Engine, configuration string) *Workspace {
	t.Helper()
	w := NewForTest(t, engine)
	if err := errors.Join(w.UseBuilt(), w.Write("main.tf", RequireProvider+configuration)); err != nil {
		t.Fatal(err)
	}
	return w
}

// MustRun runs a command of the engine and returns its standard output. It
// fails the test if the command fails.
func (w *Workspace) MustRun(t testing.TB, args ...string) string {
	t.Helper()
	result, err := w.Run(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	return result.Stdout
}

// MustKeep returns what Kept does.
func (w *Workspace) MustKeep(t testing.TB) string {
	t.Helper()
	kept, err := w.Kept()
	if err != nil {
		t.Fatal(err)
	}
	return kept
}
