// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"slices"
	"strings"
)

// writable is a property that add and update may set; nil clears it, which a
// request asks for with name__null (`appToken_update_description_null_suffix`).
type writable[T any] struct {
	name string
	set  func(object *T, value *string)
}

// write takes the properties that were sent. An explicit null is the empty
// text (`appToken_update_description_null`).
func write[T any](object *T, class string, properties []writable[T], given params) error {
	for _, name := range []string{"id", "token", "partnerId", "createdAt", "updatedAt"} {
		if given.has(name) {
			return notUpdatable(class, name)
		}
	}
	for _, property := range properties {
		switch {
		case given.has(property.name + "__null"):
			property.set(object, nil)
		case given.has(property.name):
			property.set(object, pointer(given.text(property.name)))
		}
	}
	return nil
}

func notUpdatable(class, property string) error {
	name := class + "::" + property
	return newError("PROPERTY_VALIDATION_NOT_UPDATABLE", fmt.Sprintf("The property %q cannot be updated", name), "PROP_NAME", name)
}

// checkEnum: a null and an empty text are no values of an enumeration
// (`appToken_add_hashtype_null`, `appToken_add_hashtype_empty`).
func checkEnum(given params, name, enum string, values ...string) error {
	text := given.text(name)
	if !given.has(name) || slices.Contains(values, text) {
		return nil
	}
	if given[name] == nil {
		text = "N/A"
	}
	return invalidEnum(text, name, enum)
}

func invalidObject(id string) error {
	return newError("INVALID_OBJECT_ID", "Invalid object id ["+id+"]", "ID", id)
}

// numberOf casts the value of a property as PHP does.
func numberOf(value *string) *int64 {
	if value == nil {
		return nil
	}
	return pointer(leadingNumber(*value))
}

// textOf returns a text and whether it was set to nothing, which the API tells
// from one that is not set.
func textOf(value *string) (text string, blank bool) {
	if value == nil {
		return "", false
	}
	return *value, *value == ""
}

func textOrNil(text string, blank bool) any {
	if blank {
		return ""
	}
	return orNil(text)
}

// listed is one page of a list, each object cut to the response profile
// (`appToken_list_response_profile`).
func listed[T any](c *call, class string, found []*T, object func(*T) *object) any {
	var objects []any
	for _, one := range pageOf(found, c.params.object("pager")) {
		objects = append(objects, c.profiled(object(one)))
	}
	return listResponse(class, len(found), objects)
}

// anyText reports whether a list such as "a,b" has the value.
func anyText(list, value string) bool { return slices.Contains(strings.Split(list, ","), value) }

// identifiers are what the next created object gets for an id and a token; a
// replay of recordings sets them.
type identifiers struct{ id, token string }

func (s *Server) newIdentifiers() identifiers {
	next := identifiers{"0_" + randomHex(4), randomHex(16)}
	if s.next.id != "" {
		next, s.next = s.next, identifiers{}
	}
	return next
}
