// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// canaries are those that the test made up and every session that came into
// being meanwhile.
func (s *stage) canaries() []canary {
	all := append(slices.Clone(staticCanaries), s.extra...)
	add := func(name, value string) {
		c := canary{name, value}
		if len(value) >= 2*pieceLength && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	add("KS", s.ks)
	for _, r := range append(s.server.Requests(), s.elsewhere.Requests()...) {
		for name, kind := range map[string]string{"ks": "KS", "session": "KS", "tokenHash": "token hash"} {
			if value, ok := r.Params[name].(string); ok {
				add(kind, value)
			}
		}
		if match := answeredKS.FindSubmatch(r.Answer); match != nil {
			add("KS", string(match[1])+string(match[2]))
		}
	}
	return all
}

// answeredKS finds the session in an answer that makes one.
var answeredKS = regexp.MustCompile(`"ks":"([^"]{32,})"|^"([\w=-]{64,})"$`)

// sightings searches everything that the run left or showed.
func (s *stage) sightings(t testing.TB) []sighting {
	t.Helper()
	scan := newScanner(s.canaries())
	var seen []sighting
	look := func(place, text string) { seen = append(seen, scan.scan(place, []byte(text))...) }
	for _, r := range s.results {
		if strings.Contains(r.command, "-json") && strings.HasPrefix(r.command, "show") {
			look(s.file("JSON of plan or state"), r.stdout)
		} else {
			look("standard output", r.stdout)
		}
		look("standard error", r.stderr)
		look("log", r.log)
	}
	if s.work != nil {
		seen = append(seen, scan.scanDir(t, s.work.dir, s.fileAt)...)
		seen = append(seen, scan.scanDir(t, s.work.tmp, func(string) string { return "temporary file" })...)
		seen = append(seen, scan.scanDir(t, s.work.env["HOME"], func(string) string { return "file in the home directory" })...)
	}
	for _, r := range s.server.Requests() {
		look("request URL", r.URL)
		look("request header", fmt.Sprint(r.Header))
		look("body of "+actionName(r), string(r.Body))
		look(answerPlace(r), string(r.Answer))
	}
	for _, r := range s.elsewhere.Requests() {
		look("request to another host", r.URL+fmt.Sprint(r.Header)+string(r.Body))
	}
	return seen
}

func actionName(r kalturatest.Request) string { return r.Service + "." + r.Action }

// answerPlace tells answers to requests that name the secrets among the fields
// they want from others.
func answerPlace(r kalturatest.Request) string {
	switch {
	case r.Fault:
		return "answer that the test made up"
	case refused(r):
		return "error of the API"
	}
	profile, _ := r.Params["responseProfile"].(map[string]any)
	fields, _ := profile["fields"].(string)
	if r.Service == "partner" && strings.Contains(fields, "adminSecret") {
		return "answer to a request for secrets"
	}
	if actionName(r) == "appToken.get" && fields == tokenFields {
		return "answer to a request for an app token"
	}
	return "answer of " + actionName(r)
}

// refused tells whether the API answered with an error.
func refused(r kalturatest.Request) bool {
	return strings.Contains(string(r.Answer), `"KalturaAPIException"`)
}

// fileAt names the place of a file in the working directory.
func (s *stage) fileAt(path string) string {
	switch filepath.ToSlash(path) {
	case "tfplan":
		return s.file("plan file")
	case "terraform.tfstate":
		return s.file("state")
	case "terraform.tfstate.backup":
		return s.file("state backup")
	case "main.tf":
		return "configuration"
	}
	return "file " + path
}

// file marks the places in which a data source keeps the secrets it read.
func (s *stage) file(place string) string {
	if s.stored {
		return place + " with the data source kaltura_account_info"
	}
	return place
}
