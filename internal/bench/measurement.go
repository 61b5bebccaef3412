// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os/exec"
)

// measurement collects the figures and the rows made of them.
type measurement struct {
	options   options
	table     table
	runs      map[runKind]*runResult
	goFigures map[string]*goResult
}

func newMeasurement(o options) *measurement {
	return &measurement{options: o, runs: map[runKind]*runResult{}, goFigures: map[string]*goResult{}}
}

// idleRequests counts what the provider sends while the engine asks for its
// schema, validates, and configures it without reading anything.
func (m *measurement) idleRequests(ctx context.Context, bed *testBed) error {
	if err := bed.configuration(ctx, "kaltura0", bed.childConfiguration(0)); err != nil {
		return err
	}
	for _, idle := range []struct {
		what string
		cmd  *exec.Cmd
	}{
		{"providers schema", bed.command(ctx, "kaltura0", bed.engine.Path, "providers", "schema", "-json")},
		{"validate", bed.command(ctx, "kaltura1", bed.engine.Path, "validate", "-no-color")},
		{"Configure, no read", bed.plan(ctx, "kaltura0")},
	} {
		count := bed.startCounting()
		took, err := bed.time(idle.cmd)
		if err != nil {
			return err
		}
		requests, connections, bytes := count()
		m.table.add(row{
			what: idle.what, provider: milliseconds(took),
			requests: fmt.Sprint(requests), connections: fmt.Sprint(connections), bytes: fmt.Sprint(bytes),
			target: verdict("no request", requests == 0 && connections == 0),
		})
	}
	return nil
}

// checkTargets adds the promises that a whole run keeps or breaks besides its
// duration.
func (m *measurement) checkTargets() {
	one := m.runs[runKind{accounts: 1}]
	m.table.add(row{
		what: "one read, admin secret", requests: fmt.Sprint(one.requests), connections: fmt.Sprint(one.connections),
		bytes: fmt.Sprint(one.bytes), target: verdict("1 request", one.requests == 1),
	})
	for kind, result := range m.runs {
		if kind.accounts != childAccounts || kind.light || kind.latency != m.options.latency[len(m.options.latency)-1] {
			continue
		}
		m.table.add(row{
			what: fmt.Sprintf("%d reads, ten at a time", kind.accounts), requests: fmt.Sprint(result.requests),
			connections: fmt.Sprint(result.connections), bytes: fmt.Sprint(result.bytes),
			target: verdict("≤ 10 connections", result.connections <= 10),
		})
	}
}
