// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"errors"
	"os"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// The tests in this file use the real account that KALTURA_* names, with
// TF_ACC=1. They only read, and check what holds for every account. They print
// nothing about the account, not even on failure.

// liveAccount restores the developer's account to the environment and returns
// its partner ID.
func liveAccount(t *testing.T) int64 {
	t.Helper()
	if os.Getenv("TF_ACC") == "" || liveEnvironment["KALTURA_PARTNER_ID"] == "" {
		t.Skip("set TF_ACC=1, KALTURA_PARTNER_ID and credentials to run this test on a real account")
	}
	for name, value := range liveEnvironment {
		t.Setenv(name, value)
	}
	partnerID, err := strconv.ParseInt(liveEnvironment["KALTURA_PARTNER_ID"], 10, 64)
	if err != nil {
		t.Fatal("KALTURA_PARTNER_ID is not a number")
	}
	return partnerID
}

func TestLiveAccountInfo_dataSource(t *testing.T) {
	partnerID := liveAccount(t)
	const this = "data.kaltura_account_info.this"
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{{
		Config: `data "kaltura_account_info" "this" {}`,
		ConfigStateChecks: append(
			expectAll(this, values{
				"partner_id":     partnerID,
				"sub_partner_id": partnerID * 100,
				"admin_secret":   looksLikeASecret(),
				"user_secret":    looksLikeASecret(),
			}),
			statecheck.ExpectSensitiveValue(this, tfjsonpath.New("admin_secret")),
			statecheck.ExpectSensitiveValue(this, tfjsonpath.New("user_secret")),
		),
	}}})
}

// TestLiveAccountInfo_ephemeralResource uses the plugin protocol, because
// echoing the result through an engine would write the secrets to a state.
func TestLiveAccountInfo_ephemeralResource(t *testing.T) {
	partnerID := liveAccount(t)
	e := configured(t, nil)
	result := e.mustOpen("kaltura_account_info", nil)
	state := e.mustRead("kaltura_account_info", nil)
	for name := range result {
		if !result[name].Equal(state[name]) {
			t.Errorf("%s of the ephemeral resource and of the data source differ", name)
		}
	}
	if int64Of(t, result["partner_id"]) != partnerID {
		t.Error("partner_id is not that of the configuration")
	}
}

func TestLiveAccount_dataSource(t *testing.T) {
	partnerID := liveAccount(t)
	e := configured(t, nil)
	state := e.mustRead("kaltura_account", nil)
	if int64Of(t, state["partner_id"]) != partnerID || int64Of(t, state["sub_partner_id"]) != 100*partnerID {
		t.Error("the ids are not those of the configuration")
	}
	for name, value := range state {
		if value.Type().Is(tftypes.String) && !value.IsNull() && textOf(t, value) == "" {
			t.Errorf("%s is empty instead of null", name)
		}
	}
}

var errNoSecret = errors.New("the value does not look like a secret")

// looksLikeASecret checks the value without quoting it.
func looksLikeASecret() knownvalue.Check {
	return knownvalue.StringFunc(func(value string) error {
		if len(value) < 16 {
			return errNoSecret
		}
		return nil
	})
}
