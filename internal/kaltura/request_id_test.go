// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// A number of any length, or hexadecimal digits, could be a secret.
func TestRequestID_leavesNoRoomForASecret(t *testing.T) {
	longest := strings.Repeat("7", 20)
	for header, want := range map[string]string{
		"861769557, 1795419146": "861769557", longest + ",1": longest, longest + "7,1": "", "4f6793bd661b80ae,1": "", "-1,1": "",
	} {
		server := kalturatest.NewServer(t)
		server.Inject(withHeader(kalturatest.AnswerError("SERVICE_FORBIDDEN", ""), "X-Kaltura-Session", header))
		log := &attemptLog{}
		_, err := newClient(t, server.URL, adminOf(kalturatest.Acme), func(c *kaltura.Config) { c.OnAttempt = log.add }).Account(t.Context(), 0)
		failed := wantFailure(t, err, kaltura.ActionForbidden)
		if failed.RequestID != want || len(log.all) != 1 || log.all[0].RequestID != want {
			t.Errorf("%q: shown as %q, logged as %+v", header, failed.RequestID, log.all)
		}
	}
}
