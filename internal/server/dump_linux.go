// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package server

import "golang.org/x/sys/unix"

// PreventDumps makes the system write no core dump of this process, which would
// hold the account's secrets: GOTRACEBACK=crash asks for one. On Linux, other
// processes of the user cannot read its memory either.
func PreventDumps() {
	// If this fails, a dump is written as before.
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	// The system ignores the limit if a program takes the dumps (core_pattern).
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
