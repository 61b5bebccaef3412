// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"slices"
	"strings"
)

// fixtureTime is the creation time of objects not created by a request.
const fixtureTime = int64(1700000000)

// found returns an action on the object that a request names.
func found[T any](find func(*call) (T, error), act func(*call, T) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		one, err := find(c)
		if err != nil {
			return nil, err
		}
		return act(c, one)
	}
}

// property can be set by add and update. nil clears it, which a request does
// with name__null (`appToken_update_description_null_suffix`).
type property[T any] struct {
	name string
	set  func(object *T, value *string)
}

// write sets the properties in the request. An explicit null is the empty text
// (`appToken_update_description_null`).
func write[T any](object *T, class string, properties []property[T], given params, readOnly ...string) error {
	for _, name := range append(readOnly, "id", "partnerId", "createdAt", "updatedAt") {
		if given.has(name) {
			name = class + "::" + name
			return newError("PROPERTY_VALIDATION_NOT_UPDATABLE", fmt.Sprintf("The property %q cannot be updated", name), "PROP_NAME", name)
		}
	}
	for _, p := range properties {
		switch {
		case given.has(p.name + "__null"):
			p.set(object, nil)
		case given.has(p.name):
			p.set(object, pointer(given.text(p.name)))
		}
	}
	return nil
}

// checkEnum: null and the empty text are not values of an enumeration
// (`appToken_add_hashtype_null`, `appToken_add_hashtype_empty`).
func checkEnum(given params, name, enum string, values ...string) error {
	text := given.text(name)
	if !given.has(name) || slices.Contains(values, text) {
		return nil
	}
	if given[name] == nil {
		text = "N/A"
	}
	return newError("INVALID_ENUM_VALUE",
		fmt.Sprintf(`Invalid enumeration value "%s" for parameter "%s", expecting enumeration type "%s"`, text, name, enum),
		"ENUM_VAL", text, "PARAM_NAME", name, "ENUM_TYPE", enum)
}

func invalidObject(id string) error {
	return newError("INVALID_OBJECT_ID", "Invalid object id ["+id+"]", "ID", id)
}

// numberOf casts the value of a property as PHP does.
func numberOf[N int | int64](value *string) *N {
	if value == nil {
		return nil
	}
	return pointer(N(leadingNumber(*value)))
}

// textOf returns a text and whether it was set to "", which the API
// distinguishes from an unset one.
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

// identifiers are the ID and token of the next created object, set for a replay
// of recordings.
type identifiers struct{ id, token string }

// profiled omits properties that the response profile does not name
// (`appToken_list_response_profile`). Some properties of an account remain as
// empty texts (`partner_getInfo_responseProfile`).
func (c *call) profiled(o object) object {
	profile := c.params.object("responseProfile")
	names := strings.Split(strings.ReplaceAll(profile.text("fields"), " ", ""), ",")
	switch profile.text("type") {
	case "1":
		names = append(names, "objectType")
	case "2": // `user_list_response_profile_exclude`
		for _, name := range names {
			delete(o, name)
		}
		return o
	default:
		return o
	}
	kept := object{}
	for name, value := range o {
		if slices.Contains(names, name) {
			kept[name] = value
		} else if o["objectType"] == "KalturaPartner" && (name == "name" || name == "description") {
			kept[name] = ""
		}
	}
	return kept
}

// listing is what a list action supports. It rejects unknown filters and
// orders, so that nobody takes the list for a filtered one.
type listing[T any] struct {
	class   string
	filters map[string]func(one T, want string) bool
	orders  map[string]func(a, b T) int // by orderBy; "" if none is requested
	object  func(c *call, one T) object
}

// Sizes of a page. Less than 1 means the default.
const (
	defaultPageSize = 30
	maxPageSize     = 500
)

// page returns one page of a list: pages count from 1. totalCount counts all
// matches.
func (l *listing[T]) page(c *call, all []T) (any, error) { return l.capped(c, all, len(all)) }

// capped pretends that there are no more than most matches.
func (l *listing[T]) capped(c *call, all []T, most int) (any, error) {
	filter := c.params.object("filter")
	for name := range filter {
		if l.filters[name] == nil && name != "objectType" && name != "orderBy" {
			return nil, unsupported("filter property " + name)
		}
	}
	order := l.orders[filter.text("orderBy")]
	if order == nil {
		return nil, unsupported("order " + filter.text("orderBy"))
	}
	found := slices.DeleteFunc(all, func(one T) bool {
		for name := range filter {
			if matches := l.filters[name]; matches != nil && filter.given(name) && !matches(one, filter.text(name)) {
				return true
			}
		}
		return false
	})
	slices.SortFunc(found, order)
	found = found[:min(len(found), most)]
	pager := c.params.object("pager")
	size := int(min(pager.number("pageSize", defaultPageSize), maxPageSize))
	if size < 1 { // `user_list_pagesize_negative`
		size = defaultPageSize
	}
	from := min(min(max(int(pager.number("pageIndex", 1))-1, 0), len(found))*size, len(found))
	objects := []any{}
	for _, one := range found[from:min(from+size, len(found))] {
		objects = append(objects, l.object(c, one))
	}
	return object{"objectType": l.class, "totalCount": len(found), "objects": objects}, nil
}
