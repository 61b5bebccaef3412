// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The testing library serves the provider from this process, one server for
// all provider blocks. What needs the built provider, or an engine's text
// output, is run by the means of this file.

// workspace is a directory with a configuration, for commands of an engine
// that use the built provider.
type workspace struct {
	t         *testing.T
	directory string
	engine    string
	environ   []string
}

const requireProvider = `terraform {
  required_providers {
    kaltura = { source = "registry.terraform.io/kaltura/kaltura" }
  }
}
`

// newWorkspace writes the configuration. The test is skipped where there is no
// engine, and with -short.
func newWorkspace(t *testing.T, config string) *workspace {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the provider")
	}
	w := &workspace{t: t, directory: t.TempDir(), engine: findEngine(t)}
	binary, err := builtProvider()
	if err != nil {
		t.Fatal(err)
	}
	w.write("main.tf", requireProvider+config)
	w.write("cli.tfrc", fmt.Sprintf(`provider_installation {
  dev_overrides { "registry.terraform.io/kaltura/kaltura" = %q }
  direct {}
}`, binary))
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); !strings.HasPrefix(name, "TF_") {
			w.environ = append(w.environ, entry)
		}
	}
	w.environ = append(w.environ, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE="+filepath.Join(w.directory, "cli.tfrc"))
	return w
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.directory, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// run runs a command of the engine and returns what it says on standard
// output. Warnings, such as that about dev_overrides, are part of it.
func (w *workspace) run(arguments ...string) string {
	w.t.Helper()
	output, complaints, err := w.try(arguments...)
	if err != nil {
		w.t.Fatalf("%s %s: %v\n%s%s", filepath.Base(w.engine), strings.Join(arguments, " "), err, output, complaints)
	}
	return output
}

// try runs a command of the engine that may fail.
func (w *workspace) try(arguments ...string) (output, complaints string, err error) {
	var out, complained bytes.Buffer
	command := exec.CommandContext(w.t.Context(), w.engine, arguments...)
	command.Dir, command.Env, command.Stdout, command.Stderr = w.directory, w.environ, &out, &complained
	err = command.Run()
	return out.String(), complained.String(), err
}

func findEngine(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("neither terraform nor tofu is in PATH")
	return ""
}

// buildDirectory is removed by TestMain.
var buildDirectory string

// builtProvider builds the provider once and names its directory.
var builtProvider = sync.OnceValues(func() (string, error) {
	directory, err := os.MkdirTemp("", "provider")
	if err != nil {
		return "", err
	}
	buildDirectory = directory
	output, err := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(directory, "terraform-provider-kaltura"), "../..").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return directory, nil
})
