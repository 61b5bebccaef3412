// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package docstest

import (
	"fmt"
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	sgr     = regexp.MustCompile(`\x1b\[([0-9;]*)m`)
	seconds = regexp.MustCompile(`after \d+s`)
	tag     = regexp.MustCompile(`<[^>]*>`)
)

// TestPicture keeps the picture in README.md what a real plan prints; -update
// draws it.
func TestPicture(t *testing.T) {
	t.Parallel()
	b := needEngine(t)
	dir := t.TempDir()
	copyDir(t, filepath.Join(root, "examples", "data-sources", "kaltura_account_info"), dir)
	out := b.mustRun(t, dir, signIn(world(t)), "plan", "-input=false")
	// What comes before is the warning about the provider under test, what
	// comes after names the engine.
	out = from(out, strings.TrimSuffix(firstLineWith(out, "Reading..."), "\n"))
	out, _, _ = strings.Cut(out, "\nYou can apply this plan")
	out = "\x1b[90m$\x1b[0m terraform plan\n" + seconds.ReplaceAllString(out, "after 0s")

	if strings.Count(out, "(sensitive value)") != 2 {
		t.Fatalf("not two sensitive values in:\n%s", out)
	}
	path := filepath.Join(root, ".github", "plan.svg")
	if *update {
		compare(t, path, draw(out))
		return
	}
	if got, want := sgr.ReplaceAllString(out, ""), words(read(t, path)); strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("the picture is out of date, run go test ./internal/docstest -update\ngot:\n%s\nwant:\n%s", got, want)
	}
}

func firstLineWith(out, part string) string {
	for line := range strings.Lines(out) {
		if strings.Contains(line, part) {
			return line
		}
	}
	return ""
}

// words is the text of a picture.
func words(svg string) string {
	var lines []string
	for line := range strings.Lines(svg) {
		if strings.HasPrefix(line, "<text") {
			lines = append(lines, strings.TrimRight(html.UnescapeString(tag.ReplaceAllString(line, "")), "\n"))
		}
	}
	return strings.Join(lines, "\n")
}

// styles are the terminal's attributes that engines use.
var styles = map[string]string{
	"1": "font-weight:bold", "31": "fill:#ff7b72", "32": "fill:#7ee787", "33": "fill:#e3b341", "36": "fill:#79c0ff", "90": "fill:#8b949e",
}

// draw makes a picture of terminal output.
func draw(out string) string {
	const lineHeight, left = 20, 16
	lines := strings.Split(strings.TrimRight(out, "\n"), "\n")
	longest := 0
	for _, line := range lines {
		longest = max(longest, len([]rune(sgr.ReplaceAllString(line, ""))))
	}
	width, height := 2*left+longest*9, 2*left+len(lines)*lineHeight
	var svg strings.Builder
	fmt.Fprintf(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n", width, height, width, height)
	svg.WriteString("<title>terraform plan: both secrets are shown as (sensitive value)</title>\n")
	fmt.Fprintf(&svg, "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#0d1117\"/>\n", width, height)
	svg.WriteString("<g font-family=\"ui-monospace,Menlo,Consolas,monospace\" font-size=\"14\" fill=\"#e6edf3\" style=\"white-space:pre\" xml:space=\"preserve\">\n")
	for i, line := range lines {
		fmt.Fprintf(&svg, "<text x=\"%d\" y=\"%d\">%s</text>\n", left, left+14+i*lineHeight, spans(line))
	}
	svg.WriteString("</g>\n</svg>\n")
	return svg.String()
}

// spans turns the escape sequences of a line into styles.
func spans(line string) string {
	var made strings.Builder
	var active []string
	for line != "" {
		next := sgr.FindStringSubmatchIndex(line)
		piece := line
		if next != nil {
			piece = line[:next[0]]
		}
		if piece = html.EscapeString(piece); piece != "" && len(active) > 0 {
			piece = `<tspan style="` + strings.Join(active, ";") + `">` + piece + "</tspan>"
		}
		made.WriteString(piece)
		if next == nil {
			break
		}
		for number := range strings.SplitSeq(line[next[2]:next[3]], ";") {
			if style := styles[number]; style != "" {
				active = append(active, style)
			} else {
				active = nil
			}
		}
		line = line[next[1]:]
	}
	return made.String()
}
