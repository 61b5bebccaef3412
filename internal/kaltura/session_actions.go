// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// sessionInfo is the API object KalturaSessionInfo. Its numbers arrive as
// strings from session.get.
type sessionInfo struct {
	KS          secretString  `json:"ks"`
	PartnerID   lenientInt    `json:"partnerId"`
	UserID      lenientString `json:"userId"`
	Expiry      lenientInt    `json:"expiry"`
	SessionType lenientInt    `json:"sessionType"`
	Privileges  lenientString `json:"privileges"`
}

// session is what a caller of [Client.MintSession] gets of it.
func (i *sessionInfo) session(revocable bool) Session {
	made := Session{
		KS: i.KS.Secret, ExpiresAt: time.Unix(int64(i.Expiry), 0).UTC(), Revocable: revocable,
		Type: SessionTypeUser, UserID: string(i.UserID),
	}
	if i.SessionType >= 1 {
		made.Type = SessionTypeAdmin
	}
	for item := range strings.SplitSeq(string(i.Privileges), ",") {
		if item != "" {
			made.Privileges = append(made.Privileges, item)
		}
	}
	return made
}

// startWidgetSession makes an anonymous session of the account. It fails with
// UnknownAccount where the host does not know the account.
func (c *Client) startWidgetSession(ctx context.Context, partnerID int64) (Secret, error) {
	var made struct {
		KS secretString `json:"ks"`
	}
	what := action{service: "session", name: "startWidgetSession"}
	_, err := c.call(ctx, what, params{"widgetId": "_" + strconv.FormatInt(partnerID, 10), "expiry": 60}, &made)
	if err != nil {
		return Secret{}, err
	}
	if !made.KS.Present() {
		return Secret{}, what.failed(UnexpectedAnswer)
	}
	return made.KS.Secret, nil
}

// inspect reads what the session target holds, asking as the session ks
// (session.get). The two have to be of one account.
func (c *Client) inspect(ctx context.Context, ks, target Secret) (*sessionInfo, *Error) {
	var info sessionInfo
	_, err := c.call(ctx, action{service: "session", name: "get"}, params{"ks": ks.Reveal(), "session": target.Reveal()}, &info)
	return &info, err
}

// EndSession revokes a KS (session.end). A KS that is already over counts as
// revoked.
func (c *Client) EndSession(ctx context.Context, ks Secret) error {
	_, err := c.call(ctx, action{service: "session", name: "end"}, params{"ks": ks.Reveal()}, nil)
	if err == nil || err.Failure == KSExpired || err.Failure == KSRevoked {
		return nil
	}
	return err
}
