// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// http2Refuser speaks HTTP/2, refuses each stream, and records the requested
// paths.
type http2Refuser struct {
	*httptest.Server
	refuse func(framer *http2.Framer, stream uint32) error
	paths  chan string
}

func newHTTP2Refuser(t *testing.T, refuse func(*http2.Framer, uint32) error) *http2Refuser {
	t.Helper()
	r := &http2Refuser{Server: httptest.NewUnstartedServer(http.NotFoundHandler()), refuse: refuse, paths: make(chan string, 10)}
	r.Config.ErrorLog = log.New(io.Discard, "", 0)
	r.TLS = &tls.Config{NextProtos: []string{http2.NextProtoTLS}}
	r.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){
		http2.NextProtoTLS: func(_ *http.Server, connection *tls.Conn, _ http.Handler) { r.serve(connection) },
	}
	r.StartTLS()
	t.Cleanup(r.Close)
	return r
}

// serve returns when either side closes the connection.
func (r *http2Refuser) serve(connection *tls.Conn) {
	defer connection.Close()
	framer := http2.NewFramer(connection, connection)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	_, err := io.ReadFull(connection, make([]byte, len(http2.ClientPreface)))
	if err == nil {
		err = framer.WriteSettings()
	}
	for err == nil {
		var frame http2.Frame
		frame, err = framer.ReadFrame()
		if head, isHead := frame.(*http2.MetaHeadersFrame); isHead {
			select {
			case r.paths <- head.PseudoValue("path"):
			default: // enough to fail
			}
			err = r.refuse(framer, head.StreamID)
		}
	}
}

// TestHTTP2_refusedStreamIsNotSentAgain: a server that refuses a stream
// promises that it did nothing, and the HTTP library then repeats the request.
// A proxy can make that promise after it has forwarded a login.
func TestHTTP2_refusedStreamIsNotSentAgain(t *testing.T) {
	refusals := map[string]func(*http2.Framer, uint32) error{
		"RST_STREAM": func(f *http2.Framer, stream uint32) error {
			return f.WriteRSTStream(stream, http2.ErrCodeRefusedStream)
		},
		"GOAWAY": func(f *http2.Framer, _ uint32) error { return f.WriteGoAway(0, http2.ErrCodeNo, nil) },
	}
	for _, test := range []struct {
		path        string
		credentials kaltura.Credentials
		want        kaltura.Failure
	}{
		{"/api_v3/service/user/action/loginByLoginId", loginOf(kalturatest.Manager), kaltura.ConnectionLost},
		{"/api_v3/service/userRole/action/add", adminOf(kalturatest.Acme), kaltura.CreationUncertain},
	} {
		for name, refuse := range refusals {
			t.Run(test.path+" "+name, func(t *testing.T) {
				server := newHTTP2Refuser(t, refuse)
				client := newClient(t, server.URL, test.credentials, rootsOf(server.Server))
				_, err := client.AddUserRole(t.Context(), fullRole())
				wantFailure(t, err, test.want)
				client.CloseIdleConnections()
				if path := <-server.paths; path != test.path || len(server.paths) != 0 {
					t.Errorf("asked for %s, and %d times more", path, len(server.paths))
				}
			})
		}
	}
}

// TestCreate_isNotRepeatedInDoubt: the client repeats a request that creates an
// object only if the server cannot have received it.
func TestCreate_isNotRepeatedInDoubt(t *testing.T) {
	for title, test := range map[string]struct {
		fault  kalturatest.Fault
		sent   int
		behind kaltura.Failure
	}{
		"timeout":             {kalturatest.Drop(kalturatest.Hang), 1, kaltura.TimedOut},
		"lost, processed":     {kalturatest.Drop(kalturatest.CloseProcessed), 1, kaltura.ConnectionLost},
		"503":                 {kalturatest.Unavailable(), 1, kaltura.ServerTrouble},
		"internal error":      {kalturatest.DatabaseDown(), 1, kaltura.ServerTrouble},
		"broken answer":       {kalturatest.AnswerJSON(`{"id":`), 1, kaltura.MalformedAnswer},
		"answer without id":   {kalturatest.AnswerJSON(`{"objectType":"KalturaAppToken"}`), 1, kaltura.UnexpectedAnswer},
		"429, then success":   {kalturatest.RetryAfter(0).For(1), 2, ""},
		"blocked, then fine":  {kalturatest.RateLimited().For(1), 2, ""},
		"refused by the API":  {kalturatest.AnswerError("SERVICE_FORBIDDEN", ""), 1, "-"},
		"refused by a status": {kalturatest.AnswerStatus(404), 1, "-"},
	} {
		t.Run(title, func(t *testing.T) {
			server := kalturatest.NewServer(t)
			if test.fault.Times == 0 {
				test.fault.Times = -1
			}
			server.Inject(test.fault)
			client := newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(timeoutFor(test.behind)))
			_, err := client.AddAppToken(t.Context(), kaltura.AppTokenSettings{HashType: "SHA256", Role: "2"})
			wantCount(t, server, "appToken.add", test.sent)
			failed := kaltura.ErrorOf(err)
			switch test.behind {
			case "":
				if err != nil {
					t.Error(err)
				}
			case "-":
				if failed == nil || failed.Failure == kaltura.CreationUncertain {
					t.Errorf("got %v", err)
				}
			default:
				if wantFailure(t, err, kaltura.CreationUncertain); failed.Behind != test.behind || failed.Reason != kaltura.ReasonAppToken {
					t.Errorf("behind it is %q, about %q", failed.Behind, failed.Reason)
				}
			}
		})
	}
}

// TestCreate_cancelled: a canceled request leaves the same doubt.
func TestCreate_cancelled(t *testing.T) {
	_, client := start(t, adminOf(kalturatest.Acme), kalturatest.Drop(kalturatest.Hang))
	_, err := client.AddUserRole(cancelled(t, 100*time.Millisecond), fullRole())
	if failed := wantFailure(t, err, kaltura.CreationUncertain); failed.Behind != kaltura.Cancelled || failed.Reason != kaltura.ReasonRole {
		t.Errorf("behind it is %q, about %q", failed.Behind, failed.Reason)
	}
}
