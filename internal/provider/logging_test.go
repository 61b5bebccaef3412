// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// TestUserAgent: the provider knows the engine's version, but not which engine
// runs.
func TestUserAgent(t *testing.T) {
	server := kalturatest.NewServer(t)
	configured(t, administrator(server, kalturatest.Acme)).mustRead("kaltura_account", nil)
	if agent := server.Requests()[0].Header.Get("User-Agent"); agent != "terraform-provider-kaltura/test tf-engine/1.99.0" {
		t.Error(agent)
	}
}

func TestSkipUnreadLogs(t *testing.T) {
	variables := []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_PROVIDER_KALTURA"}
	for title, test := range map[string]struct{ before, after [4]string }{
		"nobody reads them":           {[4]string{}, [4]string{"", "", "OFF", "OFF"}},
		"the engine shows everything": {[4]string{"TRACE"}, [4]string{"TRACE"}},
		"the engine shows providers":  {[4]string{"", "DEBUG"}, [4]string{"", "DEBUG"}},
		"a level was chosen":          {[4]string{"", "", "", "INFO"}, [4]string{"", "", "OFF", "INFO"}},
	} {
		for i, variable := range variables {
			t.Setenv(variable, test.before[i])
		}
		provider.SkipUnreadLogs()
		for i, variable := range variables {
			if got := os.Getenv(variable); got != test.after[i] {
				t.Errorf("%s: %s is %q, want %q", title, variable, got, test.after[i])
			}
		}
	}
}
