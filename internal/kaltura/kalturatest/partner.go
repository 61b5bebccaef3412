// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"slices"
	"strings"
)

func init() {
	register(&action{service: "partner", name: "getInfo", run: getPartnerInfo, anyOf: readPartner, needsKS: true})
	register(&action{service: "partner", name: "get", run: getPartner, anyOf: seePartners, needsKS: true})
	register(&action{service: "partner", name: "list", run: listPartners, anyOf: seePartners, needsKS: true})
}

var (
	readPartner = []string{integrationBase, "ADMIN_BASE", "ACCOUNT_BASE", "KMC_READ_ONLY"}
	seePartners = []string{"ADMIN_PUBLISHER_MANAGE"}
)

// getPartnerInfo: `partner_getInfo_admin_json`.
func getPartnerInfo(c *call) (any, error) {
	return c.profiled(c.partner(c.own())), nil
}

// getPartner: without an id it fails (`partner_get_no_id_json`); with one it
// reaches the own account and direct children (`partner_get_var_child`).
func getPartner(c *call) (any, error) {
	id := c.params.number("id", 0)
	a := c.server.accounts[id]
	if a == nil || !c.reaches(a) {
		return nil, invalidPartnerID(itoa(id))
	}
	return c.profiled(c.partner(a)), nil
}

func (c *call) reaches(a *Account) bool {
	return a.Status != StatusDeleted && (a.ID == c.session.partnerID || a.ParentID == c.session.partnerID)
}

// profiled leaves out what the response profile does not name.
func (c *call) profiled(o *object) *object {
	return applyProfile(o, c.params.object("responseProfile"))
}

// listPartners: the own account and its children, whole and with secrets
// whatever the response profile says (`partner_list_var`). totalCount is that
// of all matches, not of the page. A filter or an order that the stand-in does
// not have is refused, so that nobody takes the list for a filtered one.
func listPartners(c *call) (any, error) {
	filter := c.params.object("filter")
	for name := range filter {
		if filters[name] == nil && name != "objectType" && name != "orderBy" {
			return nil, unsupported("filter property " + name)
		}
	}
	if order := filter.text("orderBy"); order != "" && order != "+id" {
		return nil, unsupported("order " + order)
	}
	var found []*Account
	for _, a := range c.server.accounts {
		if c.reaches(a) && matchesFilter(a, filter) {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b *Account) int { return cmp.Compare(a.ID, b.ID) })
	var objects []any
	for _, a := range pageOf(found, c.params.object("pager")) {
		objects = append(objects, c.partner(a))
	}
	return listResponse("KalturaPartnerListResponse", len(found), objects), nil
}

// filters are the properties of KalturaPartnerFilter that the stand-in knows.
// Letter case counts beyond ASCII.
var filters = map[string]func(a *Account, want string) bool{
	"idEqual":       func(a *Account, want string) bool { return a.ID == leadingNumber(want) },
	"idGreaterThan": func(a *Account, want string) bool { return a.ID > leadingNumber(want) },
	"statusEqual":   func(a *Account, want string) bool { return int64(a.Status) == leadingNumber(want) },
	"nameLike":      func(a *Account, want string) bool { return strings.Contains(lowerASCII(a.Name), lowerASCII(want)) },
}

func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

func matchesFilter(a *Account, filter params) bool {
	for name, matches := range filters {
		if filter.given(name) && !matches(a, filter.text(name)) {
			return false
		}
	}
	return true
}

// pageOf: pages count from 1, 30 objects unless asked otherwise, 500 at most.
func pageOf[T any](list []T, pager params) []T {
	size := int(min(max(pager.number("pageSize", 30), 0), 500))
	from := min((max(int(pager.number("pageIndex", 1)), 1)-1)*size, len(list))
	return list[from:min(from+size, len(list))]
}

// partner builds the KalturaPartner of an account: the properties that the
// client reads and a few more, in their order on the wire, numbers and truth
// values as odd as in `partner_getInfo_admin_json`. INTEGRATION_BASE opens the
// secrets (`partner_getInfo_admin_role_account_base_only`), hideSecrets closes
// them (`partner_getInfo_hideSecrets`).
func (c *call) partner(a *Account) *object {
	var userSecret, adminSecret any
	if !a.HideSecrets && permits(c.permissions, integrationBase) {
		userSecret, adminSecret = orNil(a.UserSecret), orNil(a.AdminSecret)
	}
	o := newObject("KalturaPartner",
		field{"id", a.ID}, field{"name", a.Name}, field{"website", orNil(a.Website)},
		field{"createdAt", a.CreatedAt.Unix()}, field{"adminEmail", orNil(a.AdminEmail)},
		field{"description", a.Description}, field{"adultContent", 0}, field{"defConversionProfileType", 1001},
		field{"status", a.Status}, field{"maxUploadSize", "150"},
		field{"secret", userSecret}, field{"adminSecret", adminSecret}, field{playerSettings, playerPadding},
		field{"blockDirectLogin", a.BlockDirectLogin}, field{"host", orNil(a.Host)}, field{"cdnHost", orNil(a.CDNHost)},
		field{"partnerParentId", orNil(a.ParentID)}, field{"referenceId", orNil(a.ReferenceID)},
		field{"authenticationType", authenticationType(a)})
	for name, value := range a.Extra {
		o.set(name, value)
	}
	return o
}

// playerSettings stand for the properties that no client of this package reads:
// what an account has of them is not the real server's, but as large.
const playerSettings = "deliveryTypes"

var playerPadding = func() (list []any) {
	for range 28 {
		list = append(list, newObject("KalturaKeyValue", field{"key", "akamaiHD.loadingPolicy"}, field{"value", "preInitialize"}))
	}
	return list
}()

// authenticationType: 2 SSO, 1 two-factor, 0 password only.
func authenticationType(a *Account) int {
	switch {
	case a.UseSSO:
		return 2
	case a.TwoFactor:
		return 1
	}
	return 0
}

// applyProfile honours a KalturaDetachedResponseProfile of type 1: only the
// properties that it names. Some of an account come all the same, empty
// (`partner_getInfo_responseProfile`).
func applyProfile(o *object, profile params) *object {
	if profile.text("type") != "1" {
		return o
	}
	names := strings.Split(strings.ReplaceAll(profile.text("fields"), " ", ""), ",")
	kept := newObject(o.class)
	for _, f := range o.fields {
		switch leaks := o.class == "KalturaPartner" && (f.name == "name" || f.name == "description"); {
		case slices.Contains(names, f.name):
			kept.fields = append(kept.fields, f)
		case leaks:
			kept.fields = append(kept.fields, field{f.name, ""})
		}
	}
	return kept
}
