// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"os/exec"
	"strings"
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

// Nothing that exists for tests is linked into the provider.
func TestDependencies_withoutTestCode(t *testing.T) {
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../..").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(output))
	const own = "terraform-provider-kaltura/internal/"
	for _, path := range packages {
		_, ours, isOurs := strings.Cut(path, own)
		for _, unwanted := range []string{"net/http/httptest", "terraform-plugin-testing", "hc-install"} {
			if strings.Contains(path, unwanted) || isOurs && ours != "kaltura" && ours != "provider" {
				t.Errorf("the provider is linked with %s", path)
			}
		}
	}
	if len(packages) < 100 {
		t.Errorf("%d packages cannot be all", len(packages))
	}
}

// The client knows nothing of Terraform.
func TestDependencies_ofTheClient(t *testing.T) {
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../kaltura").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(output)) {
		if strings.Contains(path, "hashicorp/terraform") {
			t.Errorf("the client depends on %s", path)
		}
	}
}
