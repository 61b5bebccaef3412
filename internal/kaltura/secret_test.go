// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// TestSecret_isNeverPrinted: printing a secret, or a value that holds one,
// prints a placeholder.
func TestSecret_isNeverPrinted(t *testing.T) {
	const text = "c4n4ry5ecret"
	s := kaltura.NewSecret(text)
	type holder struct {
		Exported   kaltura.Secret
		unexported kaltura.Secret
		pointer    *kaltura.Secret
	}
	for name, value := range map[string]any{
		"value": s, "pointer": &s, "list": []kaltura.Secret{s}, "map": map[string]kaltura.Secret{"k": s}, "key": map[kaltura.Secret]int{s: 1},
		"struct": holder{s, s, &s}, "pointer to struct": &holder{s, s, &s}, "credentials": kaltura.Config{Credentials: kaltura.Login{Password: s}},
		"session": kaltura.Session{KS: s}, "account info": &kaltura.AccountInfo{AdminSecret: s, UserSecret: s}, "any": []any{s, &s},
		"error": fmt.Errorf("failed with %w %v", fmt.Errorf("%q", s), holder{s, s, &s}),
	} {
		var written bytes.Buffer
		for _, verb := range strings.Fields("%v %+v %#v %s %q %x %X %d %t %p %T") {
			fmt.Fprintf(&written, verb+"\n", value)
		}
		// The error of a failed encoding must not reveal the secret either.
		fmt.Fprintln(&written, json.NewEncoder(&written).Encode(value), xml.NewEncoder(&written).Encode(value), gob.NewEncoder(&written).Encode(value))
		slog.New(slog.NewTextHandler(&written, nil)).Info("", "value", value)
		slog.New(slog.NewJSONHandler(&written, nil)).Info("", "value", value)
		for _, secret := range []string{text, fmt.Sprintf("%x", text), fmt.Sprintf("%X", text), fmt.Sprintf("%d", []byte(text))} {
			if strings.Contains(written.String(), secret) {
				t.Errorf("%s shows it as %q:\n%s", name, secret, &written)
			}
		}
	}
	encoded, err := json.Marshal(s)
	logged := slog.AnyValue(s).Resolve()
	if all := fmt.Sprintln(string(encoded), err, s, logged, logged.Kind()); all != "\"(secret)\" <nil> (secret) (secret) String\n" {
		t.Error(all)
	}
}

// TestVersionNumber: a version fits 32 bits and is never 0, which older
// providers take for none.
func TestVersionNumber(t *testing.T) {
	for _, test := range []struct {
		sum  []byte
		want int64
	}{
		{[]byte{0, 0, 0, 0}, 1},
		{[]byte{0x7f, 0xff, 0xff, 0xfe}, math.MaxInt32},
		{[]byte{0x7f, 0xff, 0xff, 0xff}, 1},
		{[]byte{0xff, 0xff, 0xff, 0xfd, 9}, math.MaxInt32},
		{[]byte{0xff, 0xff, 0xff, 0xff, 9}, 2},
	} {
		if got := kaltura.VersionNumber(test.sum); got != test.want {
			t.Errorf("%x: got %d, want %d", test.sum, got, test.want)
		}
	}
}

// TestSecretsVersion changes with each of the two secrets and with the account.
func TestSecretsVersion(t *testing.T) {
	info := kaltura.AccountInfo{PartnerID: 1, AdminSecret: kaltura.NewSecret("a"), UserSecret: kaltura.NewSecret("u")}
	admin, user, other := info, info, info
	admin.AdminSecret, user.UserSecret, other.PartnerID = kaltura.NewSecret("b"), kaltura.NewSecret("v"), 2
	numbers := map[int64]bool{}
	for _, info := range []kaltura.AccountInfo{info, admin, user, other} {
		numbers[info.SecretsVersion()] = true
	}
	if len(numbers) != 4 {
		t.Errorf("%d different numbers, want 4", len(numbers))
	}
}
