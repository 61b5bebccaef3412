// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// signInWays are the complete sign-in methods, as attributes besides
// partner_id, with the names that messages use.
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

// give adds the samples of attributes to a block.
func give(block arguments, attributes ...string) arguments {
	for _, name := range attributes {
		block = block.with(name, samples[name].configured)
	}
	return block
}

// export sets the samples of attributes in the environment of one test.
func export(t *testing.T, attributes ...string) {
	t.Helper()
	for _, name := range attributes {
		t.Setenv(variable(name), samples[name].exported)
	}
}

// TestSignInMethod_pairs: two methods are ambiguous, but one in the configuration
// takes precedence over those in the environment.
func TestSignInMethod_pairs(t *testing.T) {
	for i, one := range signInWays {
		for _, other := range signInWays[i+1:] {
			t.Run(one.title+" and "+other.title, func(t *testing.T) {
				both := slices.Concat([]string{"partner_id"}, one.attributes, other.attributes)
				expectComplaint(t, give(nil, both...), "Ambiguous Kaltura Credentials",
					fmt.Sprintf("\n  %s, by the provider attribute %q\n", one.title, one.attributes[0]),
					fmt.Sprintf("\n  %s, by the provider attribute %q\n", other.title, other.attributes[0]))
				export(t, both...)
				expectComplaint(t, nil, "Ambiguous Kaltura Credentials",
					"\n  "+one.title+", by the environment variable "+variable(one.attributes[0])+"\n",
					"\n  "+other.title+", by the environment variable "+variable(other.attributes[0])+"\n")
				expectMethod(t, give(nil, one.attributes...), one.is)
				expectMethod(t, give(nil, other.attributes...), other.is)
			})
		}
	}
}

func expectMethod(t *testing.T, block arguments, is func(kaltura.Credentials) bool) {
	t.Helper()
	resolved, diags := read(t, block)
	if len(diags) > 0 || !is(resolved.Client.Credentials) {
		t.Errorf("chose %T, %v", resolved.Client.Credentials, diags)
	}
}

// expectComplaint checks that the first read will report the problem and quote
// no sample. It ignores values shorter than a word.
func expectComplaint(t *testing.T, block arguments, summary string, says ...string) {
	t.Helper()
	read, diags := read(t, block)
	diags.expectNone(t)
	diags = diagnostics(read.Unready)
	diags.expectOnly(t, summary, says...)
	for name, sample := range samples {
		for _, value := range []string{sample.resolved(), sample.exported} {
			if strings.Contains(value, "canary") && strings.Contains(diags.String(), value) {
				t.Errorf("a message quotes %s:\n%s", name, diags)
			}
		}
	}
}

func expectIncomplete(t *testing.T, block arguments, missing, chosenBy string) {
	t.Helper()
	expectComplaint(t, block, "Incomplete Kaltura Credentials",
		fmt.Sprintf("\n  %s (environment variable %s)\n", missing, variable(missing)), "was selected by "+chosenBy)
}

// TestSignInMethod_halfGiven omits each attribute of each method in turn, with
// the others from each source.
func TestSignInMethod_halfGiven(t *testing.T) {
	for _, way := range signInWays {
		all := append([]string{"partner_id"}, way.attributes...)
		for i, missing := range all {
			given := slices.Delete(slices.Clone(all), i, i+1)
			// A KS is complete by itself, and a partner ID alone selects no
			// method.
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
				expectMethod(t, give(nil, given...), way.is)
			})
		}
	}
}

func TestSignInMethod_onlyAnOptionalAttribute(t *testing.T) {
	for attribute, all := range map[string][]string{
		"app_token_hash_type": {"partner_id", "app_token_id", "app_token"}, "otp": {"partner_id", "login_id", "password"},
	} {
		t.Run(attribute, func(t *testing.T) {
			for _, missing := range all {
				expectIncomplete(t, give(nil, attribute), missing, "the provider attribute \""+attribute+`"`)
			}
			export(t, attribute)
			for _, missing := range all {
				expectIncomplete(t, nil, missing, "the environment variable "+variable(attribute))
			}
			expectMethod(t, give(nil, "partner_id", "admin_secret"), isA[kaltura.AdminSecret]) // unused
		})
	}
}

// TestSignInMethod_nothingGiven: without credentials, or with only a partner ID,
// the message lists all methods.
func TestSignInMethod_nothingGiven(t *testing.T) {
	var says []string
	for _, way := range signInWays {
		for _, name := range way.attributes {
			says = append(says, name+" ("+variable(name)+")")
		}
	}
	expectComplaint(t, give(nil, "partner_id"), "Missing Kaltura Credentials", says...)
	expectComplaint(t, nil, "Missing Kaltura Credentials", says...)
}

// TestSignInMethod_incompleteIsNotReplaced: a complete method in the
// environment does not replace an incomplete one in the configuration.
func TestSignInMethod_incompleteIsNotReplaced(t *testing.T) {
	export(t, "ks")
	expectIncomplete(t, give(nil, "partner_id", "login_id"), "password", `the provider attribute "login_id"`)
	export(t, "login_id")
	expectIncomplete(t, give(nil, "password"), "partner_id", `the provider attribute "password"`)
}
