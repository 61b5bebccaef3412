// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package server_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/kaltura/terraform-provider-kaltura/internal/server"
)

// TestPreventDumps: a program that takes the dumps of the system, which ignores
// the limit of their size, gets none either.
func TestPreventDumps(t *testing.T) {
	server.PreventDumps()
	if dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || dumpable != 0 {
		t.Errorf("dumpable: %d, %v", dumpable, err)
	}
}
