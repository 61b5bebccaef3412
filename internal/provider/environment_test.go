// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// settingFile writes a file and returns its path.
func settingFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mounted")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSettingFile_holdsTheValue(t *testing.T) {
	for name, sample := range samples {
		if !slices.Contains(provider.SecretSettings(), name) && name != "ca_cert_pem" {
			t.Run(name+" has none", func(t *testing.T) {
				t.Setenv(variable(name)+"_FILE", settingFile(t, sample.exported))
				if resolved, diags := resolve(t, nil); resolved.Texts[name] != "" || strings.Contains(diags.Errors()[0].Summary(), "File") {
					t.Errorf("%q %v", resolved.Texts[name], diags)
				}
			})
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Setenv(variable(name)+"_FILE", " "+settingFile(t, sample.exported+"\r\n")+"\n")
			if resolved, _ := resolve(t, nil); resolved.Texts[name] != sample.exported {
				t.Errorf("%q", resolved.Texts[name])
			}
			if resolved, _ := resolve(t, arguments{name: sample.configured}); resolved.Texts[name] != sample.resolved() {
				t.Errorf("the configuration does not win: %q", resolved.Texts[name])
			}
		})
	}
}

// TestSettingFile_isTheEnvironments: the provider does not read a file if the
// configuration sets the value.
func TestSettingFile_isTheEnvironments(t *testing.T) {
	t.Setenv("KALTURA_KS_FILE", "/nowhere/canary")
	if _, diags := resolve(t, give(nil, "ks")); len(diags) > 0 {
		t.Error(diags)
	}
	newEngine(t).validate(nil).expectNone(t)
}

func TestSettingFile_faults(t *testing.T) {
	full := settingFile(t, "canary-value")
	for _, test := range []struct{ title, path, says string }{
		{"missing", "/nowhere/at/all", "names the file /nowhere/at/all, and it does not exist."},
		{"below a file", full + "/secret", "names the file " + full + "/secret, and it cannot be read."},
		{"directory", filepath.Dir(full), "names the file " + filepath.Dir(full) + ", and it is a directory."},
		{"device", os.DevNull, "and it is no ordinary file."},
		{"empty", settingFile(t, ""), "and it is empty."},
		{"blank", settingFile(t, "\r\n \n"), "and it is empty."},
		{"too large", settingFile(t, strings.Repeat("canary", 12<<10)), "and it is larger than 64 KiB."},
		{"the value itself", "canary4f6793bd661b80ae", "names a file by a relative path, and it does not exist."},
	} {
		for _, attribute := range []string{"admin_secret", "ks", "app_token", "password", "otp", "ca_cert_pem"} {
			t.Run(test.title+" "+attribute, func(t *testing.T) {
				file := variable(attribute) + "_FILE"
				t.Setenv(file, test.path)
				diags := newEngine(t).configure(nil)
				expectInvalid(t, diags, "Unreadable Kaltura Setting File", test.says, "The environment variable "+file)
			})
		}
	}
}

func TestSettingFile_besideItsTwin(t *testing.T) {
	t.Setenv("KALTURA_OTP", "canary")
	t.Setenv("KALTURA_OTP_FILE", settingFile(t, "canary"))
	diags := newEngine(t).configure(nil)
	expectInvalid(t, diags, "Ambiguous Kaltura Setting", "Unset one of them", "KALTURA_OTP and KALTURA_OTP_FILE")
}

// TestSettingFile_withAWrongValue: the error names the file.
func TestSettingFile_withAWrongValue(t *testing.T) {
	path := settingFile(t, "\"canary\"\n")
	t.Setenv("KALTURA_KS_FILE", path)
	diags := newEngine(t).configure(nil)
	expectInvalid(t, diags, "Invalid Kaltura Credential", "contains quotation marks", "the file "+path+" (environment variable KALTURA_KS_FILE)")
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
