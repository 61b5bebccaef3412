// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// stopwatch runs a command once and tells how long it took.
type stopwatch func(*exec.Cmd) (time.Duration, error)

// chooseStopwatch prefers hyperfine. It runs one command per call, so that the
// caller can alternate between the commands it compares: a machine that is
// busy for a while then slows both.
func chooseStopwatch(dir string) (description string, chosen stopwatch) {
	hyperfine, err := exec.LookPath("hyperfine")
	if err != nil {
		return "by the program itself, as hyperfine is not installed", timeDirectly
	}
	return "by hyperfine", func(cmd *exec.Cmd) (time.Duration, error) {
		return timeWithHyperfine(hyperfine, filepath.Join(dir, "hyperfine.json"), cmd)
	}
}

func timeDirectly(cmd *exec.Cmd) (time.Duration, error) {
	began := time.Now()
	err := runOnce(cmd)
	return time.Since(began), err
}

func timeWithHyperfine(hyperfine, resultFile string, cmd *exec.Cmd) (time.Duration, error) {
	line := make([]string, len(cmd.Args))
	for i, argument := range cmd.Args {
		line[i] = "'" + strings.ReplaceAll(argument, "'", `'\''`) + "'"
	}
	// Without a shell: starting one would count too.
	cmd.Args = []string{hyperfine, "-N", "--runs", "1", "--style", "none", "--export-json", resultFile, strings.Join(line, " ")}
	cmd.Path = hyperfine
	if err := runOnce(cmd); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(resultFile)
	if err != nil {
		return 0, err
	}
	var result struct {
		Results []struct{ Times []float64 }
	}
	if err := json.Unmarshal(text, &result); err != nil {
		return 0, err
	}
	if len(result.Results) != 1 || len(result.Results[0].Times) != 1 {
		return 0, fmt.Errorf("unexpected result of hyperfine: %s", text)
	}
	return time.Duration(result.Results[0].Times[0] * float64(time.Second)), nil
}

func median[N ~int64 | ~float64](values []N) N {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.0f ms", d.Seconds()*1000) }
