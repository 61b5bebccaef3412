// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Player is a KalturaUiConf, the settings of a player. Empty texts and zeros are
// absent properties.
type Player struct {
	ID                        int64
	Name, Description, Tags   string
	Kind                      int // objType: 1 v2, 5 playlist, 8 v3 and v7
	Width, Height             int // sent as texts
	HTML5URL, Version, Config string
	CreatedAt, UpdatedAt      int64 // Unix seconds
	confFile, confVars        string
}

// Players returns this many players of the current version, with large
// configurations. Their IDs start at 23450001.
func Players(count int) []Player {
	players := make([]Player, count)
	for i := range players {
		players[i] = Player{
			ID: 23450001 + int64(i), Name: fmt.Sprintf("Player %04d", i+1), Tags: "kalturaPlayerJs,player,ovp", Kind: 8,
			Width: 560, Height: 395, Version: "3.17.1", Config: playerConfig,
		}
	}
	return players
}

var playerConfig = `{"player":{"x":"` + strings.Repeat("y", 3000) + `"}}`

// playerObject: `uiConf_list_order_id_asc`.
func playerObject(c *call, p Player) object {
	return c.profiled(object{
		"objectType": "KalturaUiConf", "id": p.ID, "name": p.Name, "description": orNil(p.Description), "partnerId": c.session.partnerID,
		"objType": p.Kind, "width": numberText(p.Width), "height": numberText(p.Height), "tags": orNil(p.Tags),
		"html5Url": orNil(p.HTML5URL), "version": orNil(p.Version), "config": orNil(p.Config),
		"confFile": orNil(p.confFile), "confVars": orNil(p.confVars), "creationMode": 2, "useCdn": 1,
		"createdAt": cmp.Or(p.CreatedAt, fixtureTime), "updatedAt": cmp.Or(p.UpdatedAt, p.CreatedAt, fixtureTime),
	})
}

func numberText(n int) any {
	if n == 0 {
		return nil
	}
	return strconv.Itoa(n)
}

func byPlayerID(a, b Player) int { return cmp.Compare(a.ID, b.ID) }

var playerListing = listing[Player]{
	class: "KalturaUiConfListResponse", object: playerObject,
	filters: map[string]func(p Player, want string) bool{
		"idEqual":      func(p Player, want string) bool { return p.ID == leadingNumber(want) },
		"idIn":         func(p Player, want string) bool { return slices.Contains(strings.Split(want, ","), itoa(p.ID)) },
		"objTypeEqual": func(p Player, want string) bool { return int64(p.Kind) == leadingNumber(want) },
		"objTypeIn": func(p Player, want string) bool {
			return slices.Contains(strings.Split(want, ","), strconv.Itoa(p.Kind))
		},
		"nameLike": func(p Player, want string) bool { return containsText(p.Name, want) },
		"tagsMultiLikeOr": func(p Player, want string) bool { // `uiConf_list_tags_or_part`
			return slices.ContainsFunc(strings.Split(want, ","), func(one string) bool { return containsText(p.Tags, strings.TrimSpace(one)) })
		},
	},
	orders: map[string]func(a, b Player) int{
		"+id": byPlayerID, "-id": func(a, b Player) int { return byPlayerID(b, a) },
		"+createdAt": func(a, b Player) int { return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), byPlayerID(a, b)) },
	},
}

func containsText(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// maxPlayerKind is the highest known number of KalturaUiConfObjType.
const maxPlayerKind = 24

// listPlayers lists the account's own players. Without an order, the next page
// follows another one, so that players are missing and others appear twice.
func listPlayers(c *call) (any, error) {
	kinds := []string{""}
	for kind := range maxPlayerKind {
		kinds = append(kinds, strconv.Itoa(kind+1))
	}
	if err := checkEnum(c.params.object("filter"), "objTypeEqual", "KalturaUiConfObjType", kinds...); err != nil {
		return nil, err
	}
	l, order := playerListing, "-id"
	if c.params.object("pager").number("pageIndex", 1)%2 == 0 {
		order = "+id"
	}
	if c.params.object("filter").text("orderBy") == "" {
		l.orders = map[string]func(a, b Player) int{"": playerListing.orders[order]}
	}
	return l.page(c, slices.Clone(c.own().Players))
}

// getPlayer finds own players alone, and none without a KS
// (`uiConf_get_foreign`, `uiConf_get_no_ks`).
func getPlayer(c *call) (any, error) {
	id := c.params.number("id", 0)
	var p *Player
	if c.session != nil {
		p = find(c.own().Players, func(p *Player) bool { return p.ID == id })
	}
	if p == nil {
		return nil, newError("INVALID_UI_CONF_ID", "Unknown uiConf ["+itoa(id)+"]", "UI_CONF_ID", itoa(id))
	}
	return playerObject(c, *p), nil
}
