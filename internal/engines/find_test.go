// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The test binary plays the engines: under another name it answers as the
// engine of that name, in the version its folder is called.
func TestMain(m *testing.M) {
	version := filepath.Base(filepath.Dir(os.Args[0]))
	switch strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") {
	case "terraform":
		fmt.Printf("Terraform v%s\non linux_amd64\n\nYour version of Terraform is out of date!\n", version)
	case "tofu":
		fmt.Printf("OpenTofu v%s\non linux_amd64\n", version)
	case "other":
		fmt.Println("something else entirely")
	default:
		os.Exit(m.Run())
	}
}

func install(t *testing.T, root, name, version string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs symbolic links")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, name, version)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// offline is a finder on a machine where nothing is installed.
func offline(t *testing.T) Finder {
	t.Helper()
	t.Setenv(PathVariable, "")
	t.Setenv("PATH", t.TempDir())
	return Finder{Log: io.Discard, CacheDir: t.TempDir()}
}

func TestFind_order(t *testing.T) {
	finder := offline(t)
	expect := func(want Want, version string) {
		t.Helper()
		engine, err := finder.Find(context.Background(), want)
		if (err == nil) != (version != "") || engine.Version != version {
			t.Errorf("%s: got %s, %v; want version %s", want, engine, err, version)
		}
	}

	install(t, finder.CacheDir, "terraform", "1.9.0")
	install(t, finder.CacheDir, "terraform", "1.10.5")
	install(t, finder.CacheDir, "tofu", "1.12.6")
	expect(Want{}, "1.10.5")
	expect(Want{Version: "1.9"}, "1.9.0")
	expect(Want{Product: OpenTofu}, "1.12.6")

	tofu := install(t, t.TempDir(), "tofu", "1.11.5")
	t.Setenv("PATH", filepath.Dir(tofu))
	expect(Want{}, "1.11.5")
	expect(Want{Product: Terraform}, "1.10.5")

	terraform := install(t, t.TempDir(), "terraform", "1.11.4")
	t.Setenv("PATH", filepath.Dir(tofu)+string(filepath.ListSeparator)+filepath.Dir(terraform))
	expect(Want{}, "1.11.4")
	expect(Want{Version: "1.1"}, "")

	t.Setenv(PathVariable, install(t, t.TempDir(), "tofu", "1.10.10"))
	expect(Want{}, "1.10.10")
	expect(Want{Product: OpenTofu, Version: "1.11"}, "1.11.5")

	if got := len(finder.Installed(context.Background())); got != 6 {
		t.Errorf("%d engines are listed, want 6", got)
	}
}

func TestFind_nothingInstalled(t *testing.T) {
	_, err := offline(t).Find(context.Background(), Want{Product: Terraform, Version: "1.11"})
	var notFound *NotFoundError
	if !errors.As(err, &notFound) {
		t.Fatalf("got %v, want a NotFoundError", err)
	}
	for _, part := range []string{"no Terraform 1.11 was found", "terraform in PATH: none", "opentofu.org/docs/intro/install", PathVariable} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%s", part, err)
		}
	}
}

func TestFind_chosenEngineUnusable(t *testing.T) {
	finder := offline(t)
	install(t, finder.CacheDir, "terraform", "1.11.4")
	for name, path := range map[string]string{
		"missing":       filepath.Join(t.TempDir(), "terraform"),
		"not an engine": install(t, t.TempDir(), "other", "1.0.0"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(PathVariable, path)
			if engine, err := finder.Find(context.Background(), Want{}); !errors.Is(err, errUnusable) {
				t.Errorf("got %s, %v; another engine must not be taken instead", engine, err)
			}
		})
	}
}

func TestIdentify(t *testing.T) {
	engine, err := Identify(context.Background(), install(t, t.TempDir(), "tofu", "1.12.0-beta1"))
	if err != nil || engine.Product != OpenTofu || engine.Version != "1.12.0-beta1" {
		t.Errorf("got %+v, %v", engine, err)
	}
	if env := strings.Join(engine.TestEnv(), " "); !strings.Contains(env, "TF_ACC_PROVIDER_HOST=registry.opentofu.org") {
		t.Errorf("tests would not find the provider under OpenTofu: %s", env)
	}
}
