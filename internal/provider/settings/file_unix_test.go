// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package settings_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestSettingFile_neverBlocks: what never ends is not read for ever.
func TestSettingFile_neverBlocks(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{pipe: "and it is not a regular file.", "/proc/kmsg": "and it cannot be read."} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			if file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err != nil {
				t.Skip(err) // the kernel's log is for the administrator
			} else if err := file.Close(); err != nil {
				t.Fatal(err)
			}
			t.Setenv("KALTURA_KS_FILE", path)
			_, diags := read(t, nil)
			expectInvalid(t, diags, "Unreadable Kaltura Setting File", says, "KALTURA_KS_FILE")
		})
	}
}
