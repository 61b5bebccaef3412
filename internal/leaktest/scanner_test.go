// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sighting is a canary found in a place.
type sighting struct {
	place  string
	canary string
	form   string
	around string
}

func (s sighting) String() string {
	return fmt.Sprintf("%s: %s (%s): …%s…", s.place, s.canary, s.form, s.around)
}

// needleHead is the length of the prefix that indexes a needle.
const needleHead = 8

type needle struct {
	text         []byte
	canary, form string
}

// scanner searches for all canaries in all their forms in one pass.
type scanner struct {
	byHead map[uint64][]needle
	// maybe answers most lookups without the map.
	maybe [1 << 16]bool
}

func newScanner(canaries []canary) *scanner {
	s := &scanner{byHead: map[uint64][]needle{}}
	for _, c := range canaries {
		for _, piece := range c.pieces() {
			for _, f := range forms {
				for _, text := range f.write(piece) {
					s.add(needle{text: []byte(text), canary: c.name, form: f.name})
				}
			}
		}
	}
	return s
}

func (s *scanner) add(n needle) {
	if len(n.text) < needleHead {
		panic("a canary has to be longer than that: " + n.canary)
	}
	head := binary.LittleEndian.Uint64(n.text)
	same := func(other needle) bool { return bytes.Equal(other.text, n.text) }
	if slices.ContainsFunc(s.byHead[head], same) {
		return
	}
	s.byHead[head] = append(s.byHead[head], n)
	s.maybe[shorten(head)] = true
}

func shorten(head uint64) uint16 { return uint16(head * 0x9E3779B97F4A7C15 >> 48) }

// scan reports each canary at most once for each place and form.
func (s *scanner) scan(place string, data []byte) []sighting {
	var seen []sighting
	for i := 0; i+needleHead <= len(data); i++ {
		head := binary.LittleEndian.Uint64(data[i:])
		if !s.maybe[shorten(head)] {
			continue
		}
		for _, n := range s.byHead[head] {
			if !bytes.HasPrefix(data[i:], n.text) {
				continue
			}
			known := func(other sighting) bool { return other.canary == n.canary && other.form == n.form }
			if !slices.ContainsFunc(seen, known) {
				around := data[max(0, i-60):min(len(data), i+len(n.text)+20)]
				seen = append(seen, sighting{place, n.canary, n.form, fmt.Sprintf("%q", around)})
			}
		}
	}
	return append(seen, s.scanPacked(place, data)...)
}

// scanPacked searches inside zip and gzip data. A plan file is a zip.
func (s *scanner) scanPacked(place string, data []byte) []sighting {
	var seen []sighting
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil
		}
		for _, member := range archive.File {
			if content, err := member.Open(); err == nil {
				unpacked, _ := io.ReadAll(content) // search the readable part
				seen = append(seen, s.scan(place, unpacked)...)
				content.Close()
			}
		}
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		if content, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
			unpacked, _ := io.ReadAll(content) // search the readable part
			seen = append(seen, s.scan(place, unpacked)...)
		}
	}
	return seen
}

// scanDir searches every file under a directory, and the file names. It follows
// links. placeOf names the place of a file by its path below dir.
func (s *scanner) scanDir(t testing.TB, dir string, placeOf func(path string) string) []sighting {
	t.Helper()
	var seen []sighting
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, _ := filepath.Rel(dir, path) // path is below dir
		seen = append(seen, s.scan("file name", []byte(below))...)
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil // a socket or a broken link
		case entry.Type()&fs.ModeSymlink != 0 && info.IsDir():
			target, err := filepath.EvalSymlinks(path)
			if err != nil {
				return err
			}
			seen = append(seen, s.scanDir(t, target, func(string) string { return placeOf(below) })...)
		case info.Mode().IsRegular():
			data, err := os.ReadFile(path) //nolint:gosec // nobody else writes into the directories of a test
			if err != nil {
				return err
			}
			seen = append(seen, s.scan(placeOf(below), data)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

func describe(seen []sighting) string {
	var lines []string
	for _, s := range seen {
		lines = append(lines, "  "+s.String())
	}
	return strings.Join(lines, "\n")
}
