// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// RequireProvider is the block that a configuration begins with. The full
// address makes Terraform and OpenTofu use the same provider.
const RequireProvider = `terraform {
  required_providers {
    kaltura = { source = "registry.terraform.io/kaltura/kaltura" }
  }
}
`

// Workspace is a directory in which an engine runs a configuration, with a
// separate home, temporary directory and CLI configuration.
type Workspace struct {
	Engine Engine
	// Root holds everything that a run leaves behind. Its name is short, because
	// the path of a plugin's socket in it is limited to about 100 characters.
	Root string
	// Dir is the working directory, in Root.
	Dir string
	// Env is the environment of each command: the caller's without the settings
	// of engines and of the provider (Clean). Of two entries with one name, the
	// later takes precedence.
	Env []string
	// NeedsInit reports that the engine has to install its providers.
	NeedsInit bool
}

// NewWorkspace creates a workspace with an empty CLI configuration, which
// the methods with Use fill. Remove deletes it.
func NewWorkspace(engine Engine) (*Workspace, error) {
	root, err := os.MkdirTemp("", "kw")
	if err != nil {
		return nil, err
	}
	w := &Workspace{Engine: engine, Root: root, Dir: filepath.Join(root, "d"), Env: Clean(os.Environ())}
	home, temporary := w.in("h"), w.in("t")
	received, held := w.in("received"), w.in("held")
	for _, dir := range []string{w.Dir, home, temporary, received, held} {
		err = errors.Join(err, os.Mkdir(dir, 0o700))
	}
	for _, name := range []string{"HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"} {
		w.Env = append(w.Env, name+"="+home)
	}
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		w.Env = append(w.Env, name+"="+temporary)
	}
	w.Env = append(w.Env, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_CLI_CONFIG_FILE="+w.cliConfig(), "STORES_RECEIVED="+received, "STORES_HELD="+held)
	return w, errors.Join(err, os.WriteFile(w.cliConfig(), nil, 0o600))
}

// Clean returns an environment without the settings of engines and of the
// provider.
func Clean(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		return strings.HasPrefix(entry, "TF_") || strings.HasPrefix(entry, "KALTURA_")
	})
}

// Remove removes the workspace and everything in it.
func (w *Workspace) Remove() error { return os.RemoveAll(w.Root) }

// Write writes a file in the working directory.
func (w *Workspace) Write(name, text string) error {
	return os.WriteFile(filepath.Join(w.Dir, name), []byte(text), 0o600)
}

// Kept returns the content of all files in the working directory, with the files
// inside a saved plan, which is a zip archive.
func (w *Workspace) Kept() (string, error) {
	var kept strings.Builder
	files := os.DirFS(w.Dir)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		kept.Write(content)
		plan, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return nil // not an archive
		}
		for _, member := range plan.File {
			content, err := fs.ReadFile(plan, member.Name)
			if err != nil {
				return err
			}
			kept.Write(content)
		}
		return nil
	})
	return kept.String(), err
}

func (w *Workspace) in(name string) string { return filepath.Join(w.Root, name) }

func (w *Workspace) cliConfig() string { return w.in("cli.tfrc") }

// UseBuilt makes the engine run the provider that Provider builds, without
// init.
func (w *Workspace) UseBuilt() error { return w.useBuilt(provider) }

// UseStores is UseBuilt with the stand-ins for secret stores. Received returns
// what they receive.
func (w *Workspace) UseStores() error { return w.useBuilt(Programs) }

func (w *Workspace) useBuilt(build func() (map[string]string, error)) error {
	dirs, err := build()
	if err != nil {
		return err
	}
	return w.UsePrograms(dirs)
}

// UsePrograms makes the engine run the providers in these directories, without
// init (dev_overrides). An address such as kaltura/kaltura covers both
// registries.
func (w *Workspace) UsePrograms(dirs map[string]string) error {
	var text strings.Builder
	text.WriteString("provider_installation {\n  dev_overrides {\n")
	for address, dir := range dirs {
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			fmt.Fprintf(&text, "    %q = %q\n", host+"/"+address, filepath.ToSlash(dir))
		}
	}
	text.WriteString("  }\n  direct {}\n}\n")
	return os.WriteFile(w.cliConfig(), []byte(text.String()), 0o600)
}

// UseMirror makes the engine install providers only from a mirror. Init is
// required, as on a user's machine.
func (w *Workspace) UseMirror(mirror string) error {
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(mirror))
	return os.WriteFile(w.cliConfig(), []byte(text), 0o600)
}

// UseMirrored is UseMirror with a mirror in the workspace that contains what
// Programs builds, as version Version.
func (w *Workspace) UseMirrored() error {
	dirs, err := Programs()
	if err != nil {
		return err
	}
	for address, dir := range dirs {
		if err := w.mirror("registry.terraform.io/"+address, Version, program(dir, path.Base(address))); err != nil {
			return err
		}
	}
	return w.UseMirror(w.in("mirror"))
}

// UseVault makes the engine install the provider that Provider builds, as the
// first release, and the real Vault provider: this program or, without one, the
// newest of the registry. Init is required.
func (w *Workspace) UseVault(vaultProvider string) error {
	built, err := Provider()
	if err != nil {
		return err
	}
	mirrored := map[string]string{"kaltura/kaltura": built, "hashicorp/vault": vaultProvider}
	var addresses []string
	for address, program := range mirrored {
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			if program != "" {
				addresses = append(addresses, strconv.Quote(host+"/"+address))
				err = errors.Join(err, w.mirror(host+"/"+address, accepted[address], program))
			}
		}
	}
	list := strings.Join(addresses, ", ")
	w.NeedsInit = true
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path    = %q\n    include = [%s]\n  }\n  direct {\n    exclude = [%s]\n  }\n}\n",
		filepath.ToSlash(w.in("mirror")), list, list)
	return errors.Join(err, os.WriteFile(w.cliConfig(), []byte(text), 0o600))
}

// accepted are versions that the examples accept.
var accepted = map[string]string{"kaltura/kaltura": "0.1.0", "hashicorp/vault": "5.0.0"}

// mirror puts a program into the workspace's mirror.
func (w *Workspace) mirror(address, version, built string) error {
	target := filepath.Join(w.in("mirror"), filepath.FromSlash(address), version, runtime.GOOS+"_"+runtime.GOARCH)
	built, err := filepath.Abs(built)
	err = errors.Join(err, os.MkdirAll(target, 0o700))
	if linked := program(target, path.Base(address)); os.Link(built, linked) != nil { // a link cannot lead to another disk
		err = errors.Join(err, os.Symlink(built, linked))
	}
	return err
}

// Received returns what the stand-ins for secret stores received since the last
// call, one text for each write.
func (w *Workspace) Received() ([]string, error) {
	files, err := filepath.Glob(w.in("received/*"))
	var received []string
	for _, file := range files {
		content, failed := os.ReadFile(file)
		received = append(received, string(content))
		err = errors.Join(err, failed, os.Remove(file))
	}
	return received, err
}

// Hold puts a secret into the stand-in for Vault.
func (w *Workspace) Hold(mount, name, content string) error {
	return os.WriteFile(filepath.Join(w.in("held"), url.PathEscape(mount+"/"+name)+".json"), []byte(content), 0o600)
}

// ShareVault makes the workspace use the secrets in another one's stand-in for
// Vault.
func (w *Workspace) ShareVault(other *Workspace) {
	w.Env = append(w.Env, "STORES_HELD="+other.in("held"))
}

// Command prepares a command of the engine. The end of the context interrupts
// it, which lets the engine stop its providers.
func (w *Workspace) Command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, w.Engine.Path, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	cmd.Dir = w.Dir
	cmd.Env = slices.Clone(w.Env)
	return cmd
}

// Result is the output of a command. Code is -1 if the command did not exit by
// itself.
type Result struct {
	Command        string
	Code           int
	Stdout, Stderr string
}

func (r Result) String() string {
	return fmt.Sprintf("%s (exit code %d)\n%s%s", r.Command, r.Code, r.Stdout, r.Stderr)
}

// Run runs a command of the engine. If the command fails, the error contains
// its output.
func (w *Workspace) Run(ctx context.Context, args ...string) (Result, error) {
	cmd := w.Command(ctx, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	result := Result{
		Command: string(w.Engine.Product) + " " + strings.Join(args, " "), Code: cmd.ProcessState.ExitCode(),
		Stdout: stdout.String(), Stderr: stderr.String(),
	}
	if err != nil {
		err = fmt.Errorf("%w: %s", err, result)
	}
	return result, err
}
