// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package kalturatest is a stand-in for the Kaltura API server, for tests,
// benchmarks and demonstrations. It speaks real HTTP, verifies and issues
// Kaltura Sessions, resolves roles, keeps app tokens, counts failed logins and
// refuses what the real server refuses, with the same codes, headers and byte
// for byte the same shape of answer. It can also be told to misbehave (Fault)
// and it remembers every request it received.
//
// The names in backquotes in this package's comments, such as
// `partner_getInfo_expired_ks_form`, are cases recorded from a real server
// (release Venus-22.19.0). TestConformance replays them against the stand-in
// when KALTURA_WIRE_RECORDINGS names the directory that holds them.
package kalturatest
