// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
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
		"407 from a gateway":  {kalturatest.AnswerStatus(407), 1, kaltura.ProxyRefused},
		"408":                 {kalturatest.AnswerStatus(408), 1, kaltura.HTTPRefused},
		"499":                 {kalturatest.AnswerStatus(499), 1, kaltura.HTTPRefused},
		"520":                 {kalturatest.AnswerStatus(520), 1, kaltura.HTTPRefused},
		"522":                 {kalturatest.AnswerStatus(522), 1, kaltura.HTTPRefused},
		"524":                 {kalturatest.AnswerStatus(524), 1, kaltura.HTTPRefused},
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
				if wantFailure(t, err, kaltura.CreationUncertain); failed.Behind != test.behind || failed.Object != kaltura.CreatedAppToken {
					t.Errorf("behind it is %q, about %q", failed.Behind, failed.Object)
				}
			}
		})
	}
}

// TestCreate_unsent: what never left this machine created nothing, and may be
// sent again.
func TestCreate_unsent(t *testing.T) {
	for title, test := range map[string]struct {
		place func(*testing.T) place
		want  kaltura.Failure
	}{
		"refused":                 {refusing, kaltura.Unreachable},
		"no such host":            {unresolved(net.DNSError{IsNotFound: true}), kaltura.HostNotFound},
		"untrusted":               {tlsWith(kalturatest.GoodCertificate, false), kaltura.CertificateUntrusted},
		"old TLS":                 {tlsAs(tls11), kaltura.TLSFailed},
		"a handshake that hangs":  {saying("https://", ""), kaltura.TimedOut},
		"a handshake that breaks": {saying("https://", "\x15\x03\x03\x00\x02\x02\x28"), kaltura.TLSFailed},
	} {
		t.Run(title, func(t *testing.T) {
			at := test.place(t)
			client := newClient(t, at.url, adminOf(kalturatest.Acme), append(at.change, withTimeout(timeoutFor(test.want)), withRetries(1))...)
			if at.dial != nil {
				client.SetDial(at.dial)
			}
			_, err := client.AddUserRole(t.Context(), fullRole())
			wantFailure(t, err, test.want)
		})
	}
	t.Run("TLS that breaks after the handshake", func(t *testing.T) {
		at := tlsAs(demanding(tls.VersionTLS13))(t)
		_, err := newClient(t, at.url, adminOf(kalturatest.Acme), at.change...).AddUserRole(t.Context(), fullRole())
		if failed := wantFailure(t, err, kaltura.CreationUncertain); failed.Behind != kaltura.TLSFailed {
			t.Errorf("behind it is %q", failed.Behind)
		}
	})
}

// TestCreate_cancelled: a creating request that was sent is finished within its
// own time limit, and one that was not is dropped.
func TestCreate_cancelled(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme), kalturatest.Slow(300*time.Millisecond))
	role, err := client.AddUserRole(cancelled(t, 100*time.Millisecond), fullRole())
	if err != nil || role.ID == 0 {
		t.Errorf("the answer is lost: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = client.AddUserRole(ended, fullRole())
	wantFailure(t, err, kaltura.Cancelled)
	wantCount(t, server, "userRole.add", 1)

	client = newClient(t, server.URL, adminOf(kalturatest.Acme), withTimeout(300*time.Millisecond))
	server.Inject(kalturatest.Drop(kalturatest.Hang))
	_, err = client.AddUserRole(cancelled(t, 100*time.Millisecond), fullRole())
	if failed := wantFailure(t, err, kaltura.CreationUncertain); failed.Behind != kaltura.TimedOut || failed.Object != kaltura.CreatedRole {
		t.Errorf("behind it is %q, about %q", failed.Behind, failed.Object)
	}
}

// TestCreate_waiting: a creating request that waits for a slot is not sent after
// its caller gave up.
func TestCreate_waiting(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme), kalturatest.Drop(kalturatest.Hang).On("partner", "getInfo").For(-1))
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 10 {
		readers.Go(func() { _ = readAcme(ctx, client) })
	}
	eventually(t, func() bool { return server.Count("partner", "getInfo") == 10 })
	_, err := client.AddUserRole(cancelled(t, 100*time.Millisecond), fullRole())
	wantFailure(t, err, kaltura.Cancelled)
	cancel()
	readers.Wait()
	wantCount(t, server, "userRole.add", 0)
}

// TestFinishCreations: a process that has to end waits for the answers of its
// creating requests and sends no more.
func TestFinishCreations(t *testing.T) {
	server, log := kalturatest.NewServer(t), &attemptLog{}
	server.Inject(kalturatest.SlowBody(200 * time.Millisecond))
	client := newClient(t, server.URL, adminOf(kalturatest.Acme), func(c *kaltura.Config) { c.OnAttempt = log.add })
	made := make(chan error, 1)
	go func() {
		_, err := client.AddUserRole(t.Context(), fullRole())
		made <- err
	}()
	eventually(t, func() bool { return server.Count("userRole", "add") == 1 })
	waited := client.FinishCreations()
	if log.add(t.Context(), kaltura.Attempt{}); len(log.all) != 2 || !waited {
		t.Errorf("it did not wait for the answer: %v, %+v", waited, log.all)
	}
	if err := <-made; err != nil || client.FinishCreations() {
		t.Errorf("a creation is left: %v", err)
	}
	_, err := client.AddUserRole(t.Context(), fullRole())
	wantFailure(t, err, kaltura.Cancelled)
	wantCount(t, server, "userRole.add", 1)
}

func eventually(t *testing.T, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !happened(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain")
		}
	}
}
