// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command measured is the provider, which also appends a line to the file
// LIVE_HEAP when it ends: the most bytes that were live after a garbage
// collection.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/metrics"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
	"github.com/kaltura/terraform-provider-kaltura/internal/server"
)

func main() {
	provider.SkipUnreadLogs()
	var most uint64
	measure := func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		most = max(most, live[0].Value.Uint64())
	}
	served, soon := make(chan error), time.NewTicker(10*time.Millisecond)
	go func() { served <- server.Serve(provider.New("measured")(), false) }()
	for {
		select {
		case err := <-served:
			runtime.GC()
			measure()
			if err := errors.Join(err, record(most)); err != nil {
				log.Fatal(err)
			}
			return
		case <-soon.C:
			measure()
		}
	}
}

func record(bytes uint64) error {
	file, err := os.OpenFile(os.Getenv("LIVE_HEAP"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(file, bytes)
	return errors.Join(err, file.Close())
}
