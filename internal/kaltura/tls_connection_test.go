// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// A full handshake costs a read more than its request does.
func TestTLS_nextConnectionResumesTheSession(t *testing.T) {
	var resumed []bool
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resumed = append(resumed, r.TLS.DidResume)
		fmt.Fprintf(w, `{"id":%d}`, kalturatest.Acme.ID)
	}))
	t.Cleanup(server.Close)
	roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), func(c *kaltura.Config) { c.RootCAs = roots })
	for range 2 {
		if _, err := client.Account(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		client.CloseIdleConnections()
	}
	if !slices.Equal(resumed, []bool{false, true}) {
		t.Errorf("sessions resumed: %v", resumed)
	}
}

// A server that accepts connections and then says nothing, by a clock that runs
// while everybody waits.
func TestTLS_handshakeEndsBeforeALongRequestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, "https://127.0.0.1:1", adminOf(kalturatest.Acme), withTimeout(time.Hour), withRetries(0))
		client.SetDial(func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			t.Cleanup(func() { theirs.Close() })
			return ours, nil
		})
		began := time.Now()
		_, err := client.Account(t.Context(), 0)
		wantFailure(t, err, kaltura.TimedOut)
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("given up after %s", took)
		}
	})
}
