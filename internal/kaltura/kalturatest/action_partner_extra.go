// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import "strconv"

func init() {
	register(&action{service: "partner", name: "getPublicInfo", run: getPublicInfo})
	register(&action{
		service: "partner", name: "getSecrets", run: getSecrets,
		params: []param{must("partnerId"), must("adminEmail"), must("cmsPassword"), may("otp")},
	})
	register(&action{service: "partner", name: "listPartnersForUser", run: listPartnersForUser, needsKS: true})
}

// getPublicInfo answers without a KS, for blocked accounts too
// (`partner_getPublicInfo_blocked`).
func getPublicInfo(c *call) (any, error) {
	id := c.params.number("id", 0)
	if c.server.accounts[id] == nil {
		return nil, invalidPartnerID(strconv.FormatInt(id, 10))
	}
	o := newObject("KalturaPartnerPublicInfo", field{"analyticsUrl", "http://" + c.host},
		field{"ottEnvironmentUrl", nil}, field{"analyticsPersistentSessionId", false})
	return applyProfile(o, c.params.object("responseProfile")), nil
}

// getSecrets signs a user in and returns the account, the password in clear
// included; whatever is wrong with the credentials has one code
// (`partner_getSecrets_ok_form`, `partner_getSecrets_2fa_no_otp`).
func getSecrets(c *call) (any, error) {
	refused := newError("USER_DATA_ERROR", "User data is not valid.")
	if c.account == nil {
		return nil, refused
	}
	password := c.params.text("cmsPassword")
	a, u, err := c.login(c.params.text("adminEmail"), password)
	if err != nil || !u.Admin {
		return nil, refused
	}
	have, err := permissionsOf(a, &session{userID: u.ID, kind: AdminSession})
	if err != nil {
		return nil, err
	}
	o := c.server.partner(a, permits(have, integrationBase) && !a.HideSecrets)
	o.set("cmsPassword", password)
	return o, nil
}

// listPartnersForUser: the active accounts in which the login of the KS user is
// an admin; the own account if the user has no login. totalCount is that of the
// page (`partner_listPartnersForUser_pager`).
func listPartnersForUser(c *call) (any, error) {
	own := c.server.accounts[c.session.partnerID]
	found := []*Account{own}
	if u := own.findUser(c.session.userID); u != nil && u.LoginID != "" {
		found = nil
		for _, a := range c.server.accountsOf(u.LoginID) {
			if member := a.findLogin(u.LoginID); member.Admin && !member.Blocked && a.Status == StatusActive {
				found = append(found, a)
			}
		}
	}
	filter := params{"idEqual": c.params.object("partnerFilter").text("idEqual")}
	var objects []any
	for _, a := range pageOf(found, c.params.object("pager")) {
		if matchesFilter(a, filter) {
			objects = append(objects, c.listedPartner(a))
		}
	}
	return listResponse("KalturaPartnerListResponse", len(objects), objects), nil
}
