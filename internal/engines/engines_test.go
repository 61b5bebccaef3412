// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
)

// TestMain makes the test binary play the engines: a link to it answers as the
// engine of the link's name, in the version of its folder's name.
func TestMain(m *testing.M) {
	release := filepath.Base(filepath.Dir(os.Args[0]))
	switch strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") {
	case "terraform":
		fmt.Printf("Terraform v%s\non linux_amd64\n\nYour version of Terraform is out of date!\n%s\n", release, strings.Join(os.Environ(), "\n"))
	case "tofu":
		fmt.Printf("OpenTofu v%s\non linux_amd64\n", release)
	case "other":
		fmt.Println("something else entirely")
	default:
		os.Exit(m.Run())
	}
}

func install(t *testing.T, root, name, release string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs symbolic links")
	}
	self, err := os.Executable()
	dir := filepath.Join(root, name, release)
	path := filepath.Join(dir, name)
	if err := errors.Join(err, os.MkdirAll(dir, 0o750), os.Symlink(self, path)); err != nil {
		t.Fatal(err)
	}
	return path
}

// nothingInstalled hides all installed engines and returns an empty cache
// folder.
func nothingInstalled(t *testing.T) string {
	t.Helper()
	cache := t.TempDir()
	t.Setenv(PathVariable, "")
	t.Setenv(CacheVariable, cache)
	t.Setenv("PATH", t.TempDir())
	return cache
}

func TestFind_order(t *testing.T) {
	cache := nothingInstalled(t)
	expect := func(spec, release string) {
		t.Helper()
		engine, err := Find(t.Context(), spec)
		if (err == nil) != (release != "") || engine.Version != release {
			t.Errorf("%q: got %s, %v; want version %s", spec, engine, err, release)
		}
	}
	install(t, cache, "terraform", "1.9.0")
	install(t, cache, "terraform", "1.10.5")
	install(t, cache, "tofu", "1.12.6")
	expect("", "1.10.5")
	expect("terraform@1.9", "1.9.0")
	expect("terraform@1.1", "")
	expect("tofu", "1.12.6")

	tofu := install(t, t.TempDir(), "tofu", "1.11.5")
	t.Setenv("PATH", filepath.Dir(tofu))
	expect("", "1.11.5")
	expect("terraform", "1.10.5")
	expect("tofu@1.12.6", "1.12.6")

	terraform := install(t, t.TempDir(), "terraform", "1.11.4")
	t.Setenv("PATH", filepath.Dir(tofu)+string(filepath.ListSeparator)+filepath.Dir(terraform))
	expect("", "1.11.4")

	other := install(t, t.TempDir(), "tofu", "1.10.10")
	expect(other, "1.10.10")
	t.Setenv(PathVariable, other)
	expect("", "1.10.10")
	expect("tofu@1.11", "1.11.5")
	expect("terraform", "1.11.4")
}

func TestFind_nothingInstalled(t *testing.T) {
	nothingInstalled(t)
	_, err := Find(t.Context(), "terraform@1.11")
	if notFound := (*NotFoundError)(nil); !errors.As(err, &notFound) {
		t.Fatalf("got %v, want a NotFoundError", err)
	}
	for _, part := range []string{"no Terraform 1.11 was found", "terraform in PATH: none", "opentofu.org/docs/intro/install", PathVariable} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%s", part, err)
		}
	}
}

// TestFind_chosenEngineUnusable checks that Find never substitutes another
// engine for the chosen one.
func TestFind_chosenEngineUnusable(t *testing.T) {
	install(t, nothingInstalled(t), "terraform", "1.11.4")
	for name, path := range map[string]string{
		"missing":       filepath.Join(t.TempDir(), "terraform"),
		"not an engine": install(t, t.TempDir(), "other", "1.0.0"),
	} {
		t.Run(name, func(t *testing.T) {
			if engine, err := Find(t.Context(), path); err == nil {
				t.Errorf("got %s", engine)
			}
			t.Setenv(PathVariable, path)
			if engine, err := Find(t.Context(), ""); !errors.Is(err, errUnusable) {
				t.Errorf("got %s, %v", engine, err)
			}
		})
	}
}

func TestEngine(t *testing.T) {
	engine, err := Find(t.Context(), install(t, t.TempDir(), "tofu", "1.12.0-beta1"))
	if err != nil || engine.String() != "OpenTofu 1.12.0-beta1" {
		t.Errorf("got %s, %v", engine, err)
	}
	if !engine.AtLeast("1.15", "1.12") || engine.AtLeast("1.5", "1.12.1") {
		t.Error("compared with the wrong version")
	}
	if env := strings.Join(engine.TestEnv(), " "); !strings.Contains(env, "TF_ACC_PROVIDER_HOST=registry.opentofu.org") {
		t.Errorf("tests would not find the provider under OpenTofu: %s", env)
	}
}

func TestEligible(t *testing.T) {
	for _, test := range []struct {
		release, spec string
		eligible      bool
	}{
		{"1.11.4", "", true},
		{"1.11.4", "terraform@1.11", true},
		{"1.11.4", "terraform@1.1", false},
		{"1.15.0-beta1", "", false},
		{"1.15.0-beta1", "terraform@1.15", false},
		{"1.15.0-beta1", "terraform@1.15.0-beta1", true},
	} {
		want, _ := parse(test.spec)
		if got := eligible(version.Must(version.NewVersion(test.release)), want); got != test.eligible {
			t.Errorf("%s for %q: got %t", test.release, test.spec, got)
		}
	}
}

func TestKeep(t *testing.T) {
	cache := nothingInstalled(t)
	program := install(t, t.TempDir(), "tofu", "1.0.0")
	failed := errors.New("cut off")
	_, err := keep(t.Context(), OpenTofu, "1.12.6", func(dir string) error {
		return errors.Join(failed, os.WriteFile(filepath.Join(dir, "tofu"), []byte("half"), 0o600))
	})
	if left, _ := os.ReadDir(cache); !errors.Is(err, failed) || len(left) != 0 {
		t.Errorf("got %v, and an interrupted fetch left %v", err, left)
	}
	engine, err := keep(t.Context(), OpenTofu, "1.12.6", func(dir string) error {
		return os.Rename(program, filepath.Join(dir, "tofu"))
	})
	if err != nil || engine.String() != "OpenTofu 1.12.6" {
		t.Errorf("got %s, %v", engine, err)
	}
	if left, _ := filepath.Glob(filepath.Join(cache, "unfinished-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestWorkspace checks that the settings of the caller reach neither the engine
// nor the provider, and that the workspace finds what a run leaves in it.
func TestWorkspace(t *testing.T) {
	for _, name := range []string{"KALTURA_KS", "TF_VAR_x", "TF_CLI_ARGS", "HOME"} {
		t.Setenv(name, "somebody's own")
	}
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("UNRELATED", "kept")
	w, err := NewWorkspace(Engine{Product: Terraform, Version: "1.11.4", Path: install(t, t.TempDir(), "terraform", "1.11.4")})
	if err != nil {
		t.Fatal(err)
	}
	said := w.MustRun(t)
	if strings.Contains(said, "somebody's own") || !strings.Contains(said, "UNRELATED=kept") || !strings.Contains(said, "TMPDIR="+w.Root) {
		t.Error(said)
	}
	plan, err := os.Create(filepath.Join(w.Dir, "tfplan"))
	archive := zip.NewWriter(plan)
	member, _ := archive.Create("tfstate")
	_, written := member.Write([]byte(strings.Repeat("planned", 9)))
	if err := errors.Join(err, written, archive.Close(), plan.Close(), w.Write("terraform.tfstate", "stored")); err != nil {
		t.Fatal(err)
	}
	if kept := w.MustKeep(t); !strings.Contains(kept, "stored") || !strings.Contains(kept, "planned") {
		t.Errorf("the files hold %q", kept)
	}
	if err := w.Remove(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestBuild_checkoutOfAnotherUser: git does not report the version of such a
// checkout, and the build must not fail because of it.
func TestBuild_checkoutOfAnotherUser(t *testing.T) {
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "true")
	t.Setenv("GOFLAGS", "-buildvcs=auto")
	if err := Build(t.Context(), t.TempDir(), "stand-in", "internal/engines/engine"); err != nil {
		t.Error(err)
	}
}
