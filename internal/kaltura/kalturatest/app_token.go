// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

func init() {
	for _, a := range []*action{
		{name: "startSession", run: startAppTokenSession, params: []param{must("id"), must("tokenHash"), may("userId"), sessionType, may("sessionPrivileges")}},
		{name: "add", run: addAppToken, anyOf: []string{"APP_TOKEN_ADD"}, params: []param{must("appToken")}},
		{name: "delete", run: deleteAppToken, anyOf: []string{"APP_TOKEN_DELETE"}, params: []param{must("id")}},
		{name: "get", run: getAppToken, anyOf: []string{"APP_TOKEN_BASE", "KMC_READ_ONLY"}, params: []param{must("id")}},
		{name: "list", run: listAppTokens, anyOf: []string{"APP_TOKEN_BASE", "KMC_READ_ONLY"}},
		{name: "update", run: updateAppToken, anyOf: []string{"APP_TOKEN_UPDATE"}, params: []param{must("id"), must("appToken")}},
	} {
		a.service, a.needsKS = "appToken", true
		register(a)
	}
}

// appTokenProperties: nothing is checked that would make a token useless
// (`appToken_add_expiry_*`, `_add_duration_*`).
func appTokenProperties(now int64) []writable[AppToken] {
	return []writable[AppToken]{
		{"description", func(t *AppToken, value *string) { t.Description, t.blankDescription = textOf(value) }},
		{"expiry", func(t *AppToken, value *string) { t.Expiry = expiryOf(value, now) }},
		{"hashType", func(t *AppToken, value *string) { t.HashType, _ = textOf(value) }},
		{"sessionType", func(t *AppToken, value *string) { t.SessionType = shortNumberOf(value) }},
		{"sessionUserId", func(t *AppToken, value *string) { t.SessionUserID = value }},
		{"sessionDuration", func(t *AppToken, value *string) { t.SessionDuration = shortNumberOf(value) }},
		{"sessionPrivileges", func(t *AppToken, value *string) { t.SessionPrivileges, t.blankPrivileges = textOf(value) }},
	}
}

func shortNumberOf(value *string) *int {
	if number := numberOf(value); number != nil {
		return pointer(int(*number))
	}
	return nil
}

// relativeTime is how far a number is taken to count from now: about ten years.
const relativeTime = 10 * 365 * 24 * 3600

// expiryOf: a word is 0, and 0 is now (`appToken_add_expiry_zero`).
func expiryOf(value *string, now int64) *int64 {
	expiry := numberOf(value)
	if expiry != nil && *expiry >= 0 && *expiry <= relativeTime {
		*expiry += now
	}
	return expiry
}

// userIDs are those that user.add takes (`appToken_add_user_bad_char`).
var userIDs = regexp.MustCompile("^[A-Za-z0-9,!#$%&'*+?^_`{|}~.@=/-]{1,320}$")

func (c *call) writeAppToken(t *AppToken) error {
	given := c.params.object("appToken")
	if err := checkEnum(given, "hashType", "KalturaAppTokenHashType", "MD5", "SHA1", "SHA256", "SHA512"); err != nil {
		return err
	}
	if given.text("sessionType") != "" {
		if err := checkEnum(given, "sessionType", "KalturaSessionType", "0", "2"); err != nil {
			return err
		}
	}
	if given.has("status") {
		return notUpdatable("KalturaAppToken", "status")
	}
	changed := *t
	if err := write(&changed, "KalturaAppToken", appTokenProperties(c.now.Unix()), given); err != nil {
		return err
	}
	if user := given.text("sessionUserId"); user != "" {
		if !userIDs.MatchString(user) {
			return newError("INVALID_FIELD_VALUE", "value in field [sessionUserId] is not valid", "FIELD_NAME", "sessionUserId")
		}
		if a := c.own(); a.findUser(user) == nil {
			a.Users = append(a.Users, User{ID: user}) // `appToken_add_user_unknown`
		}
	}
	changed.UpdatedAt = c.now.Unix()
	*t = changed
	return nil
}

// addAppToken is appToken.add (`appToken_add_default`, `appToken_add_sha1_admin`).
func addAppToken(c *call) (any, error) {
	a := c.own()
	t := AppToken{HashType: "SHA1", SessionDuration: pointer(int(a.maxExpiry())), CreatedAt: c.now.Unix()}
	if err := c.writeAppToken(&t); err != nil {
		return nil, err
	}
	fresh := c.server.newIdentifiers()
	t.ID, t.Token = fresh.id, fresh.token
	a.AppTokens = append(a.AppTokens, t)
	return c.profiled(t.object(a.ID)), nil
}

func (t *AppToken) object(partnerID int64) *object {
	status := 2
	if t.Disabled {
		status = 1
	}
	return newObject("KalturaAppToken", field{"id", t.ID}, field{"token", t.Token}, field{"partnerId", partnerID},
		field{"createdAt", cmp.Or(t.CreatedAt, fixtureTime)}, field{"updatedAt", cmp.Or(t.UpdatedAt, fixtureTime)},
		field{"status", status}, field{"expiry", deref(t.Expiry)},
		field{"sessionType", deref(t.SessionType)}, field{"sessionUserId", deref(t.SessionUserID)},
		field{"sessionDuration", deref(t.SessionDuration)},
		field{"sessionPrivileges", textOrNil(t.SessionPrivileges, t.blankPrivileges)},
		field{"hashType", cmp.Or(t.HashType, "SHA1")}, field{"description", textOrNil(t.Description, t.blankDescription)})
}

// ownAppToken finds a token in any letter case (`appToken_get_case`); deleted
// and foreign ones count as unknown (`appToken_get_foreign`).
func (c *call) ownAppToken() (*AppToken, error) {
	id := c.params.text("id")
	for i := range c.own().AppTokens {
		if t := &c.own().AppTokens[i]; !t.Deleted && strings.EqualFold(t.ID, id) {
			return t, nil
		}
	}
	return nil, appTokenError("APP_TOKEN_ID_NOT_FOUND", id, "not found")
}

func getAppToken(c *call) (any, error) {
	t, err := c.ownAppToken()
	if err != nil {
		return nil, err
	}
	return c.profiled(t.object(c.session.partnerID)), nil
}

func updateAppToken(c *call) (any, error) {
	t, err := c.ownAppToken()
	if err != nil {
		return nil, err
	}
	if err := c.writeAppToken(t); err != nil {
		return nil, err
	}
	return c.profiled(t.object(c.session.partnerID)), nil
}

// deleteAppToken kills the token's sessions as well (`appToken_session_after_delete`).
func deleteAppToken(c *call) (any, error) {
	t, err := c.ownAppToken()
	if err != nil {
		return nil, err
	}
	t.Deleted = true
	c.server.ended[sessionIDKey(c.session.partnerID, t.ID)] = true
	return nil, nil
}

// appTokenFilters are the properties of KalturaAppTokenFilter.
var appTokenFilters = map[string]func(t *AppToken, want string) bool{
	"idEqual": func(t *AppToken, want string) bool { return t.ID == want },
	"idIn":    func(t *AppToken, want string) bool { return anyText(want, t.ID) },
	"statusEqual": func(t *AppToken, want string) bool {
		return t.Disabled && want == "1" || !t.Disabled && want == "2"
	},
	"sessionUserIdEqual": func(t *AppToken, want string) bool {
		user, _ := textOf(t.SessionUserID)
		return user == want
	},
	"createdAtGreaterThanOrEqual": func(t *AppToken, want string) bool {
		return cmp.Or(t.CreatedAt, fixtureTime) >= leadingNumber(want)
	},
}

// listAppTokens: by id unless another order is asked for; an unknown user gives
// a list without objects.
func listAppTokens(c *call) (any, error) {
	filter := c.params.object("filter")
	if err := checkEnum(filter, "statusEqual", "KalturaAppTokenStatus", "1", "2", "3"); err != nil {
		return nil, err
	}
	const class = "KalturaAppTokenListResponse"
	if user := filter.text("sessionUserIdEqual"); user != "" && c.own().findUser(user) == nil {
		return newObject(class, field{"totalCount", 0}), nil
	}
	var found []*AppToken
	for i := range c.own().AppTokens {
		if t := &c.own().AppTokens[i]; !t.Deleted && matchesAppToken(t, filter) {
			found = append(found, t)
		}
	}
	byCreation := filter.text("orderBy") == "+createdAt"
	slices.SortFunc(found, func(a, b *AppToken) int {
		if order := cmp.Compare(cmp.Or(a.CreatedAt, fixtureTime), cmp.Or(b.CreatedAt, fixtureTime)); byCreation && order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	return listed(c, class, found, func(t *AppToken) *object { return t.object(c.session.partnerID) }), nil
}

func matchesAppToken(t *AppToken, filter params) bool {
	for name, matches := range appTokenFilters {
		if filter.given(name) && !matches(t, filter.text(name)) {
			return false
		}
	}
	return true
}
