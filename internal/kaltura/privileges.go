// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// CheckPrivilege reports why an item of a privileges list cannot be sent as it
// is, and nil when it can. An item is "name" or "name:value". The API joins
// items with commas and, in a KS of version 2, rewrites some characters of a
// name, so that an item which is refused here would silently mean something
// else there (ks_vectors: "x.y" becomes "x_y").
func CheckPrivilege(item string) error {
	name, _ := splitPrivilege(item)
	switch {
	case strings.TrimSpace(item) == "":
		return errors.New("it is empty")
	case strings.TrimSpace(item) != item:
		return errors.New("it starts or ends with white space")
	case strings.Contains(item, ","):
		return errors.New("it contains a comma; give each privilege as an item of its own")
	case strings.ContainsFunc(item, unicode.IsControl):
		return errors.New("it contains a control character")
	case name == "":
		return errors.New("it has no name in front of its colon")
	case strings.HasPrefix(name, "_"):
		return errors.New("its name starts with an underscore, which the KS keeps for its own fields")
	case strings.ContainsAny(name, ". []&=+%#"):
		return errors.New("its name contains a character that the API would rewrite")
	}
	return nil
}

// ErrPrivilegeTwice refuses a second item of one name: a KS of version 2 keeps
// the last value only.
var ErrPrivilegeTwice = errors.New("its name stands twice in the list, and the API keeps the last one only")

// CheckPrivileges applies [CheckPrivilege] to each item and fails with
// [ErrPrivilegeTwice] where a name is repeated.
func CheckPrivileges(items []string) error {
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		if err := CheckPrivilege(item); err != nil {
			return fmt.Errorf("privilege %q: %w", item, err)
		}
		name := PrivilegeName(item)
		if seen[name] {
			return fmt.Errorf("privilege %q: %w", item, ErrPrivilegeTwice)
		}
		seen[name] = true
	}
	return nil
}

// PrivilegeName is the part of an item in front of its first colon.
func PrivilegeName(item string) string {
	name, _ := splitPrivilege(item)
	return name
}

// splitPrivilege cuts "name:value" at the first colon. A lone "*" is the short
// form of "all:*".
func splitPrivilege(item string) (name, value string) {
	if item == "*" {
		return "all", "*"
	}
	name, value, _ = strings.Cut(item, ":")
	return name, value
}

// joinPrivileges is the form in which API actions take a privileges list.
func joinPrivileges(items []string) string { return strings.Join(items, ",") }
