// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"testing"
	"time"
)

// BenchmarkKSSigning signs the KS that each request carries. Bare is the
// cryptography alone: random bytes, two digests and one encryption of a text of
// the same length.
func BenchmarkKSSigning(b *testing.B) {
	secret := "0123456789abcdef0123456789abcdef"
	b.Run("provider", func(b *testing.B) {
		fields := KSFields{PartnerID: 1234567, Type: SessionTypeAdmin, Expiry: time.Unix(1893456000, 0)}
		adminSecret := NewSecret(secret)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := SignKS(fields, adminSecret, rand.Reader); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			plain := make([]byte, 64)
			if _, err := rand.Read(plain[sha1.Size : sha1.Size+ksV2RandomBytes]); err != nil {
				b.Fatal(err)
			}
			digest := sha1.Sum(plain[sha1.Size:])
			copy(plain, digest[:])
			key := sha1.Sum([]byte(secret))
			block, err := aes.NewCipher(key[:aes.BlockSize])
			if err != nil {
				b.Fatal(err)
			}
			cipher.NewCBCEncrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(plain, plain)
		}
	})
}
