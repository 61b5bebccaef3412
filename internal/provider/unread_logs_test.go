// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

func TestSkipUnreadLogs(t *testing.T) {
	for name, c := range map[string]struct {
		set  map[string]string
		want map[string]string
	}{
		"nobody reads them": {
			want: map[string]string{"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER_KALTURA": "OFF"},
		},
		"the engine shows everything": {
			set:  map[string]string{"TF_LOG": "TRACE"},
			want: map[string]string{"TF_LOG_SDK": "", "TF_LOG_PROVIDER_KALTURA": ""},
		},
		"the engine shows providers": {
			set:  map[string]string{"TF_LOG_PROVIDER": "DEBUG"},
			want: map[string]string{"TF_LOG_SDK": "", "TF_LOG_PROVIDER_KALTURA": ""},
		},
		"a level was chosen": {
			set:  map[string]string{"TF_LOG_PROVIDER_KALTURA": "INFO"},
			want: map[string]string{"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER_KALTURA": "INFO"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_PROVIDER_KALTURA"} {
				t.Setenv(variable, c.set[variable])
			}
			provider.SkipUnreadLogs()
			for variable, want := range c.want {
				if got := os.Getenv(variable); got != want {
					t.Errorf("%s is %q, want %q", variable, got, want)
				}
			}
		})
	}
}
