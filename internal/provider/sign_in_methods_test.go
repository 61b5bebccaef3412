// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// signInWays are the complete ways to sign in, as samples of their attributes
// besides partner_id, with the names that messages use.
var signInWays = []struct {
	title      string
	attributes []string
	is         func(kaltura.Credentials) bool
}{
	{"Administrator Secret", []string{"admin_secret"}, isA[kaltura.AdminSecret]},
	{"Kaltura Session (KS)", []string{"ks"}, isA[kaltura.GivenKS]},
	{"app token", []string{"app_token_id", "app_token"}, isA[kaltura.AppToken]},
	{"KMC user", []string{"login_id", "password"}, isA[kaltura.Login]},
}

func isA[C kaltura.Credentials](credentials kaltura.Credentials) bool {
	_, ok := credentials.(C)
	return ok
}

// give puts the samples of attributes into a block.
func give(block arguments, attributes ...string) arguments {
	for _, name := range attributes {
		block = block.with(name, samples[name].configured)
	}
	return block
}

// export puts the samples of attributes into the environment of one test.
func export(t *testing.T, attributes ...string) {
	t.Helper()
	for _, name := range attributes {
		t.Setenv(samples[name].variable, samples[name].exported)
	}
}

func TestSignInMethod_pairs(t *testing.T) {
	for i, one := range signInWays {
		for j, other := range signInWays {
			if i == j {
				continue
			}
			t.Run(one.title+" in the configuration hides "+other.title+" in the environment", func(t *testing.T) {
				export(t, other.attributes...)
				export(t, "partner_id")
				resolved, diags := resolve(t, give(nil, one.attributes...))
				if len(diags) > 0 || !one.is(resolved.Client.Credentials) {
					t.Errorf("chose %T, %v", resolved.Client.Credentials, diags)
				}
			})
			if i > j {
				continue
			}
			t.Run(one.title+" and "+other.title+" in the configuration", func(t *testing.T) {
				block := give(give(nil, "partner_id"), append(one.attributes, other.attributes...)...)
				expectAmbiguous(t, block,
					one.title+fmt.Sprintf(", by the provider attribute %q", one.attributes[0]),
					other.title+fmt.Sprintf(", by the provider attribute %q", other.attributes[0]))
			})
			t.Run(one.title+" and "+other.title+" in the environment", func(t *testing.T) {
				export(t, append(one.attributes, other.attributes...)...)
				export(t, "partner_id")
				expectAmbiguous(t, nil,
					one.title+", by the environment variable "+samples[one.attributes[0]].variable,
					other.title+", by the environment variable "+samples[other.attributes[0]].variable)
			})
		}
	}
}

// firstRead is what the first object says of credentials that the provider
// block passed with.
func firstRead(t *testing.T, block arguments) diagnostics {
	t.Helper()
	_, diags := configured(t, block).read(t.Context(), "kaltura_account", nil)
	return diags
}

func expectAmbiguous(t *testing.T, block arguments, lines ...string) {
	t.Helper()
	diags := firstRead(t, block)
	if len(diags) != 1 || diags[0].Summary != "Ambiguous Kaltura Credentials" {
		t.Fatalf("got: %s", diags)
	}
	for _, line := range lines {
		if !strings.Contains(diags[0].Detail, "\n  "+line+"\n") {
			t.Errorf("no line %q in:\n%s", line, diags[0].Detail)
		}
	}
	expectNoSample(t, diags)
}

// One attribute of a method is missing, whichever it is and wherever the
// others come from.
func TestSignInMethod_halfGiven(t *testing.T) {
	for _, way := range signInWays {
		for _, missing := range append([]string{"partner_id"}, way.attributes...) {
			var given []string
			for _, name := range append([]string{"partner_id"}, way.attributes...) {
				if name != missing {
					given = append(given, name)
				}
			}
			// A KS is whole by itself, and a partner ID alone chooses nothing.
			if way.title == "Kaltura Session (KS)" || len(given) == 1 && given[0] == "partner_id" {
				continue
			}
			t.Run(missing+" of "+way.title+" in the configuration", func(t *testing.T) {
				expectIncomplete(t, give(nil, given...), missing, `the provider attribute "`)
			})
			t.Run(missing+" of "+way.title+" in the environment", func(t *testing.T) {
				export(t, given...)
				expectIncomplete(t, nil, missing, "the environment variable KALTURA_")
			})
			t.Run(missing+" of "+way.title+" from the environment completes the configuration", func(t *testing.T) {
				export(t, missing)
				resolved, diags := resolve(t, give(nil, given...))
				if len(diags) > 0 || !way.is(resolved.Client.Credentials) {
					t.Errorf("chose %T, %v", resolved.Client.Credentials, diags)
				}
			})
		}
	}
}

func TestSignInMethod_onlyAnOptionalAttribute(t *testing.T) {
	tests := []struct {
		attribute string
		missing   []string
	}{
		{"app_token_hash_type", []string{"partner_id", "app_token_id", "app_token"}},
		{"otp", []string{"partner_id", "login_id", "password"}},
	}
	for _, test := range tests {
		t.Run(test.attribute+" in the configuration", func(t *testing.T) {
			for _, missing := range test.missing {
				expectIncomplete(t, give(nil, test.attribute), missing, "the provider attribute \""+test.attribute+`"`)
			}
		})
		t.Run(test.attribute+" in the environment", func(t *testing.T) {
			export(t, test.attribute)
			for _, missing := range test.missing {
				expectIncomplete(t, nil, missing, "the environment variable "+samples[test.attribute].variable)
			}
		})
		t.Run(test.attribute+" left over beside another method", func(t *testing.T) {
			export(t, test.attribute)
			if _, diags := resolve(t, give(nil, "partner_id", "admin_secret")); len(diags) > 0 {
				t.Error(diags)
			}
		})
	}
}

func expectIncomplete(t *testing.T, block arguments, missing, chosenBy string) {
	t.Helper()
	diags := firstRead(t, block)
	if len(diags) != 1 || diags[0].Summary != "Incomplete Kaltura Credentials" {
		t.Fatalf("got: %s", diags)
	}
	line := fmt.Sprintf("\n  %s (environment variable %s)\n", missing, samples[missing].variable)
	for _, text := range []string{line, "was chosen by " + chosenBy} {
		if !strings.Contains(diags[0].Detail, text) {
			t.Errorf("no %q in:\n%s", text, diags[0].Detail)
		}
	}
	expectNoSample(t, diags)
}

// Whoever gives nothing, or a partner ID alone, learns all ways.
func TestSignInMethod_nothingGiven(t *testing.T) {
	for _, block := range []arguments{nil, give(nil, "partner_id")} {
		diags := firstRead(t, block)
		if len(diags) != 1 || diags[0].Summary != "Missing Kaltura Credentials" {
			t.Fatalf("got: %s", diags)
		}
		for _, way := range signInWays {
			for _, name := range way.attributes {
				if text := name + " (" + samples[name].variable + ")"; !strings.Contains(diags[0].Detail, text) {
					t.Errorf("no %q in:\n%s", text, diags[0].Detail)
				}
			}
		}
	}
}

// A method of the configuration that is not complete is not replaced by a
// complete one of the environment.
func TestSignInMethod_incompleteIsNotReplaced(t *testing.T) {
	export(t, "ks")
	expectIncomplete(t, give(nil, "partner_id", "login_id"), "password", `the provider attribute "login_id"`)
}

// expectNoSample fails where a message quotes a value of the samples. Values
// shorter than a word are left out.
func expectNoSample(t *testing.T, diags diagnostics) {
	t.Helper()
	text := diags.String()
	for name, sample := range samples {
		for _, value := range []string{sample.resolved, sample.exported} {
			if strings.Contains(value, "canary") && strings.Contains(text, value) {
				t.Errorf("a message quotes %s:\n%s", name, text)
			}
		}
	}
}

// An optional module that reads nothing needs no account; the first object that
// does read says what is missing, whichever it is.
func TestAccSignInMethod_isAskedForByTheFirstRead(t *testing.T) {
	e := configured(t, nil)
	for _, object := range readable {
		if _, diags := object.read(e, t.Context(), object.name, nil); len(diags) != 1 || diags[0].Summary != "Missing Kaltura Credentials" {
			t.Errorf("%s: %s", object.name, diags)
		}
	}
	runSteps(t, resource.TestStep{Config: `data "kaltura_account" "this" { count = 0 }`},
		resource.TestStep{Config: `data "kaltura_account" "this" {}`, ExpectError: wrapped("Error: Missing Kaltura Credentials")})
}
