// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// footprint measures the size of the stripped program and the most memory that
// a provider process takes in a plan, beside the other providers.
func (m *measurement) footprint(ctx context.Context, bed *testBed) error {
	others := []string{lightProvider}
	if bed.programs[timeProvider] != "" {
		others = append(others, timeProvider)
	}
	for _, other := range others {
		if err := m.addSize(bed, other); err != nil {
			return err
		}
	}
	most := m.options.accounts[len(m.options.accounts)-1]
	for _, objects := range []int{1, most} {
		if err := m.memory(ctx, bed, others, objects); err != nil {
			return err
		}
	}
	return nil
}

func (m *measurement) memory(ctx context.Context, bed *testBed, others []string, objects int) error {
	number := strconv.Itoa(objects)
	folders := map[string]string{kalturaProvider: "kaltura" + number, lightProvider: "light" + number, timeProvider: "time" + number}
	if bed.programs[timeProvider] != "" {
		if err := bed.configuration(ctx, folders[timeProvider], timeConfiguration(objects)); err != nil {
			return err
		}
	}
	peaks := map[string][]int64{}
	for range m.options.rounds {
		for _, name := range append([]string{kalturaProvider}, others...) {
			peak, err := bed.peakMemory(ctx, folders[name], bed.programs[name])
			if err != nil {
				return err
			}
			if peak > 0 {
				peaks[name] = append(peaks[name], peak)
			}
		}
	}
	for _, other := range others {
		m.addMemory(other, objects, median(peaks[kalturaProvider]), median(peaks[other]))
	}
	return nil
}

func (m *measurement) addSize(bed *testBed, other string) error {
	ours, err := os.Stat(bed.programs[kalturaProvider])
	if err != nil {
		return err
	}
	theirs, err := os.Stat(bed.programs[other])
	if err != nil {
		return err
	}
	m.table.add(row{
		what: "size, stripped", provider: megabytes(ours.Size()), beside: other + " " + megabytes(theirs.Size()),
		ratio: times(float64(ours.Size()) / float64(theirs.Size())), target: verdict("≤ 20 MB", ours.Size() <= 20_000_000),
	})
	return nil
}

func (m *measurement) addMemory(other string, objects int, ours, theirs int64) {
	if ours == 0 || theirs == 0 {
		fmt.Fprintln(os.Stderr, "bench: no provider process was seen in /proc, so its memory is not shown")
		return
	}
	r := row{
		what: fmt.Sprintf("memory in a plan, objects: %d", objects), provider: megabytes(ours), beside: other + " " + megabytes(theirs),
		ratio: times(float64(ours) / float64(theirs)),
	}
	if other == timeProvider {
		r.target = verdict("≤ 1.20×", float64(ours) <= 1.2*float64(theirs))
	}
	m.table.add(r)
}

// peakMemory plans once and watches the processes of the provider meanwhile.
// The kernel keeps each one's peak itself; looking often finds its last value.
func (t *testBed) peakMemory(ctx context.Context, folder, program string) (int64, error) {
	cmd := t.plan(ctx, folder)
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var peak int64
	for {
		select {
		case err := <-ended:
			return peak, err
		case <-time.After(2 * time.Millisecond):
			peak = max(peak, residentPeak(program))
		}
	}
}

// residentPeak is the greatest VmHWM of the processes that run the program.
func residentPeak(program string) int64 {
	var peak int64
	links, _ := filepath.Glob("/proc/[0-9]*/exe") // the pattern is right
	for _, link := range links {
		// Processes end while they are looked at.
		if target, err := os.Readlink(link); err != nil || target != program {
			continue
		}
		status, err := os.ReadFile(filepath.Join(filepath.Dir(link), "status"))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(status)) {
			if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				kilobytes, _ := strconv.ParseInt(strings.Fields(text)[0], 10, 64)
				peak = max(peak, kilobytes*1024)
			}
		}
	}
	return peak
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }
