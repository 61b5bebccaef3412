// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix && !linux

package server

import "golang.org/x/sys/unix"

// PreventDumps makes the system write no core dump of this process, which would
// hold the account's secrets: GOTRACEBACK=crash asks for one.
func PreventDumps() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) // if this fails, a dump is written as before
}
