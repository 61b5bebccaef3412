// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"net"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// Response codes of DNS.
const (
	serverFailure byte = 2
	nameError     byte = 3
)

// answerDNS makes this process ask a name server that knows no name, so that a
// test does not depend on the network.
func answerDNS(t *testing.T, code byte) {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		query := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(query)
			if err != nil {
				return
			}
			_, _ = server.WriteTo(dnsRefusal(query[:n], code), from)
		}
	}()
	regular := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() { net.DefaultResolver = regular; server.Close() })
}

// dnsRefusal repeats the header and the question of a query.
func dnsRefusal(query []byte, code byte) []byte {
	end := 12
	for end < len(query) && query[end] != 0 {
		end += int(query[end]) + 1
	}
	answer := append([]byte{}, query[:end+5]...)
	answer[2], answer[3] = 0x81, 0x80|code
	copy(answer[6:12], make([]byte, 6)) // no records
	return answer
}

func TestDNS(t *testing.T) {
	for _, test := range []struct {
		name     string
		code     byte
		want     kaltura.Failure
		attempts int
	}{
		{"no such host", nameError, kaltura.HostNotFound, 1},
		{"name server in trouble", serverFailure, kaltura.DNSTrouble, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			answerDNS(t, test.code)
			_, err := newClient(t, "https://kaltura.invalid", adminOf(kalturatest.Acme)).AccountInfo(t.Context(), 0)
			if failed := wantFailure(t, err, test.want); failed.Attempts != test.attempts {
				t.Errorf("%d attempts, want %d", failed.Attempts, test.attempts)
			}
		})
	}
}
