// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

//go:build linux

package leaktest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestInterrupt sends SIGINT to an engine whose provider waits for an answer
// that never comes. While it waits, the arguments of all processes and the
// temporary files are searched; afterwards, everything else.
//
// The engine does not close the session then, because what used it failed: the
// provider ends it when its process is told to stop.
func TestInterrupt(t *testing.T) {
	dir := provider(t)
	for _, product := range products {
		t.Run(product, func(t *testing.T) {
			t.Parallel()
			e := needsEngine(t, product)
			s := newStage(t)
			s.setUp(t, e, dir, sessionThenAccount, byAdminSecret, inEnvironment)
			s.server.Inject(kalturatest.Drop(kalturatest.Hang).On("partner", "getInfo").For(-1))

			r, took := s.interrupted(t, func() {
				scan := newScanner(s.canaries())
				seen := append(scan.scan("process arguments", processArguments(t)),
					scan.scanDir(t, s.work.tmp, func(string) string { return "temporary file" })...)
				if len(seen) > 0 {
					t.Errorf("seen while the provider waited:\n%s", describe(seen))
				}
			})
			// Without the interrupt it would be 30 seconds, the request timeout.
			if took > 5*time.Second {
				t.Errorf("it took %s to stop", took)
			}
			if r.code == 0 || !strings.Contains(r.stderr, "Kaltura Request Cancelled") {
				t.Errorf("not said to be cancelled:\n%s", r)
			}
			s.expectNoLeak(t)
			s.expectSessionOver(t)
		})
	}
}

// TestFailureEndsSessions: the same where a reader fails without any signal.
func TestFailureEndsSessions(t *testing.T) {
	dir := provider(t)
	for _, product := range products {
		t.Run(product, func(t *testing.T) {
			t.Parallel()
			e := needsEngine(t, product)
			s := newStage(t)
			s.setUp(t, e, dir, sessionThenAccount, byAdminSecret, inEnvironment)
			s.server.Inject(kalturatest.AnswerError("SERVICE_FORBIDDEN", "no").On("partner", "getInfo").For(-1))
			if r := s.run(t, "plan", "-no-color"); !strings.Contains(r.stderr, "Kaltura Permission Missing") {
				t.Errorf("not the failure that was expected:\n%s", r)
			}
			s.expectSessionOver(t)
		})
	}
}

// expectSessionOver makes sure that the session that read the account is the
// one that was ended.
func (s *stage) expectSessionOver(t testing.TB) {
	t.Helper()
	var used, ended []any
	for _, r := range s.server.Requests() {
		switch actionName(r) {
		case "partner.getInfo":
			used = append(used, r.Params["ks"])
		case "session.end":
			ended = append(ended, r.Params["ks"])
		}
	}
	if len(ended) != 1 || len(used) == 0 || ended[0] != used[0] {
		t.Errorf("%d sessions were ended, want the one that was open", len(ended))
	}
}

const sessionThenAccount = `
ephemeral "kaltura_session" "run" { type = "admin" }
provider "kaltura" {
  alias = "run"
  ks    = ephemeral.kaltura_session.run.ks
}
data "kaltura_account" "this" { provider = kaltura.run }
`

// interrupted runs a plan until a request hangs, calls meanwhile and sends
// SIGINT. It measures from the signal to the end.
func (s *stage) interrupted(t testing.TB, meanwhile func()) (result, time.Duration) {
	t.Helper()
	cmd := s.work.command("plan", "-no-color")
	log := filepath.Join(s.work.logs, "interrupted.log")
	cmd.Env = append(cmd.Env, "TF_LOG_PATH="+log)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the exit code tells
		close(ended)
	}()
	defer func() {
		_ = cmd.Process.Kill() // has ended, unless the test fails
		<-ended
	}()
	for deadline := time.Now().Add(30 * time.Second); s.server.Count("partner", "getInfo") == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no request arrived:\n%s", stderr.String())
		}
	}
	meanwhile()
	began := time.Now()
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("the engine does not stop")
	}
	took := time.Since(began)
	written, _ := os.ReadFile(log) // an empty log fails elsewhere
	r := result{
		command: "plan, interrupted", code: cmd.ProcessState.ExitCode(),
		stdout: stdout.String(), stderr: stderr.String(), log: string(written),
	}
	s.results = append(s.results, r)
	return r, took
}

// processArguments are those of every process, the engine and the provider
// among them.
func processArguments(t testing.TB) []byte {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, file := range files {
		arguments, err := os.ReadFile(file)
		if err == nil { // a process may have ended
			fmt.Fprintf(&all, "%s\n", bytes.ReplaceAll(arguments, []byte{0}, []byte{' '}))
		}
	}
	if !strings.Contains(all.String(), providerFile()) {
		t.Errorf("the provider is not among the processes:\n%s", all.String())
	}
	return all.Bytes()
}
