// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []time.Duration
		want   time.Duration
	}{
		{nil, 0},
		{[]time.Duration{7}, 7},
		{[]time.Duration{9, 1, 5}, 5},
		{[]time.Duration{8, 1, 4, 2}, 3},
	} {
		if got := median(c.values); got != c.want {
			t.Errorf("median(%v) = %v, want %v", c.values, got, c.want)
		}
	}
}

const goOutput = `goos: linux
BenchmarkRead/provider-2         	   18058	     70000 ns/op	   15098 B/op	     140 allocs/op
BenchmarkRead/bare-2             	   30343	     35000 ns/op	    7479 B/op	      70 allocs/op
BenchmarkConnections/http1/provider-2 	 5	 2000000 ns/op	  10.00 conns/op	 178 B/op	 169 allocs/op
BenchmarkConnections/http1/bare-2     	 5	 1000000 ns/op	  30.00 conns/op	 178 B/op	 169 allocs/op
PASS
`

func TestGoOutput_becomesRows(t *testing.T) {
	m := newMeasurement(options{rounds: 1})
	for _, name := range m.readGoOutput(goOutput) {
		m.addGoRow(name)
	}
	var text strings.Builder
	m.table.print(&text)
	for _, want := range []string{
		"| Read ", "70.0 µs, 140 allocs", "net/http, json.Unmarshal 35.0 µs, 70 allocs", "2.00×, allocs 2.00×", "(+35 µs) and 2× allocs above it: met",
		"| Connections/http1 ", "10, beside 30", "≤ 10 connections: met",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
}
