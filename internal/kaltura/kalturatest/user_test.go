// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"encoding/json"
	"fmt"
	"testing"
)

// TestUsers_pages: an order by ID hides all but 1,000 users, and no page reaches
// beyond 10,000.
func TestUsers_pages(t *testing.T) {
	account := NewAccount(30000095, "Many Users")
	for i := range 10101 {
		account.Users = append(account.Users, User{ID: fmt.Sprintf("user%05d", i)})
	}
	admin := administratorOf(t, NewServer(t, account), account)
	for _, c := range []struct {
		order string
		page  int
		want  string // objects of total, or the code of the error
	}{
		{"+createdAt", 1, "500 of 10102"},
		{"+createdAt", 20, "500 of 10102"},
		{"+createdAt", 21, "QUERY_EXCEEDED_MAX_MATCHES_ALLOWED"},
		{"+id", 2, "500 of 1000"},
		{"+id", 3, "0 of 1000"},
	} {
		answer := admin.answer("user.list", object{"filter": object{"orderBy": c.order}, "pager": object{"pageSize": 500, "pageIndex": c.page}})
		got, _ := answer["code"].(string)
		if objects, ok := answer["objects"].([]any); ok {
			got = fmt.Sprintf("%d of %v", len(objects), answer["totalCount"])
		}
		if got != c.want {
			t.Errorf("page %d by %s: %s, want %s", c.page, c.order, got, c.want)
		}
	}
}

// TestFeatures: a permission is in force while the account has what it depends
// on.
func TestFeatures(t *testing.T) {
	for name, c := range map[string]struct {
		own   []Permission
		total string
		want  string
	}{
		"usual":   {nil, "227", "ANALYTICS_BASE,ALWAYS_ALLOWED_ACTIONS"},
		"blocked": {[]Permission{{Name: "FEATURE_ANALYTICS_TAB", Kind: FeaturePermission, Status: permissionBlocked}}, "227", ",ALWAYS_ALLOWED_ACTIONS"},
		"lacking": {[]Permission{{Name: "FEATURE_ANALYTICS_TAB", Kind: FeaturePermission, Status: permissionDeleted}}, "226", ",ALWAYS_ALLOWED_ACTIONS"},
		"more": {
			[]Permission{{Name: "WIDEVINE_PLUGIN_PERMISSION", Kind: PluginPermission}},
			"228", "ANALYTICS_BASE,widevine.WIDEVINE_BASE,ALWAYS_ALLOWED_ACTIONS",
		},
	} {
		account := NewAccount(30000096, "Features")
		account.Permissions = c.own
		account.Roles = []Role{{ID: 600, Name: "Both", Permissions: []string{"ANALYTICS_BASE", "widevine.WIDEVINE_BASE"}}}
		s := NewServer(t, account)
		holder := caller{t, s, s.StartSession(account.ID, SessionOptions{Type: AdminSession, Privileges: "setrole:600"})}
		total, err := json.Marshal(administratorOf(t, s, account).answer("permission.list", nil)["totalCount"])
		if got := holder.text("permission.getCurrentPermissions", nil); got != c.want || string(total) != c.total || err != nil {
			t.Errorf("%s: %s of %s, want %s of %s", name, got, total, c.want, c.total)
		}
	}
}
