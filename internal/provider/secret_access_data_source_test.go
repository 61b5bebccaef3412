// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// TestSecretAccessDataSource lists who can get the secrets, and says when it
// could not read everything.
func TestSecretAccessDataSource(t *testing.T) {
	server := kalturatest.NewServer(t)
	e := configured(t, administrator(server, kalturatest.Acme))
	state := e.mustRead("kaltura_secret_access", nil)
	var found []string
	for _, kind := range []string{"roles", "app_tokens", "users"} {
		for _, holder := range items(t, state[kind]) {
			found = append(found, textOf(t, holder["id"])+" "+textOf(t, holder["reason"]))
		}
	}
	for _, want := range []string{
		"2 INTEGRATION_BASE", "104 INTEGRATION_BASE", "106 KMC_READ_ONLY with KMC_ACCESS", kalturatest.TokenSHA256.ID + " INTEGRATION_BASE",
		kalturatest.Owner.ID + " INTEGRATION_BASE", kalturatest.Manager.ID + " INTEGRATION_BASE",
	} {
		if !slices.Contains(found, want) {
			t.Errorf("%s is not among %q", want, found)
		}
	}
	for _, holder := range []string{"102 ", "105 ", kalturatest.TokenExpired.ID, kalturatest.TokenInactive.ID, kalturatest.TokenWithoutSecrets.ID, kalturatest.Viewer.ID, kalturatest.BlockedUser.ID} {
		if slices.ContainsFunc(found, func(text string) bool { return strings.HasPrefix(text, holder) }) {
			t.Errorf("%s is among %q", holder, found)
		}
	}
	if verdict(t, state["complete"]) != "true" {
		t.Error("the list is not complete")
	}
	state = configured(t, withPermissionsAt(server, "APP_TOKEN_BASE")).mustRead("kaltura_secret_access", nil)
	if unread := state["unread"].String(); verdict(t, state["complete"]) != "false" || !strings.Contains(unread, "roles") || !strings.Contains(unread, "users") {
		t.Errorf("complete without reading roles; unread: %s", unread)
	}
}
