// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// CheckPrivilege reports why an item of a privileges list cannot be sent
// unchanged, or nil. An item is "name" or "name:value". The API joins items
// with commas and, in a KS of version 2, rewrites some characters of a name, so
// that a rejected item would silently have another meaning (ks_vectors: "x.y"
// becomes "x_y").
func CheckPrivilege(item string) error {
	if err := checkPrivilegeText(item); err != nil {
		return err
	}
	name, role, _ := splitPrivilege(item)
	switch {
	case name == setRole:
		if err := CheckRoleReference(role); err != nil {
			return fmt.Errorf("its role cannot be used: %w", err)
		}
	case strings.EqualFold(name, setRole):
		return errors.New("its name must be written setrole, in lowercase: the API ignores any other case, so the session could do more than intended")
	}
	return nil
}

func checkPrivilegeText(item string) error {
	name, value, hasValue := splitPrivilege(item)
	switch {
	case strings.TrimSpace(item) == "":
		return errors.New("it is empty")
	case strings.TrimSpace(item) != item:
		return errors.New("it starts or ends with white space")
	case strings.Contains(item, ","):
		return errors.New("it contains a comma; write each privilege as its own item")
	case strings.ContainsFunc(item, unicode.IsControl):
		return errors.New("it contains a control character")
	case name == "":
		return errors.New("it has no name before the colon")
	case !hasValue && permissionForm.MatchString(name):
		return errors.New("it is the name of a permission, not of a privilege; add it to permission_names of a role, and give the session that role")
	case strings.HasPrefix(name, "_"):
		return errors.New("its name starts with an underscore, which the KS reserves for its own fields")
	case strings.ContainsAny(name, ". []&=+%#"):
		return errors.New("its name contains a character that the API would rewrite")
	case value == "" && (hasValue || slices.Contains(restrictingPrivileges, name)):
		return errors.New("it has no value, and the API ignores such a privilege, so the session could do more than intended")
	case name == "actionslimit" && !isPositive(value):
		return errors.New("its value must be a whole number of at least 1")
	}
	return nil
}

// permissionForm matches names that permissions have and privileges do not.
var permissionForm = regexp.MustCompile(`^((KMC|ADMIN)_[A-Z0-9_]+|[A-Z0-9_]+_(BASE|MANAGE|PERMISSION|ADD|UPDATE|DELETE)|[A-Za-z]+\.[A-Z0-9_]+)$`)

// restrictingPrivileges require a value. With an empty setrole, the API gives
// the session all rights of its type.
var restrictingPrivileges = []string{"setrole", "sessionid", "iprestrict", "urirestrict", "actionslimit"}

func isPositive(text string) bool {
	number, err := strconv.ParseUint(text, 10, 31)
	return err == nil && number > 0
}

// ErrPrivilegeTwice rejects two items with one name: a KS of version 2 keeps
// only the last value.
var ErrPrivilegeTwice = errors.New("its name appears twice in the list, and the API keeps only the last one; " +
	"write several values as one item with slashes, such as edit:1_a/1_b")

// CheckPrivileges applies [CheckPrivilege] to each item and fails with
// [ErrPrivilegeTwice] if a name is repeated. Errors identify an item by its
// position, because its text may be a secret.
func CheckPrivileges(items []string) error {
	seen := make(map[string]bool, len(items))
	for index, item := range items {
		if err := CheckPrivilege(item); err != nil {
			return fmt.Errorf("privilege %d: %w", index+1, err)
		}
		name := PrivilegeName(item)
		if seen[name] {
			return fmt.Errorf("privilege %d: %w", index+1, ErrPrivilegeTwice)
		}
		seen[name] = true
	}
	return nil
}

// PrivilegeName is the part of an item before its first colon.
func PrivilegeName(item string) string {
	name, _, _ := splitPrivilege(item)
	return name
}

// splitPrivilege cuts "name:value" at the first colon. "*" alone is short for
// "all:*".
func splitPrivilege(item string) (name, value string, hasValue bool) {
	if item == "*" {
		return "all", "*", true
	}
	return strings.Cut(item, ":")
}

// joinPrivileges returns a privileges list in the API's format.
func joinPrivileges(items []string) string { return strings.Join(items, ",") }
