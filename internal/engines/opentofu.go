// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const openTofuModule = "github.com/opentofu/opentofu"

// openTofuReleases are the releases known to build, newest first. The first
// one needs Go 1.26.6.
var openTofuReleases = []string{"1.12.6", "1.11.5", "1.10.10"}

// build compiles OpenTofu from its Go module: the one engine that can be had
// with nothing but Go.
func (f Finder) build(ctx context.Context, want Want) (Engine, error) {
	if !want.allows(OpenTofu) {
		return Engine{}, errUnwanted
	}
	release, err := openTofuRelease(want.Version)
	if err != nil {
		return Engine{}, err
	}
	if engine, err := f.cachedEngine(ctx, OpenTofu, release); err == nil {
		return engine, nil
	}
	fmt.Fprintf(f.Log, "Building OpenTofu %s from source, once; this takes some minutes ...\n", release)
	return f.keep(ctx, OpenTofu, release, func(dir string) error {
		source, err := moduleSource(ctx, openTofuModule+"@v"+release)
		if err != nil {
			return err
		}
		return compile(ctx, source, filepath.Join(dir, OpenTofu.executable()))
	})
}

func openTofuRelease(want string) (string, error) {
	if want == Newest {
		return openTofuReleases[0], nil
	}
	for _, release := range openTofuReleases {
		if versionMatches(release, want) {
			return release, nil
		}
	}
	return "", fmt.Errorf("only %s are built here", strings.Join(openTofuReleases, ", "))
}

func moduleSource(ctx context.Context, module string) (string, error) {
	cmd := goCommand(ctx, os.TempDir(), "mod", "download", "-json", module)
	out, err := cmd.Output()
	var answer struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &answer); jsonErr == nil && answer.Error != "" {
		return "", fmt.Errorf("fetching its source: %s", answer.Error)
	}
	if err != nil {
		return "", fmt.Errorf("fetching its source: %w", err)
	}
	return answer.Dir, nil
}

func compile(ctx context.Context, source, program string) error {
	cmd := goCommand(ctx, source, "build", "-trimpath",
		// Without this it calls itself a development build.
		"-ldflags", "-s -w -X "+openTofuModule+"/version.dev=no",
		"-o", program, "./cmd/tofu")
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, lastLine(output.String()))
	}
	return nil
}

// goCommand shields the build from the settings of the module this program is
// started in.
func goCommand(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false", "GOWORK=off", "CGO_ENABLED=0", "GOOS=", "GOARCH=")
	return cmd
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
