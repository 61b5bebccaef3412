// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command bench measures the provider and prints one table: the client beside
// the standard library, whole runs of the engine beside a provider that does
// nothing, the same work done with curl and jq, and what the provider promises
// about its speed. It needs an engine and no account; README.md explains the
// figures.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

type options struct {
	rounds   int
	forEach  bool
	accounts []int
	latency  []time.Duration
}

func main() {
	rounds := flag.Int("rounds", 3, "how often each measurement is repeated; medians are shown")
	quick := flag.Bool("quick", false, "leave out what takes longest: 1 000 accounts and 100 ms")
	forEach := flag.Bool("for-each", false, "read the accounts with for_each instead of count, which takes the engine far longer")
	flag.Parse()
	o := options{
		rounds:   *rounds,
		forEach:  *forEach,
		accounts: []int{1, 10, 100, 1000},
		latency:  []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond},
	}
	if *quick {
		o.accounts, o.latency = o.accounts[:3], o.latency[:2]
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	engine, err := engines.Fetch(ctx, "")
	if err != nil {
		return err
	}
	bed, err := newTestBed(ctx, engine, o.forEach)
	if err != nil {
		return err
	}
	defer bed.remove()
	measure := newMeasurement(o)
	for _, step := range []struct {
		doing string
		do    func(context.Context, *testBed) error
	}{
		{"Go benchmarks", measure.goBenchmarks},
		{"whole runs", measure.wholeRuns},
		{"curl and jq", measure.shellSteps},
		{"requests without a read", measure.idleRequests},
		{"sign-ins", measure.signIns},
		{"memory and size", measure.footprint},
	} {
		fmt.Fprintf(os.Stderr, "bench: measuring %s\n", step.doing)
		if err := step.do(ctx, bed); err != nil {
			return fmt.Errorf("measuring %s: %w", step.doing, err)
		}
	}
	measure.checkTargets()
	fmt.Printf("%s, %s, %s/%s, %d processors; medians of %d; whole runs timed %s\n\n",
		engine, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), o.rounds, bed.timedBy)
	measure.table.print(os.Stdout)
	return nil
}
