// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package leaktest proves by test what the provider promises about secrets. It
// runs the compiled provider under a real engine against a stand-in for the
// Kaltura API, with secrets that are easy to recognise (canaries_test.go), and
// searches everything that the run leaves behind or shows to others
// (scanner_test.go, places_test.go).
//
// The tests need Terraform 1.10 or OpenTofu 1.11, or later, and skip without.
package leaktest
