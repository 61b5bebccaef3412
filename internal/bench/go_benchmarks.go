// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// goResult holds what the Go benchmarks of one name measured, a figure for
// each round, by unit.
type goResult struct{ figures map[string][]float64 }

func (r *goResult) median(unit string) float64 { return median(r.figures[unit]) }

// bareNames says what stands beside each benchmark.
var bareNames = map[string]string{
	"KSSigning":              "SHA-1 and AES alone",
	"RequestBuilding":        "json.Marshal, NewRequest",
	"AnswerDecoding/full":    "json.Unmarshal",
	"AnswerDecoding/limited": "json.Unmarshal",
	"ErrorDecoding":          "json.Unmarshal",
	"Read":                   "net/http, json.Unmarshal",
	"SignInSharing":          "atomic pointer",
	"Connections/http1":      "default transport",
	"Connections/tls-http1":  "default transport",
	"Connections/tls-http2":  "default transport",
	"Reconnection":           "full TLS handshake",
	"SchemaServing":          "does nothing",
	"Configure":              "does nothing",
	"ReadDataSource":         "does nothing",
}

// goBenchmarks builds the benchmarks once and runs them in rounds, because a
// count of the test program would repeat each benchmark before it starts its
// counterpart.
func (m *measurement) goBenchmarks(ctx context.Context, bed *testBed) error {
	var programs []string
	for _, folder := range []string{"kaltura", "provider"} {
		program := filepath.Join(bed.dir, executable(folder+".test"))
		source := "github.com/kaltura/terraform-provider-kaltura/internal/" + folder
		if err := runOnce(exec.CommandContext(ctx, "go", "test", "-c", "-o", program, source)); err != nil {
			return err
		}
		programs = append(programs, program)
	}
	var order []string
	for range m.options.rounds {
		for _, program := range programs {
			cmd := bed.command(ctx, "", program, "-test.run", "^$", "-test.bench", ".", "-test.benchmem", "-test.benchtime", "100ms")
			output, err := cmd.CombinedOutput()
			if err != nil {
				return fmt.Errorf("%w\n%s", err, output)
			}
			order = append(order, m.readGoOutput(string(output))...)
		}
	}
	for _, name := range slices.Compact(order[:len(order)/m.options.rounds]) {
		m.addGoRow(name)
	}
	return nil
}

var benchmarkLine = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

// readGoOutput keeps the figures and returns the names seen, without the last
// part, which tells the provider from its counterpart.
func (m *measurement) readGoOutput(output string) []string {
	var names []string
	for _, match := range benchmarkLine.FindAllStringSubmatch(output, -1) {
		result := m.goFigures[match[1]]
		if result == nil {
			result = &goResult{figures: map[string][]float64{}}
			m.goFigures[match[1]] = result
		}
		fields := strings.Fields(match[2])
		for i := 0; i+1 < len(fields); i += 2 {
			if figure, err := strconv.ParseFloat(fields[i], 64); err == nil {
				result.figures[fields[i+1]] = append(result.figures[fields[i+1]], figure)
			}
		}
		name := strings.TrimSuffix(strings.TrimSuffix(match[1], "/provider"), "/bare")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (m *measurement) addGoRow(name string) {
	ours, bare := m.goFigures[name+"/provider"], m.goFigures[name+"/bare"]
	if ours == nil || bare == nil {
		return
	}
	r := row{
		what: name, provider: goFigure(ours), beside: bareNames[name] + " " + goFigure(bare),
		ratio: fmt.Sprintf("%s, allocs %s", times(ours.median("ns/op")/bare.median("ns/op")), allocsRatio(ours, bare)),
	}
	if connections := ours.median("conns/op"); connections > 0 {
		r.requests = "1000"
		r.connections = fmt.Sprintf("%.0f, beside %.0f", connections, bare.median("conns/op"))
		r.target = verdict("≤ 10 connections", connections <= 10)
	}
	if size := ours.median("answer-bytes"); size > 0 {
		r.bytes = fmt.Sprintf("%.0f", size)
	}
	if name == "Read" {
		extra := ours.median("ns/op") - bare.median("ns/op")
		ratio := ours.median("allocs/op") / bare.median("allocs/op")
		r.target = verdict(fmt.Sprintf("≤ 100 µs (%+.0f µs) and 2× allocs above it", extra/1000), extra < 100_000 && ratio <= 2)
	}
	m.table.add(r)
}

func goFigure(r *goResult) string {
	return fmt.Sprintf("%s, %.0f allocs", nanoseconds(r.median("ns/op")), r.median("allocs/op"))
}

func allocsRatio(ours, bare *goResult) string {
	if bare.median("allocs/op") == 0 {
		return "-"
	}
	return times(ours.median("allocs/op") / bare.median("allocs/op"))
}

func nanoseconds(ns float64) string {
	switch {
	case ns < 1_000:
		return fmt.Sprintf("%.0f ns", ns)
	case ns < 1_000_000:
		return fmt.Sprintf("%.1f µs", ns/1_000)
	default:
		return fmt.Sprintf("%.0f ms", ns/1_000_000)
	}
}
