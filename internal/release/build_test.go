// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// repository is the top directory, seen from this package.
const repository = "../.."

// release is what a build has left in its dist directory.
type release struct {
	dist string
	// targets are written as in .goreleaser.yml: linux_amd64.
	targets []string
}

type buildSettings struct {
	key signingKey
	// elsewhere builds under other circumstances: another directory, time zone
	// and file modes and an empty build cache; and without what differs on
	// purpose.
	elsewhere bool
}

// buildRelease builds in a fresh clone of HEAD, which has no uncommitted
// changes, and a tag of its own.
func buildRelease(t *testing.T, settings buildSettings) release {
	t.Helper()
	clone := filepath.Join(t.TempDir(), "clone")
	run(t, repository, nil, "git", "clone", "--quiet", "--no-tags", ".", clone)
	run(t, clone, nil, "git", "tag", "v"+version)

	config, targets := releaseConfig(t)
	args := []string{"release", "--clean", "--config", config, "--release-notes=CHANGELOG.md"}
	env := append(settings.key.env(),
		"GORELEASER_CURRENT_TAG=v"+version,
		"PATH="+syftDirectory(t)+string(os.PathListSeparator)+os.Getenv("PATH"),
		"SYFT_CHECK_FOR_APP_UPDATE=false",
	)
	if settings.elsewhere {
		if err := os.Chmod(filepath.Join(clone, "LICENSE"), 0o600); err != nil {
			t.Fatal(err)
		}
		env = append(env, "TZ=Pacific/Auckland")
		if !*allTargets {
			// For all of them that would take half an hour. They are linked
			// and archived again all the same.
			env = append(env, "GOCACHE="+t.TempDir())
		}
		args = append(args, "--skip=publish,sign,sbom")
	} else {
		args = append(args, "--skip=publish")
	}
	run(t, clone, env, pinnedTool(t, "goreleaser"), args...)
	return release{dist: filepath.Join(clone, "dist"), targets: targets}
}

var targetLine = regexp.MustCompile(`(?m)^ {6}- ((?:darwin|freebsd|linux|windows)_[a-z0-9]+)\n`)

// releaseConfig returns the release configuration and its targets: as it is,
// or with this machine's target alone.
func releaseConfig(t *testing.T) (path string, targets []string) {
	t.Helper()
	original, err := os.ReadFile(filepath.Join(repository, ".goreleaser.yml"))
	if err != nil {
		t.Fatal(err)
	}
	host := runtime.GOOS + "_" + runtime.GOARCH
	narrowed := targetLine.ReplaceAllFunc(original, func(line []byte) []byte {
		target := string(targetLine.FindSubmatch(line)[1])
		if !*allTargets && target != host {
			return nil
		}
		targets = append(targets, target)
		return line
	})
	if !slices.Contains(targets, host) {
		t.Skipf("there are no releases for %s", host)
	}
	path = filepath.Join(t.TempDir(), "goreleaser.yml")
	if err := os.WriteFile(path, narrowed, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, targets
}

// pinnedTool builds a tool of internal/tools, or finds it built, and returns
// its path.
func pinnedTool(t *testing.T, name string) string {
	t.Helper()
	return strings.TrimSpace(run(t, repository, nil,
		"go", "tool", "-n", "-modfile=internal/tools/"+name+"/go.mod", name))
}

// syftDirectory is a directory for PATH in which goreleaser finds syft.
func syftDirectory(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	name := "syft"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if err := os.Symlink(pinnedTool(t, "syft"), filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func warnOfUncommitted(t *testing.T) {
	t.Helper()
	if run(t, repository, nil, "git", "status", "--porcelain") != "" {
		t.Log("NOTE: there are uncommitted changes. Only .goreleaser.yml is taken as it stands; all else is built from HEAD.")
	}
}

// run returns what a command prints on stdout. A failure ends the test with all
// of its output.
func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", filepath.Base(name), strings.Join(args, " "), err, &stdout, &stderr)
	}
	return stdout.String()
}
