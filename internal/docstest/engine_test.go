// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// root is the repository, seen from this package.
const root = "../.."

// stores are the providers that package stores stands in for. Configurations
// with any other provider are not validated.
var stores = []string{"aws", "azurerm", "google", "kubernetes", "vault"}

// bench is an engine that knows this provider and the stand-ins for stores.
type bench struct {
	engines.Engine
	cliConfig string
}

var buildDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "kd")
	if err != nil {
		panic(err)
	}
	buildDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir) // nothing depends on it any more
	os.Exit(code)
}

var sharedBench = sync.OnceValues(func() (*bench, error) {
	found, err := engines.Finder{}.Find(context.Background(), engines.Want{})
	if err != nil {
		return nil, err
	}
	b := &bench{Engine: found, cliConfig: filepath.Join(buildDir, "cli.tfrc")}
	return b, b.build()
})

// needEngine skips the test where there is no engine that knows ephemeral
// values and write-only arguments.
func needEngine(t *testing.T) *bench {
	t.Helper()
	b, err := sharedBench()
	if notFound := (*engines.NotFoundError)(nil); errors.As(err, &notFound) {
		t.Skip("skipped without an engine: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if version.Must(version.NewVersion(b.Version)).LessThan(version.Must(version.NewVersion("1.11.0"))) {
		t.Skipf("skipped with %s: the examples need 1.11", b.Engine)
	}
	return b
}

// build makes the provider and the stores, and a CLI configuration that names
// them under the hosts of both engines.
func (b *bench) build() error {
	places := map[string]string{}
	for _, program := range []struct{ path, address, name string }{
		{root, "kaltura/kaltura", "kaltura"},
		{"./stores", "hashicorp/" + stores[0], stores[0]},
	} {
		dir := filepath.Join(buildDir, program.name)
		build := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(dir, executable(program.name)), program.path)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", program.path, err, out)
		}
		places[program.address] = dir
	}
	// A configuration without required_providers means this address.
	places["hashicorp/kaltura"] = places["kaltura/kaltura"]
	first := filepath.Join(buildDir, stores[0], executable(stores[0]))
	for _, name := range stores[1:] {
		dir := filepath.Join(buildDir, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
		if err := os.Link(first, filepath.Join(dir, executable(name))); err != nil {
			return err
		}
		places["hashicorp/"+name] = dir
	}
	var text strings.Builder
	text.WriteString("provider_installation {\n  dev_overrides {\n")
	for address, dir := range places {
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			fmt.Fprintf(&text, "    %q = %q\n", host+"/"+address, filepath.ToSlash(dir))
		}
	}
	text.WriteString("  }\n}\n")
	return os.WriteFile(b.cliConfig, []byte(text.String()), 0o600)
}

func executable(provider string) string {
	if runtime.GOOS == "windows" {
		return "terraform-provider-" + provider + ".exe"
	}
	return "terraform-provider-" + provider
}

// command prepares an engine command in a directory. Settings of the engine and
// of the provider reach it only from env.
func (b *bench) command(t *testing.T, dir string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), b.Path, args...)
	cmd.Dir = dir
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "TF_") && !strings.HasPrefix(entry, "KALTURA_") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+b.cliConfig, "CHECKPOINT_DISABLE=1")
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// run returns what the command prints, without the warning about the provider
// under test.
func (b *bench) run(t *testing.T, dir string, env []string, args ...string) (string, error) {
	t.Helper()
	out, err := b.command(t, dir, env, args...).CombinedOutput()
	return withoutOverrideWarning(string(out)), err
}

func (b *bench) mustRun(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	out, err := b.run(t, dir, env, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", b.Product, strings.Join(args, " "), err, out)
	}
	return out
}

func withoutOverrideWarning(out string) string {
	const first, last = "Warning: Provider development overrides are in effect", "releases.\n"
	start := strings.Index(out, first)
	end := strings.Index(out, last)
	if start < 0 || end < start {
		return out
	}
	return out[:start] + strings.TrimLeft(out[end+len(last):], "\n")
}
