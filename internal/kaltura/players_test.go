// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const players = "uiConf.list"

// TestPlayers_pages lists 1,200 players once each, in three requests, without
// their configurations.
func TestPlayers_pages(t *testing.T) {
	account := kalturatest.NewAccount(30000302, "Players")
	account.Players = kalturatest.Players(1200)
	server := kalturatest.NewServer(t, account)
	found, err := newClient(t, server.URL, adminOf(account)).Players(t.Context(), kaltura.PlayerFilter{})
	if err != nil || len(found) != 1200 {
		t.Fatalf("%d players, %v", len(found), err)
	}
	for i, player := range found {
		if player.ID != account.Players[i].ID || player.Name != account.Players[i].Name || *player.Kind != 8 || len(player.Tags) != 3 || player.CreatedAt == nil {
			t.Fatalf("player %d is %+v", i, player)
		}
	}
	wantCount(t, server, players, 3)
	for _, request := range server.Requests() {
		if strings.Contains(string(request.Answer), "yyy") {
			t.Error("the configurations were sent")
		}
	}
}

func TestPlayers_filters(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Players = append(a.Players, kalturatest.Player{ID: 23448005, Name: "ÉCOLE 100%", Tags: " été , kalturaPlayerJs"})
	})
	v7, unknown := int64(8), int64(24)
	for asked, test := range []struct {
		filter kaltura.PlayerFilter
		want   []int64
	}{
		{kaltura.PlayerFilter{}, []int64{23448001, 23448002, 23448003, 23448004, 23448005}},
		{kaltura.PlayerFilter{ID: 23448002}, []int64{23448002}},
		{kaltura.PlayerFilter{ID: 1}, nil},
		{kaltura.PlayerFilter{Kind: &v7}, []int64{23448001}},
		{kaltura.PlayerFilter{Kind: &unknown}, nil},
		{kaltura.PlayerFilter{NameContains: "WEBSITE"}, []int64{23448001, 23448002}},
		{kaltura.PlayerFilter{NameContains: "école"}, []int64{23448005}},
		{kaltura.PlayerFilter{NameContains: "%"}, []int64{23448005}},
		{kaltura.PlayerFilter{Tags: []string{"PLAYER"}}, []int64{23448001, 23448002}},
		{kaltura.PlayerFilter{Tags: []string{"play"}}, nil},
		{kaltura.PlayerFilter{Tags: []string{"player", "ovp"}}, []int64{23448001}},
		{kaltura.PlayerFilter{Tags: []string{"Été", "kalturaplayerjs"}}, []int64{23448005}},
	} {
		found, err := client.Players(t.Context(), test.filter)
		var ids []int64
		for _, player := range found {
			ids = append(ids, player.ID)
		}
		if err != nil || !slices.Equal(ids, test.want) {
			t.Errorf("%+v: %v, %v", test.filter, ids, err)
		}
		// Beyond ASCII, the API compares bytes.
		sent := string(server.Requests()[asked].Body)
		if strings.Contains(test.filter.NameContains, "é") && strings.Contains(sent, "nameLike") || slices.Contains(test.filter.Tags, "Été") && strings.Contains(sent, "tagsMulti") {
			t.Errorf("%+v: the API was asked to compare", test.filter)
		}
	}
	server.Inject(kalturatest.AnswerJSON(`{"totalCount":2,"objects":[{"id":1},{"id":2,"objType":8,"createdAt":5,"updatedAt":6}]}`))
	found, err := client.Players(t.Context(), kaltura.PlayerFilter{Kind: &v7})
	if err != nil || len(found) != 1 || found[0].ID != 2 || found[0].CreatedAt.Unix() != 5 || found[0].UpdatedAt.Unix() != 6 {
		t.Errorf("%+v, %v", found, err)
	}
}
