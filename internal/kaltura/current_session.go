// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
)

// CurrentSession describes the session that the client uses. A field is nil if
// the session's role may not read it.
type CurrentSession struct {
	// PartnerID is 0 if neither the API nor the credentials reveal it.
	PartnerID int64
	UserID    *string
	Type      *SessionType
	ExpiresAt *time.Time
	// Privileges are items "name" or "name:value". Values are only shown for the
	// API's own privileges: others may hold anything.
	Privileges []string
	// Permissions are sorted names.
	Permissions []string
}

// CurrentSession reads the session (session.get) and the permissions of its
// role (permission.getCurrentPermissions). Fields that the role may not read
// are nil.
func (c *Client) CurrentSession(ctx context.Context) (CurrentSession, error) {
	current := CurrentSession{PartnerID: c.PartnerID()}
	var info sessionInfo
	switch err := c.callSignedIn(ctx, getSession, nil, &info); {
	case err == nil:
		if answered := int64(info.PartnerID); current.PartnerID != 0 && answered != current.PartnerID {
			return CurrentSession{}, getSession.ofAnother(current.PartnerID, answered)
		}
		current.take(info)
	case FailureOf(err) != ActionForbidden:
		return CurrentSession{}, err
	default:
		if granted := c.session.granted(); granted != nil {
			current.take(*granted)
		}
	}
	var permissions itemsText
	err := c.callSignedIn(ctx, apiAction{service: "permission", name: "getCurrentPermissions"}, nil, &permissions)
	switch {
	case err == nil:
		current.Permissions = permissionNames(string(permissions))
	case FailureOf(err) != ActionForbidden:
		return CurrentSession{}, err
	}
	return current, nil
}

func (s *CurrentSession) take(info sessionInfo) {
	session := info.session(false)
	s.PartnerID = int64(info.PartnerID)
	user := plainText(session.UserID, oneLine)
	s.UserID, s.Type, s.ExpiresAt = &user, &session.Type, &session.ExpiresAt
	s.Privileges = []string{}
	for _, item := range session.Privileges {
		s.Privileges = append(s.Privileges, ShownPrivilege(item))
	}
}

// shownPrivileges are the API's privileges whose values name roles, entries,
// addresses or numbers.
var shownPrivileges = []string{
	"setrole", "sview", "view", "list", "edit", "download", "actionslimit", "iprestrict", "urirestrict",
	"privacycontext", "disableentitlementforentry", "apptoken",
}

// ShownPrivilege returns a privilege without its value, unless the value can be
// shown: those of custom privileges may hold anything.
func ShownPrivilege(item string) string {
	name, value, hasValue := strings.Cut(item, ":")
	if hasValue && slices.Contains(shownPrivileges, name) && len(value) <= 64 {
		name = item
	}
	return plainText(name, oneLine)
}

// permissionPattern matches the names of permissions. Those of plug-ins start
// with the name of the plug-in and a dot (wire case
// permission_getCurrentPermissions_dotted).
var permissionPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]*$`)

const maxPermissionName = 128

// permissionNames splits the list and omits invalid names.
func permissionNames(list string) []string {
	names := []string{}
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); len(name) <= maxPermissionName && permissionPattern.MatchString(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// SignInMethod is "admin_secret", "ks", "app_token" or "login".
func (c *Client) SignInMethod() string { return c.session.method() }

// OwnAppTokenID is the ID of the app token that the client signs in with, or "".
func (c *Client) OwnAppTokenID() string { return c.session.appTokenID() }
