// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// AppToken is a KalturaAppToken. Nil pointers are properties that are not set
// (`appToken_add_default`).
type AppToken struct {
	ID                string
	Token             string
	HashType          string // MD5, SHA1, SHA256, SHA512; empty means SHA1
	Disabled          bool   // status 1 instead of 2
	Deleted           bool
	Expiry            *int64 // unix seconds
	SessionType       *int
	SessionUserID     *string
	SessionDuration   *int // seconds; nil means the account's maximum
	SessionPrivileges string
	Description       string
	// CreatedAt and UpdatedAt are Unix seconds.
	CreatedAt, UpdatedAt int64

	// blank texts were set to "" and are shown.
	blankPrivileges, blankDescription bool
}

// hashTypes are the values of KalturaAppTokenHashType.
var hashTypes = map[string]func(string) string{
	"MD5":    func(s string) string { h := md5.Sum([]byte(s)); return hex.EncodeToString(h[:]) },
	"SHA1":   func(s string) string { h := sha1.Sum([]byte(s)); return hex.EncodeToString(h[:]) },
	"SHA256": func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) },
	"SHA512": func(s string) string { h := sha512.Sum512([]byte(s)); return hex.EncodeToString(h[:]) },
}

func (t *AppToken) hash(ks string) string {
	if t.HashType == "" {
		return hashTypes["SHA1"](ks + t.Token)
	}
	return hashTypes[t.HashType](ks + t.Token)
}

// startAppTokenSession is appToken.startSession. The hash is that of the KS of
// the call and the token, in lower case (`appToken_startSession_uppercase_hash`).
func startAppTokenSession(c *call) (any, error) {
	a := c.server.accounts[c.session.partnerID]
	id := c.params.text("id")
	t := a.findAppToken(id)
	switch {
	case t == nil || t.Deleted:
		return nil, appTokenError("APP_TOKEN_ID_NOT_FOUND", id, "not found")
	case t.Disabled:
		return nil, appTokenError("APP_TOKEN_NOT_ACTIVE", id, "is not active")
	case t.hash(c.params.text("ks")) != c.params.text("tokenHash"):
		return nil, newError("INVALID_APP_TOKEN_HASH", "Invalid application token hash")
	}
	lifetime, expired := t.lifetime(a, c.now.Unix())
	if expired {
		return nil, appTokenError("APP_TOKEN_EXPIRED", id, "expired")
	}
	if asked := c.params.number("expiry", 0); asked != 0 {
		lifetime = min(lifetime, asked)
	}
	k := c.appTokenSession(a, t, lifetime)
	return newObject("KalturaSessionInfo", field{"ks", c.server.issue(a, k, "")},
		field{"sessionType", k.kind}, field{"partnerId", strconv.FormatInt(a.ID, 10)}, field{"userId", k.userID},
		field{"expiry", k.expiry}, field{"privileges", formatPrivileges(k.privileges)}), nil
}

func appTokenError(code, id, what string) *APIError {
	return newError(code, fmt.Sprintf(`Application token id "%s" %s`, id, what), "ID", id)
}

// lifetime is the token's session duration, cut to what is left of the token.
func (t *AppToken) lifetime(a *Account, now int64) (seconds int64, expired bool) {
	seconds = a.maxExpiry()
	if t.SessionDuration != nil {
		seconds = int64(*t.SessionDuration)
	}
	if t.Expiry != nil {
		seconds = min(seconds, *t.Expiry-now)
	}
	return seconds, t.Expiry != nil && *t.Expiry < now
}

// appTokenSession: what the token fixes wins over what the caller asks
// (`appToken_startSession_override_refused`), and a token without a session
// type gives a USER session unless asked otherwise (`appToken_startSession_default`).
func (c *call) appTokenSession(a *Account, t *AppToken, lifetime int64) *session {
	k := &session{
		partnerID: a.ID, userID: c.params.text("userId"), kind: int(c.params.number("type", UserSession)),
		expiry:     c.now.Unix() + lifetime,
		privileges: []privilege{{"sessionid", t.ID}, {"apptoken", t.ID}},
	}
	if t.SessionType != nil {
		k.kind = *t.SessionType
	}
	if t.SessionUserID != nil {
		k.userID = *t.SessionUserID
	}
	for _, p := range parsePrivileges(c.params.text("sessionPrivileges")) {
		if !slices.Contains(reservedPrivileges, p.name) {
			k.privileges = append(k.privileges, p) // `appToken_startSession_user_type_expiry`
		}
	}
	k.privileges = append(k.privileges, parsePrivileges(t.SessionPrivileges)...)
	return k
}

// reservedPrivileges are dropped from what a caller asks of an app token.
var reservedPrivileges = strings.Fields(`all edit sview list download downloadasset editplaylist sviewplaylist
	actionslimit setrole iprestrict urirestrict enableentitlement disableentitlement disableentitlementforentry
	privacycontext enablecategorymoderation reftime preview sessionid jobtype apptoken sessionkey
	enablechangeaccount editadmintags restrictexplicitliveview widget view`)

func pointer[T any](value T) *T { return &value }

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
