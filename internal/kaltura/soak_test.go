// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"runtime"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestSoak sends ten thousand reads, ten at a time, while one request in twenty
// fails. Four consecutive attempts fail once in 160,000 reads. The client has
// more attempts, and every read must succeed.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const reads, rate = 10_000, 0.05
	family := []kalturatest.Account{kalturatest.Umbrella, kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth}
	server := kalturatest.NewServer(t) // several accounts, to detect mixed-up answers
	server.KeepRequests(false)
	server.SetErrorRate(rate, 42)
	goroutines := clientGoroutines()
	client := newClient(t, server.URL, adminOf(kalturatest.Umbrella), withRetries(8))
	if failed := readInTurn(t, client, reads/10, family...); len(failed) != 0 { // warm up
		t.Fatal(failed[0])
	}
	before := heap()
	failures := readInTurn(t, client, reads, family...)
	after := heap()
	for _, err := range failures {
		t.Errorf("lost or wrong: %v", err)
	}
	sent := server.Count("", "")
	faults := sent - reads - reads/10
	if faults < reads/50 {
		t.Errorf("only %d faults struck, so nothing is proved", faults)
	}
	if clientGoroutines() <= goroutines {
		t.Error("no goroutine of a connection was seen, so nothing is proved")
	}
	client.CloseIdleConnections()
	wantNoClientGoroutines(t, goroutines)
	t.Logf("soak: %d reads, %d requests, %d faults survived, %d connections, heap %d KB before and %d KB after",
		reads, sent, faults, server.Connections(), before>>10, after>>10)
	if after > before+8<<20 {
		t.Errorf("the heap grew from %d to %d KB", before>>10, after>>10)
	}
}

// heap returns the heap in use after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
