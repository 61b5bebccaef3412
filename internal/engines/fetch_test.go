// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/go-version"
)

func TestEligible(t *testing.T) {
	for _, test := range []struct {
		release, want string
		eligible      bool
	}{
		{"1.11.4", "", true},
		{"1.11.4", Newest, true},
		{"1.11.4", "1.11", true},
		{"1.11.4", "1.1", false},
		{"1.15.0-beta1", Newest, false},
		{"1.15.0-beta1", "1.15", false},
		{"1.15.0-beta1", "1.15.0-beta1", true},
	} {
		if got := eligible(version.Must(version.NewVersion(test.release)), test.want); got != test.eligible {
			t.Errorf("%s wanted %q: got %t", test.release, test.want, got)
		}
	}
}

func TestOpenTofuRelease(t *testing.T) {
	for want, release := range map[string]string{"": "1.12.6", Newest: "1.12.6", "1.11": "1.11.5", "1.12.6": "1.12.6", "1.9": ""} {
		if got, err := openTofuRelease(want); got != release || (err == nil) != (release != "") {
			t.Errorf("%q: got %q, %v", want, got, err)
		}
	}
}

func TestKeep(t *testing.T) {
	finder := Finder{Log: io.Discard, CacheDir: t.TempDir()}
	program := install(t, t.TempDir(), "tofu", "1.0.0")

	failed := errors.New("cut off")
	_, err := finder.keep(context.Background(), OpenTofu, "1.12.6", func(dir string) error {
		if err := os.WriteFile(filepath.Join(dir, "tofu"), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Fatalf("got %v, want %v", err, failed)
	}
	if left, _ := os.ReadDir(finder.CacheDir); len(left) != 0 {
		t.Errorf("an interrupted fetch left %v", left)
	}

	engine, err := finder.keep(context.Background(), OpenTofu, "1.12.6", func(dir string) error {
		return os.Rename(program, filepath.Join(dir, "tofu"))
	})
	if err != nil || engine.String() != "OpenTofu 1.12.6" {
		t.Errorf("got %s, %v", engine, err)
	}
	if left, _ := filepath.Glob(filepath.Join(finder.CacheDir, "unfinished-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
