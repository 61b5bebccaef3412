// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"
)

// calledActions are the actions that the client calls. Exchanges of others are
// passed over.
var calledActions = []string{
	"appToken.add", "appToken.delete", "appToken.get", "appToken.list", "appToken.startSession", "appToken.update",
	"partner.get", "partner.getInfo", "partner.list",
	"permission.getCurrentPermissions", "permission.list",
	"session.end", "session.get", "session.impersonate", "session.startWidgetSession",
	"system.getTime",
	"user.loginByLoginId",
	"userRole.add", "userRole.delete", "userRole.get", "userRole.list", "userRole.update",
}

// differences are the exchanges in which the stand-in differs from the real
// server on purpose. One that comes to match fails the test too.
var differences = map[string]string{
	"partner_getInfo_ks_and_p_alias":     unsent,
	"partner_getInfo_language_invalid":   unsent,
	"cache_missing_ks_2":                 fromCache,
	"cache_widget_session_2":             fromCache,
	"cache_widget_session_3":             fromCache,
	"appToken_startSession_role":         unknownToken,
	"appToken_startSession_role_unknown": unknownToken,
	"appToken_list_orderby_bad":          moreObjects,
	"appToken_list_page1":                moreObjects,
	"appToken_list_page2":                moreObjects,
	"appToken_list_page_past_end":        moreObjects,
	"appToken_list_pagesize_1000":        moreObjects,
	"appToken_list_parent":               moreObjects,
	"appToken_list_user":                 moreObjects,
	"userRole_list_page2":                moreObjects,
	"userRole_list_partner_equal":        moreObjects,
	"userRole_list_partner_zero":         moreObjects,
	"userRole_list_order_id_desc":        moreObjects,
	"permission_list_page1":              moreObjects,
	"permission_list_type_feature":       moreObjects,
}

const (
	unsent       = "a parameter that the client does not send"
	fromCache    = "answered from the response cache, which the client's parameter nocache passes by"
	unknownToken = "the recordings do not tell the token that the hash was made with"
	moreObjects  = "the real account has more of them than the recordings tell"
)

// TestConformance compares the stand-in's answers with those of a real server:
// with the ones that the client relies on, and with a whole folder of
// recordings where KALTURA_WIRE_RECORDINGS names one.
func TestConformance(t *testing.T) {
	t.Run("exchanges", func(t *testing.T) {
		text, err := os.ReadFile("testdata/exchanges.json")
		if err != nil {
			t.Fatal(err)
		}
		var list []exchange
		if err := json.Unmarshal(text, &list); err != nil {
			t.Fatal(err)
		}
		conform(t, list)
	})
	t.Run("recordings", func(t *testing.T) {
		dir := os.Getenv("KALTURA_WIRE_RECORDINGS")
		if dir == "" {
			t.Skip("KALTURA_WIRE_RECORDINGS names no folder of recorded exchanges")
		}
		list, other := readRecordings(t, dir)
		t.Logf("%d recordings passed over: their request cannot be sent as JSON", other)
		conform(t, list)
	})
}

func conform(t *testing.T, list []exchange) {
	t.Helper()
	s := NewServer(t, labAccounts()...)
	matched, differing, uncalled := 0, 0, 0
	for _, x := range list {
		if circumstances[x.Name] == nil && !slices.Contains(calledActions, x.Action) {
			uncalled++
			continue
		}
		s.SetClock(func() time.Time { return time.Unix(x.At, 0) })
		x.arrange(s)
		problem := x.replay(t, s)
		reason, expected := differences[x.Name]
		switch {
		case problem == "" && expected:
			t.Errorf("%s is listed as a difference but matches", x.Name)
		case problem == "":
			matched++
		case expected:
			differing++
			t.Logf("%s differs: %s", x.Name, reason)
		default:
			differing++
			t.Errorf("%s differs: %s", x.Name, problem)
		}
	}
	t.Logf("%d match, %d differ, %d of actions that the client does not call", matched, differing, uncalled)
}
