// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

//go:build linux

package provider_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestAccBuiltProvider_endsSessionsOnSignals: no session stays open after a
// run, however it ends, if the provider's process can still act.
func TestAccBuiltProvider_endsSessionsOnSignals(t *testing.T) {
	session := `
ephemeral "kaltura_session" "run" { type = "admin" }
provider "kaltura" {
  alias = "run"
  ks    = ephemeral.kaltura_session.run.ks
}
data "kaltura_account" "this" { provider = kaltura.run }
`
	child := fmt.Sprintf(`data "kaltura_app_tokens" "child" { partner_id = %d }`, kalturatest.UmbrellaNorth.ID)
	byParent := []string{fmt.Sprintf("KALTURA_PARTNER_ID=%d", kalturatest.Umbrella.ID), "KALTURA_ADMIN_SECRET=" + kalturatest.Umbrella.AdminSecret}
	bySecret := []string{"KALTURA_ADMIN_SECRET=" + kalturatest.Acme.AdminSecret}
	byLogin := []string{"KALTURA_LOGIN_ID=" + kalturatest.Manager.ID, "KALTURA_PASSWORD=" + kalturatest.Manager.Password}
	for _, test := range []struct {
		name, config string
		credentials  []string
		signal       syscall.Signal
		group        bool // signal the engine and its providers
		provider     bool // signal only the providers
	}{
		{name: "provider, SIGTERM", config: session, credentials: bySecret, signal: syscall.SIGTERM, provider: true},
		{name: "provider, SIGHUP", config: session, credentials: bySecret, signal: syscall.SIGHUP, provider: true},
		{name: "group, SIGTERM", config: session, credentials: bySecret, signal: syscall.SIGTERM, group: true},
		{name: "group, SIGHUP", config: session, credentials: bySecret, signal: syscall.SIGHUP, group: true},
		{name: "engine, SIGKILL", config: session, credentials: bySecret, signal: syscall.SIGKILL},
		{name: "engine, SIGKILL, login", config: `data "kaltura_account" "this" {}`, credentials: byLogin, signal: syscall.SIGKILL},
		{name: "provider, SIGTERM, child", config: child, credentials: byParent, signal: syscall.SIGTERM, provider: true},
		{name: "group, SIGHUP, child", config: child, credentials: byParent, signal: syscall.SIGHUP, group: true},
		{name: "engine, SIGKILL, child", config: child, credentials: byParent, signal: syscall.SIGKILL},
		{name: "engine, SIGINT, child", config: child, credentials: byParent, signal: syscall.SIGINT},
		{name: "engine, SIGINT, login", config: `data "kaltura_account" "this" {}`, credentials: byLogin, signal: syscall.SIGINT},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t)
			for _, hanging := range [][2]string{{"partner", "getInfo"}, {"appToken", "list"}} {
				server.Inject(kalturatest.Drop(kalturatest.Hang).On(hanging[0], hanging[1]).For(-1))
			}
			w := newWorkspace(t, test.config)
			command := w.Command(context.Background(), "plan", "-no-color") // the test interrupts it
			command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			command.Env = append(append(command.Env, "KALTURA_SERVICE_URL="+server.URL, "KALTURA_ALLOW_INSECURE_HTTP=true",
				"KALTURA_PARTNER_ID="+strconv.FormatInt(kalturatest.Acme.ID, 10)), test.credentials...)
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL); _ = command.Wait() }) // cleans up after a failure
			eventually(t, "a request that hangs", func() bool { return server.Count("partner", "getInfo")+server.Count("appToken", "list") > 0 })
			targets := []int{command.Process.Pid}
			switch {
			case test.group:
				targets = []int{-command.Process.Pid}
			case test.provider:
				targets = childrenOf(t, command.Process.Pid)
			}
			providers := childrenOf(t, command.Process.Pid)
			for _, target := range targets {
				if err := syscall.Kill(target, test.signal); err != nil {
					t.Fatal(err)
				}
			}
			eventually(t, "session.end", func() bool { return server.Count("session", "end") > 0 })
			eventually(t, "the end of the providers", func() bool {
				for _, id := range providers {
					if state, err := os.ReadFile("/proc/" + strconv.Itoa(id) + "/stat"); err == nil && !strings.Contains(string(state), ") Z ") {
						return false
					}
				}
				return true
			})
		})
	}
}

// TestAccBuiltProvider_keepsWhatItCreates: a graceful stop does not abort a
// request that creates something, because only its answer tells what exists.
func TestAccBuiltProvider_keepsWhatItCreates(t *testing.T) {
	for name, signal := range map[string]func(engine int) error{
		"engine, SIGINT":  func(engine int) error { return syscall.Kill(engine, syscall.SIGINT) },
		"group, SIGINT":   func(engine int) error { return syscall.Kill(-engine, syscall.SIGINT) },
		"group, SIGTERM":  func(engine int) error { return syscall.Kill(-engine, syscall.SIGTERM) },
		"engine, SIGTERM": func(engine int) error { return syscall.Kill(engine, syscall.SIGTERM) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := kalturatest.NewServer(t)
			server.Inject(kalturatest.SlowBody(3*time.Second).On("", "add").For(-1))
			w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+roleBlock()+tokenBlock(`role = "VIEWER_ROLE"`))
			command := w.Command(context.Background(), "apply", "-auto-approve", "-no-color") // the test interrupts it
			command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }) // cleans up after a failure
			eventually(t, "both creations", func() bool { return server.Count("", "add") == 2 })
			if err := signal(command.Process.Pid); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait() // an interrupted apply may fail
			if kept := w.run("state", "list"); !strings.Contains(kept, ciRole) || !strings.Contains(kept, ciToken) {
				t.Errorf("the state has only: %s", kept)
			}
		})
	}
}

// TestAccBuiltProvider_writesNoCoreDump: a core dump would hold the secrets of
// the account.
func TestAccBuiltProvider_writesNoCoreDump(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the provider; not with -short")
	}
	program, err := engines.Provider()
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -c unlimited && exec "+program)
	run.Dir = t.TempDir()
	run.Env = append(os.Environ(), "GOTRACEBACK=crash", "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	output, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := output.Read(make([]byte, 1)); err != nil { // it prints its address once it serves
		t.Fatal(err)
	}
	if err := run.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, output)
	_ = run.Wait() // it fails, by the signal
	if status := run.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.CoreDump() {
		t.Errorf("%s, core dump: %t", run.ProcessState, status.CoreDump())
	}
}

// eventually waits up to 30 seconds.
func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !happened(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func childrenOf(t *testing.T, parent int) []int {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var children []int
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the process has ended
		}
		_, rest, _ := strings.Cut(string(text), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			id, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			if err != nil {
				t.Fatal(err)
			}
			children = append(children, id)
		}
	}
	return children
}
