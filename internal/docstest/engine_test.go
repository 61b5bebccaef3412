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
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// root is the repository, seen from this package.
const root = "../.."

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
	found, err := engines.Find(context.Background(), "")
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
	dirs := map[string]string{}
	for source, names := range map[string][]string{root: {"kaltura"}, "./stores": {"aws", "azurerm", "google", "kubernetes", "vault"}} {
		for i, name := range names {
			dirs["hashicorp/"+name] = filepath.Join(buildDir, name)
			program := filepath.Join(buildDir, name, "terraform-provider-"+name)
			if i > 0 {
				first := filepath.Join(buildDir, names[0], "terraform-provider-"+names[0])
				if err := errors.Join(os.Mkdir(filepath.Dir(program), 0o700), os.Link(first, program)); err != nil {
					return err
				}
			} else if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", program, source).CombinedOutput(); err != nil {
				return fmt.Errorf("building %s: %w\n%s", source, err, out)
			}
		}
	}
	dirs["kaltura/kaltura"] = dirs["hashicorp/kaltura"] // the latter is for blocks without required_providers
	overrides := ""
	for address, dir := range dirs {
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			overrides += fmt.Sprintf("%q = %q\n", host+"/"+address, filepath.ToSlash(dir))
		}
	}
	return os.WriteFile(b.cliConfig, []byte("provider_installation {\ndev_overrides {\n"+overrides+"}\n}\n"), 0o600)
}

// run returns what the command prints. Settings of the engine and of the
// provider reach it only from env.
func (b *bench) run(t *testing.T, dir string, env []string, args ...string) (string, error) {
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
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (b *bench) mustRun(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	out, err := b.run(t, dir, env, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", b.Product, strings.Join(args, " "), err, out)
	}
	return out
}
