// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

func TestMain(m *testing.M) { engines.RunTests(m) }

// TestSchemasOfEngine compares the schemas with those that an engine prints. An
// engine omits the kinds of objects that it does not know.
func TestSchemasOfEngine(t *testing.T) {
	w := engines.WorkspaceForTest(t, engines.ForTest(t, "", "1.10.0", "1.11.0"), "")
	text, err := schemas(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	written, printed := kinds(t, text, address), kinds(t, []byte(w.MustRun(t, "providers", "schema", "-json")), "registry.terraform.io/kaltura/kaltura")
	if len(printed) < 4 {
		t.Errorf("the engine printed only %d kinds", len(printed))
	}
	for kind, want := range printed {
		if !reflect.DeepEqual(written[kind], want) {
			t.Errorf("%s: %v, but the engine printed %v", kind, written[kind], want)
		}
	}
}

func kinds(t *testing.T, text []byte, address string) map[string]any {
	t.Helper()
	var found struct {
		Schemas map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(text, &found); err != nil {
		t.Fatal(err)
	}
	return found.Schemas[address]
}
