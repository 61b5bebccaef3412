// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package docstest proves what the documentation says: every configuration in
// README.md, docs and examples is formatted and valid, examples run with a real
// engine against a stand-in of the Kaltura API, quoted messages are the engine's
// own, and links resolve on the registry and in the repository.
package docstest
