// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package docstest tests the documentation. Every configuration in README.md,
// docs, and examples is formatted and valid. Examples run with a real engine
// against a stand-in for the Kaltura API. Quoted messages match the engine's
// output. Links resolve both on the registry and in the repository.
package docstest
