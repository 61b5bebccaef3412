// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"time"
)

// Account is an account without its secrets. A field is nil if the API omitted
// it, because it is not set or because the role may not see it.
type Account struct {
	PartnerID          int64
	Name               *string
	Description        *string
	Website            *string
	Status             *int64
	CreatedAt          *time.Time
	AdminEmail         *string
	ParentPartnerID    *int64
	ReferenceID        *string
	Host               *string
	CDNHost            *string
	AuthenticationType *int64
	DirectLoginBlocked *bool
}

// wireAccount is KalturaPartner without its secrets. partner.list always sends
// them; without fields for them, they are dropped.
type wireAccount struct {
	ID                 *lenientInt    `json:"id"`
	Name               *lenientString `json:"name"`
	Description        *lenientString `json:"description"`
	Website            *lenientString `json:"website"`
	Status             *lenientInt    `json:"status"`
	CreatedAt          *lenientInt    `json:"createdAt"`
	AdminEmail         *lenientString `json:"adminEmail"`
	ParentPartnerID    *lenientInt    `json:"partnerParentId"`
	ReferenceID        *lenientString `json:"referenceId"`
	Host               *lenientString `json:"host"`
	CDNHost            *lenientString `json:"cdnHost"`
	AuthenticationType *lenientInt    `json:"authenticationType"`
	DirectLoginBlocked *lenientBool   `json:"blockDirectLogin"`
}

func (w wireAccount) account() Account {
	account := Account{
		Name:               w.Name.plain(oneLine),
		Description:        w.Description.plain(lines),
		Website:            w.Website.plain(oneLine),
		Status:             (*int64)(w.Status),
		AdminEmail:         w.AdminEmail.plain(oneLine),
		ParentPartnerID:    (*int64)(w.ParentPartnerID),
		ReferenceID:        w.ReferenceID.plain(oneLine),
		Host:               w.Host.plain(oneLine),
		CDNHost:            w.CDNHost.plain(oneLine),
		AuthenticationType: (*int64)(w.AuthenticationType),
		DirectLoginBlocked: (*bool)(w.DirectLoginBlocked),
		CreatedAt:          w.CreatedAt.time(),
	}
	if w.ID != nil {
		account.PartnerID = int64(*w.ID)
	}
	return account
}

func (a Account) weight() weight {
	total := weight{objects: 1}
	for _, text := range []*string{a.Name, a.Description, a.Website, a.AdminEmail, a.ReferenceID, a.Host, a.CDNHost} {
		if text != nil {
			total.bytes += len(*text)
		}
	}
	return total
}

// Account reads an account without its secrets: the signed-in account for 0 and
// for its own ID (partner.getInfo, permission ACCOUNT_BASE, a stronger one, or
// KMC_READ_ONLY with KMC_ACCESS), otherwise a child account (partner.get,
// permission ADMIN_PUBLISHER_MANAGE). The request names its fields, so the
// secrets are not sent.
func (c *Client) Account(ctx context.Context, partnerID int64) (Account, error) {
	var response wireAccount
	action, err := c.readPartner(ctx, partnerID, &response)
	if err != nil {
		return Account{}, err
	}
	if err := c.checkAnswer(action, partnerID, response.ID); err != nil {
		return Account{}, err
	}
	return response.account(), nil
}
