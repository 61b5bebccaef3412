// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"slices"
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

// SessionRequest describes a session to make.
type SessionRequest struct {
	// PartnerID is a child of the signed-in account; 0 means that account.
	PartnerID int64
	// Type is the type asked for. TypeGiven tells a chosen type from the
	// default.
	Type      SessionType
	TypeGiven bool
	UserID    string
	// Lifetime is whole seconds, one at least. An account's maximum shortens it
	// where the API makes the KS.
	Lifetime   time.Duration
	Privileges []string
}

// Session is a session that was made, as the API granted it.
type Session struct {
	KS Secret
	// ExpiresAt is by the server's clock, and zero where the API does not let
	// the session ask.
	ExpiresAt time.Time
	// LocalClock says that ExpiresAt is by this machine's clock, because the
	// server did not tell its time.
	LocalClock bool
	// Revocable says whether EndSession ends this session and nothing else.
	Revocable  bool
	Type       SessionType
	UserID     string
	Privileges []string
}

// Reasons that come with CannotMint.
const (
	ReasonGivenKS               = "given KS"
	ReasonChildNeedsAdminSecret = "child needs admin secret"
	ReasonLoginFixesUser        = "login fixes user and type"
)

// MintSession makes a session to hand out. With an administrator secret that
// is local work once the server's clock is known, except for a child account
// (session.impersonate); with an app token it is appToken.startSession, with a
// login a login of its own. It fails with CannotMint where the sign-in method
// cannot do what is asked, and with ClocksDiffer where the server's clock is
// more than a day off.
func (c *Client) MintSession(ctx context.Context, request SessionRequest) (Session, error) {
	return c.session.mint(ctx, request)
}

// impersonate makes a session of a child account. The API alone decides how
// long it lives, so a second, short session of the child reads that from it:
// the made session itself may lack the permission.
func (c *Client) impersonate(ctx context.Context, parent AdminSecret, request SessionRequest) (Session, error) {
	ks, err := c.callImpersonate(ctx, parent, request)
	if err != nil {
		return Session{}, err
	}
	info, err := c.inspectChild(ctx, parent, request.PartnerID, ks)
	if err != nil {
		if endsAlone(request.Privileges) {
			c.abandon(ctx, ks)
		}
		return Session{}, err
	}
	info.KS.Secret = ks
	return info.session(endsAlone(request.Privileges)), nil
}

// endsAlone reports whether ending a session with the privileges ends no other:
// the privilege sessionid makes a group of sessions that end together (wire
// case session_end_sessionid_sibling).
func endsAlone(privileges []string) bool {
	return !slices.ContainsFunc(privileges, func(item string) bool { return PrivilegeName(item) == "sessionid" })
}

// inspectChild asks by a session that lives for a minute and is not ended.
func (c *Client) inspectChild(ctx context.Context, parent AdminSecret, childID int64, ks Secret) (*sessionInfo, *Error) {
	inspector, err := c.callImpersonate(ctx, parent, SessionRequest{
		PartnerID: childID, Type: SessionTypeAdmin, Lifetime: time.Minute,
	})
	if err != nil {
		return nil, err
	}
	return c.inspect(ctx, inspector, ks)
}

// abandon ends a session that was made but will not be handed out. The caller
// is told why already, and the session's expiry remains.
func (c *Client) abandon(ctx context.Context, ks Secret) {
	brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = c.EndSession(brief, Session{KS: ks})
}

func (c *Client) callImpersonate(ctx context.Context, parent AdminSecret, request SessionRequest) (Secret, *Error) {
	params := apiParams{
		"secret": parent.Secret.Reveal(), "partnerId": parent.PartnerID,
		"impersonatedPartnerId": request.PartnerID, "type": request.Type,
		"expiry": int(request.Lifetime.Seconds()),
	}
	if request.UserID != "" {
		params["userId"] = request.UserID
	}
	if len(request.Privileges) > 0 {
		params["privileges"] = joinPrivileges(request.Privileges)
	}
	var ks secretString
	action := apiAction{service: "session", name: "impersonate"}
	_, err := c.call(ctx, action, params, &ks)
	if err == nil && !ks.Present() {
		err = action.failed(UnexpectedAnswer)
	}
	if err != nil {
		err.AskedPartnerID = request.PartnerID
	}
	return ks.Secret, err
}
