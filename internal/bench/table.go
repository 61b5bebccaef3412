// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// row is one measured thing beside its counterpart.
type row struct {
	what, provider string
	// beside names the counterpart and gives its figure.
	beside, ratio                string
	requests, connections, bytes string
	target                       string
}

type table struct{ rows []row }

func (t *table) add(r row) { t.rows = append(t.rows, r) }

// print writes the table in Markdown, with columns aligned for terminals.
func (t *table) print(to io.Writer) {
	lines := [][]string{{"what", "provider", "beside it", "ratio", "requests", "connections", "bytes", "target"}}
	for _, r := range t.rows {
		lines = append(lines, []string{r.what, r.provider, r.beside, r.ratio, r.requests, r.connections, r.bytes, r.target})
	}
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for i, line := range lines {
		for column, cell := range line {
			fmt.Fprintf(to, "| %s%s ", cell, strings.Repeat(" ", widths[column]-utf8.RuneCountInString(cell)))
		}
		fmt.Fprintln(to, "|")
		if i == 0 {
			for _, width := range widths {
				fmt.Fprintf(to, "|%s", strings.Repeat("-", width+2))
			}
			fmt.Fprintln(to, "|")
		}
	}
}

// verdict words a target and whether it was met.
func verdict(target string, met bool) string {
	if met {
		return target + ": met"
	}
	return target + ": NOT MET"
}

func times(ratio float64) string { return fmt.Sprintf("%.2f×", ratio) }
