// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// moduleDir is the root of the module: tests run in their package's directory.
func moduleDir() string {
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		panic(err)
	}
	return dir
}

func providerFile() string {
	if runtime.GOOS == "windows" {
		return "terraform-provider-kaltura.exe"
	}
	return "terraform-provider-kaltura"
}

// scratch is a directory of this test process, with a short name because
// plugin sockets live in directories like it. TestMain removes it.
var scratch = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "kleak")
	if err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(scratch()) // what is left is the system's to clean up
	os.Exit(code)
}

// change replaces text in a file of the module. The old text has to stand
// there exactly once.
type change struct{ file, old, new string }

// provider builds the provider once and returns the directory that holds it.
func provider(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the provider and runs an engine; not with -short")
	}
	dir, err := builtProvider()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

var builtProvider = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp(scratch(), "provider")
	if err != nil {
		return "", err
	}
	return dir, build(dir, nil)
})

// changedProvider builds a copy with changes, without touching the module.
func changedProvider(t testing.TB, changes ...change) string {
	t.Helper()
	provider(t) // so that the cache of the compiler is warm, once
	dir, err := os.MkdirTemp(scratch(), "changed")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := build(dir, changes); err != nil {
		t.Fatal(err)
	}
	return dir
}

func build(dir string, changes []change) error {
	out, err := goCommand(dir, changes, "build", "-buildvcs=false", "-ldflags=-s -w", "-o", filepath.Join(dir, providerFile()), ".")
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// changedTests runs tests of a package with changes to the module, and returns
// their output. The error is that of "go test".
func changedTests(t testing.TB, pkg, run string, changes ...change) (string, error) {
	t.Helper()
	return goCommand(t.TempDir(), changes, "test", "-vet=off", "-count=1", "-v", "-short", "-run", run, pkg)
}

// goCommand runs a command of the compiler on the module with changes. It
// keeps its own files in dir.
func goCommand(dir string, changes []change, command string, args ...string) (string, error) {
	if len(changes) > 0 {
		overlay, err := writeOverlay(dir, changes)
		if err != nil {
			return "", err
		}
		args = append([]string{"-overlay", overlay}, args...)
	}
	cmd := exec.Command("go", append([]string{command}, args...)...)
	cmd.Dir = moduleDir()
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// writeOverlay makes changed copies of files and the list that tells the
// compiler to read them instead (go help build, -overlay).
func writeOverlay(dir string, changes []change) (string, error) {
	texts := map[string]string{}
	for _, c := range changes {
		path := filepath.Join(moduleDir(), filepath.FromSlash(c.file))
		if _, read := texts[path]; !read {
			source, err := os.ReadFile(path)
			if err != nil {
				return "", err
			}
			texts[path] = string(source)
		}
		if n := strings.Count(texts[path], c.old); n != 1 {
			return "", fmt.Errorf("%s: the text to change stands there %d times, not once; adapt this test to the code:\n%s", c.file, n, c.old)
		}
		texts[path] = strings.Replace(texts[path], c.old, c.new, 1)
	}
	replace := map[string]string{}
	for path, text := range texts {
		copied := filepath.Join(dir, fmt.Sprintf("changed%d.go", len(replace)))
		if err := os.WriteFile(copied, []byte(text), 0o600); err != nil {
			return "", err
		}
		replace[path] = copied
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, errors.Join(err, os.WriteFile(overlay, list, 0o600))
}
