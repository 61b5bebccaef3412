// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package docstest proves what the documentation says: every configuration in
// README.md, docs, templates and examples is formatted and valid, examples run
// with a real engine against a stand-in of the Kaltura API, quoted messages are
// the engine's own, links resolve, and troubleshooting knows every diagnostic.
package docstest
