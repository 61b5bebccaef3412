// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// Ten thousand reads, ten at a time, while one request in twenty fails in one
// way or another. Four attempts fail together once in 160 000 reads, so the
// client gets more, and every read has to succeed.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const reads, rate = 10_000, 0.05
	server := kalturatest.NewServer(t) // of several accounts, so that answers can be mixed up
	server.KeepRequests(false)
	server.SetErrorRate(rate, 42)
	goroutines := clientGoroutines()
	client := newClient(t, server.URL, adminOf(kalturatest.Umbrella), withRetries(8))
	if failed := readFamily(t, client, reads/10); len(failed) != 0 { // warm up
		t.Fatal(failed[0])
	}
	before := heap()
	failures := readFamily(t, client, reads)
	after := heap()
	for _, err := range failures {
		t.Errorf("lost or wrong: %v", err)
	}
	sent := server.Count("", "")
	faults := sent - reads - reads/10
	if faults < reads/50 {
		t.Errorf("only %d faults struck, so nothing is proved", faults)
	}
	client.CloseIdleConnections()
	wantNoClientGoroutines(t, goroutines)
	t.Logf("soak: %d reads, %d requests, %d faults survived, %d connections, heap %d KB before and %d KB after",
		reads, sent, faults, server.Connections(), before>>10, after>>10)
	if after > before+8<<20 {
		t.Errorf("the heap grew from %d to %d KB", before>>10, after>>10)
	}
}

// readFamily reads a parent and its children in turn, ten at a time.
func readFamily(t *testing.T, client *kaltura.Client, reads int) (failures []error) {
	family := []kalturatest.Account{kalturatest.Umbrella, kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth}
	ctx := t.Context()
	for _, failed := range parallelLists(10, func() (failed []error) {
		for i := range reads / 10 {
			want := family[i%len(family)]
			info, err := client.AccountInfo(ctx, want.ID)
			if err == nil && (info.PartnerID != want.ID || info.AdminSecret.Reveal() != want.AdminSecret || info.UserSecret.Reveal() != want.UserSecret) {
				err = errors.New("the answer is another account's")
			}
			if err != nil {
				failed = append(failed, err)
			}
		}
		return failed
	}) {
		failures = append(failures, failed...)
	}
	return failures
}

// heap is what is in use after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
