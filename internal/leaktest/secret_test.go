// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// holder has secrets wherever a careless hand could print them from.
type holder struct {
	Exported   kaltura.Secret
	unexported kaltura.Secret
	pointer    *kaltura.Secret
	list       []kaltura.Secret
	byName     map[string]kaltura.Secret
	array      [1]kaltura.Secret
	any        any
	inner      struct{ deep kaltura.Secret }
}

func secretHolders() map[string]any {
	s := kaltura.NewSecret(canaryPassword)
	h := holder{
		Exported: s, unexported: s, pointer: &s, list: []kaltura.Secret{s}, byName: map[string]kaltura.Secret{"k": s},
		array: [1]kaltura.Secret{s}, any: s,
	}
	h.inner.deep = s
	failure := errors.Join(fmt.Errorf("failed with %v and %s: %w", s, h, errors.New("cause")))
	return map[string]any{
		"value": s, "pointer": &s, "pointer to pointer": func() **kaltura.Secret { p := &s; return &p }(),
		"list": []kaltura.Secret{s}, "list of pointers": []*kaltura.Secret{&s}, "map": map[string]kaltura.Secret{"k": s},
		"map key": map[kaltura.Secret]int{s: 1}, "struct": h, "pointer to struct": &h, "list of structs": []holder{h},
		"any": []any{s, &s, h, &h}, "error": failure, "channel": make(chan kaltura.Secret),
		"credentials": []kaltura.Credentials{
			kaltura.AdminSecret{Secret: s}, kaltura.GivenKS{KS: s}, kaltura.AppToken{Token: s}, kaltura.Login{Password: s, OTP: s},
		},
		"configuration": kaltura.Config{Credentials: kaltura.Login{Password: s, OTP: s}},
		"session":       kaltura.Session{KS: s},
		"account info":  &kaltura.AccountInfo{AdminSecret: s, UserSecret: s},
	}
}

// TestSecret_writtenAsPlaceholder tries formats, encoders and loggers. What an
// encoder refuses leaves an error, which must not tell either.
func TestSecret_writtenAsPlaceholder(t *testing.T) {
	scan := newScanner(staticCanaries)
	for name, value := range secretHolders() {
		var text bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%t", "%c", "%U", "%e", "%b", "%o", "%p", "%T", "%w", "%20.3s", "%[1]*[1]v", "%!"} {
			fmt.Fprintf(&text, verb+"\n", value)
		}
		written, err := json.Marshal(value)
		fmt.Fprintln(&text, string(written), err)
		written, err = xml.Marshal(value)
		fmt.Fprintln(&text, string(written), err)
		fmt.Fprintln(&text, gob.NewEncoder(&text).Encode(value))

		all := &slog.HandlerOptions{Level: slog.LevelDebug}
		for _, handler := range []slog.Handler{slog.NewTextHandler(&text, all), slog.NewJSONHandler(&text, all)} {
			slog.New(handler).With("with", value).WithGroup("group").Info("message", "value", value, slog.Group("inner", "value", value))
		}
		log.New(&text, "", 0).Println("message", value)
		ctx := tflogtest.RootLogger(context.Background(), &text)
		ctx = tflog.NewSubsystem(tflog.SetField(ctx, "set", value), "sub")
		tflog.Error(ctx, "message", map[string]any{"value": value, "list": []any{value}})
		tflog.SubsystemError(tflog.SubsystemSetField(ctx, "sub", "set", value), "sub", "message", map[string]any{"value": value})
		if n := strings.Count(text.String(), "message"); n < 5 {
			t.Fatalf("%d messages were logged", n)
		}
		if seen := scan.scan(name, text.Bytes()); len(seen) > 0 {
			t.Errorf("%s", describe(seen))
		}
	}
	secret := kaltura.NewSecret(canaryPassword)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(verb, secret); got != "(secret)" {
			t.Errorf("%s gives %q", verb, got)
		}
	}
	if got, err := json.Marshal(secret); err != nil || string(got) != `"(secret)"` {
		t.Errorf("JSON gives %s, %v", got, err)
	}
}

// The comparison and the only way out work on the value.
func TestSecret_keepsItsValue(t *testing.T) {
	s := kaltura.NewSecret(canaryPassword)
	if s.Reveal() != canaryPassword || !s.Present() || !s.Equal(kaltura.NewSecret(canaryPassword)) || s.Equal(kaltura.NewSecret(canaryWrong)) {
		t.Error("the secret is not its value")
	}
	if absent := kaltura.NewSecret(""); absent.Present() || absent.Reveal() != "" || absent.Equal(s) {
		t.Error("the empty secret is not absent")
	}
}
