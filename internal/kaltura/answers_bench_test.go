// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const secretFields = "id,secret,adminSecret"

// getInfoAnswer is what the stand-in sends for partner.getInfo, reduced to the
// named fields, or whole for "".
func getInfoAnswer(b *testing.B, fields string) []byte {
	b.Helper()
	server := kalturatest.NewServer(b)
	ks, err := SignKS(KSFields{
		PartnerID: kalturatest.Acme.ID, Type: SessionTypeAdmin, Expiry: time.Now().Add(time.Minute),
	}, NewSecret(kalturatest.Acme.AdminSecret), constantRandom{})
	if err != nil {
		b.Fatal(err)
	}
	with := map[string]any{"format": 1, "ks": ks.Reveal()}
	if fields != "" {
		with["responseProfile"] = map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": fields}
	}
	body, err := json.Marshal(with)
	if err != nil {
		b.Fatal(err)
	}
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost,
		server.URL+"/api_v3/service/partner/action/getInfo", bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Contains(answer, []byte(kalturatest.Acme.AdminSecret)) {
		b.Fatalf("unexpected answer of %d bytes: %v", len(answer), err)
	}
	return answer
}

// constantRandom costs nothing, so that a benchmark counts the work around it.
type constantRandom struct{}

func (constantRandom) Read(into []byte) (int, error) { return len(into), nil }

// serveConstant answers each HTTP/1.1 request on a loopback port with the same
// bytes. Unlike net/http it allocates nothing per request, so that a benchmark
// counts the client's allocations alone.
func serveConstant(b *testing.B, body []byte) (url string) {
	b.Helper()
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = listener.Close() }) // ends the goroutine below
	answer := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"+
		"X-Kaltura-Session: 1234567890, 1795422747\r\nX-Me: host\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go answerAll(conn, answer)
		}
	}()
	return "http://" + listener.Addr().String()
}

// answerAll expects every request to state its Content-Length.
func answerAll(conn net.Conn, answer []byte) {
	defer func() { _ = conn.Close() }() // the client may be gone
	reader := bufio.NewReader(conn)
	length := 0
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return
		}
		if digits, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length = 0
			for _, digit := range bytes.TrimSpace(digits) {
				length = 10*length + int(digit-'0')
			}
		}
		if len(line) > 2 {
			continue
		}
		if _, err := reader.Discard(length); err != nil {
			return
		}
		if _, err := conn.Write(answer); err != nil {
			return
		}
	}
}
