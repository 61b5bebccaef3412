// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// runKind names one of the compared runs: accounts 0 ms apart from the server,
// or the provider that does nothing.
type runKind struct {
	accounts int
	latency  time.Duration
	light    bool
}

func (k runKind) folder() string {
	if k.light {
		return "light" + strconv.Itoa(k.accounts)
	}
	return "kaltura" + strconv.Itoa(k.accounts)
}

// runResult is what a kind of run took and sent.
type runResult struct {
	times                        []time.Duration
	requests, connections, bytes int64
}

// wholeRuns plans for each number of accounts at each latency, and next to it
// with the provider that does nothing. The rounds go through all kinds, so
// that each ratio compares runs of the same minutes.
func (m *measurement) wholeRuns(ctx context.Context, bed *testBed) error {
	var kinds []runKind
	for _, accounts := range m.options.accounts {
		light := runKind{accounts: accounts, light: true}
		if err := bed.configuration(ctx, light.folder(), bed.lightConfiguration(accounts)); err != nil {
			return err
		}
		kinds = append(kinds, light)
		for i, latency := range m.options.latency {
			kind := runKind{accounts: accounts, latency: latency}
			kinds = append(kinds, kind)
			if i > 0 {
				continue
			}
			if err := bed.configuration(ctx, kind.folder(), bed.childConfiguration(accounts)); err != nil {
				return err
			}
		}
	}
	// The first runs find cold file caches.
	for _, kind := range kinds[:2] {
		if err := runOnce(bed.plan(ctx, kind.folder())); err != nil {
			return err
		}
	}
	for range m.options.rounds {
		for _, kind := range kinds {
			if err := m.runKind(ctx, bed, kind); err != nil {
				return err
			}
		}
	}
	m.addRuns(kinds)
	return nil
}

func (m *measurement) runKind(ctx context.Context, bed *testBed, kind runKind) error {
	result := m.runs[kind]
	if result == nil {
		result = &runResult{}
		m.runs[kind] = result
	}
	bed.server.SetLatency(kind.latency)
	defer bed.server.SetLatency(0)
	count := bed.startCounting()
	took, err := bed.time(bed.plan(ctx, kind.folder()))
	if err != nil {
		return err
	}
	result.times = append(result.times, took)
	requests, connections, bytes := count()
	result.requests, result.bytes = requests, bytes
	result.connections = max(result.connections, connections)
	return nil
}

// startCounting forgets what the server saw so far. The function it returns
// tells what came since.
func (t *testBed) startCounting() func() (requests, connections, bytes int64) {
	t.server.Reset()
	connections, bytes := int64(t.server.Connections()), t.server.BytesSent()
	return func() (int64, int64, int64) {
		return int64(t.server.Count("", "")), int64(t.server.Connections()) - connections, t.server.BytesSent() - bytes
	}
}

func (m *measurement) addRuns(kinds []runKind) {
	for _, kind := range kinds {
		if kind.light {
			continue
		}
		result := m.runs[kind]
		light := median(m.runs[runKind{accounts: kind.accounts, light: true}].times)
		took := median(result.times)
		m.table.add(row{
			what:     fmt.Sprintf("plan, accounts: %d, latency %s", kind.accounts, milliseconds(kind.latency)),
			provider: milliseconds(took), beside: "does nothing " + milliseconds(light), ratio: times(took.Seconds() / light.Seconds()),
			requests: fmt.Sprint(result.requests), connections: fmt.Sprint(result.connections), bytes: fmt.Sprint(result.bytes),
			target: m.latencyTarget(kind, took, light),
		})
	}
}

// latencyTarget: many reads take as long as ten parallel connections need,
// plus what the engine takes by itself.
func (m *measurement) latencyTarget(kind runKind, took, light time.Duration) string {
	if kind.accounts != childAccounts {
		return ""
	}
	ideal := light + time.Duration((kind.accounts+9)/10)*kind.latency
	over := took.Seconds()/ideal.Seconds() - 1
	return verdict(fmt.Sprintf("≤ 10 %% over %s (%+.0f %%)", milliseconds(ideal), 100*over), over <= 0.10)
}
