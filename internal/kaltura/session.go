// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sessionInfo is the API object KalturaSessionInfo. session.get sends its
// numbers as strings.
type sessionInfo struct {
	KS          secretString  `json:"ks"`
	PartnerID   lenientInt    `json:"partnerId"`
	UserID      lenientString `json:"userId"`
	Expiry      lenientInt    `json:"expiry"`
	SessionType lenientInt    `json:"sessionType"`
	Privileges  itemsText     `json:"privileges"`
}

// session converts the answer for callers of [Client.CreateSession].
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

// startWidgetSession creates an anonymous session of the account. It fails with
// UnknownAccount if the host does not know the account.
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

var getSession = apiAction{service: "session", name: "get"}

// EndSession revokes a session (session.end). It succeeds if the session was
// already revoked, used up or expired. It fails with KSExpired if the session
// should still be valid by the server's clock.
func (c *Client) EndSession(ctx context.Context, session Session) error {
	_, err := c.call(ctx, apiAction{service: "session", name: "end"}, apiParams{"ks": session.KS.Reveal()}, nil)
	switch failed := ErrorOf(err); {
	case err == nil, failed.Failure == KSRevoked, failed.Failure == KSUsedUp:
		return nil
	case failed.Failure == KSExpired && !failed.serverTime.Add(networkTime).Before(session.ExpiresAt):
		return nil
	}
	return err
}

// EndOwnSession revokes the session of the client's login, which would
// otherwise last for hours, and the sessions of child accounts, which cannot be
// called any more. Other sign-in methods leave no session worth a request.
func (c *Client) EndOwnSession(ctx context.Context) error {
	failed := c.endChildren(ctx)
	if ks := c.session.own(ctx); ks.Present() {
		return errors.Join(failed, c.EndSession(ctx, Session{KS: ks}))
	}
	return failed
}

// SessionRequest describes a session to create.
type SessionRequest struct {
	// PartnerID is a child of the signed-in account; 0 means the account itself.
	PartnerID int64
	// Type is the requested type. TypeGiven distinguishes a chosen type from the
	// default.
	Type      SessionType
	TypeGiven bool
	UserID    string
	// Lifetime is in whole seconds, at least one. If the API creates the KS, the
	// account's maximum limits it.
	Lifetime   time.Duration
	Privileges []string
}

// Session is a created session, as the API granted it.
type Session struct {
	KS Secret
	// ExpiresAt is by the server's clock, and zero if the API does not let the
	// session read it.
	ExpiresAt time.Time
	// LocalClock reports that ExpiresAt is by this machine's clock, because the
	// server did not report its time.
	LocalClock bool
	// Revocable reports whether EndSession revokes only this session.
	Revocable  bool
	Type       SessionType
	UserID     string
	Privileges []string
}

// SessionReason says why the sign-in method cannot create a session
// (CannotCreateSession).
type SessionReason string

// The reasons for CannotCreateSession.
const (
	ReasonGivenKS                  SessionReason = "given KS"
	ReasonChildRequiresAdminSecret SessionReason = "child requires admin secret"
	ReasonLoginFixesUser           SessionReason = "login fixes user and type"
)

// CreateSession creates a session for the caller: with an Administrator Secret
// locally, once the server's clock is known, except for a child account
// (session.impersonate); with an app token by appToken.startSession; with a
// login by another login. It fails with CannotCreateSession if the sign-in method does
// not support the request, and with ClocksDiffer if the server's clock differs
// by more than a day.
func (c *Client) CreateSession(ctx context.Context, request SessionRequest) (Session, error) {
	return c.session.createSession(ctx, request)
}

// impersonate creates a session of a child account. The API alone decides its
// lifetime. The session may lack the permission to read it, so the client's own
// session of the child does.
func (c *Client) impersonate(ctx context.Context, parent AdminSecret, request SessionRequest) (Session, error) {
	ks, err := c.callImpersonate(ctx, parent, request)
	if err != nil {
		return Session{}, err
	}
	var info sessionInfo
	if err := c.ForAccount(request.PartnerID).callSignedIn(ctx, getSession, apiParams{"session": ks.Reveal()}, &info); err != nil {
		return Session{}, c.abandon(ctx, ks, request, err)
	}
	if answered := int64(info.PartnerID); answered != request.PartnerID {
		return Session{}, c.abandon(ctx, ks, request, getSession.ofAnother(request.PartnerID, answered))
	}
	info.KS.Secret = ks
	return info.session(endsAlone(request.Privileges)), nil
}

// endsAlone reports whether revoking a session with the privileges revokes no
// other: the privilege sessionid makes a group of sessions that are revoked
// together (wire case session_end_sessionid_sibling).
func endsAlone(privileges []string) bool {
	return !slices.ContainsFunc(privileges, func(item string) bool { return PrivilegeName(item) == "sessionid" })
}

// abandon revokes a session that is not returned because of err, which it
// returns. If this fails, the session expires.
func (c *Client) abandon(ctx context.Context, ks Secret, request SessionRequest, err error) error {
	if endsAlone(request.Privileges) {
		brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = c.EndSession(brief, Session{KS: ks})
	}
	return err
}

func (c *Client) callImpersonate(ctx context.Context, parent AdminSecret, request SessionRequest) (Secret, error) {
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
	failed := ErrorOf(err)
	if failed == nil && !ks.Present() {
		failed = action.failed(UnexpectedAnswer)
	}
	if failed != nil {
		failed.PartnerID, failed.AskedPartnerID = parent.PartnerID, request.PartnerID
		return Secret{}, failed
	}
	return ks.Secret, nil
}
