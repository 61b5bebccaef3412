// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"strings"
	"time"
)

// AppTokenFilter narrows a list of app tokens. The zero value lists all.
type AppTokenFilter struct {
	SessionUserID string
	CreatedAfter  time.Time
}

// AppTokens lists the account's app tokens without their values, oldest first
// (appToken.list, permission as for [Client.AppToken]). Tokens that are created
// or deleted meanwhile are neither skipped nor listed twice. It fails with
// ListTooLong above [MaxObjects].
func (c *Client) AppTokens(ctx context.Context, filter AppTokenFilter) ([]AppTokenInfo, error) {
	return wholeList(c.AppTokenPages(ctx, filter))
}

// AppTokenPages is [Client.AppTokens] page by page.
func (c *Client) AppTokenPages(ctx context.Context, filter AppTokenFilter) Pages[AppTokenInfo] {
	return where(byCreation(ctx, listAppTokens, max(filter.CreatedAfter.Unix(), 0), MaxObjects, func(since int64, index int) ([]AppTokenInfo, error) {
		return c.appTokensSince(ctx, since, index, filter)
	}), filter.matches)
}

var listAppTokens = apiAction{service: "appToken", name: "list"}

func (c *Client) appTokensSince(ctx context.Context, since int64, index int, filter AppTokenFilter) ([]AppTokenInfo, error) {
	match := map[string]any{"objectType": "KalturaAppTokenFilter", "orderBy": "+createdAt"}
	if since > 0 {
		match["createdAtGreaterThanOrEqual"] = since
	}
	if filter.SessionUserID != "" {
		match["sessionUserIdEqual"] = filter.SessionUserID
	}
	out, err := readPage[wireAppToken](ctx, c, listAppTokens, match, index)
	if err != nil {
		return nil, err
	}
	var tokens []AppTokenInfo
	seen := map[lenientString]bool{}
	for _, object := range out.Objects {
		if object.ID == "" || seen[object.ID] {
			return nil, listAppTokens.failed(UnexpectedAnswer)
		}
		seen[object.ID] = true
		token := object.info()
		if err := c.checkListed(listAppTokens, token.PartnerID); err != nil {
			return nil, err
		}
		tokens = append(tokens, token)
	}
	return tokens, nil
}

// matches repeats the filter, because the server ignores filters that it does
// not know.
func (f AppTokenFilter) matches(token AppTokenInfo) bool {
	return (f.SessionUserID == "" || strings.EqualFold(f.SessionUserID, token.SessionUserID)) && !token.CreatedAt.Before(f.CreatedAfter)
}

func (t AppTokenInfo) created() (string, time.Time) { return t.ID, t.CreatedAt }

func (s AppTokenSettings) weight() weight {
	return weightOf(s.Privileges, s.Description, s.Role, s.SessionUserID)
}
