// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// signingKey is a key for this test alone, in a keyring of its own.
type signingKey struct {
	home, passphrase, fingerprint string
}

func newSigningKey(t *testing.T) signingKey {
	t.Helper()
	// Not t.TempDir: the agent's socket lies in it, and its path may have a
	// hundred characters or so.
	home, err := os.MkdirTemp("", "gpg")
	if err != nil {
		t.Fatal(err)
	}
	key := signingKey{home: home, passphrase: "throw-away"}
	t.Cleanup(func() {
		stop := exec.CommandContext(context.Background(), "gpgconf", "--kill", "all")
		stop.Env = append(os.Environ(), key.env()...)
		_ = stop.Run() // an agent whose keyring is gone ends by itself
		_ = os.RemoveAll(home)
	})
	run(t, repository, key.env(), "gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", key.passphrase,
		"--quick-generate-key", "Release test <release-test@example.com>", "rsa3072", "sign", "1d")
	listing := run(t, repository, key.env(), "gpg", "--batch", "--with-colons", "--list-secret-keys")
	for line := range strings.Lines(listing) {
		if fields := strings.Split(line, ":"); fields[0] == "fpr" {
			key.fingerprint = fields[9]
			return key
		}
	}
	t.Fatalf("gpg made no key:\n%s", listing)
	return key
}

// env holds the variables that the release workflow sets as well, and the
// keyring.
func (k signingKey) env() []string {
	return []string{"GNUPGHOME=" + k.home, "GPG_FINGERPRINT=" + k.fingerprint, "GPG_PASSPHRASE=" + k.passphrase}
}

func (r release) testSignature(t *testing.T, key signingKey) {
	signature := r.file("SHA256SUMS.sig")
	run(t, repository, key.env(), "gpg", "--batch", "--verify", signature, r.file("SHA256SUMS"))

	// The registry wants a binary signature, not an armored one.
	content, err := os.ReadFile(signature)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(content), "-----BEGIN") {
		t.Error("the signature is armored")
	}

	altered := filepath.Join(t.TempDir(), "SHA256SUMS")
	sums, err := os.ReadFile(r.file("SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(altered, append(sums, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	verify := exec.CommandContext(t.Context(), "gpg", "--batch", "--verify", signature, altered)
	verify.Env = append(os.Environ(), key.env()...)
	if verify.Run() == nil {
		t.Error("the signature also fits checksums that were altered")
	}
}
