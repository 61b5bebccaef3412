// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkSignInSharing lets parallel readers take the KS of a finished
// sign-in. Bare is an atomic pointer, which knows neither expiry nor errors.
func BenchmarkSignInSharing(b *testing.B) {
	ctx := context.Background()
	ks := NewSecret("djJ8MTIzNDU2N3w")
	b.Run("provider", func(b *testing.B) {
		signIns := 0
		shared := newSharedSession(&clock{now: time.Now}, true, func(context.Context) (Secret, time.Duration, error) {
			signIns++
			return ks, 24 * time.Hour, nil
		})
		b.ReportAllocs()
		b.RunParallel(func(reader *testing.PB) {
			for reader.Next() {
				if _, err := shared.ks(ctx); err != nil {
					b.Error(err)
				}
			}
		})
		if signIns != 1 {
			b.Fatalf("%d sign-ins", signIns)
		}
	})
	b.Run("bare", func(b *testing.B) {
		var shared atomic.Pointer[Secret]
		shared.Store(&ks)
		b.ReportAllocs()
		b.RunParallel(func(reader *testing.PB) {
			for reader.Next() {
				if !shared.Load().Present() {
					b.Error("no KS")
				}
			}
		})
	})
}
