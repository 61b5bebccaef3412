// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// selfTestCanaries contain the characters that encodings treat differently:
// quotation marks, a backslash, non-ASCII letters, and characters that URLs and
// HTML escape.
var selfTestCanaries = []canary{
	{"hex", "9d3ac1f07be24586a1d5c3e8f6b7091e"},
	{"text", `pa"ss\wörd <&>/+ %canary`},
	{"KS", "djJ8MzEwMDAwMDF8" + strings.Repeat("kZ8_q-1Xy7", 12)},
}

func TestScanner_findsEveryForm(t *testing.T) {
	scan := newScanner(selfTestCanaries)
	noise := make([]byte, 4096)
	_, _ = rand.Read(noise) // never fails
	for _, c := range selfTestCanaries {
		for _, f := range forms {
			for _, piece := range c.pieces() {
				for _, written := range f.write(piece) {
					seen := scan.scan("here", bytes.Join([][]byte{noise, noise}, []byte(written)))
					if len(seen) == 0 || seen[0].canary != c.name {
						t.Errorf("%s, %s: %q was not found: %v", c.name, f.name, written, seen)
					}
				}
			}
		}
	}
	if seen := scan.scan("here", noise); len(seen) != 0 {
		t.Errorf("found in noise: %v", seen)
	}
}

// TestScanner_findsWhatEncodersWrite uses the encoders of real programs instead
// of the forms.
func TestScanner_findsWhatEncodersWrite(t *testing.T) {
	scan := newScanner(selfTestCanaries)
	for _, c := range selfTestCanaries {
		for shift := range 3 {
			blob := []byte(strings.Repeat("x", shift) + c.value + " and more")
			for name, text := range map[string]string{
				"standard base64": base64.StdEncoding.EncodeToString(blob),
				"URL base64":      base64.URLEncoding.EncodeToString(blob),
			} {
				if len(scan.scan("here", []byte(text))) == 0 {
					t.Errorf("%s: not found in %s at shift %d: %s", c.name, name, shift, text)
				}
			}
		}
		inner, _ := json.Marshal(map[string]string{"v": c.value})
		outer, _ := json.Marshal(map[string]string{"m": string(inner)})
		var packed bytes.Buffer
		archive := zip.NewWriter(&packed)
		member, _ := archive.Create("state")
		_, _ = member.Write(inner)
		archive.Close()
		for name, data := range map[string][]byte{
			"JSON": inner, "JSON in JSON": outer, "a zip": packed.Bytes(), "a cut value": []byte(c.value[:len(c.value)-1] + "…"),
		} {
			if name == "a cut value" && len(c.value) < 2*pieceLength {
				continue
			}
			if len(scan.scan("here", data)) == 0 {
				t.Errorf("%s: not found in %s: %q", c.name, name, data)
			}
		}
	}
}

func TestScanner_searchesFilesLinksAndNames(t *testing.T) {
	dir, linked := t.TempDir(), t.TempDir()
	c := selfTestCanaries[0]
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(dir, ".hidden"), "x="+c.value)
	write(filepath.Join(dir, c.value), "")
	write(filepath.Join(linked, "behind"), c.value)
	if err := os.Symlink(linked, filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	places := map[string]bool{}
	for _, seen := range newScanner(selfTestCanaries).scanDir(t, dir, func(path string) string { return path }) {
		places[seen.place] = true
	}
	for _, place := range []string{".hidden", "file name", "link"} {
		if !places[place] {
			t.Errorf("nothing found in %q, only in %v", place, places)
		}
	}
}

// TestSightings_inEveryPlace plants a canary in every place that the search
// covers.
func TestSightings_inEveryPlace(t *testing.T) {
	s := newStage(t, everyEngine(t)[0], "", byAdminSecret, inEnvironment)
	s.results = []result{
		{engines.Result{Command: "plan", Stdout: canaryAdminSecret, Stderr: canaryAdminSecret}, canaryAdminSecret},
		{engines.Result{Command: "show -json", Stdout: canaryAdminSecret}, ""},
	}
	for _, file := range []string{"d/tfplan", "d/terraform.tfstate", "d/terraform.tfstate.backup", "d/main.tf", "d/other", "t/socket", "h/.kept", "d/" + canaryAdminSecret} {
		if err := os.WriteFile(s.in(file), []byte(canaryAdminSecret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, server := range []*kalturatest.Server{s.server, s.elsewhere} {
		server.Inject(kalturatest.Fault{Body: []byte(canaryAdminSecret)}.For(1))
		for range 2 {
			request := httptest.NewRequest(http.MethodPost, server.URL+"/api_v3/service/partner/action/get?"+canaryAdminSecret, strings.NewReader(canaryAdminSecret))
			request.RequestURI = ""
			request.Header.Set("X-Canary", canaryAdminSecret)
			answer, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
		}
	}
	found := map[string]bool{}
	for _, seen := range s.sightings(t) {
		found[seen.place] = true
	}
	for _, place := range []string{
		"standard output", "standard error", "log", "JSON of plan or state", "plan file", "state", "state backup", "configuration", "file other",
		"temporary file", "file in the home directory", "file name", "request URL", "request header", "body of partner.get",
		"answer that the test made up", "request to another host",
	} {
		if !found[place] {
			t.Errorf("nothing found in %q, only in %v", place, found)
		}
	}
}

// TestLeaksAreFound runs a provider that leaks and fails if the search misses
// the leak.
func TestLeaksAreFound(t *testing.T) {
	e, leaky := everyEngine(t)[0], t.TempDir()
	if err := engines.Build(t.Context(), leaky, "kaltura", "internal/leaktest/leaky"); err != nil {
		t.Fatal(err)
	}
	for leak, place := range map[string]string{"attribute": "standard output", "diagnostic": "standard output", "log": "log"} {
		t.Run(leak, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, e, readAccountInfo, byAdminSecret, inEnvironment)
			s.override(leaky)
			s.setenv("LEAK", leak)
			if leak == "log" {
				s.setenv("KALTURA_SERVICE_URL", answeringMore(s, secretsQuoted(s)))
			}
			s.run(t.Context(), "apply", "-no-color", "-auto-approve")
			s.run(t.Context(), "show", "-no-color")
			found := leaks(s.sightings(t))
			if !slices.ContainsFunc(found, func(l sighting) bool { return l.place == place }) {
				t.Errorf("no leak was found in %q, but elsewhere:\n%s\n%s", place, describe(found), s.results)
			}
		})
	}
}
