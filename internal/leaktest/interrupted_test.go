// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

//go:build linux

package leaktest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const sessionThenAccount = `
ephemeral "kaltura_session" "run" { type = "admin" }
provider "kaltura" {
  alias = "run"
  ks    = ephemeral.kaltura_session.run.ks
}
data "kaltura_account" "this" { provider = kaltura.run }
`

const childTokens = `data "kaltura_app_tokens" "child" { partner_id = 31000002 }`

// TestInterrupted sends SIGINT to an engine whose provider waits for an answer
// that never arrives. During the wait, it searches the arguments of all
// processes and the temporary files. Afterward, it searches everything else.
//
// The engine does not close the session in this case, because the reader of the
// session failed. The provider ends the session when the engine stops its
// process. The same holds if the reader fails on its own, and for the session of
// a child account, which the engine does not know.
func TestInterrupted(t *testing.T) {
	for _, e := range everyEngine(t) {
		for summary, fault := range map[string]kalturatest.Fault{
			"Kaltura Request Cancelled":  kalturatest.Drop(kalturatest.Hang),
			"Kaltura Permission Missing": kalturatest.AnswerError("SERVICE_FORBIDDEN", "no"),
		} {
			for objects, asked := range map[string][2]string{sessionThenAccount: {"partner", "getInfo"}, childTokens: {"appToken", "list"}} {
				t.Run(label(e.String(), summary, asked[0]), func(t *testing.T) {
					t.Parallel()
					s := newStage(t, e, objects, byAdminSecret, inEnvironment)
					s.server.Inject(fault.On(asked[0], asked[1]).For(-1))
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					ended := make(chan result, 1)
					go func() { ended <- s.run(ctx, "plan", "-no-color") }()
					if fault.Break == kalturatest.Hang {
						s.searchDuringRequest(t, asked)
						cancel()
					}
					if r := <-ended; r.Code == 0 || !strings.Contains(r.Stderr, summary) {
						t.Errorf("no error %q:\n%s", summary, r)
					}
					s.expectNoLeak(t)
					if n := s.server.Count("session", "end"); n != 1 {
						t.Errorf("%d sessions were ended, want the one that was open", n)
					}
				})
			}
		}
	}
}

func (s *stage) searchDuringRequest(t *testing.T, asked [2]string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); s.server.Count(asked[0], asked[1]) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("no request arrived")
			return
		}
	}
	arguments := processArguments()
	if !bytes.Contains(arguments, []byte("terraform-provider-kaltura")) {
		t.Errorf("the provider is not among the processes:\n%s", arguments)
	}
	scan := newScanner(s.canaries())
	seen := append(scan.scan("process arguments", arguments), scan.scanDir(t, s.in("t"), s.fileAt)...)
	if len(seen) > 0 {
		t.Errorf("seen while the provider waited:\n%s", describe(seen))
	}
}

// processArguments returns the arguments of every process, including the engine
// and the provider.
func processArguments() []byte {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline") // the pattern is well-formed
	var all bytes.Buffer
	for _, file := range files {
		arguments, _ := os.ReadFile(file) // the process may have ended
		all.Write(append(bytes.ReplaceAll(arguments, []byte{0}, []byte{' '}), '\n'))
	}
	return all.Bytes()
}
