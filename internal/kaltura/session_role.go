// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sessionRole is the role that privileges give to a session (privilege setrole).
type sessionRole struct {
	kind roleKind
	// id or systemName identifies a namedRole.
	id         int64
	systemName string
}

type roleKind int

const (
	// noRole: no privilege names a role.
	noRole roleKind = iota
	// ignoredRole: the API takes the value for none (wire case
	// appToken_session_role_0_getinfo).
	ignoredRole
	// chosenRole: whoever creates the session chooses its role.
	chosenRole
	// unreadableRole: it is not known what the API makes of the text.
	unreadableRole
	// emptyRole permits only what every session may do (setrole:null).
	emptyRole
	// refusedRole: the API refuses every call of the session (wire case
	// appToken_session_two_roles_getinfo).
	refusedRole
	namedRole
)

// The name is case-sensitive, unlike the names of roles.
const setRole = "setrole"

// roleOfToken reads the privileges of an app token as the API does.
func roleOfToken(privileges string) sessionRole {
	return sessionRoleOf(roleValues(privileges))
}

// roleOfKS reads the privileges of a KS: the last role counts (wire case
// setrole_two).
func roleOfKS(privileges []string) sessionRole {
	values := roleValues(joinPrivileges(privileges))
	return sessionRoleOf(values[max(0, len(values)-1):])
}

// roleValues returns the values of all setrole privileges. The API ignores what
// follows a second colon.
func roleValues(privileges string) []string {
	var values []string
	for item := range strings.SplitSeq(privileges, ",") {
		parts := strings.SplitN(item, ":", 3)
		switch {
		case parts[0] != setRole:
		case len(parts) == 1:
			values = append(values, "")
		default:
			values = append(values, strings.Split(parts[1], "/")...)
		}
	}
	return values
}

func sessionRoleOf(values []string) sessionRole {
	isChoice := func(value string) bool { return strings.TrimSpace(value) == "*" }
	switch {
	case slices.ContainsFunc(values, isChoice):
		return sessionRole{kind: chosenRole}
	case len(values) == 0:
		return sessionRole{}
	case len(values) == 1 && (values[0] == "" || values[0] == "0"):
		return sessionRole{kind: ignoredRole}
	case slices.Contains(values, ""), strings.ContainsRune(strings.Join(values, ""), utf8.RuneError):
		return sessionRole{kind: unreadableRole}
	case len(values) > 1:
		return sessionRole{kind: refusedRole}
	case phpNumber.MatchString(values[0]):
		return numberedRole(values[0])
	case values[0] == noPermissionsRole:
		return sessionRole{kind: emptyRole}
	case strings.EqualFold(strings.TrimSpace(values[0]), noPermissionsRole):
		return sessionRole{kind: unreadableRole}
	}
	return sessionRole{kind: namedRole, systemName: strings.TrimRight(values[0], " ")}
}

const noPermissionsRole = "null"

// phpNumber matches what the API takes for a number, and so for the ID of a
// role: PHP's is_numeric.
var phpNumber = regexp.MustCompile(`^[ \t\n\r\v\f]*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t\n\r\v\f]*$`)

func numberedRole(text string) sessionRole {
	number, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	switch {
	case err == nil && number < 0:
		return sessionRole{kind: refusedRole}
	case err != nil, number < 1, number > maxRoleID, number != math.Trunc(number):
		return sessionRole{kind: unreadableRole}
	}
	return sessionRole{kind: namedRole, id: int64(number)}
}

// maxRoleID is what the API's database can hold.
const maxRoleID = math.MaxInt32

// reference is how a configuration names the role.
func (r sessionRole) reference() string {
	if r.id != 0 {
		return strconv.FormatInt(r.id, 10)
	}
	return r.systemName
}

// in returns the role that the API gives to the session: for a system name, its
// own role comes first, then the account's with the lowest ID, whose status
// does not matter. It returns nil if there is none.
func (r sessionRole) in(roles []UserRole) *UserRole {
	var found *UserRole
	for i, role := range roles {
		switch {
		case !r.names(role):
		case found == nil, role.PartnerID == 0 && found.PartnerID != 0, (role.PartnerID == 0) == (found.PartnerID == 0) && role.ID < found.ID:
			found = &roles[i]
		}
	}
	return found
}

// among returns the roles that the API may mean.
func (r sessionRole) among(roles []UserRole) []UserRole {
	var named []UserRole
	for _, role := range roles {
		if r.names(role) {
			named = append(named, role)
		}
	}
	return named
}

// names reports whether the API may mean the role. System names ignore letter
// case and trailing spaces.
func (r sessionRole) names(role UserRole) bool {
	switch {
	case r.kind != namedRole:
		return false
	case r.id != 0:
		return role.ID == r.id
	}
	return strings.EqualFold(strings.TrimRight(role.SystemName, " "), r.systemName)
}

var roleIDPattern = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)

// CheckRoleReference reports why a text cannot name the role of a session, or
// nil: it can be an ID in digits, or a system name as in [CheckRoleSystemName].
func CheckRoleReference(text string) error {
	if roleIDPattern.MatchString(text) {
		return nil
	}
	return CheckRoleSystemName(text)
}

// CheckRoleSystemName reports why a system name cannot name the role of a
// session, or nil. The API accepts more, and gives sessions another role than
// the one with that name, or none.
func CheckRoleSystemName(text string) error {
	switch {
	case phpNumber.MatchString(text):
		return errors.New("the API reads it as a number, and therefore as the ID of a role")
	case strings.TrimSpace(text) != text:
		return errors.New("it starts or ends with white space")
	case strings.EqualFold(text, noPermissionsRole):
		return errors.New("the API reads null as no permissions at all")
	case strings.ContainsRune(text, ':'):
		return errors.New("it contains a colon, and the API ignores what follows")
	case strings.ContainsRune(text, '/'):
		return errors.New("it contains a slash, which separates the values of a privilege")
	case text == "*":
		return errors.New("it would let whoever creates the session choose the role")
	}
	return checkPrivilegeText(setRole + ":" + text)
}
