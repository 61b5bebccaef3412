// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
)

// AccountInfo contains the values that KMC shows under Settings > Integrations
// > Account info.
type AccountInfo struct {
	PartnerID   int64
	AdminSecret Secret
	UserSecret  Secret
	// AnotherAdminSecret reports that the client signs with an Administrator
	// Secret that the account still accepts, but that is not its primary one.
	AnotherAdminSecret bool
}

// MaxPartnerID is the highest ID that the API's database can store.
const MaxPartnerID = 1<<31 - 1

// SubPartnerID is the partner ID times 100. The API has no field for it; KMC
// appends "00" to the partner ID.
func SubPartnerID(partnerID int64) int64 { return partnerID * 100 }

// AccountInfo reads an account's secrets: those of the signed-in account for 0
// and for its own ID (partner.getInfo, permission INTEGRATION_BASE), otherwise
// those of a child account (partner.get, permission ADMIN_PUBLISHER_MANAGE in
// addition).
//
// It fails with SecretsNotVisible if the API omits a secret, and with
// AnswerOfAnotherAccount rather than return another account's secrets.
func (c *Client) AccountInfo(ctx context.Context, partnerID int64) (AccountInfo, error) {
	var response struct {
		ID          *lenientInt  `json:"id"`
		UserSecret  secretString `json:"secret"`
		AdminSecret secretString `json:"adminSecret"`
	}
	action, err := c.readPartner(ctx, partnerID, &response)
	if err != nil {
		return AccountInfo{}, err
	}
	if err := c.checkAnswer(action, partnerID, response.ID); err != nil {
		return AccountInfo{}, err
	}
	if !response.AdminSecret.Present() || !response.UserSecret.Present() {
		failed := action.failed(SecretsNotVisible)
		failed.AskedPartnerID = int64(*response.ID)
		return AccountInfo{}, failed
	}
	info := AccountInfo{PartnerID: int64(*response.ID), AdminSecret: response.AdminSecret.Secret, UserSecret: response.UserSecret.Secret}
	if used, ok := c.session.adminSecret(); ok && used.PartnerID == info.PartnerID {
		info.AnotherAdminSecret = !used.Secret.Equal(info.AdminSecret)
	}
	return info, nil
}

// readPartner reads the fields of a KalturaPartner that value has (wire case
// partner_getInfo_responseProfile).
func (c *Client) readPartner(ctx context.Context, partnerID int64, value any) (apiAction, error) {
	params := apiParams{"responseProfile": onlyFields(value)}
	action := apiAction{service: "partner", name: "getInfo"}
	if partnerID != 0 && partnerID != c.PartnerID() {
		action.name = "get"
		params["id"] = partnerID
	}
	err := c.callSignedIn(ctx, action, params, value)
	if failed, ok := errors.AsType[*Error](err); ok && failed.Failure == AccountNotReachable {
		failed.AskedPartnerID = partnerID
	}
	return action, err
}

// checkAnswer verifies that the answer is about the requested account.
func (c *Client) checkAnswer(action apiAction, asked int64, answered *lenientInt) error {
	if asked == 0 {
		asked = c.PartnerID()
	}
	if answered == nil || *answered == 0 || *answered > MaxPartnerID || *answered < -MaxPartnerID {
		return action.failed(UnexpectedAnswer)
	}
	if asked != 0 && asked != int64(*answered) {
		return action.ofAnother(asked, int64(*answered))
	}
	return nil
}
