// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// result counts whole tests; subtests are part of theirs.
type result struct {
	passed, failed int
	// skipped maps a test to the reason it gave.
	skipped map[string]string
	// output holds what failed tests, or a build that failed, have said.
	output []string
	err    error
}

// event is what "go test -json" writes a line of.
type event struct {
	Action string
	Test   string
	Output string
}

func test(ctx context.Context, engine engines.Engine, args []string) result {
	command := append([]string{"test", "-json", "-count=1"}, args...)
	cmd := exec.CommandContext(ctx, "go", append(command, "./internal/provider/...")...)
	cmd.Env = append(os.Environ(), engine.TestEnv()...)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return result{err: err}
	}
	if err := cmd.Start(); err != nil {
		return result{err: err}
	}
	counted := count(stdout)
	counted.err = cmd.Wait()
	return counted
}

func count(events io.Reader) result {
	counted := result{skipped: map[string]string{}}
	said := map[string][]string{}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			// A build that fails is reported in plain text.
			counted.output = append(counted.output, lines.Text())
			continue
		}
		name, _, subtest := strings.Cut(e.Test, "/")
		switch e.Action {
		case "output", "build-output":
			said[name] = append(said[name], strings.TrimRight(e.Output, "\n"))
		case "fail":
			if name == "" || !subtest {
				counted.output = append(counted.output, said[name]...)
			}
		}
		if name != "" && !subtest {
			counted.add(e.Action, name, said[name])
		}
	}
	return counted
}

func (r *result) add(action, name string, said []string) {
	switch action {
	case "pass":
		r.passed++
	case "fail":
		r.failed++
	case "skip":
		r.skipped[name] = skipReason(said)
	}
}

// skipReason is the message of t.Skip: the last line that is not the go
// command's own, without the place in the source.
func skipReason(said []string) string {
	reason := "no reason given"
	for _, line := range said {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---") {
			continue
		}
		if _, message, found := strings.Cut(line, ".go:"); found {
			_, line, _ = strings.Cut(message, ": ")
		}
		reason = line
	}
	return reason
}

func (r *result) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", r.passed, r.failed, len(r.skipped))
}
