// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kaltura/terraform-provider-kaltura/internal/provider/settings"
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
		t.Run(name, func(t *testing.T) {
			t.Setenv(variable(name)+"_FILE", " "+settingFile(t, "\ufeff"+sample.exported+"\r\n")+"\n") // PowerShell writes the mark
			if resolved, _ := read(t, nil); resolved.Texts()[name] != sample.exported {
				t.Errorf("%q", resolved.Texts()[name])
			}
			if resolved, _ := read(t, arguments{name: sample.configured}); resolved.Texts()[name] != sample.resolved() {
				t.Errorf("the configuration does not win: %q", resolved.Texts()[name])
			}
		})
	}
	t.Setenv("KALTURA_KS_FILE", settingFile(t, strings.Repeat("a", 64<<10)))
	if resolved, _ := read(t, nil); len(resolved.Texts()["ks"]) != 64<<10 {
		t.Error("a file of the maximum size was not read")
	}
}

// TestSettingFile_isTheEnvironments: the provider does not read a file if the
// configuration sets the value.
func TestSettingFile_isTheEnvironments(t *testing.T) {
	t.Setenv("KALTURA_KS_FILE", "/nowhere/canary")
	if _, diags := read(t, give(nil, "ks")); len(diags) > 0 {
		t.Error(diags)
	}
	validate(t, nil).expectNone(t)
}

func TestSettingFile_faults(t *testing.T) {
	full := settingFile(t, "canary-value")
	for _, test := range []struct{ title, path, says string }{
		{"missing", "/nowhere/at/all", "names a file, and it does not exist."},
		{"below a file", full + "/secret", "names a file, and it cannot be read."},
		{"directory", filepath.Dir(full), "names a file, and it is a directory."},
		{"device", os.DevNull, "and it is not a regular file."},
		{"empty", settingFile(t, ""), "and it is empty."},
		{"blank", settingFile(t, "\r\n \n"), "and it is empty."},
		{"too large", settingFile(t, strings.Repeat("canary", 12<<10)), "and it is larger than 64 KiB."},
		{"UTF-16", settingFile(t, "\xff\xfec\x00a\x00"), "and it is not UTF-8 text"},
		{"the value itself", "canary4f6793bd661b80ae", "names a file, and it does not exist."},
		{"a value that begins like a path", "/canary4f6793bd661b80ae=", "names a file, and it does not exist."},
		{"a value that begins with a dot", "./canary", "names a file, and it does not exist."},
		{"a value that is long", "/" + strings.Repeat("canary", 100), "names a file, and it does not exist."},
	} {
		for _, attribute := range []string{"admin_secret", "ks", "app_token", "password", "otp", "ca_cert_pem"} {
			t.Run(test.title+" "+attribute, func(t *testing.T) {
				file := variable(attribute) + "_FILE"
				t.Setenv(file, test.path)
				_, diags := read(t, nil)
				expectInvalid(t, diags, "Unreadable Kaltura Setting File", test.says, "The environment variable "+file)
			})
		}
	}
}

func TestSettingFile_besideItsTwin(t *testing.T) {
	t.Setenv("KALTURA_OTP", "canary")
	t.Setenv("KALTURA_OTP_FILE", settingFile(t, "canary"))
	_, diags := read(t, nil)
	expectInvalid(t, diags, "Ambiguous Kaltura Setting", "Unset one of them", "KALTURA_OTP and KALTURA_OTP_FILE")
}

// TestSettingFile_withAWrongValue: the error names the file.
func TestSettingFile_withAWrongValue(t *testing.T) {
	path := settingFile(t, "\"canary\"\n")
	t.Setenv("KALTURA_KS_FILE", path)
	_, diags := read(t, nil)
	expectInvalid(t, diags, "Invalid Kaltura Credential", "contains quotation marks", "the file "+path+" (environment variable KALTURA_KS_FILE)")
}

// TestSettingFile_pathIsPrintable: engines print messages to a terminal.
func TestSettingFile_pathIsPrintable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a\x1b[31m\u202eb")
	if err := os.WriteFile(path, []byte("\"canary\""), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KALTURA_KS_FILE", path)
	_, diags := read(t, nil)
	expectInvalid(t, diags, "Invalid Kaltura Credential", "contains quotation marks", "a\ufffd[31m\ufffdb (environment variable KALTURA_KS_FILE)")
}

// TestUnknownVariables: a misspelled variable has no effect, and the warning
// names the one that is meant.
func TestUnknownVariables(t *testing.T) {
	t.Setenv("KALTURA_PARTNERID", "canary")
	t.Setenv("KALTURA_ADMIN_SECRET_PATH", "canary")
	t.Setenv("KALTURA_SERVICE_URLS\x1b", "canary")
	t.Setenv("KALTURA_EMPTY", "")
	t.Setenv("OTHER_KALTURA_KS", "canary")
	_, diags := read(t, nil)
	diags.expectOnly(t, "Unknown Kaltura Environment Variable",
		"\n\n  KALTURA_ADMIN_SECRET_PATH (the most similar one is KALTURA_ADMIN_SECRET_FILE)\n"+
			"  KALTURA_PARTNERID (the most similar one is KALTURA_PARTNER_ID)\n"+
			"  KALTURA_SERVICE_URLS\ufffd (the most similar one is KALTURA_SERVICE_URL)\n\n")
	if strings.Contains(diags.String(), "canary") || !strings.HasPrefix(diags.String(), "Warning") {
		t.Error(diags)
	}
	validate(t, nil).expectNone(t)
}

// TestLock: true in the block or in the environment forbids secrets in the
// state.
func TestLock(t *testing.T) {
	for _, test := range []struct {
		block      any
		exported   string
		want, says string
	}{
		{nil, "", "false", ""},
		{nil, "true", "true", ""},
		{nil, "false", "false", ""},
		{true, "", "true", ""},
		{true, "false", "true", ""},
		{false, "", "false", ""},
		{false, "true", "true", ""},
		{false, "false", "false", ""},
		{tftypes.UnknownValue, "true", "true", ""},
		{tftypes.UnknownValue, "false", "false", ""},
		{false, "yes", "false", "must be true or false"},
	} {
		t.Run(fmt.Sprint(test.block, " and ", test.exported), func(t *testing.T) {
			block := arguments{"forbid_secrets_in_state": test.block}
			t.Setenv("KALTURA_FORBID_SECRETS_IN_STATE", test.exported)
			got, diags := read(t, block)
			atValidate, earlier := settings.Validate(block.block(t))
			if fmt.Sprint(got.ForbidSecretsInState) != test.want || atValidate != (test.block == true) {
				t.Errorf("forbidden: %t, at validate: %t", got.ForbidSecretsInState, atValidate)
			}
			diagnostics(earlier).expectNone(t)
			if test.says == "" {
				diags.expectNone(t)
			} else {
				diags.expectOnly(t, "Invalid Kaltura Setting", test.says, "KALTURA_FORBID_SECRETS_IN_STATE")
			}
		})
	}
}
