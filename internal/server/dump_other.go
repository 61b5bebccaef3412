// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

//go:build !unix

package server

// PreventDumps does nothing: on Windows, the system's settings decide about
// dumps.
func PreventDumps() {}
