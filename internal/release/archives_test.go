// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// file is the path of a file of the release, named by what follows the version.
func (r release) file(ending string) string {
	return filepath.Join(r.dist, "terraform-provider-kaltura_"+version+"_"+ending)
}

func (r release) testArchives(t *testing.T) {
	for _, target := range r.targets {
		archive, err := zip.OpenReader(r.file(target + ".zip"))
		if err != nil {
			t.Error(err)
			continue
		}
		binary := "terraform-provider-kaltura_v" + version
		if strings.HasPrefix(target, "windows_") {
			binary += ".exe"
		}
		var names []string
		for _, file := range archive.File {
			names = append(names, file.Name)
			if file.Name == binary && file.Mode().Perm() != 0o755 {
				t.Errorf("%s: the binary has mode %v", target, file.Mode())
			}
		}
		_ = archive.Close()
		slices.Sort(names)
		if want := []string{"LICENSE.txt", binary}; !slices.Equal(names, want) {
			t.Errorf("%s holds %v, want %v", target, names, want)
		}
	}
}

// testChecksums checks every sum, and that the archives and the manifest, by
// which the registry learns the protocol version, are among them.
func (r release) testChecksums(t *testing.T) {
	content, err := os.ReadFile(r.file("SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(content)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		sums[name] = sum
	}
	manifest := filepath.Base(r.file("manifest.json"))
	for name, sum := range sums {
		path := filepath.Join(r.dist, name)
		if name == manifest {
			// It goes from the repository straight into the release.
			path = filepath.Join(repository, "terraform-registry-manifest.json")
		}
		if got := sha256Of(t, path); got != sum {
			t.Errorf("%s has checksum %s, SHA256SUMS says %s", name, got, sum)
		}
	}
	required := []string{manifest}
	for _, target := range r.targets {
		required = append(required, filepath.Base(r.file(target+".zip")))
	}
	for _, name := range required {
		if sums[name] == "" {
			t.Errorf("SHA256SUMS does not list %s", name)
		}
	}
}

// testSBOMs checks that each archive has a bill of materials that names what is
// linked into the binary.
func (r release) testSBOMs(t *testing.T) {
	for _, target := range r.targets {
		content, err := os.ReadFile(r.file(target + ".zip.spdx.json"))
		if err != nil {
			t.Error(err)
			continue
		}
		var document struct {
			Packages []struct {
				Name string `json:"name"`
			} `json:"packages"`
		}
		if err := json.Unmarshal(content, &document); err != nil {
			t.Errorf("%s: %v", target, err)
			continue
		}
		var names []string
		for _, part := range document.Packages {
			names = append(names, part.Name)
		}
		for _, linked := range []string{"stdlib", "github.com/hashicorp/terraform-plugin-framework"} {
			if !slices.Contains(names, linked) {
				t.Errorf("%s: the bill of materials does not name %s but %v", target, linked, names)
			}
		}
	}
}

// testReproducible builds the commit a second time.
func (r release) testReproducible(t *testing.T) {
	again := buildRelease(t, buildSettings{elsewhere: true})
	for _, target := range r.targets {
		if sha256Of(t, r.file(target+".zip")) != sha256Of(t, again.file(target+".zip")) {
			t.Errorf("two builds of one commit differ for %s", target)
		}
	}
}

func sha256Of(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return ""
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
