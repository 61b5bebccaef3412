// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import "strconv"

// getPartnerInfo: `partner_getInfo_admin_form`.
func getPartnerInfo(c *call) (any, error) {
	return c.partnerObject(c.server.accounts[c.session.partnerID]), nil
}

// getPartner: without an id it fails (`partner_get_no_id_form`); with one it
// reaches the own account and direct children (`partner_get_var_child`).
func getPartner(c *call) (any, error) {
	id := c.params.number("id", 0)
	a := c.server.accounts[id]
	if a == nil || !c.reaches(a) {
		return nil, invalidPartnerID(strconv.FormatInt(id, 10))
	}
	return c.partnerObject(a), nil
}

func (c *call) reaches(a *Account) bool {
	return a.Status != StatusDeleted && (a.ID == c.session.partnerID || a.ParentID == c.session.partnerID)
}

// partnerObject is the account as this call may see it.
func (c *call) partnerObject(a *Account) *object {
	o := c.server.partner(a, c.seesSecrets(a))
	return applyProfile(o, c.params.object("responseProfile"))
}

// seesSecrets: INTEGRATION_BASE opens both secrets, hideSecrets closes them for
// every session that is not of an internal partner
// (`partner_getInfo_admin_role_account_base_only`, `partner_getInfo_hideSecrets`).
func (c *call) seesSecrets(a *Account) bool {
	if c.session == nil || !permits(c.permissions, integrationBase) {
		return false
	}
	internal := c.session.partnerID <= 0 || c.session.master < 0
	return !a.HideSecrets || internal
}
