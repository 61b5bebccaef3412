// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// AppToken is a KalturaAppToken. Nil pointers are unset properties
// (`appToken_add_default`).
type AppToken struct {
	ID                string
	Token             string
	HashType          string // MD5, SHA1, SHA256, SHA512; empty means SHA1
	Disabled          bool   // status 1 instead of 2
	Deleted           bool
	Expiry            *int64 // Unix seconds
	SessionType       *int
	SessionUserID     *string
	SessionDuration   *int // seconds; nil means the account's maximum
	SessionPrivileges string
	Description       string
	// CreatedAt and UpdatedAt are Unix seconds.
	CreatedAt, UpdatedAt int64

	// blank texts were set to "" and are returned.
	blankPrivileges, blankDescription bool

	late *late[AppToken]
}

// appTokenProperties accept values that make a token useless
// (`appToken_add_expiry_*`, `_add_duration_*`).
var appTokenProperties = []property[AppToken]{
	{"description", func(t *AppToken, value *string) { t.Description, t.blankDescription = textOf(value) }},
	{"expiry", func(t *AppToken, value *string) { t.Expiry = numberOf[int64](value) }},
	{"hashType", func(t *AppToken, value *string) { t.HashType, _ = textOf(value) }},
	{"sessionType", func(t *AppToken, value *string) { t.SessionType = numberOf[int](value) }},
	{"sessionUserId", func(t *AppToken, value *string) { t.SessionUserID = value }},
	{"sessionDuration", func(t *AppToken, value *string) { t.SessionDuration = numberOf[int](value) }},
	{"sessionPrivileges", func(t *AppToken, value *string) { t.SessionPrivileges, t.blankPrivileges = textOf(value) }},
}

// relativeTime is the largest expiry that counts from now: about ten years. A
// word is 0, and 0 is now (`appToken_add_expiry_zero`).
const relativeTime = 10 * 365 * 24 * 3600

// userIDs are the IDs that user.add accepts (`appToken_add_user_bad_char`).
var userIDs = regexp.MustCompile("^[A-Za-z0-9,!#$%&'*+?^_`{|}~.@=/-]{1,320}$")

func updateAppToken(c *call, t *AppToken) (any, error) {
	before := *t
	return c.writeAppToken(t, &before)
}

// writeAppToken answers with the token as it was written, which is not always
// how it is stored. before is nil for a new token.
func (c *call) writeAppToken(t, before *AppToken) (any, error) {
	given := c.params.object("appToken")
	if err := checkEnum(given, "hashType", "KalturaAppTokenHashType", "MD5", "SHA1", "SHA256", "SHA512"); err != nil {
		return nil, err
	}
	if err := checkEnum(given, "sessionType", "KalturaSessionType", "0", "2", ""); err != nil {
		return nil, err
	}
	changed := *t
	if err := write(&changed, "KalturaAppToken", appTokenProperties, given, "token", "status"); err != nil {
		return nil, err
	}
	if given.has("expiry") && *changed.Expiry >= 0 && *changed.Expiry <= relativeTime {
		*changed.Expiry += c.now.Unix()
	}
	if user := given.text("sessionUserId"); user != "" {
		if !userIDs.MatchString(user) {
			return nil, newError("INVALID_FIELD_VALUE", "value in field [sessionUserId] is not valid", "FIELD_NAME", "sessionUserId")
		}
		user = cut(user, maxUserID)
		if a := c.own(); a.findUser(user) == nil {
			a.Users = append(a.Users, User{ID: user}) // `appToken_add_user_unknown`
		}
	}
	if len(changed.Description) > maxTokenTexts {
		return nil, internalError()
	}
	changed.UpdatedAt = c.now.Unix()
	if utf8mb4 := c.own().UTF8MB4; !utf8mb4 || before == nil || beyondASCII(before.Description) == 0 {
		*t = changed.stored(utf8mb4)
		t.late = written(c.server, before)
	}
	return appTokenObject(c, &changed), nil
}

// addAppToken is appToken.add (`appToken_add_default`, `appToken_add_sha1_admin`).
func addAppToken(c *call) (any, error) {
	a := c.own()
	t := AppToken{ID: c.server.next.id, Token: c.server.next.token}
	if c.server.next = (identifiers{}); t.ID == "" {
		random := make([]byte, 20)
		_, _ = rand.Read(random) // never fails
		t.ID, t.Token = fmt.Sprintf("0_%x", random[:4]), fmt.Sprintf("%x", random[4:])
	}
	t.HashType, t.SessionDuration, t.CreatedAt = "SHA1", pointer(int(a.maxExpiry())), c.now.Unix()
	made, err := c.writeAppToken(&t, nil)
	if err == nil {
		a.AppTokens = append(a.AppTokens, t)
	}
	return made, err
}

func appTokenObject(c *call, t *AppToken) object {
	return c.profiled(object{
		"objectType": "KalturaAppToken", "id": t.ID, "token": t.Token, "partnerId": c.session.partnerID,
		"createdAt": t.created(), "updatedAt": cmp.Or(t.UpdatedAt, fixtureTime),
		"status": t.status(), "expiry": deref(t.Expiry),
		"sessionType": deref(t.SessionType), "sessionUserId": deref(t.SessionUserID),
		"sessionDuration":   deref(t.SessionDuration),
		"sessionPrivileges": textOrNil(t.SessionPrivileges, t.blankPrivileges),
		"hashType":          cmp.Or(t.HashType, "SHA1"), "description": textOrNil(t.Description, t.blankDescription),
	})
}

func appTokenError(code, id, reason string) *APIError {
	return newError(code, `Application token id "`+id+`" `+reason, "ID", id)
}

// findAppToken ignores letter case (`appToken_get_case`); deleted and foreign
// tokens are unknown (`appToken_get_foreign`).
func findAppToken(c *call) (*AppToken, error) {
	return c.findTokenBy(func(t *AppToken) *AppToken { return t })
}

// findSeenAppToken finds it on the replica.
func findSeenAppToken(c *call) (*AppToken, error) { return c.findTokenBy(seenToken) }

func seenToken(t *AppToken) *AppToken { return seen(t, t.late) }

func (c *call) findTokenBy(show func(*AppToken) *AppToken) (*AppToken, error) {
	id := c.params.text("id")
	t := find(c.own().AppTokens, func(t *AppToken) bool { return strings.EqualFold(t.ID, id) })
	if t != nil {
		t = show(t)
	}
	if t == nil || t.Deleted {
		return nil, appTokenError("APP_TOKEN_ID_NOT_FOUND", id, "not found")
	}
	return t, nil
}

func getAppToken(c *call, t *AppToken) (any, error) { return appTokenObject(c, t), nil }

// deleteAppToken also revokes the token's sessions
// (`appToken_session_after_delete`).
func deleteAppToken(c *call, t *AppToken) (any, error) {
	before := *t
	t.Deleted, t.late = true, written(c.server, &before)
	c.server.ended[sessionIDKey(c.session.partnerID, t.ID)] = true
	return nil, nil
}

func (t *AppToken) status() int64 {
	if t.Disabled {
		return 1
	}
	return 2
}

func (t *AppToken) created() int64 { return cmp.Or(t.CreatedAt, fixtureTime) }

func (t *AppToken) compareID(other *AppToken) int { return strings.Compare(t.ID, other.ID) }

var appTokenListing = &listing[*AppToken]{
	class: "KalturaAppTokenListResponse", object: appTokenObject,
	filters: map[string]func(t *AppToken, want string) bool{
		"idEqual":                     func(t *AppToken, want string) bool { return t.ID == want },
		"sessionUserIdEqual":          func(t *AppToken, want string) bool { return t.SessionUserID != nil && *t.SessionUserID == want },
		"createdAtGreaterThanOrEqual": func(t *AppToken, want string) bool { return t.created() >= leadingNumber(want) },
	},
	orders: map[string]func(a, b *AppToken) int{
		"": (*AppToken).compareID,
		"+createdAt": func(a, b *AppToken) int {
			return cmp.Or(cmp.Compare(a.created(), b.created()), a.compareID(b))
		},
	},
}

// listAppTokens returns an empty list for an unknown user.
func listAppTokens(c *call) (any, error) {
	if user := c.params.object("filter").text("sessionUserIdEqual"); user != "" && c.own().findUser(user) == nil {
		return object{"objectType": appTokenListing.class, "totalCount": 0}, nil
	}
	var all []*AppToken
	for i := range c.own().AppTokens {
		if t := seenToken(&c.own().AppTokens[i]); t != nil && !t.Deleted {
			all = append(all, t)
		}
	}
	return appTokenListing.page(c, all)
}

// hash returns the lower-case hash of a KS and the token.
func (t *AppToken) hash(ks string) string {
	text := []byte(ks + t.Token)
	switch t.HashType {
	case "MD5":
		return fmt.Sprintf("%x", md5.Sum(text))
	case "SHA256":
		return fmt.Sprintf("%x", sha256.Sum256(text))
	case "SHA512":
		return fmt.Sprintf("%x", sha512.Sum512(text))
	}
	return fmt.Sprintf("%x", sha1.Sum(text))
}

// startAppTokenSession is appToken.startSession. It expects the hash of the
// call's KS and the token (`appToken_startSession_uppercase_hash`).
func startAppTokenSession(c *call, t *AppToken) (any, error) {
	switch {
	case t.Disabled:
		return nil, appTokenError("APP_TOKEN_NOT_ACTIVE", t.ID, "not active")
	case t.hash(c.params.text("ks")) != c.params.text("tokenHash"):
		return nil, newError("INVALID_APP_TOKEN_HASH", "Invalid application token hash")
	case t.Expiry != nil && *t.Expiry < c.now.Unix():
		return nil, appTokenError("APP_TOKEN_EXPIRED", t.ID, "expired")
	}
	k := c.appTokenSession(t)
	return object{
		"objectType": "KalturaSessionInfo", "ks": c.server.issue(c.own(), k),
		"sessionType": k.kind, "partnerId": itoa(k.partnerID), "userId": k.userID,
		"expiry": k.expiry, "privileges": formatPrivileges(k.privileges),
	}, nil
}

// appTokenSession applies the token's values over the caller's
// (`appToken_startSession_override_refused`). A token without a session type
// gives a USER session unless the caller requests another
// (`appToken_startSession_default`). The token's expiry limits the lifetime.
func (c *call) appTokenSession(t *AppToken) *session {
	k := &session{partnerID: c.session.partnerID, userID: c.params.text("userId"), kind: int(c.params.number("type", UserSession))}
	lifetime := c.own().maxExpiry()
	if t.SessionType != nil {
		k.kind = *t.SessionType
	}
	if t.SessionUserID != nil {
		k.userID = *t.SessionUserID
	}
	if t.SessionDuration != nil {
		lifetime = int64(*t.SessionDuration)
	}
	if t.Expiry != nil {
		lifetime = min(lifetime, *t.Expiry-c.now.Unix())
	}
	if asked := c.params.number("expiry", 0); asked != 0 {
		lifetime = min(lifetime, asked)
	}
	k.expiry = c.now.Unix() + lifetime
	fixed := parsePrivileges(t.SessionPrivileges)
	asked := slices.DeleteFunc(parsePrivileges(c.params.text("sessionPrivileges")), func(p privilege) bool {
		if !slices.Contains(reservedPrivileges, p.name) { // `appToken_startSession_user_type_expiry`
			return false
		}
		left := slices.Contains(fixed, privilege{p.name, "*"}) // to the caller
		if left {
			fixed = slices.DeleteFunc(fixed, func(own privilege) bool { return own.name == p.name })
		}
		return !left
	})
	k.privileges = joined(slices.Concat([]privilege{{"sessionid", t.ID}, {"apptoken", t.ID}}, asked, fixed))
	return k
}

// joined writes the values of one privilege together
// (`appToken_startSession_two_roles`,
// `appToken_startSession_sessionid_privilege`).
func joined(list []privilege) []privilege {
	var k session
	for _, p := range list {
		if earlier, ok := k.privilege(p.name); ok {
			p.value = earlier + "/" + p.value
		}
		k.setPrivilege(p.name, p.value)
	}
	return k.privileges
}

// reservedPrivileges are dropped from what a caller requests with an app token.
var reservedPrivileges = strings.Fields(`all edit sview list download downloadasset editplaylist sviewplaylist
	actionslimit setrole iprestrict urirestrict enableentitlement disableentitlement disableentitlementforentry
	privacycontext enablecategorymoderation reftime preview sessionid jobtype apptoken sessionkey
	enablechangeaccount editadmintags restrictexplicitliveview widget view`)
