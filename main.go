// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-kaltura serves the Kaltura provider to Terraform
// and OpenTofu over plugin protocol 6.
package main

import (
	"flag"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
	"github.com/kaltura/terraform-provider-kaltura/internal/server"
)

// version is set by the release build (-ldflags "-X main.version=1.2.3").
var version = "dev"

func main() {
	debugged := flag.Bool("debug", false, "serve for a debugger: print TF_REATTACH_PROVIDERS and wait")
	flag.Parse()
	if !*debugged { // a debugger shows the lines itself, and reads the memory
		provider.SkipUnreadLogs()
		server.PreventDumps()
	}

	// net/http logs what a server sends (an unsolicited answer,
	// GODEBUG=http2debug), and the engine copies stderr to its own log.
	log.SetOutput(io.Discard)
	if os.Getenv("GOMEMLIMIT") == "" {
		// A long list is in memory several times while the engine receives it. The
		// limit makes the collector reclaim the copies early: 10,000 app tokens take
		// 114 MB instead of 161.
		debug.SetMemoryLimit(100 << 20)
	}
	served := provider.New(version)()
	if !*debugged { // a debugger outlives engines
		go endEarly(served)
	}
	err := server.Serve(served, *debugged)
	provider.EndOpenSessions(served)
	if err != nil {
		log.SetOutput(os.Stderr)
		log.Fatal(err)
	}
}

// handOver is the time that an engine has to take the last answers and to end
// this process itself, as it does if it got the same signal.
const handOver = 2 * time.Second

// endEarly revokes the open sessions and exits when no engine will ask for it:
// on SIGTERM and SIGHUP, and when the engine is gone. What is being created is
// finished first: the engine may still live and store it.
func endEarly(served framework.Provider) {
	engine := os.Getppid()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGHUP)
	for gone := false; !gone; {
		select {
		case <-stop:
			gone = true
		case <-time.After(time.Second):
			gone = os.Getppid() != engine
		}
	}
	waited := provider.FinishCreations(served)
	provider.EndOpenSessions(served)
	if waited {
		time.Sleep(handOver)
	}
	os.Exit(1)
}
