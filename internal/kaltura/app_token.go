// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"crypto/sha256"
	"errors"
	"math"
	"strings"
	"time"
)

// AppTokenInfo is an app token without its value (API object KalturaAppToken).
type AppTokenInfo struct {
	// ID looks like 0_a1b2c3d4.
	ID        string
	PartnerID int64
	CreatedAt time.Time
	// Disabled tokens create no sessions; only Kaltura can disable one.
	Disabled bool
	AppTokenSettings
}

// AppTokenSettings are the writable fields. A zero value is not set.
type AppTokenSettings struct {
	Description string
	// Role is the ID or system name of the role of the token's sessions
	// (privilege setrole); see [CheckRoleReference].
	Role string
	// Privileges are the token's other privileges, as in [SessionRequest]. They
	// include a setrole that names no role.
	Privileges []string
	// SessionType and SessionUserID fix the type and the user of the token's
	// sessions. The API creates a user that does not exist.
	SessionType   *SessionType
	SessionUserID string
	// SessionDuration is in seconds. For a new token without one, the API sets
	// the account's maximum.
	SessionDuration int64
	ExpiresAt       time.Time
	HashType        HashType
}

// relativeExpiry is the number of seconds up to which the API counts from now
// rather than from 1970 (measured on a real server: about ten years).
const relativeExpiry = 11 * 365 * 24 * 3600

// MaxExpiry is the latest expiry of an app token. The API accepts a later one,
// answers with it, and stores this (wire case appToken_get_expiry_2099).
var MaxExpiry = time.Unix(math.MaxInt32, 0).UTC()

// ErrExpiryPast and ErrExpiryLate reject times that the API silently accepts,
// creating a token that is expired or expires at another time.
var (
	ErrExpiryPast = errors.New("it is not in the future")
	ErrExpiryLate = errors.New("the API stores no time after " + MaxExpiry.Format(time.RFC3339) + ", when the token would expire")
)

// CheckExpiry returns nil for a valid expiry of an app token. The API takes
// seconds; those that it would misread are far in the past.
func CheckExpiry(at, now time.Time) error {
	switch {
	case at.After(MaxExpiry):
		return ErrExpiryLate
	case !at.After(now), at.Unix() <= relativeExpiry:
		return ErrExpiryPast
	}
	return nil
}

// Names reports whether the token's sessions have the role.
func (s AppTokenSettings) Names(role UserRole) bool {
	return s.role().names(role)
}

// role is the role of the token's sessions.
func (s AppTokenSettings) role() sessionRole { return roleOfToken(s.sessionPrivileges()) }

func (s AppTokenSettings) sessionPrivileges() string {
	if s.Role == "" {
		return joinPrivileges(s.Privileges)
	}
	return joinPrivileges(append([]string{setRole + ":" + s.Role}, s.Privileges...))
}

// Same reports whether an update from one to the other would change nothing.
func (s AppTokenSettings) Same(other AppTokenSettings) bool {
	return len(changed(s.wire(), other.wire())) == 0
}

// wire omits unset fields.
func (s AppTokenSettings) wire() apiParams {
	object := apiParams{}
	texts := map[string]string{
		"description": s.Description, "sessionPrivileges": s.sessionPrivileges(), "sessionUserId": s.SessionUserID,
		"hashType": string(s.HashType),
	}
	for name, text := range texts {
		if text != "" {
			object[name] = text
		}
	}
	if s.SessionType != nil {
		object["sessionType"] = int(*s.SessionType)
	}
	if s.SessionDuration != 0 {
		object["sessionDuration"] = s.SessionDuration
	}
	if !s.ExpiresAt.IsZero() {
		object["expiry"] = s.ExpiresAt.Unix()
	}
	return object
}

// wireAppToken has all fields except the token, which the API therefore omits
// (wire cases appToken_{add,get,list,update}_response_profile).
type wireAppToken struct {
	ID         lenientString  `json:"id"`
	PartnerID  lenientInt     `json:"partnerId"`
	CreatedAt  lenientInt     `json:"createdAt"`
	Status     lenientInt     `json:"status"`
	Expiry     *lenientInt    `json:"expiry"`
	Type       *lenientInt    `json:"sessionType"`
	UserID     *lenientString `json:"sessionUserId"`
	Duration   lenientInt     `json:"sessionDuration"`
	Privileges itemsText      `json:"sessionPrivileges"`
	HashType   lenientString  `json:"hashType"`
	About      *lenientString `json:"description"`
}

func (w wireAppToken) info() AppTokenInfo {
	info := AppTokenInfo{
		ID: w.ID.plainOrEmpty(oneLine), PartnerID: int64(w.PartnerID), CreatedAt: time.Unix(int64(w.CreatedAt), 0).UTC(),
		Disabled: w.Status == 1,
		AppTokenSettings: AppTokenSettings{
			Description: w.About.plainOrEmpty(lines), SessionUserID: w.UserID.plainOrEmpty(oneLine), SessionDuration: int64(w.Duration),
			HashType: HashType(w.HashType.plainOrEmpty(oneLine)),
		},
	}
	if w.Type != nil {
		kind := SessionType(*w.Type)
		info.SessionType = &kind
	}
	if w.Expiry != nil {
		info.ExpiresAt = time.Unix(int64(*w.Expiry), 0).UTC()
	}
	privileges := w.Privileges.plain()
	role := roleOfToken(privileges)
	info.Role = role.reference()
	for item := range strings.SplitSeq(privileges, ",") {
		// Whatever does not name one role for sure stays among the privileges.
		if item != "" && (role.kind != namedRole || PrivilegeName(item) != setRole) {
			info.Privileges = append(info.Privileges, item)
		}
	}
	return info
}

// AddAppToken creates an app token (appToken.add, permission APP_TOKEN_ADD). It
// fails with CreationUncertain rather than retry a request that the API may
// have received, and with UserIDInvalid.
func (c *Client) AddAppToken(ctx context.Context, settings AppTokenSettings) (AppTokenInfo, error) {
	request := apiParams{"appToken": settings.wire()}
	return c.callAppToken(ctx, addAppToken, request, "")
}

var addAppToken = apiAction{service: "appToken", name: "add", creates: CreatedAppToken}

// AddedAppToken reads an app token that AddAppToken has returned. It fails with
// CreationUncertain if the ID is that of another token.
func (c *Client) AddedAppToken(ctx context.Context, added AppTokenInfo) (AppTokenInfo, error) {
	token, err := c.AppToken(ctx, added.ID)
	if err == nil && isAnother(added.PartnerID, token.PartnerID, added.CreatedAt, token.CreatedAt) {
		err = addAppToken.unexpected()
	}
	return token, err
}

// AppToken reads an app token without its value (appToken.get, permission
// APP_TOKEN_BASE, or KMC_READ_ONLY with KMC_ACCESS). It fails with AppTokenGone;
// for a token that this process created, read before or expects, only after it
// was asked for again for a while.
func (c *Client) AppToken(ctx context.Context, id string) (token AppTokenInfo, err error) {
	err = c.readExisting(ctx, appTokenKey(id), func() (failed error) {
		token, failed = c.callAppToken(ctx, apiAction{service: "appToken", name: "get"}, apiParams{"id": id}, id)
		return failed
	})
	return token, err
}

// UpdateAppToken sends the settings that differ (appToken.update, permission
// APP_TOKEN_UPDATE). The value of the token does not change.
func (c *Client) UpdateAppToken(ctx context.Context, id string, from, to AppTokenSettings) (AppTokenInfo, error) {
	request := apiParams{"id": id, "appToken": changed(from.wire(), to.wire())}
	return c.callAppToken(ctx, apiAction{service: "appToken", name: "update"}, request, id)
}

// DeleteAppToken deletes an app token and revokes its sessions
// (appToken.delete, permission APP_TOKEN_DELETE). It succeeds if the token does
// not exist.
func (c *Client) DeleteAppToken(ctx context.Context, id string) error {
	err := c.callSignedIn(ctx, apiAction{service: "appToken", name: "delete"}, apiParams{"id": id}, nil)
	if err != nil && FailureOf(err) != AppTokenGone {
		return err
	}
	c.existing.remove(appTokenKey(id))
	c.lookUps.tokenChanged(id, nil)
	return nil
}

func (c *Client) callAppToken(ctx context.Context, sent apiAction, request apiParams, id string) (AppTokenInfo, error) {
	if object, ok := request["appToken"].(apiParams); ok {
		object["objectType"] = "KalturaAppToken"
	}
	var out wireAppToken
	request["responseProfile"] = onlyFields(&out)
	if err := c.callSignedIn(ctx, sent, request, &out); err != nil {
		return AppTokenInfo{}, err
	}
	if out.ID == "" || id != "" && !strings.EqualFold(string(out.ID), id) {
		return AppTokenInfo{}, sent.unexpected()
	}
	info := out.info()
	if err := c.checkOwner(sent, info.PartnerID); err != nil {
		return AppTokenInfo{}, err
	}
	if id == "" && !c.existing.add(appTokenKey(info.ID)) {
		return AppTokenInfo{}, sent.unexpected()
	}
	if sent.name != "get" {
		c.lookUps.tokenChanged(info.ID, &info)
	}
	return info, nil
}

// Version is a number from 1 to 2147483647 that differs between tokens (except
// for two of two billion). A token keeps it: the API cannot change a token's
// value, only replace the token.
func (t AppTokenInfo) Version() int64 {
	sum := sha256.Sum256([]byte(t.ID))
	return versionNumber(sum[:])
}

// AppTokenValue is an app token as credentials.
type AppTokenValue struct {
	ID        string
	PartnerID int64
	Token     Secret
	HashType  HashType
}

// AppTokenValue reads the value of an app token. No other call does
// (appToken.get, permission and failures as for [Client.AppToken]).
func (c *Client) AppTokenValue(ctx context.Context, id string) (value AppTokenValue, err error) {
	err = c.readExisting(ctx, appTokenKey(id), func() (failed error) {
		value, failed = c.readAppTokenValue(ctx, id)
		return failed
	})
	return value, err
}

func (c *Client) readAppTokenValue(ctx context.Context, id string) (AppTokenValue, error) {
	get := apiAction{service: "appToken", name: "get"}
	var out struct {
		ID        lenientString `json:"id"`
		Token     secretString  `json:"token"`
		PartnerID lenientInt    `json:"partnerId"`
		HashType  lenientString `json:"hashType"`
	}
	if err := c.callSignedIn(ctx, get, apiParams{"id": id, "responseProfile": onlyFields(&out)}, &out); err != nil {
		return AppTokenValue{}, err
	}
	value := AppTokenValue{
		ID: out.ID.plainOrEmpty(oneLine), PartnerID: int64(out.PartnerID), Token: out.Token.Secret, HashType: HashType(out.HashType.plainOrEmpty(oneLine)),
	}
	if !strings.EqualFold(value.ID, id) || !value.Token.Present() {
		return AppTokenValue{}, get.failed(UnexpectedAnswer)
	}
	if err := c.checkOwner(get, value.PartnerID); err != nil {
		return AppTokenValue{}, err
	}
	return value, nil
}
