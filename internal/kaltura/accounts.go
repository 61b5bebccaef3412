// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
)

// AccountFilter narrows a list of accounts. The zero value lists all children.
type AccountFilter struct {
	// Status is an API status number; nil means any.
	Status *int64
	// NameContains ignores letter case; "" means any.
	NameContains string
	// IncludeSelf adds the signed-in account, which the API lists too.
	IncludeSelf bool
}

// Accounts lists the children of the signed-in account by partner ID
// (partner.list, permission ADMIN_PUBLISHER_MANAGE). It pages by ID, so that
// accounts that are added, removed or renamed meanwhile are neither skipped nor
// listed twice. It fails with TooManyAccounts above [MaxObjects].
func (c *Client) Accounts(ctx context.Context, filter AccountFilter) ([]Account, error) {
	found := map[int64]Account{}
	total := amount{most: MaxObjects}
	for after := int64(0); ; {
		page, more, err := c.accountsAfter(ctx, after, filter)
		if err != nil {
			return nil, err
		}
		last := after
		for _, account := range page {
			// A server that ignores idGreaterThan would skip accounts, which would look
			// deleted, or repeat the same page without end.
			if more && account.PartnerID <= last {
				return nil, listPartners.failed(UnexpectedAnswer)
			}
			last = account.PartnerID
			if account.PartnerID != c.PartnerID() {
				total.add(account.weight())
			}
			if c.listed(account, filter) {
				found[account.PartnerID] = account
			}
		}
		switch {
		case total.objects > MaxObjects:
			return nil, listPartners.failed(TooManyAccounts)
		case total.exceeded():
			return nil, listPartners.failed(ListTooLong)
		}
		if err := total.waitTurn(ctx, listPartners); err != nil {
			return nil, err
		}
		if !more {
			break
		}
		after = last
	}
	accounts := make([]Account, 0, len(found))
	for _, account := range found {
		accounts = append(accounts, account)
	}
	slices.SortFunc(accounts, func(a, b Account) int { return cmp.Compare(a.PartnerID, b.PartnerID) })
	return accounts, nil
}

var listPartners = apiAction{service: "partner", name: "list"}

func (c *Client) accountsAfter(ctx context.Context, after int64, filter AccountFilter) (page []Account, more bool, err error) {
	match := map[string]any{"objectType": "KalturaPartnerFilter", "orderBy": "+id", "idGreaterThan": after}
	if filter.Status != nil {
		match["statusEqual"] = *filter.Status
	}
	// The API ignores letter case only in ASCII.
	if filter.NameContains != "" && isASCII(filter.NameContains) {
		match["nameLike"] = filter.NameContains
	}
	var response listOf[wireAccount]
	err = callList(ctx, c, listPartners, apiParams{
		"filter": match,
		"pager":  map[string]any{"objectType": "KalturaFilterPager", "pageIndex": 1, "pageSize": pageSize},
	}, &response)
	if err != nil {
		return nil, false, err
	}
	if !response.whole(1) {
		return nil, false, listPartners.failed(UnexpectedAnswer)
	}
	for _, object := range response.Objects {
		if object.ID == nil || *object.ID < 1 || *object.ID > MaxPartnerID {
			return nil, false, listPartners.failed(UnexpectedAnswer)
		}
		page = append(page, object.account())
	}
	return page, int64(*response.Total) > int64(len(page)), nil
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

// listed filters what the API cannot: it has no filter for the signed-in
// account, and treats % and _ in a name as wildcards. It repeats the status,
// because a server could ignore that filter.
func (c *Client) listed(account Account, filter AccountFilter) bool {
	switch {
	case account.PartnerID == c.PartnerID() && !filter.IncludeSelf,
		filter.Status != nil && (account.Status == nil || *account.Status != *filter.Status):
		return false
	case filter.NameContains == "":
		return true
	}
	return account.Name != nil && strings.Contains(strings.ToLower(*account.Name), strings.ToLower(filter.NameContains))
}
