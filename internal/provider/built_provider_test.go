// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// The testing library serves the provider from this process, one server for
// all provider blocks. What needs the built provider, or an engine's text
// output, is run by the means of this file.

// workspace is a directory with a configuration, for commands of an engine
// that use the built provider.
type workspace struct {
	*engines.Workspace
	t *testing.T
}

// newWorkspace writes the configuration. The test is skipped where there is no
// engine, and with -short.
func newWorkspace(t *testing.T, config string) *workspace {
	t.Helper()
	engine := engines.ForTest(t, "", "1.5", "1.10")
	return &workspace{engines.WorkspaceForTest(t, engine, config), t}
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	if err := w.Write(name, text); err != nil {
		w.t.Fatal(err)
	}
}

// run runs a command of the engine and returns what it says on standard
// output. Warnings, such as that about dev_overrides, are part of it.
func (w *workspace) run(arguments ...string) string {
	w.t.Helper()
	return w.MustRun(w.t, arguments...)
}

// try runs a command of the engine that may fail.
func (w *workspace) try(arguments ...string) (output, complaints string, err error) {
	result, err := w.Run(w.t.Context(), arguments...)
	return result.Stdout, result.Stderr, err
}
