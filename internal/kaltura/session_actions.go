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
	action := apiAction{service: "session", name: "startWidgetSession"}
	_, err := c.call(ctx, action, apiParams{"widgetId": "_" + strconv.FormatInt(partnerID, 10), "expiry": 60}, &made)
	if err != nil {
		return Secret{}, err
	}
	if !made.KS.Present() {
		return Secret{}, action.failed(UnexpectedAnswer)
	}
	return made.KS.Secret, nil
}

// inspect reads what the session target holds, asking as the session ks
// (session.get). The two have to be of one account.
func (c *Client) inspect(ctx context.Context, ks, target Secret) (*sessionInfo, *Error) {
	var info sessionInfo
	_, err := c.call(ctx, apiAction{service: "session", name: "get"}, apiParams{"ks": ks.Reveal(), "session": target.Reveal()}, &info)
	return &info, err
}

// EndSession revokes a session (session.end). One that was revoked, used up or
// has expired counts as revoked; it fails with KSExpired where the session
// should still live by the server's clock.
func (c *Client) EndSession(ctx context.Context, session Session) error {
	_, err := c.call(ctx, apiAction{service: "session", name: "end"}, apiParams{"ks": session.KS.Reveal()}, nil)
	switch {
	case err == nil, err.Failure == KSRevoked, err.Failure == KSUsedUp:
		return nil
	case err.Failure == KSExpired && !err.serverTime.Add(networkTime).Before(session.ExpiresAt):
		return nil
	}
	return err
}

// EndOwnSession revokes the session of the client's login, which would live on
// for hours. Other sign-in methods leave none that is worth a request.
func (c *Client) EndOwnSession(ctx context.Context) error {
	ks := c.session.own()
	if !ks.Present() {
		return nil
	}
	return c.EndSession(ctx, Session{KS: ks})
}

// askClockTime is how long a server may take to tell its time.
const askClockTime = 5 * time.Second

// askClock makes the server's clock known before a session is signed by it,
// with one request where no answer has come yet (system.getTime). It reports
// whether the clock is known, and fails with ClocksDiffer, TimedOut or
// Cancelled.
func (c *Client) askClock(ctx context.Context) (known bool, failed *Error) {
	c.clock.asking.Lock()
	defer c.clock.asking.Unlock()
	if c.clock.known.Load() || c.clock.silent {
		return !c.clock.silent, nil
	}
	brief, cancel := context.WithTimeout(ctx, askClockTime)
	defer cancel()
	var seconds lenientInt
	action := apiAction{service: "system", name: "getTime", once: true}
	_, err := c.call(brief, action, nil, &seconds)
	switch {
	case ctx.Err() != nil:
		failed = action.failed("")
		failed.Failure, failed.cause = contextFailure(ctx)
		return false, failed
	case err != nil:
		c.clock.silent = true
		return false, nil
	}
	if serverTime := time.Unix(int64(seconds), 0); !c.clock.adopt(serverTime) {
		failed = action.failed(ClocksDiffer)
		failed.ClockDifference = c.clock.difference(serverTime)
		return false, failed
	}
	return true, nil
}
