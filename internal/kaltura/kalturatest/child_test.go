// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"testing"
)

// TestImpersonate: the parent's session of a child may do there what an
// administrator of the child may, until it ends.
func TestImpersonate(t *testing.T) {
	blocked, taken := with(30000092, "Blocked Child", func(a *Account) { a.ParentID, a.Status = Umbrella.ID, StatusBlocked }), Foreign
	s := NewServer(t, append(DefaultAccounts(), blocked)...)
	nobody := caller{t: t, server: s}
	for name, c := range map[string]struct {
		secret string
		child  int64
	}{
		"blocked": {Umbrella.AdminSecret, blocked.ID}, "foreign": {Umbrella.AdminSecret, taken.ID}, "unknown": {Umbrella.AdminSecret, 1},
		"wrong secret": {UmbrellaNorth.AdminSecret, UmbrellaNorth.ID}, "User Secret": {Umbrella.UserSecret, UmbrellaNorth.ID},
	} {
		got := nobody.answer("session.impersonate", object{"partnerId": Umbrella.ID, "secret": c.secret, "impersonatedPartnerId": c.child, "type": 2})
		if want := fmt.Sprintf("Error while starting session for partner [%d]", Umbrella.ID); got["message"] != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	start := func(privileges string) caller {
		return caller{t, s, nobody.text("session.impersonate", object{
			"partnerId": Umbrella.ID, "secret": Umbrella.AdminSecret, "impersonatedPartnerId": UmbrellaNorth.ID, "type": 2,
			"expiry": 999999, "privileges": privileges,
		})}
	}
	child := start("")
	now := s.clock().Unix()
	read, _ := s.ReadSession(child.ks)
	if lifetime := read.Expiry.Unix() - now; lifetime > 86400 || read.UserID != "" || read.Privileges != "" {
		t.Errorf("session %+v, %d s", read, lifetime)
	}
	for _, action := range []string{"appToken.add", "userRole.add", "permission.list", "user.list", "uiConf.list", "partner.getInfo"} {
		got := child.answer(action, object{"appToken": object{}, "userRole": object{"name": "Child's"}})
		if got["code"] != nil {
			t.Errorf("%s: %v", action, got)
		}
		if id := got["partnerId"]; id != nil && id != float64(UmbrellaNorth.ID) {
			t.Errorf("%s answers for %v", action, id)
		}
	}
	north, _ := s.Account(UmbrellaNorth.ID)
	parent := administratorOf(t, s, Umbrella)
	if got := parent.answer("appToken.get", object{"id": north.AppTokens[0].ID})["code"]; got != "APP_TOKEN_ID_NOT_FOUND" {
		t.Errorf("the parent reads the child's token: %v", got)
	}
	if got := start(fmt.Sprintf("setrole:%d", north.Roles[1].ID)).sees(); got != "SERVICE_FORBIDDEN" {
		t.Errorf("narrowed to a role of the child: %s", got)
	}
	s.Update(UmbrellaNorth.ID, func(a *Account) { a.Status = StatusBlocked })
	if got := child.sees(); got != "SERVICE_FORBIDDEN_CONTENT_BLOCKED" {
		t.Errorf("of a child that was blocked since: %s", got)
	}
	s.Update(UmbrellaNorth.ID, func(a *Account) { a.Status = StatusActive })
	child.answer("session.end", nil)
	if got := child.answer("partner.getInfo", nil)["args"]; fmt.Sprint(got) != "map[ERR_CODE:-1 ERR_DESC:INVALID_STR KSID:LOGOUT]" {
		t.Errorf("after its end: %v", got)
	}
}

// TestPlayers_pages: only an order by ID lists each player once.
func TestPlayers_pages(t *testing.T) {
	account := NewAccount(30000093, "Players")
	account.Players = Players(1203)
	admin := administratorOf(t, NewServer(t, account), account)
	for order, want := range map[string]int{"": 906, "+id": 1203} {
		listed := map[any]bool{}
		for page := range 3 {
			answer := admin.answer("uiConf.list", object{"filter": object{"orderBy": order}, "pager": object{"pageSize": 500, "pageIndex": page + 1}})
			for _, one := range answer["objects"].([]any) {
				listed[one.(map[string]any)["id"]] = true
			}
		}
		if len(listed) != want {
			t.Errorf("order %q lists %d players, want %d", order, len(listed), want)
		}
	}
}
