// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Player is a player of the account, or another kind of user interface with an
// ID (API object KalturaUiConf), without its configuration.
type Player struct {
	ID   int64
	Name string
	// Kind is a number of the API enum KalturaUiConfObjType.
	Kind                 *int64
	Tags                 []string
	CreatedAt, UpdatedAt *time.Time
}

func (p Player) number() int64 { return p.ID }

func (p Player) weight() weight { return weightOf(p.Tags, p.Name) }

// PlayerFilter narrows a list of players. The zero value lists all.
type PlayerFilter struct {
	// ID is 0 for any.
	ID int64
	// NameContains ignores letter case; "" means any.
	NameContains string
	// Tags are tags that a player must all have, ignoring letter case.
	Tags []string
	// Kind is a number of KalturaUiConfObjType; nil means any.
	Kind *int64
}

// wirePlayer has no field for the configuration, which can have megabytes.
type wirePlayer struct {
	ID        *lenientInt    `json:"id"`
	Name      *lenientString `json:"name"`
	Kind      *lenientInt    `json:"objType"`
	Tags      *itemsText     `json:"tags"`
	CreatedAt *lenientInt    `json:"createdAt"`
	UpdatedAt *lenientInt    `json:"updatedAt"`
}

func (w wirePlayer) player() Player {
	return Player{
		ID: int64(*w.ID), Name: w.Name.plainOrEmpty(oneLine), Kind: (*int64)(w.Kind), Tags: w.Tags.names(),
		CreatedAt: w.CreatedAt.time(), UpdatedAt: w.UpdatedAt.time(),
	}
}

var playerList = apiAction{service: "uiConf", name: "list"}

// Players lists the account's own players by ID (uiConf.list, any permission of
// a signed-in user, STUDIO_BASE, or KMC_READ_ONLY with KMC_ACCESS). It fails
// with ListTooLong above [MaxObjects].
func (c *Client) Players(ctx context.Context, filter PlayerFilter) ([]Player, error) {
	match := filter.wire()
	return wholeList(where(byID(ctx, playerList, func(index int) ([]Player, int, error) {
		return c.playerPage(ctx, match, index)
	}), filter.matches))
}

func (c *Client) playerPage(ctx context.Context, match map[string]any, index int) (players []Player, whole int, err error) {
	out, err := readPage[wirePlayer](ctx, c, playerList, match, index)
	if err != nil {
		return nil, 0, err
	}
	for _, object := range out.Objects {
		if object.ID == nil {
			return nil, 0, playerList.failed(UnexpectedAnswer)
		}
		players = append(players, object.player())
	}
	return players, int(*out.Total), nil
}

// wire is a filter that matches at least what the whole one does. Without the
// order, the API's pages repeat and omit players (wire case
// uiConf_list_pagesize_2_page2).
func (f PlayerFilter) wire() map[string]any {
	match := map[string]any{"objectType": "KalturaUiConfFilter", "orderBy": "+id"}
	if f.ID != 0 {
		match["idEqual"] = f.ID
	}
	if f.Kind != nil {
		match["objTypeEqual"] = *f.Kind
	}
	// The API ignores letter case only in ASCII.
	if f.NameContains != "" && isASCII(f.NameContains) {
		match["nameLike"] = f.NameContains
	}
	if len(f.Tags) > 0 && isASCII(f.Tags[0]) {
		match["tagsMultiLikeOr"] = f.Tags[0]
	}
	return match
}

// matches repeats the filter, because the API finds parts of tags, and ignores
// filters that it does not know.
func (f PlayerFilter) matches(player Player) bool {
	lacks := func(tag string) bool {
		return !slices.ContainsFunc(player.Tags, func(one string) bool { return strings.EqualFold(one, tag) })
	}
	return (f.ID == 0 || f.ID == player.ID) &&
		(f.Kind == nil || player.Kind != nil && *f.Kind == *player.Kind) &&
		strings.Contains(strings.ToLower(player.Name), strings.ToLower(f.NameContains)) &&
		!slices.ContainsFunc(f.Tags, lacks)
}
