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

// runWatched runs a command and returns the most memory, in bytes, that a
// process of the program took meanwhile, or 0 where there is no /proc. The
// kernel keeps each one's peak itself; looking often finds its last value.
func runWatched(cmd *exec.Cmd, program string) (output []byte, peak int64, err error) {
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
			if text, found := strings.CutPrefix(line, "VmHWM:"); found {
				kilobytes, _ := strconv.ParseInt(strings.Fields(text)[0], 10, 64)
				peak = max(peak, kilobytes*1024)
			}
		}
	}
	return peak
}
