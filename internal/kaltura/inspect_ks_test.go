// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// ksContent is what the server reads in a KS.
type ksContent struct {
	partner, expiry  int64
	kind             int
	user, privileges string
}

// inspectKS asks the stand-in, whose own parser verified the KS, by session.get.
func inspectKS(t testing.TB, server *kalturatest.Server, ks string) ksContent {
	t.Helper()
	asking := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	if content, ok := askSession(t, server, asking, ks); ok {
		return content
	}
	asking = server.StartSession(kalturatest.UmbrellaNorth.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
	content, ok := askSession(t, server, asking, ks)
	if !ok {
		t.Fatal("the server cannot read the KS")
	}
	return content
}

func askSession(t testing.TB, server *kalturatest.Server, asking, ks string) (ksContent, bool) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"format": 1, "ks": asking, "session": ks})
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(server.URL+"/api_v3/service/session/action/get", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var got struct {
		Code                                       string
		PartnerID, Expiry, SessionType, Privileges string
		UserID                                     string
	}
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	content := ksContent{user: got.UserID, privileges: got.Privileges}
	content.partner, _ = strconv.ParseInt(got.PartnerID, 10, 64)
	content.expiry, _ = strconv.ParseInt(got.Expiry, 10, 64)
	content.kind, _ = strconv.Atoi(got.SessionType)
	return content, got.Code == ""
}
