// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// requiredProvider is the start of every configuration.
const requiredProvider = `terraform {
  required_providers {
    kaltura = { source = "registry.terraform.io/kaltura/kaltura" }
  }
}
`

// workspace is a working directory in which an engine runs the provider, with
// directories of its own for temporary files and for the home.
type workspace struct {
	engine *engine
	root   string
	dir    string
	tmp    string
	logs   string
	env    map[string]string
	runs   int
}

// newWorkspace writes the configuration. The engine takes the provider from
// its directory without init.
func newWorkspace(t testing.TB, e *engine, providerDir, configuration string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, e, configuration)
	w.cliConfig(t, fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"registry.terraform.io/kaltura/kaltura\" = %q\n  }\n  direct {}\n}\n", providerDir))
	return w
}

// newMirroredWorkspace does the same by way of init and a mirror, as users do.
func newMirroredWorkspace(t testing.TB, e *engine, providerDir, configuration string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, e, configuration)
	mirror := filepath.Join(w.root, "mirror")
	target := filepath.Join(mirror, "registry.terraform.io", "kaltura", "kaltura", "0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(target, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(filepath.Join(providerDir, providerFile()), filepath.Join(target, providerFile())); err != nil {
		t.Fatal(err)
	}
	w.cliConfig(t, fmt.Sprintf("provider_installation {\n  filesystem_mirror { path = %q }\n}\n", mirror))
	if r := w.run(t, "init", "-no-color"); r.code != 0 {
		t.Fatalf("init failed:\n%s", r.stderr)
	}
	return w
}

func emptyWorkspace(t testing.TB, e *engine, configuration string) *workspace {
	t.Helper()
	root, err := os.MkdirTemp(scratch(), "w")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	w := &workspace{engine: e, root: root, dir: filepath.Join(root, "d"), tmp: filepath.Join(root, "t"), logs: filepath.Join(root, "l")}
	home := filepath.Join(root, "h")
	for _, dir := range []string{w.dir, w.tmp, w.logs, home} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(w.dir, "main.tf"), []byte(requiredProvider+configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	w.env = map[string]string{
		"PATH": os.Getenv("PATH"), "SYSTEMROOT": os.Getenv("SYSTEMROOT"), "HOME": home, "USERPROFILE": home,
		"TMPDIR": w.tmp, "TMP": w.tmp, "TEMP": w.tmp, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0",
	}
	return w
}

func (w *workspace) cliConfig(t testing.TB, text string) {
	t.Helper()
	path := filepath.Join(w.root, "cli.tfrc")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w.env["TF_CLI_CONFIG_FILE"] = path
}

// result is what one command showed.
type result struct {
	command        string
	code           int
	stdout, stderr string
	log            string
}

func (r result) String() string {
	return fmt.Sprintf("%s (exit code %d)\n%s\n%s", r.command, r.code, r.stdout, r.stderr)
}

func (w *workspace) command(args ...string) *exec.Cmd {
	cmd := exec.Command(w.engine.path, args...)
	cmd.Dir = w.dir
	for _, name := range slices.Sorted(maps.Keys(w.env)) {
		cmd.Env = append(cmd.Env, name+"="+w.env[name])
	}
	return cmd
}

// run runs the engine to its end. Where TF_LOG is set, its log goes to a file
// of its own.
func (w *workspace) run(t testing.TB, args ...string) result {
	t.Helper()
	w.runs++
	cmd := w.command(args...)
	log := filepath.Join(w.logs, fmt.Sprintf("%d-%s.log", w.runs, args[0]))
	cmd.Env = append(cmd.Env, "TF_LOG_PATH="+log)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // the exit code tells
	written, _ := os.ReadFile(log)
	return result{
		command: strings.Join(args, " "), code: cmd.ProcessState.ExitCode(),
		stdout: stdout.String(), stderr: stderr.String(), log: string(written),
	}
}
