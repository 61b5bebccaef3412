// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// runWatched runs a command and returns the peak memory, in bytes, of any
// process of a program in a directory meanwhile, or 0 without /proc. The kernel keeps each
// process's peak; frequent polling catches its last value.
func runWatched(cmd *exec.Cmd, dir string) (output []byte, peak int64, err error) {
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			return text.Bytes(), peak, err
		case <-time.After(5 * time.Millisecond):
			peak = max(peak, residentPeak(dir))
		}
	}
}

// residentPeak returns the highest VmHWM of the processes that run a program in
// the directory.
func residentPeak(dir string) int64 {
	var peak int64
	links, _ := filepath.Glob("/proc/[0-9]*/exe") // the pattern is well-formed
	for _, link := range links {
		// Processes can end meanwhile.
		if target, err := os.Readlink(link); err != nil || filepath.Dir(target) != dir {
			continue
		}
		status, err := os.ReadFile(filepath.Join(filepath.Dir(link), "status"))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(status)) {
			if text, found := strings.CutPrefix(line, "VmHWM:"); found {
				kilobytes, _ := strconv.ParseInt(strings.Fields(text)[0], 10, 64)
				peak = max(peak, kilobytes*1024)
			}
		}
	}
	return peak
}

// mostLive returns the highest figure that the processes of a run have written.
func mostLive(file string) (int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var most int64
	for line := range strings.Lines(string(text)) {
		bytes, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
		if err != nil {
			return 0, err
		}
		most = max(most, bytes)
	}
	return most, nil
}
