// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package leaktest tests the provider's promises about secrets. It runs the
// compiled provider under a real engine against a stand-in for the Kaltura API,
// with recognizable secrets (canaries_test.go), and searches everything that
// the run stores or displays (scanner_test.go, places_test.go).
//
// The tests need Terraform 1.10, OpenTofu 1.11, or later, and skip otherwise.
package leaktest
