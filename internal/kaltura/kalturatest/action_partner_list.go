// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// listPartners: the own account and its children, whole and with secrets
// whatever the response profile says (`partner_list_var`). totalCount is that
// of all matches, not of the page.
func listPartners(c *call) (any, error) {
	filter := c.params.object("filter")
	var found []*Account
	for _, a := range c.server.accounts {
		if c.reaches(a) && matchesFilter(a, filter) {
			found = append(found, a)
		}
	}
	sortAccounts(found, filter.text("orderBy"))
	var objects []any
	for _, a := range pageOf(found, c.params.object("pager")) {
		objects = append(objects, c.listedPartner(a))
	}
	return listResponse("KalturaPartnerListResponse", len(found), objects), nil
}

// listedPartner: lists leave out adminUserId for accounts other than the own.
func (c *call) listedPartner(a *Account) *object {
	o := c.server.partner(a, c.seesSecrets(a))
	if a.ID == c.session.partnerID {
		return o
	}
	return o.keep(func(name string) bool { return name != "adminUserId" })
}

// filters are the properties of KalturaPartnerFilter that the stand-in knows.
var filters = map[string]func(a *Account, want string) bool{
	"idEqual":       func(a *Account, want string) bool { return a.ID == leadingNumber(want) },
	"idIn":          func(a *Account, want string) bool { return oneOf(a.ID, want) },
	"idNotIn":       func(a *Account, want string) bool { return !oneOf(a.ID, want) },
	"idGreaterThan": func(a *Account, want string) bool { return a.ID > leadingNumber(want) },
	"statusEqual":   func(a *Account, want string) bool { return int64(a.Status) == leadingNumber(want) },
	"statusIn":      func(a *Account, want string) bool { return oneOf(int64(a.Status), want) },
	"nameEqual":     func(a *Account, want string) bool { return strings.EqualFold(a.Name, want) },
	"nameLike": func(a *Account, want string) bool {
		return strings.Contains(strings.ToLower(a.Name), strings.ToLower(want))
	},
}

func matchesFilter(a *Account, filter params) bool {
	for name, matches := range filters {
		if filter.given(name) && !matches(a, filter.text(name)) {
			return false
		}
	}
	return true
}

func oneOf(value int64, list string) bool {
	return slices.ContainsFunc(strings.Split(list, ","), func(item string) bool {
		return strings.TrimSpace(item) == strconv.FormatInt(value, 10)
	})
}

var orders = map[string]func(a, b *Account) int{
	"id":        func(a, b *Account) int { return cmp.Compare(a.ID, b.ID) },
	"name":      func(a, b *Account) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) },
	"status":    func(a, b *Account) int { return cmp.Compare(a.Status, b.Status) },
	"createdAt": func(a, b *Account) int { return a.CreatedAt.Compare(b.CreatedAt) },
}

// sortAccounts: `+id`, `-name`…; by id when nothing is asked. A plus sign that
// arrived as a space, from an unescaped form, counts as plus.
func sortAccounts(list []*Account, orderBy string) {
	slices.SortFunc(list, orders["id"])
	descending := strings.HasPrefix(orderBy, "-")
	if order := orders[strings.TrimLeft(orderBy, "+- ")]; order != nil {
		slices.SortStableFunc(list, func(a, b *Account) int {
			if descending {
				return order(b, a)
			}
			return order(a, b)
		})
	}
}

// pageOf: pages count from 1, 30 objects unless asked otherwise, 500 at most.
func pageOf(list []*Account, pager params) []*Account {
	size := int(min(max(pager.number("pageSize", 30), 0), 500))
	from := min((max(int(pager.number("pageIndex", 1)), 1)-1)*size, len(list))
	return list[from:min(from+size, len(list))]
}
