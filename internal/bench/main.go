// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command bench measures what Go benchmarks cannot: whole plans compared with
// their theoretical minimum, the size of the provider and the memory of its
// process. It needs an engine and no account; README.md explains the figures.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// parallel is how many objects the engine reads concurrently (-parallelism).
const parallel = 10

func main() {
	rounds := flag.Int("rounds", 3, "how often each plan is measured; medians are shown")
	most := flag.Int("accounts", 8000, "leave out plans of more accounts")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *rounds, *most)
	engines.Cleanup()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds, most int) error {
	engine, err := engines.Fetch(ctx, "")
	if err != nil {
		return err
	}
	group := kalturatest.LargeGroup(most)
	server, err := kalturatest.Start("127.0.0.1:0", group...)
	if err != nil {
		return err
	}
	defer server.Close()
	program, err := engines.Provider()
	if err != nil {
		return err
	}
	size, err := os.Stat(program)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "kb")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := engines.Build(ctx, dir, "kaltura", "internal/bench/measured", "-ldflags", "-s -w"); err != nil {
		return err
	}
	bed := &testBed{engine: engine, server: server, parent: group[0], dir: dir}
	fmt.Printf("%s, %s, %s/%s, %d processors; medians of %d\nsize, stripped: %.1f MB\n\n",
		engine, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), rounds, float64(size.Size())/1e6)

	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "accounts\tlatency\tplan\tleast\trequests\tleast\tconnections\tbytes\tmemory\tlive\t")
	for _, accounts := range []int{1, 10, 100, 1000, 8000} {
		if accounts <= most {
			if err := bed.plans(ctx, table, accounts, rounds); err != nil {
				return err
			}
		}
	}
	return table.Flush()
}

// plans measures plans of this many accounts at each latency. README.md defines
// the minimum of time and requests.
func (bed *testBed) plans(ctx context.Context, table *tabwriter.Writer, accounts, rounds int) error {
	workspace, err := engines.NewWorkspace(bed.engine)
	if err != nil {
		return err
	}
	defer workspace.Remove() //nolint:errcheck // nothing depends on it any more
	if err := bed.prepare(ctx, workspace, accounts); err != nil {
		return err
	}
	latencies := []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond}
	if accounts > 1000 {
		latencies = latencies[:1]
	}
	measured := make([][]plan, len(latencies))
	// Each round covers all latencies, so that a busy machine slows all of them.
	for range rounds {
		for i, latency := range latencies {
			p, err := bed.plan(ctx, workspace, latency)
			if err != nil {
				return err
			}
			measured[i] = append(measured[i], p)
		}
	}
	for i, latency := range latencies {
		least := medianTime(measured[0]) + time.Duration((accounts+parallel-1)/parallel)*latency
		last := measured[i][rounds-1]
		fmt.Fprintf(table, "%d\t%d ms\t%d ms\t%d ms\t%d\t%d\t%d\t%d\t%.1f MB\t%.1f MB\t\n", accounts, latency.Milliseconds(),
			medianTime(measured[i]).Milliseconds(), least.Milliseconds(), last.requests, accounts, last.connections, last.bytes,
			float64(last.memory)/1e6, float64(last.live)/1e6)
	}
	return nil
}

// plan is the cost of one plan.
type plan struct {
	took                                       time.Duration
	requests, connections, bytes, memory, live int64
}

func (bed *testBed) plan(ctx context.Context, workspace *engines.Workspace, latency time.Duration) (plan, error) {
	bed.server.SetLatency(latency)
	bed.server.Reset()
	connections, bytes := int64(bed.server.Connections()), bed.server.BytesSent()
	cmd := workspace.Command(ctx, "plan", "-no-color")
	heap := filepath.Join(workspace.Root, "heap")
	cmd.Env = append(cmd.Env, "LIVE_HEAP="+heap)
	began := time.Now()
	output, memory, err := runWatched(cmd, bed.dir)
	took := time.Since(began)
	if err != nil {
		return plan{}, fmt.Errorf("%w\n%s", err, output)
	}
	live, err := mostLive(heap)
	if err != nil {
		return plan{}, err
	}
	return plan{
		took: took, memory: memory, live: live, requests: int64(bed.server.Count("", "")),
		connections: int64(bed.server.Connections()) - connections, bytes: bed.server.BytesSent() - bytes,
	}, nil
}

func medianTime(plans []plan) time.Duration {
	times := make([]time.Duration, len(plans))
	for i, p := range plans {
		times[i] = p.took
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// testBed is the stand-in with one parent account and its children, and the
// directory of the provider.
type testBed struct {
	engine engines.Engine
	server *kalturatest.Server
	parent kalturatest.Account
	dir    string
}

// prepare makes a workspace read this many accounts and warms its caches with
// one plan. The configuration uses count, because the engine evaluates for_each
// again for each instance: with 1000, that would dominate the time.
func (bed *testBed) prepare(ctx context.Context, w *engines.Workspace, accounts int) error {
	w.Env = append(w.Env, "KALTURA_SERVICE_URL="+bed.server.URL, "KALTURA_ADMIN_SECRET="+bed.parent.AdminSecret, fmt.Sprintf("KALTURA_PARTNER_ID=%d", bed.parent.ID))
	configuration := engines.RequireProvider + fmt.Sprintf("data \"kaltura_account_info\" \"child\" {\n  count      = %d\n  partner_id = %d + count.index\n}\n", accounts, bed.parent.ID+1)
	if err := errors.Join(w.UsePrograms(map[string]string{"kaltura/kaltura": bed.dir}), w.Write("main.tf", configuration)); err != nil {
		return err
	}
	bed.server.SetLatency(0)
	w.Env = append(w.Env, "LIVE_HEAP="+os.DevNull)
	_, err := w.Run(ctx, "plan", "-no-color")
	return err
}
