// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package release tests what users install: it builds a release of the current
// commit in the way the release workflow does, and installs it from a mirror.
package release

import (
	"flag"
	"os/exec"
	"testing"
)

var (
	build      = flag.Bool("release", false, "build a release of HEAD and install it; takes minutes")
	allTargets = flag.Bool("all-targets", false, "build for all systems and processors instead of this machine's alone")
)

// version is what the release calls itself in the test. No real release has it.
const version = "0.0.1"

func TestRelease(t *testing.T) {
	if !*build {
		t.Skip("builds a release, which takes minutes: run make release-test")
	}
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("gpg is not installed, so nothing can be signed: install GnuPG and run again")
	}
	warnOfUncommitted(t)
	key := newSigningKey(t)
	released := buildRelease(t, buildSettings{key: key})

	t.Run("archives", released.testArchives)
	t.Run("checksums", released.testChecksums)
	t.Run("signature", func(t *testing.T) { released.testSignature(t, key) })
	t.Run("bills of materials", released.testSBOMs)
	t.Run("install", released.testInstall)
	t.Run("reproducible", released.testReproducible)
}
